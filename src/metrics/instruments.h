// Counter, Gauge, Histogram: what counts and measures. Each may be used by several threads at once
// and costs a few nanoseconds; they live in a MetricScope (metric_scope.h).
#pragma once

#include <atomic>
#include <cstdint>

#include "base/guarded.h"
#include "metrics/time_histogram.h"

namespace animatize {

/// Only grows.
class Counter {
  public:
    void add(uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
    /// Up to what somebody else has counted; that one must not go back either. One thread at a
    /// time.
    void advanceTo(uint64_t value)
    {
        if (const uint64_t now = this->value(); value > now)
            add(value - now);
    }
    uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<uint64_t> value_{0};
};

/// What is now, in whole steps of the unit of its row.
class Gauge {
  public:
    void set(uint64_t value) { value_.store(value, std::memory_order_relaxed); }
    /// The larger of both stays. One thread at a time.
    void raise(uint64_t value)
    {
        if (value > this->value())
            set(value);
    }
    uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<uint64_t> value_{0};
};

/// Of times in ns.
class Histogram {
  public:
    void add(uint64_t nanoseconds)
    {
        times_.with([&](TimeHistogram& times) { times.add(nanoseconds); });
    }
    TimeHistogram snapshot() const { return times_.snapshot(); }

  private:
    Guarded<TimeHistogram> times_;
};

/// What a counter has counted since this was made or restarted: a summary's share of it.
class CountSince {
  public:
    explicit CountSince(Counter& counter) : counter_(&counter), before_(counter.value()) {}
    void add(uint64_t count = 1) { counter_->add(count); }
    void restart() { before_ = counter_->value(); }
    uint64_t value() const { return counter_->value() - before_; }

  private:
    Counter* counter_;
    uint64_t before_;
};

}  // namespace animatize
