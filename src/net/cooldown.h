// Cooldown: leaves a service alone that said "too many requests" (429), which is no fault of it.
//
// As long as it asked for, or 5 s, twice as long each time it says so again, up to 60 s. An answer
// that is none of these starts over. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace animatize {

struct CooldownSettings {
    uint64_t first = 5 * kSecond, longest = 60 * kSecond;
    /// A service that asks for more (by mistake, mostly) is asked again after this.
    uint64_t longestAsked = 3600 * kSecond;
};

class Cooldown {
  public:
    explicit Cooldown(const CooldownSettings& settings = {}) : settings_(settings) {}

    /// ns until calls may go again; 0: now.
    uint64_t remaining(uint64_t now) const { return until_ > now ? until_ - now : 0; }

    /// The service said 429, and how long to wait if it did. Returns remaining(now).
    uint64_t throttled(uint64_t now, std::optional<uint64_t> asked)
    {
        // Several calls that were under way together are told so together: one step, not many.
        if (remaining(now) == 0)
            ++steps_;
        const uint64_t doubled = settings_.first << std::min(steps_ - 1, 20u);
        const uint64_t own = std::min(doubled, settings_.longest);
        const uint64_t wait = asked ? std::min(*asked, settings_.longestAsked) : own;
        until_ = std::max(until_, now + wait);
        return remaining(now);
    }

    /// Any answer but 429.
    void answered() { steps_ = 0; }

  private:
    CooldownSettings settings_;
    uint64_t until_ = 0;
    unsigned steps_ = 0;
};

}  // namespace animatize
