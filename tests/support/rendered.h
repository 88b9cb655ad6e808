// Pictures whose truth is exact by construction: textures seen by a camera that moves as told.
#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "frame/frame_time.h"
#include "frame/image_view.h"
#include "frame/reduced_picture.h"

namespace animatize::test {

/// A repeatable texture with detail at every scale, as photographs have (CV_8UC1 or CV_8UC3).
cv::Mat texture(int width, int height, uint64_t seed);
cv::Mat colourTexture(int width, int height, uint64_t seed);

/// Where the camera stands over a texture, in texture pixels, and how it holds.
struct Pose {
    double x = 0.0, y = 0.0;  ///< texture point in the middle of the view
    double scale = 1.0;       ///< view pixels per texture pixel
    double roll = 0.0;        ///< degrees that the camera is turned clockwise
};

/// What a camera of `size` sees (sampled bilinearly, so keep 0.5 <= scale <= 2).
cv::Mat view(const cv::Mat& texture, const Pose& pose, cv::Size size);

/// Views of raw pixels as the elements hand them to the core: GRAY8 (CV_8UC1, range 0..255) or
/// RGB (CV_8UC3, R G B).
ImageView imageView(const cv::Mat& picture);

/// The reduced picture of such a picture.
ReducedPicture reduced(const cv::Mat& picture, int analysisWidth = 320);

/// Frame `index` of a stream at `fps`, with timestamps.
FrameTime timeOf(int index, double fps = 25.0);

/// Adds Gaussian camera noise, repeatable by seed.
cv::Mat withNoise(const cv::Mat& picture, double sigma, uint64_t seed);

}  // namespace animatize::test
