// Where the eye is drawn: the most salient thing of a picture.
//
// Three kinds of saliency multiply: how far the colour of a place is from its wide surroundings,
// how well it is closed off from the border (enclosed.h), and the spectral residual (X. Hou and
// L. Zhang, "Saliency detection: a spectral residual approach", 2007), which knows a thing from a
// texture that goes on and on. The best place then grows to the outline of what it lies on.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

namespace animatize {

struct Subject {
    double x = 0.0, y = 0.0;  ///< centroid, shares of width and height
    double share = 0.0;       ///< of all saliency that lies on it
};

/// Nothing when no place stands out.
std::optional<Subject> salientSubject(const cv::Mat& thumb);

}  // namespace animatize
