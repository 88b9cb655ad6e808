// S3Fifo: a cache that what is asked for only once can't wash out; bounded in entries, bytes and
// age. Not thread-safe.
//
//   S3Fifo<Key, Value> cache;
//   cache.limit({100, 64 << 20, 60 * kSecond});
//   if (const Value* known = cache.find(key, now)) ...
//   else cache.insert(key, value, bytes, now);
//
// S3-FIFO (Yang, Zhang, Qiu, Yue, Vigfusson: "FIFO queues are all you need for cache eviction",
// SOSP 2023) has three queues. Newcomers enter the small one, a tenth of the room. What has been
// found twice or more by the time it reaches the end moves on to the main queue; of everything else
// the key alone goes to the ghost queue. A key that is inserted again while it is there goes to the
// main queue at once. What reaches the end of the main queue begins again, as often as it has been
// found since, three times at most. Most newcomers are never asked for again (a prompt per scene),
// and they pass by the side of what is.
//
// Two things are added, since entries differ in size here. A large one may drive out all of the
// small queue, but of the main one about half at most, else it isn't kept. And a value that is
// replaced stays in the queue that it was in.
//
// The same calls have the same result; finding costs O(log n), inserting the same on average.
#pragma once

#include <algorithm>
#include <list>
#include <map>
#include <optional>
#include <utility>

#include "base/cache_limits.h"

namespace animatize {

struct S3FifoCounters : CacheCounters {
    uint64_t promotions = 0;  ///< from the small queue to the main one
    uint64_t returns = 0;     ///< inserted while the ghost queue knew the key
    uint64_t refusals = 0;    ///< too large to be kept
    uint64_t smallEntries = 0, smallBytes = 0, ghosts = 0;  ///< now
};

template <class Key, class Value>
class S3Fifo {
  public:
    void limit(const CacheLimits& limits)
    {
        limits_ = limits;
        makeRoom(0, 0);
        trimGhosts();
    }

    /// Valid until the next call; nullptr when it isn't there or too old. Counts.
    const Value* find(const Key& key, uint64_t now)
    {
        const auto found = byKey_.find(key);
        if (found != byKey_.end() && limits_.isFresh(found->second->born, now)) {
            ++counters_.hits;
            Entry& entry = *found->second;
            entry.found = std::min(entry.found + 1, kMostFound);
            return &entry.value;
        }
        if (found != byKey_.end()) {
            ++counters_.expirations;
            drop(found->second);
        }
        ++counters_.misses;
        return nullptr;
    }

    /// Replaces what the key had. False: too large to be kept. `born` is when its age begins; now,
    /// for what isn't older.
    bool insert(const Key& key, Value value, size_t bytes, uint64_t born)
    {
        const bool toMain = leave(key);
        if (!mayEnter(bytes)) {
            ++counters_.refusals;
            return false;
        }
        makeRoom(1, bytes);
        Queue& queue = toMain ? main_ : small_;
        queue.push({key, std::move(value), bytes, born, 0, toMain});
        byKey_[key] = queue.entries.begin();
        return true;
    }

    S3FifoCounters counters() const
    {
        S3FifoCounters counters = counters_;
        counters.entries = entries();
        counters.bytes = bytes();
        counters.smallEntries = small_.entries.size();
        counters.smallBytes = small_.bytes;
        counters.ghosts = ghosts_.entries.size();
        return counters;
    }

  private:
    static constexpr int kMostFound = 3;       ///< two bits
    static constexpr int kFoundToMove = 2;     ///< on leaving the small queue
    static constexpr size_t kSmallShare = 10;  ///< one part in so many

    struct Entry {
        Key key;
        Value value;
        size_t bytes = 0;
        uint64_t born = 0;
        int found = 0;  ///< times, since it entered its queue
        bool inMain = false;
    };
    struct Ghost {
        Key key;
        size_t bytes = 0;
    };

    /// The last that came, first.
    template <class Item>
    struct Fifo {
        std::list<Item> entries;
        size_t bytes = 0;

        void push(Item item)
        {
            bytes += item.bytes;
            entries.push_front(std::move(item));
        }
        void erase(typename std::list<Item>::iterator place)
        {
            bytes -= place->bytes;
            entries.erase(place);
        }
        /// To the front of another one.
        void moveTo(Fifo& other, typename std::list<Item>::iterator place)
        {
            bytes -= place->bytes;
            other.bytes += place->bytes;
            other.entries.splice(other.entries.begin(), entries, place);
        }
    };
    using Queue = Fifo<Entry>;
    using Place = typename std::list<Entry>::iterator;

    size_t entries() const { return small_.entries.size() + main_.entries.size(); }
    size_t bytes() const { return small_.bytes + main_.bytes; }

    bool fits(size_t moreEntries, size_t moreBytes) const
    {
        return entries() + moreEntries <= limits_.entries && moreBytes <= limits_.bytes &&
               bytes() <= limits_.bytes - moreBytes;
    }

    bool mayEnter(size_t bytes) const
    {
        return limits_.entries > 0 && bytes <= limits_.bytes &&
               main_.bytes - main_.bytes / 2 <= limits_.bytes - bytes;
    }

    bool isSmallFull() const
    {
        return small_.bytes >= limits_.bytes / kSmallShare ||
               small_.entries.size() >= limits_.entries / kSmallShare;
    }

    void makeRoom(size_t moreEntries, size_t moreBytes)
    {
        while (!fits(moreEntries, moreBytes) && entries() > 0) {
            if (main_.entries.empty() || (isSmallFull() && !small_.entries.empty()))
                leaveSmall(std::prev(small_.entries.end()));
            else
                leaveMain(std::prev(main_.entries.end()));
        }
    }

    void leaveSmall(Place last)
    {
        if (last->found < kFoundToMove) {
            remember(last->key, last->bytes);
            evict(last);
            return;
        }
        ++counters_.promotions;
        last->found = 0;
        last->inMain = true;
        small_.moveTo(main_, last);
    }

    void leaveMain(Place last)
    {
        if (last->found == 0) {
            evict(last);
            return;
        }
        --last->found;
        main_.moveTo(main_, last);
    }

    void evict(Place place)
    {
        ++counters_.evictions;
        drop(place);
    }

    void drop(Place place)
    {
        byKey_.erase(place->key);
        (place->inMain ? main_ : small_).erase(place);
    }

    /// Takes the key out of wherever it is; whether it belongs to the main queue.
    bool leave(const Key& key)
    {
        if (const auto held = byKey_.find(key); held != byKey_.end()) {
            const bool inMain = held->second->inMain;
            drop(held->second);
            return inMain;
        }
        const auto ghost = ghostByKey_.find(key);
        if (ghost == ghostByKey_.end())
            return false;
        ++counters_.returns;
        ghosts_.erase(ghost->second);
        ghostByKey_.erase(ghost);
        return true;
    }

    void remember(const Key& key, size_t bytes)
    {
        ghosts_.push({key, bytes});
        ghostByKey_[key] = ghosts_.entries.begin();
        trimGhosts();
    }

    // As many as the main queue would hold.
    void trimGhosts()
    {
        const size_t mostBytes = limits_.bytes - limits_.bytes / kSmallShare;
        const size_t most = limits_.entries - limits_.entries / kSmallShare;
        while (!ghosts_.entries.empty() &&
               (ghosts_.bytes > mostBytes || ghosts_.entries.size() > most)) {
            const auto last = std::prev(ghosts_.entries.end());
            ghostByKey_.erase(last->key);
            ghosts_.erase(last);
        }
    }

    CacheLimits limits_;
    S3FifoCounters counters_;
    Queue small_, main_;
    std::map<Key, Place> byKey_;
    Fifo<Ghost> ghosts_;
    std::map<Key, typename std::list<Ghost>::iterator> ghostByKey_;
};

}  // namespace animatize
