// Percentiles out of bounded memory: right within a bucket, whatever the order.
#include "metrics/time_histogram.h"

#include "support/suite.h"

using animatize::TimeHistogram;

START_TEST(percentilesAreWithinABucket)
{
    TimeHistogram times;
    for (uint64_t us = 1; us <= 1000; ++us)
        times.add(us * 1000);
    ck_assert_uint_eq(times.count(), 1000);
    ck_assert_uint_eq(times.maximum(), 1'000'000);
    ck_assert_uint_eq(times.mean(), 500'500);
    ck_assert_double_eq_tol(static_cast<double>(times.percentile(0.5)), 500e3, 50e3);
    ck_assert_double_eq_tol(static_cast<double>(times.percentile(0.99)), 990e3, 95e3);
}
END_TEST

START_TEST(anEmptyOneSaysZero)
{
    const TimeHistogram times;
    ck_assert_uint_eq(times.percentile(0.5), 0);
    ck_assert_uint_eq(times.mean(), 0);
}
END_TEST

START_TEST(extremesStayInBounds)
{
    TimeHistogram times;
    times.add(0);
    times.add(UINT64_C(1) << 62);
    ck_assert_uint_eq(times.percentile(1.0), UINT64_C(1) << 62);
    ck_assert_uint_le(times.percentile(0.1), 1100);
}
END_TEST

START_TEST(countsUpToAnEdgeAreExact)
{
    TimeHistogram times;
    for (const uint64_t ns : {0, 1000, 2000, 2001, 4000, 4001})
        times.add(ns);
    ck_assert_uint_eq(times.countUpTo(8), 3);   // 2 us
    ck_assert_uint_eq(times.countUpTo(16), 5);  // 4 us
    ck_assert_uint_eq(times.countUpTo(24), 6);
    ck_assert_uint_eq(times.countUpTo(0), 0);
    times.add(UINT64_C(1) << 62);  // longer than any edge
    ck_assert_uint_eq(times.countUpTo(26 * 8), 6);
    ck_assert_uint_eq(times.count(), 7);
}
END_TEST

START_TEST(twoTogetherAreAsIfAllHadBeenToldToOne)
{
    TimeHistogram first, second, whole;
    for (uint64_t i = 0; i < 500; ++i) {
        const uint64_t ns = 700 + i * i * 997;
        (i % 3 ? first : second).add(ns);
        whole.add(ns);
    }
    first += second;
    ck_assert_uint_eq(first.count(), whole.count());
    ck_assert_uint_eq(first.sum(), whole.sum());
    ck_assert_uint_eq(first.maximum(), whole.maximum());
    for (int edge = 1; edge < 208; ++edge)
        ck_assert_uint_eq(first.countUpTo(edge), whole.countUpTo(edge));
    for (double share = 0.0; share <= 1.0; share += 0.05)
        ck_assert_uint_eq(first.percentile(share), whole.percentile(share));
}
END_TEST

int main()
{
    return animatize::test::run(
        "time_histogram", {percentilesAreWithinABucket, anEmptyOneSaysZero, extremesStayInBounds,
                           countsUpToAnEdgeAreExact, twoTogetherAreAsIfAllHadBeenToldToOne});
}
