// GeneratorState: what the generator is doing, in one word for whoever looks at the picture.
//
//   GeneratorState state;
//   state.made(set.keyframes.front(), "flux,local");
//   toRecord(state, "flux,local", queue.pending());      // state=remote backend=flux pending=0
//
//   idle      nothing was made yet
//   waiting   a service is being asked
//   local     the last set is the embedded generator's, which is what is preferred
//   remote    the last set is the preferred service's
//   fallback  the last set is a later one's: what is preferred didn't deliver
//
// One thread at a time.
#pragma once

#include <string>

#include "generate/keyframe.h"
#include "record/record.h"

namespace animatize {

struct GeneratorState {
    std::string backend;  ///< of the last set; empty: there is none
    bool preferred = false, remote = false;

    /// A set was made, with this list of backends.
    void made(const Keyframe& keyframe, const std::string& backends);
};

/// The fields of AnimatizeGenerator: `state`, `backend` where there is a set, `pending`.
Record toRecord(const GeneratorState& state, const std::string& backends, size_t pending);

}  // namespace animatize
