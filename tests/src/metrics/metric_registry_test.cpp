// Sums over scopes and threads, what stays when they go, and how many series there can be.
#include "metrics/metric_registry.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "metrics/cache_metrics.h"
#include "support/suite.h"

using namespace animatize;

namespace {

const LabelValues kLate{"animatizemotion", "late"};

/// All series of a metric; an empty family when there are none.
MetricFamily familyOf(const MetricRegistry& registry, Metric metric)
{
    for (MetricFamily& family : registry.collect())
        if (family.row->metric == metric)
            return family;
    return {&rowOf(metric), {}};
}

double sumOf(const MetricFamily& family)
{
    double sum = 0.0;
    for (const MetricSeries& series : family.series)
        sum += series.value;
    return sum;
}

}  // namespace

START_TEST(scopesAreSummed)
{
    MetricRegistry registry;
    MetricScope first(registry), second(registry);
    first.counter(Metric::FramesSkipped, kLate).add(3);
    second.counter(Metric::FramesSkipped, kLate).add();
    second.counter(Metric::FramesSkipped, {"animatizemotion", "failed"}).add(10);
    ck_assert_double_eq(registry.value(Metric::FramesSkipped, kLate), 4.0);
    ck_assert_uint_eq(first.total(Metric::FramesSkipped), 3);
    ck_assert_uint_eq(second.total(Metric::FramesSkipped), 11);
    ck_assert_uint_eq(second.total(Metric::Shots), 0);
}
END_TEST

START_TEST(anInstrumentIsTheSameEachTime)
{
    MetricRegistry registry;
    MetricScope scope(registry);
    Counter& events = scope.counter(Metric::MotionEvents);
    ck_assert(&events == &scope.counter(Metric::MotionEvents));
    ck_assert(&scope.counter(Metric::Shots, {"cut"}) != &scope.counter(Metric::Shots, {"fade"}));
    ck_assert_uint_eq(familyOf(registry, Metric::Shots).series.size(), 2);
    ck_assert_double_eq(sumOf(familyOf(registry, Metric::Shots)), 0.0);
}
END_TEST

START_TEST(whatWasCountedStaysWhenTheScopeIsGone)
{
    MetricRegistry registry;
    for (int i = 0; i < 3; ++i) {
        MetricScope scope(registry);
        scope.counter(Metric::MotionEvents).add(2);
        scope.histogram(Metric::FrameDuration, {"animatizegen"}).add(5'000'000);
        scope.gauge(Metric::QueueDepth, {"llm"}).set(7);
        ck_assert_double_eq(registry.value(Metric::MotionEvents), 2.0 * (i + 1));
        ck_assert_double_eq(registry.value(Metric::QueueDepth, {"llm"}), 7.0);
    }
    ck_assert_double_eq(registry.value(Metric::MotionEvents), 6.0);
    const MetricFamily times = familyOf(registry, Metric::FrameDuration);
    ck_assert_uint_eq(times.series.at(0).times.count(), 3);
    ck_assert_uint_eq(times.series.at(0).times.sum(), 15'000'000);
    ck_assert(familyOf(registry, Metric::QueueDepth).series.empty());
}
END_TEST

START_TEST(gaugesAreSummedOrTheLargest)
{
    MetricRegistry registry;
    MetricScope first(registry), second(registry);
    first.gauge(Metric::QueueDepth, {"generation"}).set(2);
    second.gauge(Metric::QueueDepth, {"generation"}).set(3);
    ck_assert_double_eq(registry.value(Metric::QueueDepth, {"generation"}), 5.0);
    first.gauge(Metric::FrameGapMax, {"animatizegen"}).raise(40'000'000);
    first.gauge(Metric::FrameGapMax, {"animatizegen"}).raise(30'000'000);
    second.gauge(Metric::FrameGapMax, {"animatizegen"}).raise(20'000'000);
    ck_assert_double_eq_tol(registry.value(Metric::FrameGapMax, {"animatizegen"}), 0.04, 1e-12);
}
END_TEST

START_TEST(aWatchIsAskedWhenSomebodyWantsToKnow)
{
    MetricRegistry registry;
    uint64_t state = 0;
    {
        MetricScope scope(registry);
        scope.watch(Metric::BreakerState, {"flux"}, [&] { return state; });
        ck_assert_double_eq(registry.value(Metric::BreakerState, {"flux"}), 0.0);
        state = 2;
        ck_assert_double_eq(registry.value(Metric::BreakerState, {"flux"}), 2.0);
        ck_assert_uint_eq(familyOf(registry, Metric::BreakerState).series.size(), 1);
    }
    ck_assert(familyOf(registry, Metric::BreakerState).series.empty());
}
END_TEST

START_TEST(freeValuesAreBoundedAndNothingIsLost)
{
    MetricRegistry registry;
    MetricScope scope(registry);
    constexpr int kBackends = 100;
    for (int i = 0; i < kBackends; ++i)
        scope.counter(Metric::Keyframes, {"backend-" + std::to_string(i)}).add();
    const MetricFamily family = familyOf(registry, Metric::Keyframes);
    ck_assert_uint_eq(family.series.size(), kMostFree + 1);
    ck_assert_double_eq(sumOf(family), kBackends);
    ck_assert_double_eq(registry.value(Metric::Keyframes, {kOtherValue}), kBackends - kMostFree);
    ck_assert_double_eq(registry.value(Metric::Keyframes, {"backend-0"}), 1.0);
}
END_TEST

START_TEST(boundsAreOfTheFreeValuesNotOfTheirCompany)
{
    MetricRegistry registry;
    MetricScope scope(registry);
    for (size_t i = 0; i < 2 * kMostFree; ++i)
        for (const char* outcome : {"answered", "server", "billing"})
            scope.counter(Metric::Requests, {"b" + std::to_string(i), outcome}).add();
    const MetricFamily family = familyOf(registry, Metric::Requests);
    ck_assert_uint_eq(family.series.size(), 3 * (kMostFree + 1));
    ck_assert_double_eq(registry.value(Metric::Requests, {kOtherValue, "billing"}), kMostFree);
}
END_TEST

START_TEST(aBoundedValueComesBackToItsSeries)
{
    MetricRegistry registry;
    for (int round = 0; round < 2; ++round) {
        MetricScope scope(registry);
        for (size_t i = 0; i < kMostFree + 3; ++i)
            scope.counter(Metric::Keyframes, {"b" + std::to_string(i)}).add();
    }
    ck_assert_double_eq(registry.value(Metric::Keyframes, {"b1"}), 2.0);
    ck_assert_double_eq(registry.value(Metric::Keyframes, {kOtherValue}), 6.0);
}
END_TEST

START_TEST(gaugesThatAreGoneMakeRoom)
{
    MetricRegistry registry;
    for (size_t i = 0; i < 3 * kMostFree; ++i) {
        MetricScope scope(registry);
        const std::string backend = "b" + std::to_string(i);
        scope.gauge(Metric::Cooldown, {backend}).set(1);
        ck_assert_double_gt(registry.value(Metric::Cooldown, {backend}), 0.0);
    }
}
END_TEST

START_TEST(wordsFromOutsideAreMadeHarmless)
{
    MetricRegistry registry;
    MetricScope scope(registry);
    scope.counter(Metric::Keyframes, {std::string("b\xff\xfe")}).add();
    scope.counter(Metric::Keyframes, {std::string(5000, 'x')}).add();
    scope.counter(Metric::Shots, {"wipe"}).add();
    scope.counter(Metric::FramesSkipped, {"videoconvert"}).add();
    for (const MetricSeries& series : familyOf(registry, Metric::Keyframes).series) {
        ck_assert_uint_le(series.labels.at(0).size(), 64);
        ck_assert(series.labels[0].find('\xff') == std::string::npos);
    }
    ck_assert_double_eq(registry.value(Metric::Shots, {kOtherValue}), 1.0);
    ck_assert_double_eq(registry.value(Metric::FramesSkipped, {kOtherValue, kOtherValue}), 1.0);
}
END_TEST

START_TEST(whatACacheCountsIsSeen)
{
    MetricRegistry registry;
    const auto scope = std::make_shared<MetricScope>(registry);
    CacheMetrics metrics(scope, "analysis");
    CacheCounters counters;
    counters.hits = 3;
    counters.misses = 4;
    counters.entries = 2;
    counters.bytes = 4096;
    metrics.take(counters);
    counters.hits = 5;
    counters.bytes = 1024;
    metrics.take(counters);
    ck_assert_double_eq(registry.value(Metric::CacheHits, {"analysis"}), 5.0);
    ck_assert_double_eq(registry.value(Metric::CacheMisses, {"analysis"}), 4.0);
    ck_assert_double_eq(registry.value(Metric::CacheBytes, {"analysis"}), 1024.0);
    ck_assert_double_eq(registry.value(Metric::CacheEntries, {"analysis"}), 2.0);
    ck_assert_uint_eq(metrics.counters().hits, 5);
}
END_TEST

START_TEST(aSummaryCountsFromItsOwnBeginning)
{
    Counter events;
    events.add(5);
    CountSince since(events);
    since.add();
    events.add(2);
    ck_assert_uint_eq(since.value(), 3);
    since.restart();
    ck_assert_uint_eq(since.value(), 0);
    ck_assert_uint_eq(events.value(), 8);
}
END_TEST

START_TEST(theProcessSaysWhatItIs)
{
    const MetricFamily build = familyOf(MetricRegistry::process(), Metric::BuildInfo);
    ck_assert_uint_eq(build.series.size(), 1);
    ck_assert_double_eq(build.series[0].value, 1.0);
    ck_assert(!build.series[0].labels.at(0).empty());
}
END_TEST

// Threads that count in scopes that come and go, while others read: nothing is lost, and what is
// read never goes back.
START_TEST(threadsLoseNothingAndSumsNeverGoBack)
{
    constexpr int kThreads = 4, kScopes = 50, kCounts = 100;
    MetricRegistry registry;
    std::atomic<bool> done{false};
    std::thread reader([&] {
        double before = 0.0;
        uint64_t times = 0;
        while (!done) {
            const double now = sumOf(familyOf(registry, Metric::MotionEvents));
            ck_assert_double_ge(now, before);
            before = now;
            for (const MetricSeries& series : familyOf(registry, Metric::StageDuration).series) {
                ck_assert_uint_ge(series.times.count(), times);
                times = series.times.count();
            }
        }
    });
    std::vector<std::thread> counting;
    for (int t = 0; t < kThreads; ++t)
        counting.emplace_back([&] {
            for (int s = 0; s < kScopes; ++s) {
                MetricScope scope(registry);
                Counter& events = scope.counter(Metric::MotionEvents);
                Histogram& times = scope.histogram(Metric::StageDuration, {"motion"});
                scope.watch(Metric::BreakerState, {"flux"}, [] { return uint64_t{1}; });
                for (int i = 0; i < kCounts; ++i) {
                    events.add();
                    times.add(1000);
                }
            }
        });
    for (std::thread& thread : counting)
        thread.join();
    done = true;
    reader.join();
    ck_assert_double_eq(registry.value(Metric::MotionEvents), kThreads * kScopes * kCounts);
    const MetricFamily times = familyOf(registry, Metric::StageDuration);
    ck_assert_uint_eq(times.series.at(0).times.count(), kThreads * kScopes * kCounts);
}
END_TEST

// Several threads that share one scope.
START_TEST(oneScopeMayHaveManyThreads)
{
    constexpr int kThreads = 4, kCounts = 500, kFrames = 200'000;
    MetricRegistry registry;
    MetricScope scope(registry);
    Counter& frames = scope.counter(Metric::FramesAnalysed, {"animatizegen"});
    std::vector<std::thread> counting;
    for (int t = 0; t < kThreads; ++t)
        counting.emplace_back([&, t] {
            for (int i = 0; i < kCounts; ++i) {
                scope.counter(Metric::Keyframes, {"b" + std::to_string(i % 7)}).add();
                scope.histogram(Metric::RequestDuration, {"b" + std::to_string(t)}).add(1000);
            }
            for (int i = 0; i < kFrames; ++i)
                frames.add();
        });
    for (std::thread& thread : counting)
        thread.join();
    ck_assert_uint_eq(frames.value(), kThreads * kFrames);
    ck_assert_uint_eq(scope.total(Metric::Keyframes), kThreads * kCounts);
    ck_assert_double_eq(sumOf(familyOf(registry, Metric::Keyframes)), kThreads * kCounts);
}
END_TEST

int main()
{
    return animatize::test::run(
        "metric_registry",
        {scopesAreSummed, anInstrumentIsTheSameEachTime, whatWasCountedStaysWhenTheScopeIsGone,
         gaugesAreSummedOrTheLargest, aWatchIsAskedWhenSomebodyWantsToKnow,
         freeValuesAreBoundedAndNothingIsLost, boundsAreOfTheFreeValuesNotOfTheirCompany,
         aBoundedValueComesBackToItsSeries, gaugesThatAreGoneMakeRoom,
         wordsFromOutsideAreMadeHarmless, whatACacheCountsIsSeen, aSummaryCountsFromItsOwnBeginning,
         theProcessSaysWhatItIs, threadsLoseNothingAndSumsNeverGoBack, oneScopeMayHaveManyThreads});
}
