// Finds dissolves: runs of frames that are mixtures of what was before and what is behind.
//
// In a dissolve every frame lies near the straight line from the last picture of the old shot to
// the first of the new one, farther along from frame to frame; a moving camera passes pictures
// that are nowhere near it. The line is drawn between small copies of 16 x 9 cells, so that what
// moves a little stays where it is. And two pictures on top of each other have less contrast than
// each alone (variances add up with the squares of the shares): motion keeps it.
#pragma once

#include <optional>

#include "scene/gradual_transition.h"
#include "scene/shot_history.h"

namespace animatize {

class DissolveDetector {
  public:
    /// Looks back from the newest frame. A dissolve is told within a second after its end.
    std::optional<GradualTransition> next(const ShotHistory& history);
    void reset() { best_.reset(); }

  private:
    struct Found {
        GradualTransition dissolve;
        int waited = 0;  // frames, for a clearer one
    };

    void consider(const ShotHistory& history, int span);

    std::optional<Found> best_;
};

}  // namespace animatize
