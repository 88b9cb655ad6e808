// CameraSpeed: how fast the camera moves, with less noise than from one picture to the next.
//
// Coding and camera noise make a picture jump by tenths of a pixel, to and fro; a camera doesn't.
// Each component is smoothed as much as its measurement is unsure, and no more than its errors
// alternate: once they all point one way the camera has changed its speed, and the mean follows at
// once (the tracking signal of Trigg and Leach, "Exponential smoothing with an adaptive response
// rate", 1967).
#pragma once

#include <array>

#include "motion/global_motion.h"
#include "motion/leaky_mean.h"

namespace animatize {

class CameraSpeed {
  public:
    /// One step, `seconds` > 0 long, between pictures that have `height` square pixels.
    void add(const GlobalMotion& step, double height, double seconds);
    void clear() { *this = CameraSpeed{}; }

    /// The motion within `seconds` at the present speed.
    Similarity during(double seconds) const;

  private:
    struct Component {
        double speed = 0.0;
        LeakyMean bias, size;  ///< of the errors
        bool known = false;

        void add(double step, double error, double agility, double seconds);
    };
    std::array<Component, 4> components_;  ///< tx, ty, ln scale, angle; per second
};

}  // namespace animatize
