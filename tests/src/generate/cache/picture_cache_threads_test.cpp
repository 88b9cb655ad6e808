// Many threads at one cache, and at the register of caches.
#include <list>
#include <random>
#include <thread>

#include "folder_state.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kThreads = 4, kKeys = 12;

/// Runs it in several threads, each with its number.
void atOnce(const std::function<void(int)>& work)
{
    std::list<std::thread> threads;
    for (int number = 0; number < kThreads; ++number)
        threads.emplace_back([&work, number] { work(number); });
    for (std::thread& thread : threads)
        thread.join();
}

struct Seen {
    std::atomic<int> found{0}, wrong{0};
};

void useAll(PictureCache& cache, const PictureCacheSettings& settings, int thread, Seen& seen)
{
    std::mt19937 random(static_cast<uint32_t>(thread));
    for (int step = 0; step < 200; ++step) {
        const int number = static_cast<int>(random() % kKeys);
        if (random() % 3 == 0)
            cache.insert(keyOf(number), pictureOf(number, 500, step));
        if (const auto found = cache.find(keyOf(number))) {
            ++seen.found;
            seen.wrong += wrongWith(*found, number).empty() ? 0 : 1;
        }
        const std::string key = keyOf(number), other = keyOf(number + 100);
        if (step % 10 == 0)
            cache.refuse(key, key);
        if (step % 10 == 1)
            cache.keepJob(key, key, 0);
        if (step % 10 == 2)
            cache.dropJob(other);
        seen.wrong += cache.refusal(key).value_or(key) == key ? 0 : 1;
        seen.wrong += cache.job(key).value_or(key) == key ? 0 : 1;
        if (step % 50 == thread)
            cache.limit(settings);
        seen.wrong += cache.stats().empty() ? 1 : 0;
        seen.wrong += static_cast<int>(cache.takeProblems().size());
    }
}

void threadsFindWhatWasPutIn(Caching& caching)
{
    caching.settings.memoryBytes = 4000;
    const auto cache = caching.open();
    Seen seen;
    atOnce([&](int thread) { useAll(*cache, caching.settings, thread, seen); });
    ck_assert_int_eq(seen.wrong, 0);
    ck_assert_int_gt(seen.found, kThreads * 50);
    ck_assert_uint_eq(statOf(*cache, "corrupt"), 0);
    ck_assert_uint_le(statOf(*cache, "memory-bytes"), 4000);
    const double asked = *cache->stats().number("hits") + *cache->stats().number("misses");
    ck_assert_double_eq(asked, kThreads * 200);
}

}  // namespace

START_TEST(threadsShareAMemory)
{
    Caching caching;
    caching.settings.location.clear();
    threadsFindWhatWasPutIn(caching);
}
END_TEST

START_TEST(threadsShareAFolder)
{
    Caching caching;
    threadsFindWhatWasPutIn(caching);
}
END_TEST

START_TEST(threadsGetTheSameCache)
{
    Caching caching;
    caching.settings.memoryBytes = 1 << 20;
    const auto first = *PictureCache::shared(caching.settings);
    std::atomic<int> others{0}, lost{0};
    atOnce([&](int thread) {
        for (int step = 0; step < 20; ++step) {
            const auto cache = PictureCache::shared(caching.settings);
            others += cache && *cache == first ? 0 : 1;
            put(**cache, thread);
            lost += holds(**cache, thread) ? 0 : 1;
        }
    });
    ck_assert_int_eq(others, 0);
    ck_assert_int_eq(lost, 0);
}
END_TEST

START_TEST(itMayBeOpenedAndLeftByManyAtOnce)
{
    Caching caching;
    caching.now = systemTime();  // as the shared one has it
    std::atomic<int> wrong{0};
    atOnce([&](int thread) {
        for (int step = 0; step < 6; ++step) {
            const auto cache =
                step % 2 ? PictureCache::shared(caching.settings) : caching.tryOpen();
            if (!cache) {
                ++wrong;
                continue;
            }
            put(**cache, thread);
            wrong += holds(**cache, thread) ? 0 : 1;
            wrong += static_cast<int>((*cache)->takeProblems().size());
        }
    });
    ck_assert_int_eq(wrong, 0);
}
END_TEST

int main()
{
    useMemoryFolder();
    return animatize::test::run("picture-cache-threads",
                                {threadsShareAMemory, threadsShareAFolder, threadsGetTheSameCache,
                                 itMayBeOpenedAndLeftByManyAtOnce});
}
