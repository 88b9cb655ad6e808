// LruCache: what was looked up last stays; bounded in entries, bytes and age. Not thread-safe.
//
//   LruCache<Key, Value> cache;
//   cache.limit({100, 1 << 20, 60 * kSecond});
//   if (const Value* known = cache.find(key, now)) ...
//   else cache.insert(key, value, bytes, now);
//
// Time is whatever clock the caller has; with that of the stream the same input has the same hits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <utility>

#include "base/cache_limits.h"

namespace animatize {

template <class Key, class Value>
class LruCache {
  public:
    void limit(const CacheLimits& limits)
    {
        limits_ = limits;
        shrink();
    }

    /// Is told of each entry that goes, whatever the reason, before it does.
    void whenErased(std::function<void(const Key&, const Value&)> tell) { tell_ = std::move(tell); }

    /// Valid until the next call; nullptr when it isn't there or too old. Counts.
    const Value* find(const Key& key, uint64_t now)
    {
        const auto found = byKey_.find(key);
        if (found != byKey_.end() && limits_.isFresh(found->second->born, now)) {
            ++counters_.hits;
            entries_.splice(entries_.begin(), entries_, found->second);
            return &found->second->value;
        }
        if (found != byKey_.end()) {
            ++counters_.expirations;
            erase(found->second);
        }
        ++counters_.misses;
        return nullptr;
    }

    /// Replaces what the key had. What is larger than all that may be held is not kept: false.
    bool insert(const Key& key, Value value, size_t bytes, uint64_t now)
    {
        if (const auto old = byKey_.find(key); old != byKey_.end())
            erase(old->second);
        if (limits_.entries == 0 || bytes > limits_.bytes)
            return false;
        entries_.push_front({key, std::move(value), bytes, now});
        byKey_[key] = entries_.begin();
        counters_.bytes += bytes;
        shrink();
        return true;
    }

    /// Nothing happens when it isn't there.
    void erase(const Key& key)
    {
        if (const auto known = byKey_.find(key); known != byKey_.end())
            erase(known->second);
    }

    /// What is held, used last first; nothing of it is counted as a use.
    template <typename F>
    void forEach(F&& f) const
    {
        for (const Entry& entry : entries_)
            f(entry.key, entry.value);
    }

    CacheCounters counters() const
    {
        CacheCounters counters = counters_;
        counters.entries = entries_.size();
        return counters;
    }

  private:
    struct Entry {
        Key key;
        Value value;
        size_t bytes = 0;
        uint64_t born = 0;
    };
    using Place = typename std::list<Entry>::iterator;

  public:
    /// Of an entry with its key, without what key and value have elsewhere.
    static constexpr size_t kEntryBytes = sizeof(Entry);

  private:
    void erase(Place place)
    {
        if (tell_)
            tell_(place->key, place->value);
        counters_.bytes -= place->bytes;
        byKey_.erase(place->key);
        entries_.erase(place);
    }

    void shrink()
    {
        while (entries_.size() > limits_.entries || counters_.bytes > limits_.bytes) {
            ++counters_.evictions;
            erase(std::prev(entries_.end()));
        }
    }

    CacheLimits limits_;
    CacheCounters counters_;
    std::function<void(const Key&, const Value&)> tell_;
    std::list<Entry> entries_;  ///< used last, first
    std::map<Key, Place> byKey_;
};

}  // namespace animatize
