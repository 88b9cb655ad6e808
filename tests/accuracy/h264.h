// H.264 and back: what a picture looks like after a camera or a streaming service coded it.
//
// libavcodec, which comes with OpenCV's packages, with x264 on one thread: same frames, same bytes.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace animatize::accuracy {

/// Frames (CV_8UC1, all of one even size) coded at a constant rate factor (18 is near perfect, 23
/// x264's own choice, 37 is poor) and decoded again. Empty where there is no such encoder.
std::vector<cv::Mat> codedH264(const std::vector<cv::Mat>& frames, int rateFactor, int fps);

}  // namespace animatize::accuracy
