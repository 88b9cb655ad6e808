#include "generate/render/sky.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"
#include "generate/render/camera_path.h"

namespace animatize {
namespace {

constexpr int kLong = 160;  // cells
constexpr int kLeast = 32;  // pixels of a side
constexpr double kLeastShare = 0.05;
constexpr double kReach = 8.0;    // cells from the lower border until all is sky
constexpr float kSure = 4.0F;     // log odds: no single place counts more
constexpr float kCaution = 1.0F;  // log odds that are taken off: rather too little than too much
constexpr int kRise = 12;         // cells that the border climbs at most from column to column
constexpr float kClimb = 0.5F;    // what a cell of that costs, and no more than kMostClimb of them
constexpr int kMostClimb = 6;
constexpr float kEdge = 40.0F;  // what a step of brightness along the border is worth, up to
constexpr float kMostEdge = 0.15F;
constexpr float kThin = 0.06F;  // brightness by which wires, birds and stalks stand out

/// Log odds per unit of each cue; brightness and colours are 0..1.
constexpr float kNone = -1.05F, kBright = 3.2F, kBlue = 5.3F, kGreen = -7.2F, kActive = -0.77F,
                kLow = -2.3F, kDarker = -4.1F, kOther = -1.8F;

struct Cells {
    cv::Mat_<cv::Vec3f> colour;
    cv::Mat_<float> light;
    cv::Mat_<float> activity;  ///< steps of brightness per half a cell
    cv::Mat_<float> thin;      ///< by how much what is thinner than three cells stands out

    explicit Cells(const cv::Mat& look)
    {
        const double scale = double(kLong) / std::max(look.cols, look.rows);
        const cv::Size size(std::max(1, cvRound(look.cols * scale)),
                            std::max(1, cvRound(look.rows * scale)));
        cv::Mat small, fine, luma, across, down, steps;
        cv::resize(look, small, size, 0, 0, cv::INTER_AREA);
        small.convertTo(colour, CV_32F, 1.0 / 255.0);
        cv::cvtColor(colour, light, cv::COLOR_RGB2GRAY);
        const bool enlarges = look.cols < 2 * size.width;
        cv::resize(look, fine, size * 2, 0, 0, enlarges ? cv::INTER_LINEAR : cv::INTER_AREA);
        cv::cvtColor(fine, luma, cv::COLOR_RGB2GRAY);
        luma.convertTo(luma, CV_32F, 1.0 / 255.0);
        cv::Sobel(luma, across, CV_32F, 1, 0, 3, 0.125);
        cv::Sobel(luma, down, CV_32F, 0, 1, 3, 0.125);
        cv::magnitude(across, down, steps);
        cv::resize(steps, activity, size, 0, 0, cv::INTER_AREA);
        cv::Mat bright, dark;
        const cv::Mat around = cv::Mat::ones(7, 7, CV_8U);
        cv::morphologyEx(luma, bright, cv::MORPH_TOPHAT, around);
        cv::morphologyEx(luma, dark, cv::MORPH_BLACKHAT, around);
        cv::dilate(cv::max(bright, dark), steps, {});
        cv::resize(steps, thin, size, 0, 0, cv::INTER_AREA);
    }
};

/// The colours along the upper border.
cv::Mat_<cv::Vec3f> upperBorder(const Cells& cells)
{
    cv::Mat_<cv::Vec3f> border;
    const int rows = std::max(2, cells.colour.rows / 20);
    cv::reduce(cells.colour.rowRange(0, std::min(rows, cells.colour.rows)), border, 0,
               cv::REDUCE_AVG);
    cv::blur(border, border, {cells.colour.cols / 5 | 1, 1});
    return border;
}

/// Log odds that a place is sky.
cv::Mat_<float> oddsOf(const Cells& cells)
{
    const cv::Mat_<cv::Vec3f> border = upperBorder(cells);
    cv::Mat_<float> odds(cells.light.size());
    for (int column = 0; column < odds.cols; ++column) {
        float brightest = 0.0F;
        for (int row = 0; row < odds.rows; ++row) {
            const cv::Vec3f& colour = cells.colour(row, column);
            const float light = cells.light(row, column);
            brightest = std::max(brightest, light);
            odds(row, column) = kNone + kBright * light + kBlue * (colour[2] - colour[0]) +
                                kGreen * (colour[1] - 0.5F * (colour[0] + colour[2])) +
                                kActive * (std::log(cells.activity(row, column) + 0.004F) + 3.5F) +
                                kLow * (float(row) + 0.5F) / float(odds.rows) +
                                kDarker * (brightest - light) +
                                kOther * float(cv::norm(colour - border(0, column)));
        }
    }
    return odds;
}

/// For each row that a border may be above of, and each column: what it costs.
cv::Mat_<float> costsOf(const cv::Mat_<float>& odds, const cv::Mat_<float>& activity)
{
    cv::Mat_<float> costs(odds.rows + 1, odds.cols);
    for (int column = 0; column < odds.cols; ++column) {
        float above = 0.0F;
        for (int row = 0; row <= odds.rows; ++row) {
            const bool inside = row > 0 && row < odds.rows;
            const float edge =
                inside ? std::max(activity(row - 1, column), activity(row, column)) : 0.05F;
            costs(row, column) = -above - kEdge * std::min(edge, kMostEdge);
            if (row < odds.rows)
                above += std::clamp(odds(row, column) - kCaution, -kSure, kSure);
        }
    }
    return costs;
}

/// The cheapest way from left to right: in each column, how many rows are above the border.
std::vector<int> borderOf(cv::Mat_<float> costs)
{
    cv::Mat_<int> from(costs.size(), 0);
    for (int column = 1; column < costs.cols; ++column)
        for (int row = 0; row < costs.rows; ++row) {
            const auto by = [&](int last) {
                return costs(last, column - 1) +
                       kClimb * float(std::min(std::abs(last - row), kMostClimb));
            };
            int best = row;
            for (int last = std::max(0, row - kRise); last <= std::min(costs.rows - 1, row + kRise);
                 ++last)
                if (by(last) < by(best))
                    best = last;
            from(row, column) = best;
            costs(row, column) += by(best);
        }
    std::vector<int> border(static_cast<size_t>(costs.cols));
    int row = 0;
    for (int i = 1; i < costs.rows; ++i)
        if (costs(i, costs.cols - 1) < costs(row, costs.cols - 1))
            row = i;
    for (int column = costs.cols - 1; column >= 0; --column) {
        border[static_cast<size_t>(column)] = row;
        row = from(row, column);
    }
    return border;
}

/// What is above the border, but for birds, wires and stalks in front of it.
cv::Mat above(const std::vector<int>& border, const cv::Mat_<float>& thin)
{
    cv::Mat sky(thin.size(), CV_8UC1, cv::Scalar(0));
    for (int column = 0; column < sky.cols; ++column)
        sky.col(column).rowRange(0, border[static_cast<size_t>(column)]) = 255;
    return sky & (thin <= kThin);
}

/// Softly from the border on; the picture's borders are no borders of the sky.
cv::Mat_<float> softened(const cv::Mat& sky)
{
    const int around = cvCeil(kReach) + 2;
    cv::Mat wide, distance;
    cv::copyMakeBorder(sky, wide, around, around, around, around, cv::BORDER_REPLICATE);
    cv::distanceTransform(wide, distance, cv::DIST_L2, 3);
    cv::Mat_<float> soft = distance(cv::Rect({around, around}, sky.size())).clone();
    for (float& value : soft)
        value = float(eased((value - 1.0) / kReach));
    return soft;
}

}  // namespace

cv::Mat_<float> findSky(const cv::Mat& look)
{
    cv::Mat_<float> sky;
    if (std::min(look.cols, look.rows) < kLeast)
        return sky;
    serially([&] {
        const Cells cells(look);
        const std::vector<int> border = borderOf(costsOf(oddsOf(cells), cells.activity));
        sky = softened(above(border, cells.thin));
        if (cv::mean(sky)[0] < kLeastShare)
            sky.release();
    });
    return sky;
}

}  // namespace animatize
