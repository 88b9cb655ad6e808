// BestMoment: when in a shot to take its still. No pixels are kept, only a few times and scores.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "frame/frame_time.h"

namespace animatize {

struct Moment {
    FrameTime time;
    double score = 0.0;  ///< 0..1
};

class BestMoment {
  public:
    /// The frames of a shot, in order.
    void offer(const FrameTime& time, double score);

    /// The best before `limit` (on the clock of FrameTime); of equals the first. A limit is known
    /// only later: the end of a shot is told when the next one has begun, up to kMemory before.
    std::optional<Moment> before(uint64_t limit) const;
    void reset() { highs_.clear(); }

    static constexpr uint64_t kMemory = 8 * kSecond;

  private:
    static constexpr size_t kMost = 64;

    std::vector<Moment> highs_;  ///< each better than all before it
};

}  // namespace animatize
