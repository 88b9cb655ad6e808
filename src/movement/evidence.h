// Evidence: all that was measured about a frame, by name, for rules to ask for.
//
// The fields of the motion and scene records under "motion." and "scene." (such as
// "scene.composition.symmetry"), and derived ones under "subject." (the biggest region, the
// biggest person or face) and "shot.". A field that isn't known is absent, and a rule that asks
// for it does not fire.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "frame/frame_time.h"
#include "record/record.h"

namespace animatize {

class Evidence {
  public:
    /// Either record may be null: no such element in front, or a frame that was skipped.
    Evidence(const Record* motion, const Record* scene, const FrameTime& time);

    std::optional<double> number(std::string_view path) const;
    std::optional<std::string> text(std::string_view path) const;
    const FrameTime& time() const { return time_; }
    /// 0 when no scene analyzer is in front.
    uint64_t shotId() const;

  private:
    Record root_;
    FrameTime time_;
};

}  // namespace animatize
