// What is near in a frame, on its way from animatizeanalyze to those who render with depth.
//
// A private meta: a map of a few cells that all frames share until the next analysis. It goes away
// with everything that moves pixels to another place.
#pragma once

#include <gst/gst.h>
#include <opencv2/core.hpp>

namespace animatize {

/// Replaces what is there; an empty map takes it away. `near`: CV_32F, at most 64 x 64 cells over
/// the whole frame, 0 = far, 1 = near; nobody writes into it any more. The buffer is writable.
void attachNearness(GstBuffer* buffer, const cv::Mat& near);

/// Empty where there is none. Read only: the memory is shared.
cv::Mat nearnessOn(GstBuffer* buffer);

void registerNearnessMeta();

}  // namespace animatize
