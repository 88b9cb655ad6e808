// How much of a picture is noise, and how much of it stripes.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// Shares of the picture's standard deviation: 0 = none, about 1 = nothing else.
struct PictureNoise {
    /// In every direction. Pictures of grass have 0.2, grain at night makes 0.35.
    double noise = 0.0;
    /// From row to row only, or from column to column only: rows of a decoder gone astray. Beyond
    /// three times what there is in the other direction; pictures have at most 0.05.
    double stripes = 0.0;
};

/// By second differences along rows and columns, of which the lower quartile is taken, as texture
/// is no noise (scene/analyses/noise.h): stars on a black sky are none, as most pixels have nothing
/// to do with them. At four scales, each half of the one before, so that noise in cells of up to 8
/// pixels is noise at one of them. `luma`: CV_8UC1, not empty.
PictureNoise noisinessOf(const cv::Mat& luma);

}  // namespace animatize
