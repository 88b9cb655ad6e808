// FrameRecords: what the elements in front said of a frame, from its metas.
//
// A prompt is read once, not with every frame. An element that skipped a frame because it is late
// says nothing new: what it said before holds for up to a second, so that the overlay doesn't
// flicker.
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
    struct Last {
        std::optional<Record> record;
        uint64_t since = 0;  ///< when it was said
    };

    static const Record* latest(Last& last, const GstStructure* structure, uint64_t now);
    const Record* prompt(const GstStructure* structure, uint64_t now);

    Last motion_, scene_, prompt_, generator_, keyframe_;
    ZonesRef zones_;
    OverlayInput input_;
};

}  // namespace animatize
