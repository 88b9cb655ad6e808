// SceneReader: all analyses of one frame, spread over threads, and none of a frame that it knows.
//
// Loops, slates and replays bring the same pixels again. What is known about them is kept by
// content, with all else that the analyses look at (what moves, objects, parallax) in the key: a
// record from the cache is the one that would be made. Same input, same record, whatever the
// threads and the cache.
#pragma once

#include <optional>
#include <vector>

#include "base/lru_cache.h"
#include "base/together.h"
#include "metrics/cache_metrics.h"
#include "scene/analyses/input.h"
#include "scene/content_key.h"
#include "scene/scene_result.h"

namespace animatize {

class SceneReader {
  public:
    /// What the cache does is counted in the scope.
    explicit SceneReader(MetricScopeRef scope = ownScope());

    /// `threads` >= 1, the caller's included. 0: as many as pay off, which is up to three (from
    /// there on the longest analysis alone is what is waited for), and at most half of the
    /// machine's, for the other half has the rest of the pipeline.
    void useThreads(unsigned threads);
    void limitCache(const CacheLimits& limits)
    {
        cache_.limit(limits);
        metrics_.take(cache_.counters());
    }
    CacheCounters cache() const { return metrics_.counters(); }

    /// `now` (ns) is the stream's, for the cache. Throws what the analyses throw.
    SceneRecord read(const AnalysisInput& input, uint64_t now);

  private:
    SceneRecord analyse(const AnalysisInput& input);

    std::optional<Together> together_;
    LruCache<ContentKey, SceneRecord> cache_;
    CacheMetrics metrics_;
};

/// What a record holds in memory, about.
size_t bytesOf(const SceneRecord& record);

}  // namespace animatize
