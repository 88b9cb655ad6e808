// FrameRecords: what the elements in front said of a frame, from its metas.
//
// A prompt is read once, not with every frame.
#pragma once

#include <optional>

#include <gst/gst.h>

#include "gst/base/zones_meta.h"
#include "overlay/overlay_input.h"

namespace animatize {

class FrameRecords {
  public:
    /// Good until the next call.
    const OverlayInput& read(GstBuffer* buffer, const FrameTime& time);
    void forget();

  private:
    using Last = std::optional<Record>;

    static const Record* latest(Last& last, const GstStructure* structure);
    const Record* prompt(const GstStructure* structure);

    Last motion_, scene_, prompt_, generator_, keyframe_;
    ZonesRef zones_;
    OverlayInput input_;
};

}  // namespace animatize
