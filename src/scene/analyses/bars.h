// Colour bars, as a studio sends them when there is no picture.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// Whether the upper half of `thumb` (Y U V) shows the seven bars of SMPTE or the eight of EBU, at
/// any level, also letterboxed, scaled, between grey panels (RP 219) and out of an encoder.
bool showsBars(const cv::Mat& thumb);

}  // namespace animatize
