// What bounds a cache, and what it counts: LruCache, S3Fifo.
#pragma once

#include <cstddef>
#include <cstdint>

namespace animatize {

struct CacheLimits {
    size_t entries = 256;            ///< 0: nothing is kept
    size_t bytes = size_t{1} << 20;  ///< by what insert() was told
    uint64_t age = UINT64_MAX;       ///< ns since insert()

    /// A clock that was set back, as by a seek, has not seen the entry grow old.
    bool isFresh(uint64_t born, uint64_t now) const { return now < born || now - born <= age; }
};

struct CacheCounters {
    uint64_t hits = 0, misses = 0;
    uint64_t evictions = 0;           ///< gone for want of room
    uint64_t expirations = 0;         ///< found too old
    uint64_t entries = 0, bytes = 0;  ///< held now
};

}  // namespace animatize
