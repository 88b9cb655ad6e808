// GradualDetector: dissolves and fades of the running shot, each with its first and last frame.
#pragma once

#include <optional>

#include "scene/dissolve_detector.h"
#include "scene/fade_detector.h"
#include "scene/gradual_transition.h"
#include "scene/shot_history.h"

namespace animatize {

class GradualDetector {
  public:
    /// One frame after the other. The transition that is found ended at most a second ago, or it
    /// is a fade whose second half has just been waited for.
    std::optional<GradualTransition> next(const Thumb& thumb, const FrameTime& time);

    /// A hard cut: the frames from `at` (on the clock of FrameTime) belong to a new shot. What was
    /// still waited for in the old one.
    std::optional<GradualTransition> cut(uint64_t at);

    /// The stream ends here; forgets everything.
    std::optional<GradualTransition> finish();

  private:
    std::optional<GradualTransition> find();

    ShotHistory history_;
    FadeDetector fades_;
    DissolveDetector dissolves_;
};

}  // namespace animatize
