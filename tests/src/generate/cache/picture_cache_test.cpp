// What the cache promises when nothing goes wrong, on disk and in memory.
#include <map>

#include "caching.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// The same for both: a case that holds wherever pictures are kept.
void everywhere(const std::function<void(Caching&)>& test)
{
    Caching onDisk;
    test(onDisk);
    Caching inMemory;
    inMemory.settings.location.clear();
    inMemory.settings.memoryBytes = inMemory.settings.maxBytes;
    test(inMemory);
    Caching both;
    both.settings.memoryBytes = both.settings.maxBytes;
    test(both);
}

}  // namespace

START_TEST(whatWasPutInComesOutByteForByte)
{
    everywhere([](Caching& caching) {
        const auto cache = caching.open();
        CachedPicture odd;
        for (int byte = 0; byte < 256; ++byte)
            odd.bytes += static_cast<char>(byte);
        odd.mimeType = "image/webp";
        odd.metadata = "{\"prompt\":\"caf\xc3\xa9 \\u0000\xff\"}";
        cache->insert(keyOf(1), odd);
        cache->insert(keyOf(2), CachedPicture());
        put(*cache, 3);
        ck_assert(holds(*cache, 1, odd));
        ck_assert(holds(*cache, 2, CachedPicture()));
        ck_assert(holds(*cache, 3));
        ck_assert(!cache->find(keyOf(4)));
        ck_assert(!cache->find(""));
        quiet(*cache);
    });
}
END_TEST

START_TEST(theLastOneOfAKeyCounts)
{
    everywhere([](Caching& caching) {
        const auto cache = caching.open();
        for (const int version : {1, 2, 1}) {
            const CachedPicture picture = pictureOf(1, 500, version);
            cache->insert(keyOf(1), picture);
            ck_assert(holds(*cache, 1, picture));
        }
        ck_assert_uint_eq(statOf(*cache, "entries"), 1);
        ck_assert_uint_eq(statOf(*cache, "bytes"), costOf(pictureOf(1, 500, 1)));
    });
}
END_TEST

START_TEST(keysMayHaveTheSamePicture)
{
    Caching caching;
    const auto cache = caching.open();
    const CachedPicture picture = pictureOf(1);
    cache->insert(keyOf(1), picture);
    cache->insert(keyOf(2), picture);
    cache->insert(keyOf(1), pictureOf(7));  // one of them doesn't need the file any more
    ck_assert(holds(*cache, 1, pictureOf(7)));
    ck_assert(holds(*cache, 2, picture));
    cache->insert(keyOf(2), pictureOf(7));
    ck_assert(!std::filesystem::exists(caching.blobPath(picture)));
    ck_assert(holds(*cache, 2, pictureOf(7)));
}
END_TEST

START_TEST(itOutlivesItsProcess)
{
    Caching caching;
    for (int number = 0; number < 5; ++number)
        put(*caching.open(), number);
    const auto cache = caching.open();
    for (int number = 0; number < 5; ++number)
        ck_assert(holds(*cache, number));
    ck_assert_uint_eq(statOf(*cache, "entries"), 5);
    quiet(*cache);
}
END_TEST

START_TEST(memoryIsAskedFirst)
{
    Caching caching;
    put(*caching.open(), 1);
    put(*caching.open(), 2);
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open();
    put(*cache, 3);
    ck_assert(holds(*cache, 3));
    ck_assert_uint_eq(statOf(*cache, "memory-hits"), 1);
    ck_assert(holds(*cache, 1));  // from the disk, and from now on in memory
    ck_assert_uint_eq(statOf(*cache, "disk-hits"), 1);
    std::filesystem::remove_all(caching.settings.location);
    ck_assert(holds(*cache, 1));
    ck_assert(holds(*cache, 3));
    ck_assert(!holds(*cache, 2));
    ck_assert_uint_eq(statOf(*cache, "memory-hits"), 3);
}
END_TEST

START_TEST(entriesGrowOld)
{
    everywhere([](Caching& caching) {
        caching.settings.ttl = 100 * kSecond;
        const auto cache = caching.open();
        put(*cache, 1);
        caching.now += 60 * kSecond;
        put(*cache, 2);
        caching.now += 40 * kSecond;
        ck_assert(holds(*cache, 1));
        caching.now += 1;
        ck_assert(!holds(*cache, 1));
        ck_assert(holds(*cache, 2));
        ck_assert_uint_eq(statOf(*cache, "entries"), 1);
        ck_assert_uint_ge(statOf(*cache, "expirations"), 1);
        put(*cache, 1);
        ck_assert(holds(*cache, 1));
    });
}
END_TEST

START_TEST(whatComesFromDiskIsAsOldAsItWas)
{
    Caching caching;
    caching.settings.ttl = 100 * kSecond;
    put(*caching.open(), 1);
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open();
    caching.now += 90 * kSecond;
    ck_assert(holds(*cache, 1));
    caching.now += 20 * kSecond;
    ck_assert(!holds(*cache, 1));
}
END_TEST

START_TEST(withoutALimitNothingGrowsOld)
{
    everywhere([](Caching& caching) {
        caching.settings.ttl = 0;
        const auto cache = caching.open();
        put(*cache, 1);
        caching.now += 100ull * 365 * 24 * 3600 * kSecond;
        ck_assert(holds(*cache, 1));
    });
}
END_TEST

START_TEST(aClockThatIsSetBackLosesNothingAndKeepsNothingForever)
{
    Caching caching;
    caching.settings.ttl = 100 * kSecond;
    auto cache = caching.open();
    put(*cache, 1);
    caching.now -= 1'000'000 * kSecond;
    ck_assert(holds(*cache, 1));
    caching.now += 99 * kSecond;
    ck_assert(holds(*cache, 1));
    caching.now += 2 * kSecond;
    ck_assert(!holds(*cache, 1));  // its age began anew when it was seen
    quiet(*cache);
}
END_TEST

START_TEST(theOldOnesMakeRoomFirst)
{
    Caching caching;
    caching.settings.ttl = 100 * kSecond;
    caching.settings.maxBytes = 3 * costOf(pictureOf(1));
    const auto cache = caching.open();
    put(*cache, 1);
    caching.now += 60 * kSecond;
    put(*cache, 2);
    put(*cache, 3);
    caching.now += 60 * kSecond;
    ck_assert(holds(*cache, 2));
    put(*cache, 4);
    ck_assert(holds(*cache, 2) && holds(*cache, 3) && holds(*cache, 4));
    ck_assert_uint_eq(statOf(*cache, "disk-expirations"), 1);
    ck_assert_uint_eq(statOf(*cache, "disk-evictions"), 0);
}
END_TEST

START_TEST(theOneUnusedForLongestGoes)
{
    Caching caching;
    caching.settings.maxBytes = 3 * costOf(pictureOf(1));
    auto cache = caching.open();
    for (const int number : {1, 2, 3})
        put(*cache, number);
    ck_assert(holds(*cache, 1));
    put(*cache, 4);
    ck_assert(!holds(*cache, 2));
    ck_assert(holds(*cache, 1) && holds(*cache, 3) && holds(*cache, 4));
    ck_assert_uint_eq(statOf(*cache, "disk-evictions"), 1);
    ck_assert_uint_le(statOf(*cache, "bytes"), caching.settings.maxBytes);
    ck_assert(!std::filesystem::exists(caching.blobPath(pictureOf(2))));
    cache = caching.open();  // and what was used is known afterwards
    put(*cache, 5);
    ck_assert(!holds(*cache, 1));
    ck_assert(holds(*cache, 3));
}
END_TEST

START_TEST(useInMemoryIsUseOnDisk)
{
    Caching caching;
    caching.settings.memoryBytes = 1 << 20;
    caching.settings.maxBytes = 3 * costOf(pictureOf(1));
    const auto cache = caching.open();
    for (const int number : {1, 2, 3})
        put(*cache, number);
    ck_assert(holds(*cache, 1));
    ck_assert_uint_eq(statOf(*cache, "memory-hits"), 1);
    put(*cache, 4);
    caching.settings.memoryBytes = 0;
    const auto other = caching.open();
    ck_assert(holds(*other, 1));
    ck_assert(!holds(*other, 2));
}
END_TEST

START_TEST(useIsWrittenDownInTimeForOthers)
{
    Caching caching;
    caching.settings.maxBytes = 3 * costOf(pictureOf(1));
    const auto reader = caching.open(), writer = caching.open();
    for (const int number : {1, 2, 3})
        put(*writer, number);
    ck_assert(holds(*reader, 1));
    caching.now += 61 * kSecond;
    ck_assert(holds(*reader, 1));
    put(*writer, 4);
    ck_assert(holds(*writer, 1));
    ck_assert(!holds(*writer, 2));
}
END_TEST

START_TEST(whatIsLargerThanAllIsNotKept)
{
    everywhere([](Caching& caching) {
        caching.settings.maxBytes = 2000;
        caching.settings.memoryBytes = std::min<size_t>(caching.settings.memoryBytes, 2000);
        const auto cache = caching.open();
        put(*cache, 1);
        cache->insert(keyOf(2), pictureOf(2, 2000));
        ck_assert(!cache->find(keyOf(2)));
        ck_assert(holds(*cache, 1));
        cache->insert(keyOf(1), pictureOf(1, 3000));  // nor is what it should have replaced
        ck_assert(!cache->find(keyOf(1)));
        quiet(*cache);
    });
}
END_TEST

START_TEST(limitsCountFromNowOn)
{
    Caching caching;
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open();
    for (int number = 0; number < 20; ++number)
        put(*cache, number);
    caching.settings.memoryBytes = 2 * costOf(pictureOf(10));
    caching.settings.maxBytes = 5 * costOf(pictureOf(10));
    cache->limit(caching.settings);
    ck_assert_uint_eq(statOf(*cache, "disk-entries"), 5);
    ck_assert_uint_eq(statOf(*cache, "memory-entries"), 2);
    for (int number = 15; number < 20; ++number)
        ck_assert(holds(*cache, number));
    caching.settings.ttl = kSecond;
    cache->limit(caching.settings);
    caching.now += 2 * kSecond;
    ck_assert(!holds(*cache, 19));
}
END_TEST

START_TEST(withoutBytesNothingIsKeptOnDisk)
{
    Caching caching;
    put(*caching.open(), 1);
    caching.settings.maxBytes = 0;
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open();
    ck_assert(!std::filesystem::exists(caching.blobPath(pictureOf(1))));
    put(*cache, 2);
    cache->keepJob(keyOf(2), "{}", 0);
    ck_assert(holds(*cache, 2));
    ck_assert(cache->job(keyOf(2)) == "{}");
    ck_assert_uint_eq(statOf(*cache, "disk-entries"), 0);
    const auto other = caching.open();
    ck_assert(!holds(*other, 2));
    ck_assert(!other->job(keyOf(2)));
}
END_TEST

START_TEST(aRefusalIsRememberedForAnHour)
{
    everywhere([](Caching& caching) {
        const auto cache = caching.open();
        ck_assert(!cache->refusal(keyOf(1)));
        cache->refuse(keyOf(1), "the service refused to draw this");
        ck_assert(cache->refusal(keyOf(1)) == "the service refused to draw this");
        ck_assert(!cache->refusal(keyOf(2)));
        ck_assert(!cache->job(keyOf(1)));
        ck_assert(!cache->find(keyOf(1)));
        caching.now += 3600 * kSecond - 1;
        ck_assert(cache->refusal(keyOf(1)).has_value());
        caching.now += 1;
        ck_assert(!cache->refusal(keyOf(1)));
        cache->refuse(keyOf(1), "again");
        ck_assert(cache->refusal(keyOf(1)) == "again");
        quiet(*cache);
    });
}
END_TEST

START_TEST(aRefusalEndsAlsoWhenTheClockWasAhead)
{
    Caching caching;
    const auto cache = caching.open();
    cache->refuse(keyOf(1), "no");
    caching.now -= 1'000'000 * kSecond;
    ck_assert(cache->refusal(keyOf(1)) == "no");
    caching.now += 3600 * kSecond;
    ck_assert(!cache->refusal(keyOf(1)));
}
END_TEST

START_TEST(aPaidJobIsFoundByTheNextProcess)
{
    Caching caching;
    const std::string job = "{\"provider\":\"flux\",\"poll-uri\":\"https://h/1\"}";
    caching.open()->keepJob(keyOf(1), job, 600 * kSecond);
    caching.open()->keepJob(keyOf(2), "{}", 0);
    const auto cache = caching.open();
    ck_assert(cache->job(keyOf(1)) == job);
    ck_assert(!cache->refusal(keyOf(1)));
    caching.now += 600 * kSecond;
    ck_assert(!cache->job(keyOf(1)));
    caching.now += 1000000 * kSecond;
    ck_assert(cache->job(keyOf(2)) == "{}");
    cache->dropJob(keyOf(2));
    ck_assert(!cache->job(keyOf(2)));
    ck_assert(!caching.open()->job(keyOf(2)));
    cache->dropJob(keyOf(3));
    quiet(*cache);
}
END_TEST

START_TEST(jobsAreAsManyAsCanBe)
{
    everywhere([](Caching& caching) {
        const auto cache = caching.open();
        cache->refuse(keyOf(0), "no");
        for (int number = 0; number < 1100; ++number)
            cache->keepJob(keyOf(number), "{}", 0);
        ck_assert(!cache->job(keyOf(0)) || caching.settings.location.empty());
        ck_assert(cache->job(keyOf(1099)).has_value());
        ck_assert(cache->job(keyOf(1099 - 1023)).has_value());
        ck_assert(cache->refusal(keyOf(0)).has_value());
        cache->keepJob(keyOf(5000), std::string(70'000, ' '), 0);  // nobody's line of JSON
        ck_assert(!cache->job(keyOf(5000)));
    });
}
END_TEST

START_TEST(itIsCountedWhatHappens)
{
    Caching caching;
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open();
    ck_assert(!cache->stats().number("hit-rate"));
    put(*cache, 1);
    put(*cache, 2);
    ck_assert(holds(*cache, 1));
    ck_assert(!holds(*cache, 3));
    const std::map<std::string, double> wanted = {
        {"hits", 1},        {"misses", 1},         {"hit-rate", 0.5},
        {"evictions", 0},   {"expirations", 0},    {"corrupt", 0},
        {"swept", 0},       {"entries", 2},        {"bytes", 2.0 * costOf(pictureOf(1))},
        {"memory-hits", 1}, {"memory-entries", 2}, {"memory-bytes", 2.0 * costOf(pictureOf(1))},
        {"disk-hits", 0},   {"disk-entries", 2}};
    const Record stats = cache->stats();
    for (const auto& [name, value] : wanted)
        ck_assert_msg(stats.number(name) == value, "%s is %g", name.c_str(),
                      stats.number(name).value_or(-1.0));
    caching.settings.location.clear();
    ck_assert(caching.open()->stats().find("disk-hits") == nullptr);
}
END_TEST

START_TEST(oneLocationIsOneCache)
{
    Caching caching;
    caching.settings.memoryBytes = 1 << 20;
    auto one = *PictureCache::shared(caching.settings);
    put(*one, 1);
    PictureCacheSettings other = caching.settings;
    other.location = caching.folder.path("./x/../cache/");
    other.memoryBytes = 10;
    const auto two = *PictureCache::shared(other);
    ck_assert_ptr_eq(one.get(), two.get());
    ck_assert_uint_eq(statOf(*one, "memory-entries"), 0);  // limits of the latest
    other.location = caching.folder.path("elsewhere");
    const auto elsewhere = *PictureCache::shared(other);
    ck_assert_ptr_ne(one.get(), elsewhere.get());
    ck_assert(!holds(*elsewhere, 1));
    other.location.clear();
    const auto inMemory = *PictureCache::shared(other);
    ck_assert_ptr_eq(inMemory.get(), (*PictureCache::shared(other)).get());
}
END_TEST

START_TEST(aSharedCacheGoesWithItsLastUser)
{
    Caching caching;
    caching.settings.location.clear();
    caching.settings.memoryBytes = 1 << 20;
    auto one = *PictureCache::shared(caching.settings);
    put(*one, 1);
    auto two = *PictureCache::shared(caching.settings);
    one.reset();
    ck_assert(holds(*two, 1));
    two.reset();
    ck_assert(!holds(**PictureCache::shared(caching.settings), 1));
    caching.settings.location = "/dev/null/cache";
    ck_assert(!PictureCache::shared(caching.settings));
    ck_assert(!PictureCache::shared(caching.settings));
}
END_TEST

int main()
{
    return animatize::test::run("picture-cache",
                                {whatWasPutInComesOutByteForByte,
                                 theLastOneOfAKeyCounts,
                                 keysMayHaveTheSamePicture,
                                 itOutlivesItsProcess,
                                 memoryIsAskedFirst,
                                 entriesGrowOld,
                                 whatComesFromDiskIsAsOldAsItWas,
                                 withoutALimitNothingGrowsOld,
                                 aClockThatIsSetBackLosesNothingAndKeepsNothingForever,
                                 theOldOnesMakeRoomFirst,
                                 theOneUnusedForLongestGoes,
                                 useInMemoryIsUseOnDisk,
                                 useIsWrittenDownInTimeForOthers,
                                 whatIsLargerThanAllIsNotKept,
                                 limitsCountFromNowOn,
                                 withoutBytesNothingIsKeptOnDisk,
                                 aRefusalIsRememberedForAnHour,
                                 aRefusalEndsAlsoWhenTheClockWasAhead,
                                 aPaidJobIsFoundByTheNextProcess,
                                 jobsAreAsManyAsCanBe,
                                 itIsCountedWhatHappens,
                                 oneLocationIsOneCache,
                                 aSharedCacheGoesWithItsLastUser});
}
