// What an element counts of a stream: the record of `stats`, the registry, and gaps between frames.
#include "gst/base/element_metrics.h"

#include "metrics/metric_registry.h"
#include "support/suite.h"

using namespace animatize;

namespace {

constexpr char kElement[] = "animatizemotion";
constexpr uint64_t kMs = 1'000'000;

double processValue(Metric metric, const LabelValues& labels)
{
    return MetricRegistry::process().value(metric, labels);
}

double longestGap()
{
    return processValue(Metric::FrameGapMax, {kElement});
}

uint64_t uintIn(const Record& record, const char* field)
{
    return static_cast<uint64_t>(*record.number(field));
}

}  // namespace

START_TEST(theRecordAndTheRegistryAgree)
{
    const double before = processValue(Metric::FramesAnalysed, {kElement});
    ElementMetrics metrics(kElement);
    metrics.analysed.add(10);
    metrics.late.add(2);
    metrics.unreadable.add();
    metrics.failed.add();
    metrics.messages.add(3);
    metrics.times.add(5 * kMs);
    metrics.times.add(7 * kMs);
    const Record record = metrics.record();
    ck_assert_uint_eq(uintIn(record, "frames"), 14);
    ck_assert_uint_eq(uintIn(record, "analysed"), 10);
    ck_assert_uint_eq(uintIn(record, "skipped"), 4);
    ck_assert_uint_eq(uintIn(record, "messages"), 3);
    ck_assert_uint_eq(uintIn(record, "time-mean"), 6 * kMs);
    ck_assert_uint_eq(uintIn(record, "time-max"), 7 * kMs);
    ck_assert_double_eq(processValue(Metric::FramesAnalysed, {kElement}) - before, 10.0);
    ck_assert_double_eq(processValue(Metric::FramesSkipped, {kElement, "late"}), 2.0);
}
END_TEST

START_TEST(anotherStreamBeginsAtZeroAndTheRegistryGoesOn)
{
    for (int stream = 1; stream <= 3; ++stream) {
        ElementMetrics metrics(kElement);
        ck_assert_uint_eq(uintIn(metrics.record(), "frames"), 0);
        metrics.analysed.add(5);
        ck_assert_uint_eq(uintIn(metrics.record(), "frames"), 5);
        ck_assert_double_eq(processValue(Metric::FramesAnalysed, {kElement}), 5.0 * stream);
    }
}
END_TEST

START_TEST(whereNothingWasCountedAllIsZero)
{
    const Record record = ElementMetrics::emptyRecord();
    const Record made = ElementMetrics(kElement).record();
    ck_assert_uint_eq(record.fields().size(), made.fields().size());
    for (const Field& field : record.fields())
        ck_assert_double_eq(*record.number(field.name), 0.0);
}
END_TEST

START_TEST(gapsAreBetweenFrames)
{
    ElementMetrics metrics(kElement);
    metrics.entered(1000 * kMs);
    ck_assert_double_eq(longestGap(), 0.0);
    metrics.entered(1040 * kMs);
    metrics.entered(1140 * kMs);
    metrics.entered(1160 * kMs);
    ck_assert_double_eq_tol(processValue(Metric::FrameGap, {kElement}), 0.02, 1e-9);
    ck_assert_double_eq_tol(longestGap(), 0.1, 1e-9);
    metrics.ended();
    ck_assert_double_eq(longestGap(), 0.0);
    ck_assert_double_eq(processValue(Metric::FrameGap, {kElement}), 0.0);
}
END_TEST

START_TEST(aStreamThatStoodStillHasNoGap)
{
    ElementMetrics metrics(kElement);
    metrics.entered(1000 * kMs);
    metrics.entered(1040 * kMs);
    metrics.interrupted();
    metrics.entered(9000 * kMs);
    metrics.entered(9050 * kMs);
    ck_assert_double_eq_tol(longestGap(), 0.05, 1e-9);
}
END_TEST

int main()
{
    return animatize::test::run(
        "element_metrics",
        {theRecordAndTheRegistryAgree, anotherStreamBeginsAtZeroAndTheRegistryGoesOn,
         whereNothingWasCountedAllIsZero, gapsAreBetweenFrames, aStreamThatStoodStillHasNoGap});
}
