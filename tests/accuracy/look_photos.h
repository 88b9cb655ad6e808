// Colour photographs, and what a lens, a sensor, a light or a hand may do to them: each by a known
// amount.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "scene/scene_result.h"

namespace animatize::accuracy {

struct ColourPhoto {
    std::string name;
    cv::Mat picture;    ///< CV_8UC3, R G B, 1280 x 720
    bool held = false;  ///< no constant was chosen by it
};

/// The photographs of Debian's mate-backgrounds; empty when they are not installed.
std::vector<ColourPhoto> colourPhotographs();

/// All analyses of one picture, without what came before.
SceneRecord lookAt(const cv::Mat& picture);

cv::Mat blurred(const cv::Mat& picture, double sigma);
/// Gaussian, levels, in every channel the same: of the luma.
cv::Mat grainy(const cv::Mat& picture, double sigma, uint64_t seed);
/// More light, in stops.
cv::Mat exposed(const cv::Mat& picture, double stops);
/// The camera rolled: content turned counter-clockwise by degrees, zoomed so that no border shows.
cv::Mat rolled(const cv::Mat& picture, double degrees);
/// The photograph as the ground under a clear sky, with a level horizon.
cv::Mat underSky(const cv::Mat& picture);
/// The left two fifths without colour: grey things beside coloured ones.
cv::Mat halfGrey(const cv::Mat& picture);
/// Light lost in the corners, as a share.
cv::Mat vignetted(const cv::Mat& picture, double loss);
/// White as a glowing body of that temperature has it, at the same brightness.
cv::Mat lit(const cv::Mat& picture, double kelvin);
/// Stops from the left border to the right, none in the middle.
cv::Mat shaded(const cv::Mat& picture, double stops);
/// A shutter under a camera that moves; length in pixels of 1280, degrees counter-clockwise.
cv::Mat dragged(const cv::Mat& picture, double length, double degrees);
/// All but an ellipse in the middle out of focus, by a disc of that radius in pixels of 1280.
cv::Mat shallow(const cv::Mat& picture, double radius);

}  // namespace animatize::accuracy
