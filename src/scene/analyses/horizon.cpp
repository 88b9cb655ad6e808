// Two witnesses, the first that is sure speaks. The upright lines of what people build: they may
// lean towards each other (a camera that looks up or down), so their lean is fitted as a straight
// function of where they stand. And an edge from one side of the picture to the other, nearly
// level, with one side brighter all along (level_edge.h).
#include "scene/analyses/horizon.h"

#include "scene/analyses/level_edge.h"
#include "scene/analyses/uprights.h"

namespace animatize {

std::optional<double> horizonRoll(const AnalysisInput& input)
{
    if (!input.hasStructure())
        return std::nullopt;
    const Uprights uprights = fitUprights(input.segments());
    if (uprights.sure())
        return uprights.roll;
    const LevelEdge edge = findLevelEdge(input.half(), input.pixelAspect());
    if (edge.sure())
        return edge.roll;
    return std::nullopt;
}

}  // namespace animatize
