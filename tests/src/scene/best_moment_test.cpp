#include "scene/best_moment.h"

#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(theBestIsKeptAndOfEqualsTheFirst)
{
    BestMoment best;
    ck_assert(!best.before(UINT64_MAX));
    const double scores[] = {0.2, 0.5, 0.4, 0.5, 0.1};
    for (int i = 0; i < 5; ++i)
        best.offer(timeOf(i), scores[i]);
    ck_assert_uint_eq(best.before(UINT64_MAX)->time.now, timeOf(1).now);
    ck_assert_double_eq(best.before(UINT64_MAX)->score, 0.5);
    best.reset();
    ck_assert(!best.before(UINT64_MAX));
}
END_TEST

START_TEST(whatComesAfterTheLimitDoesNotCount)
{
    BestMoment best;
    for (int i = 0; i < 50; ++i)
        best.offer(timeOf(i), 0.01 * i);
    ck_assert_uint_eq(best.before(timeOf(20).now)->time.now, timeOf(19).now);
    ck_assert(!best.before(0));
}
END_TEST

START_TEST(aLongRiseIsStillKnownWithinItsMemory)
{
    // More highs than are kept, over much more time than is looked back.
    BestMoment best;
    for (int i = 0; i < 3000; ++i)
        best.offer(timeOf(i), i / 3000.0);
    ck_assert_uint_eq(best.before(UINT64_MAX)->time.now, timeOf(2999).now);
    const auto earlier = best.before(timeOf(2900).now);
    ck_assert(earlier);
    ck_assert_uint_lt(earlier->time.now, timeOf(2900).now);
}
END_TEST

int main()
{
    return run("best-moment", {theBestIsKeptAndOfEqualsTheFirst, whatComesAfterTheLimitDoesNotCount,
                               aLongRiseIsStillKnownWithinItsMemory});
}
