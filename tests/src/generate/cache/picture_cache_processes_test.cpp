// Several processes at once: each finds exactly what somebody put in under the key, or nothing.
#include <list>
#include <random>

#include "folder_state.h"
#include "support/process.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kKeys = 30;
constexpr uint64_t kMostBytes = 120'000;

/// Sizes differ by key and version; some pictures are those of other keys too.
CachedPicture anyPicture(int number, uint32_t chance)
{
    const int version = static_cast<int>(chance % 3);
    return pictureOf(number, 500 + static_cast<size_t>(number * 37 % 11) * 900, version);
}

struct Part {
    uint32_t puts;        ///< of ten operations
    bool limits = false;  ///< and makes it small now and then
};

void takePart(Caching& caching, uint32_t seed, const Part& part)
{
    std::mt19937 random(seed);
    const auto cache = caching.tryOpen();
    require(static_cast<bool>(cache), cache ? "" : cache.error().message.c_str());
    for (int step = 0; step < 400; ++step) {
        const int number = static_cast<int>(random() % kKeys);
        if (part.limits && step % 50 == 49) {
            PictureCacheSettings small = caching.settings;
            small.maxBytes = 20'000;
            (*cache)->limit(small);
            (*cache)->limit(caching.settings);
        }
        if (random() % 10 < part.puts)
            (*cache)->insert(keyOf(number), anyPicture(number, random()));
        else if (const auto found = (*cache)->find(keyOf(number)))
            require(wrongWith(*found, number).empty(), wrongWith(*found, number).c_str());
        require((*cache)->stats().number("bytes") <= kMostBytes, "the bytes are bounded");
    }
    for (const std::string& problem : (*cache)->takeProblems())
        require(false, problem.c_str());
    require((*cache)->stats().number("corrupt") == 0.0, "nothing is damaged");
    require((*cache)->stats().number("hits") > 0.0, "some are found");
}

/// Nothing is wrong, lost or left over.
void isWhole(Caching& caching)
{
    const auto cache = caching.open();
    ck_assert_uint_eq(statOf(*cache, "swept"), 0);
    size_t found = 0;
    for (int number = 0; number < kKeys; ++number)
        if (const auto picture = cache->find(keyOf(number))) {
            const std::string wrong = wrongWith(*picture, number);
            ck_assert_str_eq(wrong.c_str(), "");
            ++found;
        }
    ck_assert_uint_eq(found, statOf(*cache, "entries"));
    ck_assert_uint_gt(found, 0);
    ck_assert_uint_eq(statOf(*cache, "corrupt"), 0);
    ck_assert_uint_le(statOf(*cache, "bytes"), kMostBytes);
    const FolderState state = stateOf(caching.settings.location);
    ck_assert_uint_eq(state.files, state.referenced);
    ck_assert_uint_eq(state.drafts, 0);
    ck_assert_uint_le(state.bytesOfFiles, kMostBytes);
    quiet(*cache);
}

}  // namespace

START_TEST(writersReadersAndEvictorsShareAFolder)
{
    Caching caching;
    caching.settings.maxBytes = kMostBytes;
    const Part parts[] = {{8}, {5}, {5}, {2}, {1}, {4, true}};
    std::list<Process> processes;
    uint32_t seed = 0;
    for (const Part& part : parts)
        processes.emplace_back([&, seed = ++seed] { takePart(caching, seed, part); });
    for (Process& process : processes)
        ck_assert(process.wait());
    isWhole(caching);
}
END_TEST

START_TEST(theyAllMayBeginAtOnce)
{
    for (int round = 0; round < 5; ++round) {
        Caching caching;
        std::list<Process> processes;
        for (int number = 0; number < 6; ++number)
            processes.emplace_back([&, number] {
                const auto cache = caching.tryOpen();
                require(static_cast<bool>(cache), cache ? "" : cache.error().message.c_str());
                put(**cache, number);
                require(holds(**cache, number), "what was put in is found");
                require((*cache)->takeProblems().empty(), "nothing is wrong");
            });
        for (Process& process : processes)
            ck_assert(process.wait());
        const auto cache = caching.open();
        for (int number = 0; number < 6; ++number)
            ck_assert(holds(*cache, number));
        quiet(*cache);
    }
}
END_TEST

START_TEST(notesAreSharedToo)
{
    Caching caching;
    const auto cache = caching.open();
    cache->keepJob(keyOf(1), "{\"job\":1}", 0);
    Process other([&] {
        const auto cache = caching.tryOpen();
        require((*cache)->job(keyOf(1)) == "{\"job\":1}", "the job is found");
        (*cache)->dropJob(keyOf(1));
        (*cache)->refuse(keyOf(2), "no");
    });
    ck_assert(other.wait());
    ck_assert(!cache->job(keyOf(1)));
    ck_assert(cache->refusal(keyOf(2)) == "no");
}
END_TEST

// Somebody clears the folder again and again, the hard way.
START_TEST(aFolderThatIsClearedMeanwhileHarmsNobody)
{
    Caching caching;
    caching.settings.maxBytes = kMostBytes;
    std::list<Process> processes;
    for (uint32_t seed = 1; seed <= 3; ++seed)
        processes.emplace_back([&, seed] {
            std::mt19937 random(seed);
            const auto cache = caching.tryOpen();
            for (int step = 0; cache && step < 150; ++step) {
                const int number = static_cast<int>(random() % kKeys);
                caching.now += 11 * kSecond;  // no pause is longer
                if (random() % 2)
                    (*cache)->insert(keyOf(number), anyPicture(number, random()));
                else if (const auto found = (*cache)->find(keyOf(number)))
                    require(wrongWith(*found, number).empty(), wrongWith(*found, number).c_str());
            }
        });
    std::error_code ignored;
    for (int times = 0; times < 20; ++times) {
        usleep(20'000);
        std::filesystem::remove_all(caching.settings.location, ignored);
    }
    for (Process& process : processes)
        ck_assert(process.wait());
    const auto cache = caching.open();
    for (int number = 0; number < kKeys; ++number)
        if (const auto picture = cache->find(keyOf(number))) {
            const std::string wrong = wrongWith(*picture, number);
            ck_assert_str_eq(wrong.c_str(), "");
        }
    put(*cache, 1);
    ck_assert(holds(*cache, 1));
    ck_assert_uint_le(statOf(*cache, "bytes"), kMostBytes);
}
END_TEST

int main()
{
    useMemoryFolder();
    return animatize::test::run("picture-cache-processes",
                                {writersReadersAndEvictorsShareAFolder, theyAllMayBeginAtOnce,
                                 notesAreSharedToo, aFolderThatIsClearedMeanwhileHarmsNobody});
}
