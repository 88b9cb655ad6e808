// ZoneOutlines: the zones of a stream as they are to be drawn, with what runs in them.
//
//   ZoneOutlines outlines;
//   auto zones = outlines.next("door:0.1,0.2 0.4,0.2 0.4,0.9", events);   // each frame
//
// A zone is active from the frame that decides `begin` of an event in it until the one that decides
// its `end`. The list is the same object as long as nothing in it changes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "motion/motion_result.h"
#include "overlay/overlay_input.h"

namespace animatize {

class ZoneOutlines {
  public:
    using Ref = std::shared_ptr<const std::vector<ZoneOutline>>;

    /// `zones` as in src/motion/zones.h; null without any, or when they can't be read. `events`:
    /// those that this frame decided.
    const Ref& next(const std::string& zones, const std::vector<MotionEvent>& events);
    /// All events are over.
    void end();

  private:
    void take(const std::string& zones);
    void setActive(const std::string& zone, bool active);

    std::string text_;
    Ref outlines_;
};

}  // namespace animatize
