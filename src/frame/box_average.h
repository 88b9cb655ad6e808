// Averages a frame's luma in whole boxes: the one pass over all pixels that every frame pays.
#pragma once

#include <opencv2/core.hpp>

#include "frame/image_view.h"

namespace animatize {

/// Fills `luma` (CV_8UC1, of the size wanted) with the means of boxes of `box` samples of the
/// view, counted from its top left; 0 = nominal black, 255 = nominal white, clipped. All boxes
/// must lie inside the view; `box` is at most 256 x 256. Needs the allocation of a row once per
/// thread, not per call.
void averageBoxes(const ImageView& view, cv::Size box, cv::Mat& luma);

}  // namespace animatize
