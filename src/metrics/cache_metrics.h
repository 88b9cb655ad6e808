// CacheMetrics: what a cache counts (base/cache_limits.h), as instruments.
//
//   CacheMetrics metrics(scope, "analysis");
//   metrics.take(cache.counters());        // after each look-up and each insertion
//
// take() by one thread at a time; everything else by any.
#pragma once

#include "base/cache_limits.h"
#include "metrics/metric_scope.h"

namespace animatize {

class CacheMetrics {
  public:
    /// `cache`: of the label's list.
    CacheMetrics(MetricScopeRef scope, const char* cache)
        : scope_(std::move(scope)),
          hits_(scope_->counter(Metric::CacheHits, {cache})),
          misses_(scope_->counter(Metric::CacheMisses, {cache})),
          entries_(scope_->gauge(Metric::CacheEntries, {cache})),
          bytes_(scope_->gauge(Metric::CacheBytes, {cache}))
    {}

    void take(const CacheCounters& counters)
    {
        hits_.advanceTo(counters.hits);
        misses_.advanceTo(counters.misses);
        entries_.set(counters.entries);
        bytes_.set(counters.bytes);
    }

    /// hits misses entries bytes.
    CacheCounters counters() const
    {
        CacheCounters counters;
        counters.hits = hits_.value();
        counters.misses = misses_.value();
        counters.entries = entries_.value();
        counters.bytes = bytes_.value();
        return counters;
    }

  private:
    const MetricScopeRef scope_;
    Counter &hits_, &misses_;
    Gauge &entries_, &bytes_;
};

}  // namespace animatize
