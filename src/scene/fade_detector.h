// Finds fades: brightness that falls on a straight line to black, or rises to white, and back.
//
// Every run of black or white frames is looked at from both sides. Out of the picture and into
// another within a second is one transition, whose new shot begins at the first frame that is no
// longer black or white; a picture that only fades out is followed by a shot of black.
#pragma once

#include <optional>

#include "scene/gradual_transition.h"
#include "scene/shot_history.h"

namespace animatize {

class FadeDetector {
  public:
    /// Looks at the newest frame. A fade is told within a second after its end.
    std::optional<GradualTransition> next(const ShotHistory& history);
    /// The run of frames ends here, by a cut or the end of the stream: a fade into black that was
    /// to be the first half of a longer one.
    std::optional<GradualTransition> interrupt();

  private:
    struct Run {
        Plain plain = Plain::No;
        uint64_t first = 0, last = 0;  ///< frame numbers
        bool judged = false;           ///< whether it was faded into
    };

    std::optional<GradualTransition> inPlain(const ShotHistory& history, Plain plain);
    std::optional<GradualTransition> behindPlain(const ShotHistory& history);
    void judgeOut(const ShotHistory& history);
    bool isRising(const ShotHistory& history) const;
    std::optional<GradualTransition> fadeIn(const ShotHistory& history);

    std::optional<Run> run_;
    std::optional<GradualTransition> out_;
};

}  // namespace animatize
