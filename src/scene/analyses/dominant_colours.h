// The few colours that a picture is made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace animatize {

struct DominantColour {
    std::string name;    ///< the nearest of kCssColours in CIELAB
    uint32_t rgb = 0;    ///< its mean, 0xRRGGBB
    double share = 0.0;  ///< of the pixels, 0..1
};

/// At most five, the largest first, each with at least a twentieth of the picture (CV_8UC3, R G B).
std::vector<DominantColour> dominantColours(const cv::Mat& colour);

}  // namespace animatize
