// Which levels a picture has.
#pragma once

#include "frame/level_counts.h"

namespace animatize {

struct Tone {
    double mean = 0.0;                      ///< levels, as are the next two
    double darkest = 0.0, brightest = 0.0;  ///< of all but one pixel of a thousand
    double black = 1.0, white = 0.0;        ///< shares of pixels within 2 steps of it
};

Tone toneOf(const LevelCounts& counts);

}  // namespace animatize
