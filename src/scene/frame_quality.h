// How good one frame is for a still, against other frames of its shot: cheap enough for every
// frame.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

namespace animatize {

/// Steps between neighbouring pixels, squared, over the variance of the picture: blur of any kind
/// takes the steps away and leaves the variance, light changes neither. Blown out and blacked out
/// pixels count against it. 0 where there is no structure; the scale depends on the scene, so only
/// frames of one shot compare. `luma`: CV_8UC1, 0 = nominal black, 255 = nominal white.
double stillQuality(const cv::Mat& luma);

/// 1 for a frame like the one before, 0 from a mean change of 0.1; 0.5 where there was none.
double settledness(const std::optional<double>& change);

}  // namespace animatize
