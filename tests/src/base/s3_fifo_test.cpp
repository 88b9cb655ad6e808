// S3Fifo: by its rules one by one, against a plain list that does the same slowly, and beside an
// LRU cache on the traffic that it is for.
#include "base/s3_fifo.h"

#include <random>
#include <string>
#include <vector>

#include "base/lru_cache.h"
#include "support/request_trace.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

using Cache = S3Fifo<int, std::string>;

bool has(Cache& cache, int key, uint64_t now = 0)
{
    return cache.find(key, now) != nullptr;
}

/// One byte each.
void put(Cache& cache, int key, size_t bytes = 1)
{
    cache.insert(key, std::to_string(key), bytes, 0);
}

// What the header promises, written down without an index: one list, each item with its queue, the
// one that came last at the end. Everything is searched and added up anew.
class Model {
  public:
    CacheLimits limits;
    uint64_t hits = 0, misses = 0, evictions = 0, expirations = 0, promotions = 0, returns = 0,
             refusals = 0;

    std::string find(int key, uint64_t now)
    {
        Item* item = held(key);
        if (item && now > item->born && now - item->born > limits.age) {
            ++expirations;
            erase(key);
            item = nullptr;
        }
        if (!item) {
            ++misses;
            return "-";
        }
        ++hits;
        item->found = std::min(3, item->found + 1);
        return item->value;
    }

    void insert(int key, const std::string& value, size_t bytes, uint64_t born)
    {
        char queue = 's';
        if (const Item* item = held(key)) {
            queue = item->queue;
        } else if (at(key, "g")) {
            queue = 'm';
            ++returns;
        }
        erase(key);
        const size_t main = size("m");
        if (limits.entries == 0 || bytes > limits.bytes || bytes + (main + 1) / 2 > limits.bytes) {
            ++refusals;
            return;
        }
        shrink(1, bytes);
        items_.push_back({key, value, bytes, born, 0, queue});
    }

    void limit(const CacheLimits& wanted)
    {
        limits = wanted;
        shrink(0, 0);
        shrinkGhosts();
    }

    size_t count(const char* queues) const
    {
        size_t sum = 0;
        for (const Item& item : items_)
            sum += is(item, queues) ? 1 : 0;
        return sum;
    }
    size_t size(const char* queues) const
    {
        size_t sum = 0;
        for (const Item& item : items_)
            sum += is(item, queues) ? item.bytes : 0;
        return sum;
    }

  private:
    struct Item {
        int key;
        std::string value;
        size_t bytes;
        uint64_t born;
        int found;
        char queue;  // s small, m main, g ghost
    };

    static bool is(const Item& item, const char* queues)
    {
        return std::string(queues).find(item.queue) != std::string::npos;
    }
    Item* at(int key, const char* queues)
    {
        for (Item& item : items_)
            if (item.key == key && is(item, queues))
                return &item;
        return nullptr;
    }
    Item* held(int key) { return at(key, "sm"); }
    void erase(int key)
    {
        std::erase_if(items_, [&](const Item& item) { return item.key == key; });
    }
    size_t oldest(char queue) const
    {
        size_t i = 0;
        while (items_[i].queue != queue)
            ++i;
        return i;
    }
    /// Out of the list and in again at its end, as another queue's.
    void move(size_t i, char queue, int found)
    {
        Item item = items_[i];
        item.queue = queue;
        item.found = found;
        items_.erase(items_.begin() + static_cast<ptrdiff_t>(i));
        items_.push_back(item);
    }
    void shrink(size_t entries, size_t bytes)
    {
        while (count("sm") > 0 &&
               (count("sm") + entries > limits.entries || size("sm") + bytes > limits.bytes)) {
            const bool large = size("s") >= limits.bytes / 10 || count("s") >= limits.entries / 10;
            if (count("m") == 0 || (count("s") > 0 && large))
                shrinkSmall();
            else
                shrinkMain();
        }
    }
    void shrinkSmall()
    {
        const size_t i = oldest('s');
        if (items_[i].found >= 2) {
            ++promotions;
            move(i, 'm', 0);
            return;
        }
        ++evictions;
        move(i, 'g', 0);
        shrinkGhosts();
    }
    void shrinkMain()
    {
        const size_t i = oldest('m');
        if (items_[i].found > 0) {
            move(i, 'm', items_[i].found - 1);
            return;
        }
        ++evictions;
        items_.erase(items_.begin() + static_cast<ptrdiff_t>(i));
    }
    void shrinkGhosts()
    {
        while (count("g") > 0 && (count("g") > limits.entries - limits.entries / 10 ||
                                  size("g") > limits.bytes - limits.bytes / 10))
            items_.erase(items_.begin() + static_cast<ptrdiff_t>(oldest('g')));
    }

    std::vector<Item> items_;
};

void sameCounters(const S3FifoCounters& is, const Model& wanted)
{
    ck_assert_uint_eq(is.hits, wanted.hits);
    ck_assert_uint_eq(is.misses, wanted.misses);
    ck_assert_uint_eq(is.evictions, wanted.evictions);
    ck_assert_uint_eq(is.expirations, wanted.expirations);
    ck_assert_uint_eq(is.promotions, wanted.promotions);
    ck_assert_uint_eq(is.returns, wanted.returns);
    ck_assert_uint_eq(is.refusals, wanted.refusals);
    ck_assert_uint_eq(is.entries, wanted.count("sm"));
    ck_assert_uint_eq(is.bytes, wanted.size("sm"));
    ck_assert_uint_eq(is.smallEntries, wanted.count("s"));
    ck_assert_uint_eq(is.smallBytes, wanted.size("s"));
    ck_assert_uint_eq(is.ghosts, wanted.count("g"));
}

}  // namespace

START_TEST(whatWasPutInComesOut)
{
    Cache cache;
    ck_assert(!has(cache, 1));
    ck_assert(cache.insert(1, "one", 3, 0));
    ck_assert_str_eq(cache.find(1, 0)->c_str(), "one");
    ck_assert(cache.insert(1, "uno", 5, 0));
    ck_assert_str_eq(cache.find(1, 0)->c_str(), "uno");
    const S3FifoCounters counters = cache.counters();
    ck_assert_uint_eq(counters.hits, 2);
    ck_assert_uint_eq(counters.misses, 1);
    ck_assert_uint_eq(counters.entries, 1);
    ck_assert_uint_eq(counters.bytes, 5);
}
END_TEST

START_TEST(whatIsAskedForTwiceOutlivesAnyNumberOfOthers)
{
    Cache cache;
    cache.limit({100, 1000, UINT64_MAX});
    put(cache, 1);
    put(cache, 2);
    ck_assert(has(cache, 1) && has(cache, 1));  // on its way to the main queue
    ck_assert(has(cache, 2));                   // once isn't enough
    for (int key = 100; key < 10'000; ++key)
        put(cache, key);
    ck_assert(has(cache, 1));
    ck_assert(!has(cache, 2));
    ck_assert_uint_eq(cache.counters().promotions, 1);
    ck_assert_uint_eq(cache.counters().entries, 100);
}
END_TEST

START_TEST(whatComesBackSoonIsKept)
{
    Cache cache;
    cache.limit({10, 1000, UINT64_MAX});
    for (int key = 0; key < 11; ++key)
        put(cache, key);
    ck_assert(!has(cache, 0));
    put(cache, 0);  // the ghost queue knows it
    ck_assert_uint_eq(cache.counters().returns, 1);
    for (int key = 100; key < 1000; ++key)
        put(cache, key);
    ck_assert(has(cache, 0));
    ck_assert(!has(cache, 1));
}
END_TEST

START_TEST(whatComesBackLateIsNew)
{
    Cache cache;
    cache.limit({10, 1000, UINT64_MAX});
    for (int key = 0; key < 20; ++key)
        put(cache, key);  // 0..9 have left, and nine of them are remembered
    ck_assert_uint_eq(cache.counters().ghosts, 9);
    put(cache, 0);
    ck_assert_uint_eq(cache.counters().returns, 0);
    put(cache, 2);
    ck_assert_uint_eq(cache.counters().returns, 1);
}
END_TEST

START_TEST(whatIsNotAskedForAnyMoreLeavesTheMainQueueToo)
{
    Cache cache;
    cache.limit({10, 1000, UINT64_MAX});
    for (int key = 0; key < 10; ++key) {
        put(cache, key);
        ck_assert(has(cache, key) && has(cache, key));
    }
    for (int key = 100; key < 200; ++key) {
        put(cache, key);
        ck_assert(has(cache, key) && has(cache, key));
    }
    for (int key = 0; key < 10; ++key)
        ck_assert(!has(cache, key));
    ck_assert_uint_eq(cache.counters().entries, 10);
}
END_TEST

START_TEST(aLargeOneDoesNotWipeOutEverything)
{
    Cache cache;
    cache.limit({1000, 1000, UINT64_MAX});
    ck_assert(cache.insert(0, "fills it alone", 1000, 0));
    ck_assert(has(cache, 0));
    for (int key = 1; key <= 900; ++key) {  // a main queue of 900
        put(cache, key);
        ck_assert(has(cache, key) && has(cache, key));
    }
    for (int key = 1001; key <= 1900; ++key)
        put(cache, key);
    const uint64_t main = cache.counters().bytes - cache.counters().smallBytes;
    ck_assert_uint_ge(main, 800);
    ck_assert(!cache.insert(2000, "needs more than half of the room", 1000 - main / 2 + 1, 0));
    ck_assert_uint_eq(cache.counters().refusals, 1);
    ck_assert(cache.insert(2001, "just so", 1000 - main / 2 - 1, 0));
    ck_assert(has(cache, 2001));
    ck_assert_uint_ge(cache.counters().bytes - cache.counters().smallBytes, main / 2 - 100);
    ck_assert(!cache.insert(2002, "larger than all", 1001, 0));
    ck_assert(!has(cache, 2002));
}
END_TEST

START_TEST(whatIsReplacedStaysInItsQueue)
{
    Cache cache;
    cache.limit({10, 1000, UINT64_MAX});
    put(cache, 1);
    ck_assert(has(cache, 1) && has(cache, 1));
    for (int key = 100; key < 150; ++key)
        put(cache, key);
    ck_assert(cache.insert(1, "anew", 7, 0));
    for (int key = 200; key < 300; ++key)
        put(cache, key);
    ck_assert_str_eq(cache.find(1, 0)->c_str(), "anew");
}
END_TEST

START_TEST(whatIsOldIsForgottenButNotByAClockSetBack)
{
    Cache cache;
    cache.limit({10, 100, 50});
    cache.insert(1, "one", 1, 1000);
    ck_assert(has(cache, 1, 1050));
    ck_assert(has(cache, 1, 10));
    ck_assert(!has(cache, 1, 1051));
    ck_assert_uint_eq(cache.counters().expirations, 1);
    ck_assert_uint_eq(cache.counters().bytes, 0);
    put(cache, 1);
    ck_assert_uint_eq(cache.counters().returns, 0);  // age is no reason to be remembered
}
END_TEST

START_TEST(limitsMayChange)
{
    Cache cache;
    cache.limit({100, 1000, UINT64_MAX});
    for (int key = 0; key < 100; ++key)
        put(cache, key);
    cache.limit({100, 30, UINT64_MAX});
    ck_assert_uint_eq(cache.counters().bytes, 30);
    cache.limit({7, 30, UINT64_MAX});
    ck_assert_uint_eq(cache.counters().entries, 7);
    ck_assert_uint_eq(cache.counters().ghosts, 7);
    cache.limit({0, 30, UINT64_MAX});
    ck_assert_uint_eq(cache.counters().entries, 0);
    ck_assert_uint_eq(cache.counters().ghosts, 0);
    ck_assert(!cache.insert(1, "one", 0, 0));
    cache.limit({1, 0, UINT64_MAX});
    ck_assert(cache.insert(1, "nothing", 0, 0));
    ck_assert(!cache.insert(1, "something", 1, 0));
    ck_assert(!has(cache, 1));
}
END_TEST

START_TEST(itDoesWhatAPlainListDoes)
{
    std::mt19937 random(7);
    const auto below = [&](uint32_t limit) { return random() % limit; };
    for (int round = 0; round < 60; ++round) {
        Cache cache;
        Model model;
        uint64_t now = 1000;
        const uint32_t keys = 5 + below(60), largest = 1 + below(40);
        for (int step = 0; step < 1000; ++step) {
            const uint32_t what = below(100);
            const int key = static_cast<int>(std::min(below(keys), below(keys)));
            if (what == 0 || step == 0) {
                const CacheLimits limits{below(50), below(300), 1 + below(2000)};
                cache.limit(limits);
                model.limit(limits);
            } else if (what < 60) {
                const std::string* found = cache.find(key, now);
                const std::string wanted = model.find(key, now);
                ck_assert_str_eq(found ? found->c_str() : "-", wanted.c_str());
            } else {
                const std::string value = std::to_string(step);
                const size_t bytes = below(largest + 1);
                cache.insert(key, value, bytes, now);
                model.insert(key, value, bytes, now);
            }
            now += below(4) == 0 ? below(100) : 0;
            now -= below(50) == 0 ? below(50) : 0;
            sameCounters(cache.counters(), model);
        }
    }
}
END_TEST

namespace {

struct Ratios {
    double s3Fifo, lru;
};

Ratios compare(const TraceShape& shape, size_t bytes)
{
    const auto sizeOf = [](uint64_t key) { return 500 + key * 7919 % 1000; };
    const std::vector<uint64_t> trace = requestTrace(shape);
    S3Fifo<uint64_t, int> s3Fifo;
    LruCache<uint64_t, int> lru;
    s3Fifo.limit({1'000'000, bytes, UINT64_MAX});
    lru.limit({1'000'000, bytes, UINT64_MAX});
    return {missRatio(s3Fifo, trace, sizeOf), missRatio(lru, trace, sizeOf)};
}

}  // namespace

START_TEST(oneHitWondersWashOutLruAndNotThis)
{
    for (const double once : {0.3, 0.5, 0.7})
        for (const size_t bytes : {100'000u, 500'000u}) {  // for 100 and 500 of 5000 keys
            const Ratios ratios = compare({.requests = 60'000, .onceShare = once}, bytes);
            // What comes once can't be found: only the rest can be won or lost.
            const double best = once;
            ck_assert_msg(ratios.s3Fifo - best < 0.85 * (ratios.lru - best),
                          "once %.1f, %zu bytes: %.3f against %.3f", once, bytes, ratios.s3Fifo,
                          ratios.lru);
        }
}
END_TEST

START_TEST(itIsBetterWhereNothingComesOnceToo)
{
    const Ratios ratios = compare({.requests = 60'000, .onceShare = 0.0}, 500'000);
    ck_assert_double_lt(ratios.s3Fifo, 0.9 * ratios.lru);
}
END_TEST

int main()
{
    return animatize::test::run(
        "s3-fifo",
        {whatWasPutInComesOut, whatIsAskedForTwiceOutlivesAnyNumberOfOthers,
         whatComesBackSoonIsKept, whatComesBackLateIsNew,
         whatIsNotAskedForAnyMoreLeavesTheMainQueueToo, aLargeOneDoesNotWipeOutEverything,
         whatIsReplacedStaysInItsQueue, whatIsOldIsForgottenButNotByAClockSetBack, limitsMayChange,
         itDoesWhatAPlainListDoes, oneHitWondersWashOutLruAndNotThis,
         itIsBetterWhereNothingComesOnceToo});
}
