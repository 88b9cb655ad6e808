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

int main()
{
    return animatize::test::run(
        "time_histogram", {percentilesAreWithinABucket, anEmptyOneSaysZero, extremesStayInBounds});
}
