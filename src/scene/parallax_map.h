// From a flow field to what is near: the geometry of DepthFromMotion, without pictures.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

namespace animatize {

/// Cells of one frame. Lengths are square pixels.
struct FlowCells {
    cv::Mat flow;    ///< CV_32FC2: where what is seen in the cell was, or will be, from here
    cv::Mat weight;  ///< CV_32F, 0..1: how well the cell can be followed; 0 = not at all
    double step = 1.0, stepDown = 1.0;  ///< from one cell to the next, across and down
};

struct ParallaxMap {
    cv::Mat near;           ///< CV_32F, size of the cells, 0 = farthest in view, 1 = nearest
    bool circling = false;  ///< things move either way: which end is near is only a guess
};

/// Nothing where one speed explains the flow as well.
std::optional<ParallaxMap> parallaxMap(const FlowCells& cells);

}  // namespace animatize
