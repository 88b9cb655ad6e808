// The colour of the light, where a picture tells it.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

namespace animatize {

/// Correlated colour temperature in kelvin, 2000 to 15000, of what is white in the picture
/// (CV_8UC3, R G B) on a D65 display: 6500 for a camera that is balanced, whatever its lamps were.
/// Nothing where the picture has nothing grey, where its cues contradict each other, or where the
/// light is far from daylight and glowing bodies.
std::optional<double> colourTemperature(const cv::Mat& colour);

}  // namespace animatize
