// Waiting, as a parameter: tests let no time pass.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>

namespace animatize {

/// Waits so many ns; false, at once, when asked to stop.
using Sleep = std::function<bool(uint64_t nanoseconds, const std::stop_token& stop)>;

inline bool sleepFor(uint64_t nanoseconds, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, std::chrono::nanoseconds(nanoseconds), [] { return false; });
    return !stop.stop_requested();
}

}  // namespace animatize
