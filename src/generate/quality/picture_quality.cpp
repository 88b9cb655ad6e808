#include "generate/quality/picture_quality.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"
#include "generate/quality/tone.h"

namespace animatize {
namespace {

/// A picture of even faint structure (fog, night) spreads more than this; noise on a plain
/// surface doesn't.
constexpr double kFullSpread = 8.0;

/// Mean absolute difference between `luma` and itself, one pixel on.
double meanStep(const cv::Mat& luma, int across, int down)
{
    if (luma.cols <= across || luma.rows <= down)
        return 0.0;
    const cv::Rect first(0, 0, luma.cols - across, luma.rows - down);
    const cv::Rect second(across, down, first.width, first.height);
    return cv::norm(luma(first), luma(second), cv::NORM_L1) / static_cast<double>(first.area());
}

PictureMeasures measureLuma(const cv::Mat& luma)
{
    cv::Scalar mean, deviation;
    cv::meanStdDev(luma, mean, deviation);
    const Tone tone = toneOf(LevelCounts(luma));
    return {deviation[0], meanStep(luma, 1, 0) + meanStep(luma, 0, 1), tone.black + tone.white};
}

}  // namespace

PictureMeasures measure(const cv::Mat& picture)
{
    PictureMeasures measures;
    serially([&] {
        cv::Mat luma;
        cv::cvtColor(picture, luma, cv::COLOR_RGB2GRAY);
        measures = measureLuma(luma);
    });
    return measures;
}

double qualityOf(const PictureMeasures& picture, const PictureMeasures& source)
{
    const double structure = std::min(1.0, picture.spread / kFullSpread);
    const double exposure = 1.0 - std::clamp(picture.clipped - source.clipped, 0.0, 1.0);
    const double sharpness =
        source.detail > 0.0 ? std::min(1.0, picture.detail / source.detail) : 1.0;
    return structure * exposure * sharpness;
}

}  // namespace animatize
