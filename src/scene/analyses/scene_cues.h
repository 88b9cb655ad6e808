// Cues for kinds of scenes that lines and lamps tell: a room, the night.
#pragma once

#include "scene/analyses/input.h"

namespace animatize {

/// 0..1: walls of a room or corridor, which flee to one point in the picture: edges of the ceiling
/// above it on both sides, and of the floor below.
double roomEvidence(const AnalysisInput& input);

/// 0..1: several small lights spread over a picture that is dark otherwise. Darkness alone is none.
double nightEvidence(const AnalysisInput& input);

}  // namespace animatize
