// A frame in the frame: a view that dark surroundings close off, as through a door or a window.
#pragma once

#include "scene/analyses/input.h"

namespace animatize {

/// 0..1. The largest bright area, split off by Otsu's threshold, must be dark on both sides and
/// above (a door reaches the ground), fill its box as doors, windows and arches do, show detail
/// (a lamp or a screen shows none) and take 6 to 60 % of the picture.
double framedOf(const AnalysisInput& input);

}  // namespace animatize
