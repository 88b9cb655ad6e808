// Sway: how far a hand swings the camera to and fro about its course.
//
// The course is the way smoothed twice, so that an even move is no deviation from it (R. G. Brown,
// "Smoothing, forecasting and prediction", 1963). Only a deviation that changes sides again and
// again is a swing: a start, a stop and a turn bring one and no more.
#pragma once

#include "base/ring.h"

namespace animatize {

class Sway {
  public:
    /// One step, `seconds` > 0 long.
    void add(double step, double seconds);
    void clear() { *this = Sway{}; }

    /// The middle one of the last three half swings, in the unit of the steps; 0 when there were
    /// none within two seconds. Of 3 Hz it is three quarters: slower is more of a course.
    double size() const;

  private:
    struct Swing {
        double size = 0.0, at = 0.0;
    };
    static constexpr size_t kSwings = 3;
    double place_ = 0.0, smooth_ = 0.0, smoother_ = 0.0;
    double furthest_ = 0.0;  ///< of the half swing that runs
    double clock_ = 0.0;     ///< seconds
    Ring<Swing, kSwings> swings_;
};

}  // namespace animatize
