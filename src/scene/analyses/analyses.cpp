#include "scene/analyses/analyses.h"

#include <array>

namespace animatize {

std::span<const Analysis> analyses()
{
    static constexpr std::array<Analysis, 12> kTable = {{
        {"state", analyseState, "black, white, flat, colour bars, or a normal picture"},
        {"light", analyseLight, "brightness, contrast, key, direction and colour of the light"},
        {"colour", analyseColour, "colourfulness, shares of hues, dominant colours"},
        {"lens", analyseLens, "vignetting, grain, shallow focus, motion blur"},
        {"sharpness", analyseSharpness, "how steep the edges are for their height"},
        {"composition", analyseComposition, "subject, thirds, symmetry, lines, edges, texture"},
        {"depth", analyseDepth, "what is near: by parallax, else guessed from the picture"},
        {"scene-type", analyseSceneType, "how much speaks for each kind of scene"},
        {"golden-hour", analyseGoldenHour, "a warm light, outside, from a low sun"},
        {"aesthetics", analyseAesthetics, "a formula of the measures above"},
        {"keyframe", analyseKeyframe, "how well the frame would stand for its shot"},
        {"phash", analysePhash, "64 bits that change little when the picture does"},
    }};
    return kTable;
}

}  // namespace animatize
