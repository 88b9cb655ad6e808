// Two measures of focus. Shallow focus: cell by cell, how much of the detail is fine, and how far
// the sharpest cells are from the others. Motion blur: how much of the change across six pixels is
// there within one, by direction; a lens out of focus takes it from all of them, a camera that
// moves from its way alone.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/lens_measures.h"

namespace animatize {
namespace {

constexpr float kLeastDetail = 1.5F;  // levels: less is a plain surface
constexpr double kLeastKnown = 0.3;   // of the cells

// Mean difference of the pixels of each cell.
cv::Mat detailBetween(const cv::Mat& fine, const cv::Mat& coarse)
{
    cv::Mat difference, cells;
    cv::absdiff(fine, coarse, difference);
    difference.convertTo(difference, CV_32F);
    cv::resize(difference, cells, {AnalysisInput::kColumns, AnalysisInput::kRows}, 0, 0,
               cv::INTER_AREA);
    return cells;
}

float quantile(std::vector<float>& values, size_t hundredths)
{
    const auto at = values.begin() + static_cast<ptrdiff_t>(values.size() * hundredths / 100);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// Mean squared difference of pixels that are `step` apart.
double change(const cv::Mat& luma, const cv::Point& step)
{
    const cv::Size size(luma.cols - std::abs(step.x), luma.rows - std::abs(step.y));
    const cv::Point from(std::max(0, -step.x), std::max(0, -step.y));
    const cv::Mat here = luma(cv::Rect(from, size)), there = luma(cv::Rect(from + step, size));
    return cv::norm(here, there, cv::NORM_L2SQR) / static_cast<double>(here.total());
}

struct Way {
    double degrees;
    cv::Point one, far;
    double even;  // the share within one step where all is even
};

constexpr int kWays = 4;
const std::array<Way, kWays> kAllWays = {{{0.0, {1, 0}, {6, 0}, 1.0 / 6.0},
                                          {45.0, {1, -1}, {4, -4}, 1.0 / 4.0},
                                          {90.0, {0, 1}, {0, 6}, 1.0 / 6.0},
                                          {135.0, {1, 1}, {4, 4}, 1.0 / 4.0}}};

}  // namespace

std::optional<double> shallowFocusOf(const AnalysisInput& input)
{
    cv::Mat smooth, smoother;
    cv::GaussianBlur(input.luma(), smooth, {}, 1.6);
    cv::boxFilter(smooth, smoother, -1, {13, 13});
    const cv::Mat fine = detailBetween(input.luma(), smooth);
    const cv::Mat coarse = detailBetween(smooth, smoother);
    std::vector<float> shares;
    for (int row = 0; row < fine.rows; ++row)
        for (int column = 0; column < fine.cols; ++column)
            if (const float detail = coarse.at<float>(row, column); detail >= kLeastDetail)
                shares.push_back(fine.at<float>(row, column) / detail);
    if (static_cast<double>(shares.size()) < kLeastKnown * static_cast<double>(fine.total()))
        return std::nullopt;
    const double sharpest = quantile(shares, 97), middle = quantile(shares, 50);
    return ramp(middle, 0.7, 0.45) * ramp(sharpest / std::max(middle, 0.01), 2.4, 4.5);
}

std::optional<MotionBlur> motionBlurOf(const AnalysisInput& input)
{
    constexpr double kNothing = 0.1;      // levels squared
    constexpr double kLeastSharp = 0.06;  // across the way: else all is soft
    constexpr double kOfItself = 0.5;     // scenes have more edges one way than the other, too
    std::array<double, kWays> sharp;
    for (int i = 0; i < kWays; ++i)
        sharp[i] = std::sqrt((change(input.luma(), kAllWays[i].one) + kNothing) /
                             (change(input.luma(), kAllWays[i].far) + kNothing)) -
                   kAllWays[i].even;
    std::optional<MotionBlur> best;
    for (int i = 0; i < kWays; ++i) {
        const double across = sharp[(i + kWays / 2) % kWays];
        if (across < kLeastSharp)
            continue;
        const double flatter = ramp(sharp[i] / across, kOfItself, 0.0);
        if (!best || flatter > best->strength)
            best = MotionBlur{flatter, kAllWays[i].degrees};
    }
    return best;
}

}  // namespace animatize
