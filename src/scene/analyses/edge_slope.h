// How steep the edges of a picture are: what blur takes away.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// The slope of edges over their height: a step that takes one pixel is 0.5 (in central
/// differences) whatever its contrast and however many steps there are; a blurred one takes longer.
/// Only the highest fifth of the edges is asked: blur keeps their order, so that it is the same
/// edges before and after. Edges lower than `leastHeight` levels are noise. `steeper`: the share of
/// these edges that is steeper than what is returned; 0.5 asks for the median. 0 where there is no
/// edge. `luma`: CV_8UC1; `magnitude`: of its gradients (input.h).
double edgeSlope(const cv::Mat& luma, const cv::Mat& magnitude, int leastHeight, double steeper);

}  // namespace animatize
