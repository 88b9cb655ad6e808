// What the cache of pictures costs, and what it finds: figures, not a test.
//
// Prints how long a find takes in memory and on disk, and an insertion, in turns with the SHA-256
// of the same bytes (the median of each); then the share of requests that S3-FIFO and LRU miss, on
// traces where a part of the requests never comes back.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

#include "base/lru_cache.h"
#include "base/s3_fifo.h"
#include "base/sha256.h"
#include "generate/cache/picture_cache.h"
#include "support/folder.h"
#include "support/request_trace.h"

using namespace animatize;
using namespace animatize::test;

namespace {

double microseconds(const std::function<void()>& work)
{
    const auto begun = std::chrono::steady_clock::now();
    work();
    const auto took = std::chrono::steady_clock::now() - begun;
    return std::chrono::duration<double, std::micro>(took).count();
}

double median(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

std::shared_ptr<PictureCache> opened(const Folder& folder, size_t memoryBytes)
{
    auto cache = PictureCache::open({.location = folder.path("cache"), .memoryBytes = memoryBytes});
    if (!cache) {
        std::printf("%s\n", cache.error().message.c_str());
        std::exit(1);
    }
    return *cache;
}

struct Work {
    const char* name;
    std::function<void()> once;
    std::vector<double> times;
};

void costs(size_t bytes, int rounds)
{
    const Folder folder;
    const auto memory = opened(folder, size_t{64} << 20), disk = opened(folder, 0);
    CachedPicture picture{std::string(bytes, 'x'), "image/png", "{}"};
    const std::string key = sha256("the one that is asked for");
    memory->insert(key, picture);
    int count = 0;
    Work works[] = {{"sha-256", [&] { sha256(picture.bytes); }, {}},
                    {"found in memory", [&] { memory->find(key); }, {}},
                    {"found on disk", [&] { disk->find(key); }, {}},
                    {"not found", [&] { disk->find(sha256("not " + std::to_string(count))); }, {}},
                    {"inserted",
                     [&] {
                         picture.bytes.replace(0, 8, std::to_string(10'000'000 + ++count));
                         disk->insert(sha256(std::to_string(count)), picture);
                     },
                     {}}};
    for (int i = 0; i < rounds; ++i)
        for (Work& work : works)
            work.times.push_back(microseconds(work.once));
    std::printf("%zu bytes\n", bytes);
    const double base = median(works[0].times);
    for (const Work& work : works) {
        const double took = median(work.times);
        std::printf("  %-16s %9.1f us  %9.0f a second  %7.3f x SHA-256 of the bytes\n", work.name,
                    took, 1e6 / took, took / base);
    }
}

void misses()
{
    constexpr size_t kBytes = 500'000, kEach = 1000;
    std::printf("\nmisses, room for 500 of 5000 keys (Zipf 0.9)\n");
    for (const double once : {0.0, 0.3, 0.5, 0.7, 0.9}) {
        const auto trace = requestTrace({.requests = 200'000, .onceShare = once});
        S3Fifo<uint64_t, int> s3Fifo;
        LruCache<uint64_t, int> lru;
        s3Fifo.limit({1'000'000, kBytes, UINT64_MAX});
        lru.limit({1'000'000, kBytes, UINT64_MAX});
        const auto each = [](uint64_t) { return kEach; };
        const double ours = missRatio(s3Fifo, trace, each), theirs = missRatio(lru, trace, each);
        std::printf("  %2.0f %% come once: S3-FIFO %.3f  LRU %.3f  of the others %.3f and %.3f\n",
                    100 * once, ours, theirs, (ours - once) / (1 - once),
                    (theirs - once) / (1 - once));
    }
}

}  // namespace

int main(int argc, char** argv)
{
    const int rounds = argc > 1 ? std::max(4, std::atoi(argv[1])) : 60;
    for (const size_t bytes : {50'000u, 1'500'000u})
        costs(bytes, rounds);
    misses();
    return 0;
}
