// A build without SQLite says so when a folder is named, and works in memory.
#include "caching.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(aFolderIsAnErrorThatSaysWhatIsMissing)
{
    Caching caching;
    for (const auto& cache : {caching.tryOpen(), PictureCache::shared(caching.settings)}) {
        ck_assert(!cache);
        ck_assert(cache.error().message.find("libsqlite3-dev") != std::string::npos);
        ck_assert(cache.error().message.find(caching.settings.location) != std::string::npos);
    }
    ck_assert(!std::filesystem::exists(caching.settings.location));
}
END_TEST

START_TEST(memoryIsStillThere)
{
    Caching caching;
    caching.settings.location.clear();
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open();
    put(*cache, 1);
    cache->refuse(keyOf(2), "no");
    cache->keepJob(keyOf(3), "{}", 0);
    ck_assert(holds(*cache, 1));
    ck_assert(cache->refusal(keyOf(2)) == "no");
    ck_assert(cache->job(keyOf(3)) == "{}");
    cache->dropJob(keyOf(3));
    ck_assert(!cache->job(keyOf(3)));
    quiet(*cache);
}
END_TEST

int main()
{
    return animatize::test::run("picture-cache-absent",
                                {aFolderIsAnErrorThatSaysWhatIsMissing, memoryIsStillThere});
}
