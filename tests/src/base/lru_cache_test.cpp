#include "base/lru_cache.h"

#include <string>

#include "support/suite.h"

namespace animatize::test {
namespace {

using Cache = LruCache<int, std::string>;

bool has(Cache& cache, int key, uint64_t now = 0)
{
    return cache.find(key, now) != nullptr;
}

}  // namespace

START_TEST(whatWasPutInComesOut)
{
    Cache cache;
    ck_assert(!has(cache, 1));
    cache.insert(1, "one", 3, 0);
    const std::string* found = cache.find(1, 0);
    ck_assert_ptr_nonnull(found);
    ck_assert_str_eq(found->c_str(), "one");
    cache.insert(1, "uno", 5, 0);
    ck_assert_str_eq(cache.find(1, 0)->c_str(), "uno");
    const CacheCounters counters = cache.counters();
    ck_assert_uint_eq(counters.hits, 2);
    ck_assert_uint_eq(counters.misses, 1);
    ck_assert_uint_eq(counters.entries, 1);
    ck_assert_uint_eq(counters.bytes, 5);
}
END_TEST

START_TEST(theOneUnusedForLongestGoes)
{
    Cache cache;
    cache.limit({2, 100, 100});
    cache.insert(1, "one", 1, 0);
    cache.insert(2, "two", 1, 0);
    ck_assert(has(cache, 1));
    cache.insert(3, "three", 1, 0);
    ck_assert(has(cache, 1));
    ck_assert(!has(cache, 2));
    ck_assert(has(cache, 3));
}
END_TEST

START_TEST(bytesAreBounded)
{
    Cache cache;
    cache.limit({10, 100, 100});
    cache.insert(1, "one", 60, 0);
    cache.insert(2, "two", 50, 0);
    ck_assert(!has(cache, 1));
    ck_assert_uint_eq(cache.counters().bytes, 50);
    cache.insert(3, "too large", 101, 0);
    ck_assert(!has(cache, 3));
    ck_assert(has(cache, 2));
    cache.limit({10, 40, 100});
    ck_assert(!has(cache, 2));
    ck_assert_uint_eq(cache.counters().bytes, 0);
}
END_TEST

START_TEST(whatIsOldIsForgottenButNotByASeekBack)
{
    Cache cache;
    cache.limit({10, 100, 50});
    cache.insert(1, "one", 1, 1000);
    ck_assert(has(cache, 1, 1050));
    ck_assert(!has(cache, 1, 1051));
    ck_assert_uint_eq(cache.counters().entries, 0);
    cache.insert(1, "one", 1, 1000);
    ck_assert(has(cache, 1, 10));
}
END_TEST

START_TEST(withoutEntriesNothingIsKept)
{
    Cache cache;
    cache.limit({0, 100, 100});
    cache.insert(1, "one", 1, 0);
    ck_assert(!has(cache, 1));
    cache.limit({1, 100, 100});
    cache.insert(1, "one", 1, 0);
    cache.limit({0, 100, 100});
    ck_assert(!has(cache, 1));
    ck_assert_uint_eq(cache.counters().bytes, 0);
}
END_TEST

START_TEST(whatIsErasedIsNoEviction)
{
    Cache cache;
    cache.insert(1, "one", 3, 0);
    cache.insert(2, "two", 3, 0);
    cache.erase(1);
    cache.erase(7);
    ck_assert(!has(cache, 1));
    ck_assert(has(cache, 2));
    ck_assert_uint_eq(cache.counters().bytes, 3);
    ck_assert_uint_eq(cache.counters().evictions, 0);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("lru-cache", {whatWasPutInComesOut, theOneUnusedForLongestGoes, bytesAreBounded,
                             whatIsOldIsForgottenButNotByASeekBack, withoutEntriesNothingIsKept,
                             whatIsErasedIsNoEviction});
}
