// BRISQUE: how far the statistics of a picture are from those of natural ones. A. Mittal,
// A. K. Moorthy and A. C. Bovik, "No-reference image quality assessment in the spatial domain"
// (2012), by OpenCV's module `quality` and the model that comes with it (Apache 2.0, trained on the
// LIVE database; Debian: opencv-data).
//
// It costs 6 ms once and 10 to 20 ms a picture on one core, whatever the picture's size: 512 pixels
// are looked at. Linking the module brings two small libraries more to the 147 that OpenCV brings
// anyway; no difference in start-up can be measured.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

namespace animatize {

/// 0 = natural, 100 = not at all. Photographs have 0 to 75, those with large plain or dark parts up
/// to 100. Nothing: this build is without OpenCV's module, the model isn't there, or the picture is
/// smaller than 32 pixels. `luma`: CV_8UC1. For any thread; one at a time gets in.
std::optional<double> brisqueOf(const cv::Mat& luma);

}  // namespace animatize
