#include "scene/analyses/noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "frame/samples.h"

namespace animatize {
namespace {

constexpr double kGain = 6.0;                         // of the mask
constexpr int kTile = 24;                             // pixels
constexpr int kAcross = 8, kDown = 6;                 // tiles
constexpr double kDarkest = 0.06, kBrightest = 0.94;  // mean of a tile that isn't clipped
constexpr double kRoundingVariance = 1.0 / 12.0;      // levels: of whole numbers

const cv::Matx33f& mask()
{
    static const cv::Matx33f weights(1, -2, 1, -2, 4, -2, 1, -2, 1);
    return weights;
}

// Luma in levels of nominal black 0 to white 255, not rounded and not clipped.
cv::Mat tileAt(const ImageView& view, const cv::Point& corner)
{
    cv::Mat tile(kTile, kTile, CV_32F, cv::Scalar(0));
    const double weights[3] = {view.rgb ? view.kr : 1.0, 1.0 - view.kr - view.kb, view.kb};
    const double scale = 255.0 / (view.white - view.black);
    for (int which = 0; which < (view.rgb ? 3 : 1); ++which)
        withReader(view, which, [&](const auto& reader) {
            for (int y = 0; y < kTile; ++y) {
                const uint8_t* row = reader.row(corner.y + y);
                auto* out = tile.ptr<float>(y);
                for (int x = 0; x < kTile; ++x)
                    out[x] += static_cast<float>(weights[which] * reader.at(row, corner.x + x));
            }
        });
    return (tile - static_cast<double>(view.black)) * scale;
}

double deviationOf(const cv::Mat& tile)
{
    cv::Mat response;
    cv::filter2D(tile, response, CV_32F, mask());
    const cv::Mat inside = response(cv::Rect(1, 1, kTile - 2, kTile - 2));
    const double mean = cv::norm(inside, cv::NORM_L1) / static_cast<double>(inside.total());
    return mean * std::sqrt(CV_PI / 2.0) / kGain;
}

}  // namespace

double noiseByResponse(const cv::Mat& response, double gain)
{
    constexpr double kQuartile = 0.3186;  // of |x| for a standard normal x
    std::array<int, 8 * 255 + 1> counts{};
    for (int y = 0; y < response.rows; ++y)
        for (int x = 0; x < response.cols; ++x)
            ++counts[std::abs(response.at<int16_t>(y, x))];
    // Inside the step that holds the quartile: levels are whole numbers, noise isn't.
    double left = static_cast<double>(response.total()) / 4.0;
    int step = 0;
    while (left > counts[step])
        left -= counts[step++];
    return std::max(0.0, step - 0.5 + left / counts[step]) / (kQuartile * gain);
}

double noiseOf(const cv::Mat& luma)
{
    cv::Mat response;
    cv::filter2D(luma, response, CV_16S, mask());
    return noiseByResponse(response, kGain);
}

std::optional<double> grainOf(const ImageView& view)
{
    if (view.width < kTile || view.height < kTile)
        return std::nullopt;
    std::vector<double> found;
    for (int row = 0; row < kDown; ++row)
        for (int column = 0; column < kAcross; ++column) {
            const cv::Mat tile = tileAt(view, {(view.width - kTile) * (2 * column + 1) / 16,
                                               (view.height - kTile) * (2 * row + 1) / 12});
            const double mean = cv::mean(tile)[0] / 255.0;
            if (mean >= kDarkest && mean <= kBrightest)
                found.push_back(deviationOf(tile));
        }
    if (found.empty())
        return std::nullopt;
    const auto quartile = found.begin() + static_cast<ptrdiff_t>(found.size() / 4);
    std::nth_element(found.begin(), quartile, found.end());
    return std::sqrt(std::max(0.0, *quartile * *quartile - kRoundingVariance)) / 255.0;
}

}  // namespace animatize
