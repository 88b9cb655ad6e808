// Pictures whose composition is known: photographs turned by an angle, things cut out and pasted,
// corridors seen along their axis.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace animatize::accuracy {

const cv::Size kScene(640, 360);

/// Where pictures.sh put its pictures: ANIMATIZE_PICTURES, else .cache/pictures; and the
/// photographs of mate-backgrounds. CV_8UC3, R G B; empty when it isn't there.
cv::Mat photograph(const std::string& name);

/// The photograph turned counter-clockwise; no border shows.
cv::Mat turned(const cv::Mat& photo, double degrees);

enum class Ground { Gradient, SoftPhotograph, Photograph };

struct PastedScene {
    cv::Mat picture;     ///< R G B
    cv::Point2d centre;  ///< of the thing, shares of width and height
};

/// A thing of `share` of the frame, cut out of one photograph, before the ground, which may be of
/// another.
PastedScene paste(const std::vector<cv::Mat>& photos, Ground ground, double share, uint64_t seed);

struct Corridor {
    cv::Mat picture;  ///< R G B
    cv::Point2d to;   ///< its vanishing point, shares of width and height
};

/// Tiled with pieces of the photograph.
Corridor corridor(const cv::Mat& photo, uint64_t seed);

/// Smooth gradients, the right of `share` of the rows the mirror image of the left. CV_8UC1.
cv::Mat mirroredGradients(double share, uint64_t seed);

}  // namespace animatize::accuracy
