// A change of shots that takes its time: what dissolve_detector.h and fade_detector.h find.
#pragma once

#include "frame/frame_time.h"

namespace animatize {

struct GradualTransition {
    const char* kind = "dissolve";  ///< dissolve fade
    FrameTime start;                ///< the first frame that isn't the old picture alone
    FrameTime at;                   ///< the first frame of the new shot
    FrameTime end;                  ///< the first frame behind the transition
    double score = 0.0;             ///< 0..1, how clear it is
};

}  // namespace animatize
