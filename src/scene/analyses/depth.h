// A relative map of what is near.
#pragma once

#include <opencv2/core.hpp>

#include "scene/analyses/input.h"

namespace animatize {

struct Nearness {
    cv::Mat map;              ///< CV_32F, kRows x kColumns of the input's grid, 0 = far, 1 = near
    const char* method = "";  ///< what it was made of, for the record
};

/// From parallax where the input has it: an order of distances that was measured. Else a proxy
/// from one picture. Without a unit either way.
Nearness nearness(const AnalysisInput& input);

}  // namespace animatize
