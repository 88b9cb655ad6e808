// TimeHistogram: how long things took, in bounded memory: 8 buckets per doubling from 1 us on, so
// that a percentile is right within 9 %. What is exactly as long as a bucket's edge is in the
// bucket that ends there, so that "up to 2 us" can be counted for each edge. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>

namespace animatize {

class TimeHistogram {
  public:
    static constexpr int kPerDoubling = 8;

    void add(uint64_t nanoseconds);
    /// As if all that the other was told had been told to this one.
    TimeHistogram& operator+=(const TimeHistogram& other);
    uint64_t count() const { return count_; }
    uint64_t sum() const { return sum_; }
    uint64_t mean() const { return count_ ? sum_ / count_ : 0; }
    uint64_t maximum() const { return maximum_; }
    /// Upper edge of the bucket below which `share` (0..1) of the times lie; 0 without any.
    uint64_t percentile(double share) const;
    /// How many were not longer than 1 us * 2^(eighths / 8), exactly; `eighths` from 1 on.
    uint64_t countUpTo(int eighths) const;

  private:
    static constexpr int kBuckets = 26 * kPerDoubling;  // up to 67 s
    static uint64_t upperEdge(int bucket);

    std::array<uint64_t, kBuckets> buckets_{};
    uint64_t count_ = 0, sum_ = 0, maximum_ = 0;
};

}  // namespace animatize
