// How much of a picture is noise.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

#include "frame/image_view.h"

namespace animatize {

/// Standard deviation in levels, of a whole picture (CV_8UC1). J. Immerkaer, "Fast noise variance
/// estimation" (1996): a mask that sees neither planes nor edges of any direction. Its lower
/// quartile instead of the mean: texture is no noise.
double noiseOf(const cv::Mat& luma);

/// Standard deviation of the noise that makes a mask respond as it does, by the lower quartile of
/// what it answers. `response`: CV_16S, within +-2040; `gain`: the root of the mask's squared sum.
double noiseByResponse(const cv::Mat& response, double gain);

/// The same of the frame's own pixels, before anything was averaged: the lower quartile of up to
/// 48 places. A share of nominal black to white; nothing where every place is clipped or the
/// frame is smaller than one of them.
std::optional<double> grainOf(const ImageView& view);

}  // namespace animatize
