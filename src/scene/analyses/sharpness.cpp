// sharpness: the median slope of the highest edges (edge_slope.h). Measured at one scale of the
// frame: its resolution doesn't matter.
#include "scene/analyses/analyses.h"
#include "scene/analyses/edge_slope.h"

namespace animatize {

void analyseSharpness(const AnalysisInput& input, SceneRecord& record)
{
    constexpr int kLeastHeight = 24;      // of 255: lower ones are noise
    constexpr double kSteepest = 0.5;     // a step of one pixel in central differences
    constexpr double kUnresolved = 0.08;  // the slope of an even ramp across the reach
    if (!input.hasStructure())
        return;
    const double slope = edgeSlope(input.luma(), input.gradients().magnitude, kLeastHeight, 0.5);
    record.sharpness = ramp(slope, kUnresolved, kSteepest);
}

}  // namespace animatize
