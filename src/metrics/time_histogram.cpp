#include "metrics/time_histogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace animatize {

void TimeHistogram::add(uint64_t nanoseconds)
{
    const double doublings = std::log2(std::max(1.0, static_cast<double>(nanoseconds) / 1000.0));
    const int bucket = static_cast<int>(std::ceil(doublings * kPerDoubling)) - 1;
    ++buckets_[static_cast<size_t>(std::clamp(bucket, 0, kBuckets - 1))];
    ++count_;
    sum_ += nanoseconds;
    maximum_ = std::max(maximum_, nanoseconds);
}

TimeHistogram& TimeHistogram::operator+=(const TimeHistogram& other)
{
    for (size_t i = 0; i < buckets_.size(); ++i)
        buckets_[i] += other.buckets_[i];
    count_ += other.count_;
    sum_ += other.sum_;
    maximum_ = std::max(maximum_, other.maximum_);
    return *this;
}

// The last bucket has no end.
uint64_t TimeHistogram::countUpTo(int eighths) const
{
    const int end = std::clamp(eighths, 0, kBuckets - 1);
    return std::accumulate(buckets_.begin(), buckets_.begin() + end, uint64_t{0});
}

uint64_t TimeHistogram::upperEdge(int bucket)
{
    return static_cast<uint64_t>(1000.0 * std::exp2((bucket + 1.0) / kPerDoubling));
}

uint64_t TimeHistogram::percentile(double share) const
{
    const auto wanted = static_cast<uint64_t>(std::ceil(share * static_cast<double>(count_)));
    uint64_t below = 0;
    for (int bucket = 0; bucket < kBuckets && count_; ++bucket) {
        below += buckets_[static_cast<size_t>(bucket)];
        if (below >= std::max<uint64_t>(wanted, 1))
            return bucket == kBuckets - 1 ? maximum_ : std::min(upperEdge(bucket), maximum_);
    }
    return maximum_;
}

}  // namespace animatize
