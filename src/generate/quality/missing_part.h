// A picture that stops before its lower border.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// Share of the height at the bottom in which nothing changes any more from row to row, where the
/// picture above it ends abruptly over most of its width: what decoders leave below the place where
/// a file broke off, be it grey, black or the last row again and again. 0..1. A plain ground below
/// a thing is none, as the thing doesn't reach from side to side; nor are the bars of a film, of
/// which there is another at the top. `luma`: CV_8UC1, not empty.
double missingPart(const cv::Mat& luma);

}  // namespace animatize
