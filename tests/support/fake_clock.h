// FakeClock: time that only moves when told to, and sleeping that moves it.
//
//   FakeClock clock;
//   RetryingClient client(inner, endpoint, settings, clock, clock.sleep());
//   ... clock.slept() says how long was waited, in order ...
#pragma once

#include <mutex>
#include <vector>

#include "base/clock.h"
#include "base/sleep.h"

namespace animatize::test {

class FakeClock final : public Clock {
  public:
    explicit FakeClock(uint64_t now = 1000 * kSecond) : now_(now) {}

    uint64_t now() const override
    {
        std::lock_guard lock(mutex_);
        return now_;
    }
    void advance(uint64_t nanoseconds)
    {
        std::lock_guard lock(mutex_);
        now_ += nanoseconds;
    }
    /// Must not outlive the clock.
    Sleep sleep()
    {
        return [this](uint64_t nanoseconds, const std::stop_token& stop) {
            std::lock_guard lock(mutex_);
            if (stop.stop_requested())
                return false;
            slept_.push_back(nanoseconds);
            now_ += nanoseconds;
            return true;
        };
    }
    std::vector<uint64_t> slept() const
    {
        std::lock_guard lock(mutex_);
        return slept_;
    }

  private:
    mutable std::mutex mutex_;
    uint64_t now_;
    std::vector<uint64_t> slept_;
};

}  // namespace animatize::test
