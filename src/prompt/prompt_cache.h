// PromptCache: answers to prompt requests that were made before, so that they are not asked and
// paid for again. The longest unused goes first; bounded in entries, bytes and age. Thread-safe.
//
//   PromptCache cache(clock);
//   if (auto known = cache.find(shot)) use(known->answer);
//   else cache.insert(shot, ask(shot));
//
// Two look-ups, in this order:
// - exact: every byte of the request is the same (requestKey);
// - semantic, where it is switched on: every slot is the same byte for byte, and the free texts
//   are sure rewordings of each other (cellKey). Of several answers the last stored is taken.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/lru_cache.h"
#include "metrics/metric_scope.h"
#include "prompt/request_key.h"
#include "record/record.h"

namespace animatize {

struct PromptCacheSettings {
    size_t entries = 4096;              ///< 0: nothing is kept
    size_t bytes = size_t{4} << 20;     ///< of all entries, by entryBytes()
    uint64_t age = 86'400'000'000'000;  ///< ns from insert() on; 0: nothing grows old
    bool semantic = false;
};

class PromptCache {
  public:
    struct Found {
        std::string answer;
        bool exact = true;  ///< false: the answer to a rewording
    };

    /// The clock outlives the cache. Hits and misses of both look-ups are counted in the scope.
    explicit PromptCache(const Clock& clock, MetricScopeRef scope = ownScope());
    PromptCache(const PromptCache&) = delete;
    PromptCache& operator=(const PromptCache&) = delete;

    /// What is then too much goes at once, what is too old when it is looked up.
    void configure(const PromptCacheSettings& settings);

    std::optional<Found> find(const ShotDescription& shot);
    /// Replaces the answer to the same request. An answer larger than all bytes is not kept.
    void insert(const ShotDescription& shot, const std::string& answer);

    /// Of find(): hits, semantic-hits, misses; evictions for want of room, expirations; held now:
    /// entries, bytes.
    Record stats() const;

    /// What an entry costs in memory: the answer, the keys, and the nodes that hold them.
    static size_t entryBytes(const std::string& answer);

  private:
    struct Answer {
        std::string text;
        RequestKey cell;
        uint64_t serial;  ///< of the insertion
    };
    using Entries = LruCache<RequestKey, Answer>;
    /// The entries of each cell, in the order of insertion.
    using Cells = std::map<std::pair<RequestKey, uint64_t>, RequestKey>;

    struct State {
        Entries entries;
        Cells cells;
        bool semantic = false;
        uint64_t serial = 0;
    };

    std::optional<Found> findSame(State& state, const RequestKey& key, uint64_t now);
    std::optional<Found> findReworded(State& state, const RequestKey& cell, uint64_t now);
    void noteSize(const State& state);

    const Clock& clock_;
    const MetricScopeRef scope_;
    Counter &hits_, &misses_;                  ///< of exact look-ups
    Counter &semanticHits_, &semanticMisses_;  ///< of those that found nothing the same
    Gauge &entries_, &bytes_;
    Guarded<State> state_;
};

}  // namespace animatize
