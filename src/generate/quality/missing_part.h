// A picture that stops before its lower border.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// Share of the height at the bottom in which nothing changes any more from row to row, where the
/// picture above it ends at a step over most of its width: the grey or black that decoders leave
/// below the place where a file broke off. 0..1. A plain ground below a thing is none, as the thing
/// doesn't reach from side to side; nor is a picture that fades out; nor are the bars of a film, of
/// which there is another at the top. `luma`: CV_8UC1, not empty.
double missingPart(const cv::Mat& luma);

}  // namespace animatize
