#include "scene/analyses/analyses.h"

#include <array>

namespace animatize {

std::span<const Analysis> analyses()
{
    static constexpr std::array<Analysis, 12> kTable = {{
        {"state", analyseState, Reads::Nothing,
         "black, white, flat, colour bars, or a normal picture"},
        {"light", analyseLight, Reads::State,
         "brightness, contrast, key, direction and colour of the light"},
        {"colour", analyseColour, Reads::State, "colourfulness, shares of hues, dominant colours"},
        {"lens", analyseLens, Reads::State, "vignetting, grain, shallow focus, motion blur"},
        {"sharpness", analyseSharpness, Reads::State, "how steep the edges are for their height"},
        {"composition", analyseComposition, Reads::State,
         "subject, thirds, symmetry, lines, edges, texture"},
        {"depth", analyseDepth, Reads::State,
         "what is near: by parallax, else guessed from the picture"},
        {"scene-type", analyseSceneType, Reads::State, "how much speaks for each kind of scene"},
        {"golden-hour", analyseGoldenHour, Reads::Others, "a warm light, outside, from a low sun"},
        {"aesthetics", analyseAesthetics, Reads::Others, "a formula of the measures above"},
        {"keyframe", analyseKeyframe, Reads::Others, "how well the frame would stand for its shot"},
        {"phash", analysePhash, Reads::State, "64 bits that change little when the picture does"},
    }};
    return kTable;
}

}  // namespace animatize
