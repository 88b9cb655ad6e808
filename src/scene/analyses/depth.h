// A relative map of what is near, from one picture.
#pragma once

#include <opencv2/core.hpp>

#include "scene/analyses/input.h"

namespace animatize {

/// CV_32F, kRows x kColumns of the input's grid, 0 = far, 1 = near. A proxy without a unit: no
/// single picture tells distances.
cv::Mat nearness(const AnalysisInput& input);

}  // namespace animatize
