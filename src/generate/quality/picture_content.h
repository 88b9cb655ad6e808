// Whether there is anything in a picture.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// By how much a picture differs from a plain one, in levels; 0 = one colour. The larger of
/// - the standard deviation of a thumbnail (32 x 18) from the quadratic surface that fits it best:
///   a gradient has none, and noise is averaged away. Photographs have 7 to 60, in fog or at night
///   2 or more; one colour with noise stays below 1.
/// - the root mean square of what stands out: pixels farther from the median than six standard
///   deviations (by the quartiles) have neither noise nor gradients, but stars and a logo do.
/// `luma`: CV_8UC1, not empty.
double contentOf(const cv::Mat& luma);

}  // namespace animatize
