#include "generate/quality/likeness.h"

#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/input.h"

namespace animatize {
namespace {

constexpr int kAcross = 48, kLeastSide = 12;  // pixels
constexpr double kInner = 0.8;                // share of the sides that is looked for in the other
constexpr double kZooms[] = {0.87, 0.93, 1.0, 1.07, 1.15};
// Correlations: of any two pictures half have more than 0.14 and one of 20 more than 0.3.
constexpr double kUnrelated = 0.14, kSame = 0.5;

cv::Mat croppedTo(const cv::Mat& picture, double shape)
{
    const int width = std::clamp(cvRound(picture.rows * shape), 1, picture.cols);
    const int height = std::clamp(cvRound(picture.cols / shape), 1, picture.rows);
    return picture(
        cv::Rect((picture.cols - width) / 2, (picture.rows - height) / 2, width, height));
}

cv::Mat smallLuma(const cv::Mat& picture, cv::Size size)
{
    cv::Mat luma;
    cv::resize(picture, luma, size, 0, 0, cv::INTER_AREA);
    luma.convertTo(luma, CV_32F);
    cv::GaussianBlur(luma, luma, {}, 1.0);
    return luma;
}

/// Two pictures of what is where; both CV_32F.
struct Layout {
    cv::Mat contrast;    ///< standard scores within 17 pixels
    cv::Mat directions;  ///< of edges, twice their angle: cosine and sine, shorter where faint

    explicit Layout(const cv::Mat& luma);
};

Layout::Layout(const cv::Mat& luma)
{
    constexpr double kFaint = 3.0, kFaintEdge = 1.0;  // levels; levels per pixel
    const cv::Size window(17, 17);
    cv::Mat mean, square, deviation;
    cv::boxFilter(luma, mean, CV_32F, window);
    cv::boxFilter(luma.mul(luma), square, CV_32F, window);
    cv::sqrt(cv::max(square - mean.mul(mean), 0.0), deviation);
    contrast = (luma - mean) / (deviation + kFaint);
    cv::Mat x, y, magnitude;
    cv::Sobel(luma, x, CV_32F, 1, 0, 3, 1.0 / 8.0);
    cv::Sobel(luma, y, CV_32F, 0, 1, 3, 1.0 / 8.0);
    cv::magnitude(x, y, magnitude);
    // cos 2a = (x2 - y2) / m2, sin 2a = 2 x y / m2, and m / (m + faint) of it.
    const cv::Mat scale = 1.0 / (magnitude.mul(magnitude + kFaintEdge) + 1e-6);
    cv::merge(std::vector<cv::Mat>{(x.mul(x) - y.mul(y)).mul(scale), (2.0 * x.mul(y)).mul(scale)},
              directions);
}

/// The best mean of both correlations, over all places of the inner part of one in the other.
double bestMatch(const Layout& picture, const Layout& start)
{
    const cv::Size size(cvRound(start.contrast.cols * kInner),
                        cvRound(start.contrast.rows * kInner));
    const cv::Size all = picture.contrast.size();
    const cv::Rect inner((all.width - size.width) / 2, (all.height - size.height) / 2, size.width,
                         size.height);
    cv::Mat contrast, directions;
    cv::matchTemplate(start.contrast, picture.contrast(inner), contrast, cv::TM_CCORR_NORMED);
    cv::matchTemplate(start.directions, picture.directions(inner), directions, cv::TM_CCORR_NORMED);
    double best = 0.0;
    cv::minMaxLoc(contrast + directions, nullptr, &best);
    return best / 2.0;
}

}  // namespace

double likenessOf(const cv::Mat& picture, const cv::Mat& start)
{
    const double shape = static_cast<double>(picture.cols) / picture.rows;
    const cv::Size size(std::max(kLeastSide, cvRound(std::min(1.0, shape) * kAcross)),
                        std::max(kLeastSide, cvRound(std::min(1.0, 1.0 / shape) * kAcross)));
    const Layout then(smallLuma(croppedTo(start, shape), size));
    const cv::Mat now = smallLuma(picture, size);
    double best = 0.0;
    for (const double zoom : kZooms) {
        cv::Mat zoomed;
        cv::resize(now, zoomed, {}, zoom, zoom, cv::INTER_LINEAR);
        best = std::max(best, bestMatch(Layout(zoomed), then));
    }
    return ramp(best, kUnrelated, kSame);
}

}  // namespace animatize
