// How the picture is turned against the horizon.
#pragma once

#include <optional>

#include "scene/analyses/input.h"

namespace animatize {

/// Degrees on square pixels by which the content is turned counter-clockwise (a level horizon
/// rises to the right when > 0), -15..15; nothing where no horizon and no upright lines show.
std::optional<double> horizonRoll(const AnalysisInput& input);

}  // namespace animatize
