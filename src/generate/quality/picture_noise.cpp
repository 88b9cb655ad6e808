#include "generate/quality/picture_noise.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/noise.h"

namespace animatize {
namespace {

constexpr int kScales = 4, kStripeScales = 2;
constexpr int kLeastSide = 12;           // pixels: less has no statistics
constexpr double kLeastDeviation = 0.5;  // levels: below that all is rounding

double along(const cv::Mat& luma, bool rows)
{
    static const cv::Matx13f mask(1, -2, 1);
    cv::Mat response;
    if (rows)
        cv::filter2D(luma, response, CV_16S, mask);
    else
        cv::filter2D(luma, response, CV_16S, mask.t());
    return noiseByResponse(response, std::sqrt(6.0));
}

PictureNoise atOneScale(const cv::Mat& luma)
{
    constexpr double kOneSided = 3.0;
    cv::Scalar mean, deviation;
    cv::meanStdDev(luma, mean, deviation);
    if (deviation[0] < kLeastDeviation)
        return {};
    const double across = along(luma, true), down = along(luma, false);
    const double less = std::min(across, down), more = std::max(across, down);
    return {less / deviation[0], std::max(0.0, more - kOneSided * less) / deviation[0]};
}

}  // namespace

PictureNoise noisinessOf(const cv::Mat& luma)
{
    PictureNoise worst;
    cv::Mat scale = luma;
    for (int i = 0; i < kScales && std::min(scale.cols, scale.rows) >= kLeastSide; ++i) {
        const PictureNoise found = atOneScale(scale);
        worst.noise = std::max(worst.noise, found.noise);
        if (i < kStripeScales)
            worst.stripes = std::max(worst.stripes, found.stripes);
        cv::resize(scale, scale, {scale.cols / 2, scale.rows / 2}, 0, 0, cv::INTER_AREA);
    }
    return worst;
}

}  // namespace animatize
