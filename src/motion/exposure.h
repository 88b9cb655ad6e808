// Exposure: the global change of brightness between two pictures of the same scene.
//
// Auto-exposure, gain steps, lamps and clouds change nearly all pixels by one gain and one
// offset. A robust line through the pairs of values finds them, whatever moves in front.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

struct Exposure {
    double gain = 1.0;
    double offset = 0.0;  ///< grey levels
    bool known = false;   ///< false: too little of both pictures is unclipped, or nothing fits
};

/// gain and offset that make `picture` look like `reference` (both CV_8UC1 of one size). Only
/// where `valid` (CV_8UC1, may be empty) is not zero.
Exposure matchExposure(const cv::Mat& picture, const cv::Mat& reference, const cv::Mat& valid);

/// The values of `picture` under another exposure. `leak` 0..1 leaves that share of the change
/// in place, two grey levels at most.
void applyExposure(const cv::Mat& picture, const Exposure& exposure, double leak, cv::Mat& into);

/// What is clipped in `picture` may be anything beyond, so also what `reference` has: there its
/// values `matched` become those of the reference. The same where the reference is clipped.
void forgiveClipped(const cv::Mat& picture, const cv::Mat& reference, cv::Mat& matched);

}  // namespace animatize
