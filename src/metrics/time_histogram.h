// TimeHistogram: how long things took, in bounded memory: 8 buckets per doubling from 1 us on, so
// that a percentile is right within 9 %. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>

namespace animatize {

class TimeHistogram {
  public:
    void add(uint64_t nanoseconds);
    uint64_t count() const { return count_; }
    uint64_t mean() const { return count_ ? sum_ / count_ : 0; }
    uint64_t maximum() const { return maximum_; }
    /// Upper edge of the bucket below which `share` (0..1) of the times lie; 0 without any.
    uint64_t percentile(double share) const;

  private:
    static constexpr int kPerDoubling = 8;
    static constexpr int kBuckets = 26 * kPerDoubling;  // up to 67 s
    static uint64_t upperEdge(int bucket);

    std::array<uint64_t, kBuckets> buckets_{};
    uint64_t count_ = 0, sum_ = 0, maximum_ = 0;
};

}  // namespace animatize
