// When a frame is shown, for code that must also work without timestamps.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace animatize {

struct FrameTime {
    /// Nanoseconds that always rise: the pts, or frames counted at the caps' rate.
    uint64_t now = 0;
    /// The buffer's timestamp; absent means that speeds can't be known.
    std::optional<uint64_t> pts;
    /// Of one frame: the buffer's, or that of the caps' rate; 0 when neither is known.
    uint64_t duration = 0;
};

/// Seconds from `earlier` to `later`; 0 when the order is the other way round.
inline double secondsBetween(uint64_t earlier, uint64_t later)
{
    return later > earlier ? static_cast<double>(later - earlier) / 1e9 : 0.0;
}

}  // namespace animatize
