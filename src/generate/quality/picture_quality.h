// How good a generated picture is, measured against the picture that it was made from.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// A picture's measures on its luma; make them once for the source of a set.
struct PictureMeasures {
    double spread = 0.0;   ///< standard deviation, 8-bit steps; 0 = one colour
    double detail = 0.0;   ///< mean absolute gradient, 8-bit steps per pixel
    double clipped = 1.0;  ///< share of pixels within 2 steps of black or white
};

/// `picture`: CV_8UC3, R G B, any size from 1x1.
PictureMeasures measure(const cv::Mat& picture);

/// 0..1, the product of three factors:
/// - structure: spread / 8, at most 1. Black, white and flat pictures have none: they score 0.
/// - exposure: share of pixels that are not clipped beyond what is clipped in the source too.
/// - sharpness: detail relative to the source's, at most 1. What is magnified loses some.
/// 1 therefore says "as good as the source", not that the source is good. It can't tell
/// whether the picture shows the right thing.
double qualityOf(const PictureMeasures& picture, const PictureMeasures& source);

}  // namespace animatize
