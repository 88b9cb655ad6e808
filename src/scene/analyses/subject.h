// Where the eye is drawn: the most salient thing of a picture.
//
// Two kinds of saliency multiply: how far the colour of a place is from its wide surroundings,
// which fills a thing, and the spectral residual (X. Hou and L. Zhang, "Saliency detection: a
// spectral residual approach", 2007), which knows a thing from a texture that goes on and on.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

namespace animatize {

struct Subject {
    double x = 0.0, y = 0.0;  ///< centroid, shares of width and height
    double share = 0.0;       ///< of all saliency that lies on it
};

/// CV_32F, 64 x 64 whatever the shape of the frame, sum 1. `thumb`: Y U V.
cv::Mat saliencyMap(const cv::Mat& thumb);

/// Nothing when no place stands out.
std::optional<Subject> salientSubject(const cv::Mat& thumb);

}  // namespace animatize
