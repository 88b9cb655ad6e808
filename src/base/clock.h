// The time of the machine, as a parameter: tests move it by hand.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace animatize {

constexpr uint64_t kMillisecond = 1'000'000;
constexpr uint64_t kSecond = 1'000'000'000;

class Clock {
  public:
    virtual ~Clock() = default;
    /// Nanoseconds since some fixed moment; never goes back.
    virtual uint64_t now() const = 0;
};

class SteadyClock final : public Clock {
  public:
    uint64_t now() const override
    {
        const auto since = std::chrono::steady_clock::now().time_since_epoch();
        return static_cast<uint64_t>(std::chrono::nanoseconds(since).count());
    }
};

/// Nanoseconds since 1970, for what outlives the process. May be set back, or far ahead.
using WallTime = std::function<uint64_t()>;

inline uint64_t systemTime()
{
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<uint64_t>(std::chrono::nanoseconds(since).count());
}

}  // namespace animatize
