// InFlightLimit: so many at a time, the others wait for their turn. Thread-safe.
//
//   const InFlightLimit::Slot slot = limit.acquire(wait, stop);
//   if (!slot) ...     // none became free in time
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <utility>

namespace animatize {

class InFlightLimit {
  public:
    explicit InFlightLimit(unsigned most) : most_(most) {}

    /// Another number from now on; who is under way goes on.
    void limit(unsigned most)
    {
        {
            std::lock_guard lock(mutex_);
            most_ = most;
        }
        freed_.notify_all();
    }

    /// A place, given back at its end. Must not outlive the limit.
    class Slot {
      public:
        Slot() = default;
        explicit Slot(InFlightLimit* limit) : limit_(limit) {}
        Slot(Slot&& other) noexcept : limit_(std::exchange(other.limit_, nullptr)) {}
        Slot& operator=(Slot&&) = delete;
        ~Slot()
        {
            if (limit_)
                limit_->release();
        }
        explicit operator bool() const { return limit_ != nullptr; }

      private:
        InFlightLimit* limit_ = nullptr;
    };

    /// Waits so many ns at most, on the machine's clock; no slot then, or when asked to stop.
    Slot acquire(uint64_t nanoseconds, const std::stop_token& stop)
    {
        // A wait of centuries would overflow the clock.
        constexpr uint64_t kLongest = uint64_t{24} * 3600 * 1'000'000'000;
        const std::chrono::nanoseconds wait(std::min(nanoseconds, kLongest));
        std::unique_lock lock(mutex_);
        if (!freed_.wait_for(lock, stop, wait, [this] { return taken_ < most_; }))
            return Slot();
        ++taken_;
        return Slot(this);
    }

  private:
    void release()
    {
        {
            std::lock_guard lock(mutex_);
            --taken_;
        }
        freed_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable_any freed_;
    unsigned most_, taken_ = 0;
};

}  // namespace animatize
