// FrameClock: when each buffer is shown, also without timestamps, and whether time broke.
#pragma once

#include <optional>

#include <gst/video/video.h>

#include "frame/frame_time.h"

namespace animatize {

class FrameClock {
  public:
    void setRate(const GstVideoInfo& info);
    /// Forgets what was: after a flush any time may come.
    void reset() { lastPts_.reset(); }

    /// Whether this buffer can't follow the last one: time went back, or jumped by more than a
    /// second and ten frames.
    bool breaks(GstBuffer* buffer) const;
    /// The time of the next buffer, in order.
    FrameTime next(GstBuffer* buffer);

  private:
    uint64_t frameDuration_ = 0;    // of the caps' rate, 0 where it is 0/1
    uint64_t countedDuration_ = 0;  // 25 per second where the rate is 0/1
    std::optional<uint64_t> lastPts_;
    uint64_t counted_ = 0;
};

}  // namespace animatize
