#include "scene/analyses/input.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr int kHalfSide = 160;
constexpr int kColourSide = 160;
constexpr int kLeastSide = 16;           // pixels: below that nothing has a place
constexpr double kLeastDeviation = 2.0;  // levels, of the thumbnail, which has no noise
constexpr double kLeastGradient = 0.02;  // mean: or detail finer than the thumbnail

}  // namespace

cv::Mat atMost(const cv::Mat& picture, int longSide)
{
    const int longer = std::max(picture.cols, picture.rows);
    const int factor = (longer + longSide - 1) / longSide;
    if (factor <= 1)
        return picture;
    const cv::Size size(std::max(1, picture.cols / factor), std::max(1, picture.rows / factor));
    cv::Mat result;
    cv::resize(picture, result, size, 0, 0, cv::INTER_AREA);
    return result;
}

AnalysisInput::AnalysisInput(const ReducedPicture& picture, const ImageView& view,
                             std::optional<double> change, const std::vector<SceneObject>* objects,
                             const ParallaxMap* parallax)
    : picture_(picture), view_(view), change_(change), objects_(objects), parallax_(parallax)
{}

const cv::Mat& AnalysisInput::luma() const
{
    return luma_.get([&] { return atMost(picture_.luma, kLongSide); });
}

const cv::Mat& AnalysisInput::half() const
{
    return half_.get([&] { return atMost(luma(), kHalfSide); });
}

const std::vector<Segment>& AnalysisInput::segments() const
{
    return segments_.get([&] { return lineSegments(half(), pixelAspect()); });
}

const cv::Mat& AnalysisInput::colour() const
{
    return colour_.get([&] { return reducedColour(view_, kColourSide); });
}

const Gradients& AnalysisInput::gradients() const
{
    return gradients_.get([&] { return gradientsOf(luma()); });
}

bool AnalysisInput::hasStructure() const
{
    return structure_.get([&] {
        cv::Scalar mean, deviation;
        cv::meanStdDev(thumb(), mean, deviation);
        const bool large = std::min(luma().cols, luma().rows) >= kLeastSide;
        return large && (deviation[0] >= kLeastDeviation ||
                         cv::mean(gradients().magnitude)[0] >= kLeastGradient);
    });
}

Gradients gradientsOf(const cv::Mat& luma)
{
    constexpr double kScale = 1.0 / (8.0 * 255.0);
    Gradients made;
    cv::Sobel(luma, made.x, CV_32F, 1, 0, 3, kScale);
    cv::Sobel(luma, made.y, CV_32F, 0, 1, 3, kScale);
    cv::magnitude(made.x, made.y, made.magnitude);
    return made;
}

double ramp(double value, double zero, double one)
{
    return std::clamp((value - zero) / (one - zero), 0.0, 1.0);
}

}  // namespace animatize
