// brightness: the mean luma. contrast: the root mean square contrast, twice the standard
// deviation, so that half black and half white is 1.
#include <algorithm>

#include "scene/analyses/analyses.h"

namespace animatize {

void analyseLight(const AnalysisInput& input, SceneRecord& record)
{
    cv::Scalar mean, deviation;
    cv::meanStdDev(input.picture().luma, mean, deviation);
    record.brightness = mean[0] / 255.0;
    record.contrast = std::min(1.0, 2.0 * deviation[0] / 255.0);
}

}  // namespace animatize
