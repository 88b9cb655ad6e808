// Stamps: timecode and wall-clock time of the last frames, for messages about them.
#pragma once

#include <array>
#include <optional>
#include <string>

#include <gst/gst.h>

#include "record/record.h"

namespace animatize {

class Stamps {
  public:
    /// Remembers what the buffer carries, if anything.
    void note(GstBuffer* buffer);
    /// Adds `timecode` and `utc` (ns since 1970) of the frame with this pts, where known.
    void add(Record& record, const Nanoseconds& pts) const;

  private:
    struct Stamp {
        uint64_t pts = GST_CLOCK_TIME_NONE;
        std::string timecode;
        std::optional<uint64_t> utc;
    };
    static constexpr size_t kKept = 64;
    std::array<Stamp, kKept> stamps_;
    size_t next_ = 0;
};

}  // namespace animatize
