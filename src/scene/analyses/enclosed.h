// How well each place of a picture is closed off from the picture's border.
//
// The minimum barrier distance (J. Zhang and others, "Minimum barrier salient object detection at
// 80 FPS", 2015): of all ways in from the border, the least spread of levels that one has to
// cross. It fills a thing to its outline, whatever is painted on it.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// CV_32F, levels, summed over the channels of `picture` (CV_8UC3). Four raster scans: exact
/// enough, and a way that winds more than that is no way that an eye takes.
cv::Mat enclosed(const cv::Mat& picture);

}  // namespace animatize
