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
    if (luma_.empty())
        luma_ = atMost(picture_.luma, kLongSide);
    return luma_;
}

const cv::Mat& AnalysisInput::half() const
{
    if (half_.empty())
        half_ = atMost(luma(), kHalfSide);
    return half_;
}

const std::vector<Segment>& AnalysisInput::segments() const
{
    if (!segments_)
        segments_ = lineSegments(half(), pixelAspect());
    return *segments_;
}

const cv::Mat& AnalysisInput::colour() const
{
    if (colour_.empty())
        colour_ = reducedColour(view_, kColourSide);
    return colour_;
}

const Gradients& AnalysisInput::gradients() const
{
    if (!gradients_) {
        Gradients made;
        constexpr double kScale = 1.0 / (8.0 * 255.0);
        cv::Sobel(luma(), made.x, CV_32F, 1, 0, 3, kScale);
        cv::Sobel(luma(), made.y, CV_32F, 0, 1, 3, kScale);
        cv::magnitude(made.x, made.y, made.magnitude);
        gradients_ = std::move(made);
    }
    return *gradients_;
}

bool AnalysisInput::hasStructure() const
{
    if (!structure_) {
        cv::Scalar mean, deviation;
        cv::meanStdDev(thumb(), mean, deviation);
        const bool large = std::min(luma().cols, luma().rows) >= kLeastSide;
        structure_ = large && (deviation[0] >= kLeastDeviation ||
                               cv::mean(gradients().magnitude)[0] >= kLeastGradient);
    }
    return *structure_;
}

double ramp(double value, double zero, double one)
{
    return std::clamp((value - zero) / (one - zero), 0.0, 1.0);
}

}  // namespace animatize
