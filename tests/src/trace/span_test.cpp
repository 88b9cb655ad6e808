// Spans: when there are any, what they hold, and where they go.
#include "trace/span.h"

#include <cmath>
#include <set>
#include <thread>

#include "base/clock.h"
#include "support/span_collector.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(withoutASinkThereIsNothing)
{
    ck_assert(!isTracing());
    ck_assert_uint_eq(spanTime(), 0);
    TraceSpan span = TraceSpan::begin("shot");
    ck_assert(!span);
    ck_assert(!span.context());
    span.set("a", "b").set("c", 1.0).set("d", true).set("e", 7u).asClient().failed("broken");
    span.end();
    const Traced traced;
    ck_assert(!TraceSpan::within({}, "below nothing"));
    ck_assert(!TraceSpan::within(span.context(), "below nothing"));
    ck_assert(traced.spans().empty());
}
END_TEST

START_TEST(aSpanIsToldAtItsEndWithItsTimesAndItsParent)
{
    const Traced traced;
    {
        TraceSpan shot = TraceSpan::begin("shot");
        TraceSpan below = TraceSpan::within(shot.context(), "decode");
        below.asClient().failed("broken");
        ck_assert(traced.spans().empty());
    }
    const auto spans = traced.spans();
    ck_assert_uint_eq(spans.size(), 2);
    const SpanData &decode = spans[0], &shot = spans[1];
    sameText(decode.name, "decode");
    sameText(shot.name, "shot");
    ck_assert(decode.parent == shot.context.span && shot.parent == SpanId());
    ck_assert(decode.context.trace == shot.context.trace);
    ck_assert(decode.status == SpanStatus::Error && shot.status == SpanStatus::Unset);
    ck_assert(decode.kind == SpanKind::Client && shot.kind == SpanKind::Internal);
    sameText(attributeOf(decode, "error.type"), "broken");
    ck_assert(shot.start < decode.start && decode.start < decode.end && decode.end < shot.end);
}
END_TEST

START_TEST(idsAreNeverTheSame)
{
    const Traced traced;
    std::set<std::string> traces, spans;
    for (int i = 0; i < 1000; ++i) {
        const TraceContext context = TraceSpan::begin("x").context();
        ck_assert(static_cast<bool>(context));
        traces.insert(textOf(context.trace));
        spans.insert(textOf(context.span));
    }
    ck_assert_uint_eq(traces.size(), 1000);
    ck_assert_uint_eq(spans.size(), 1000);
}
END_TEST

START_TEST(attributesAreBounded)
{
    const Traced traced;
    {
        TraceSpan span = TraceSpan::begin(std::string(1000, 'n'));
        span.set("long", std::string(199, 'x') + "\xc3\xa4z");
        span.set("twice", "first").set("twice", "second");
        span.set("not a number", std::nan("")).set("much", UINT64_MAX).set("yes", true);
        span.set("broken", "\xff\xfe");
        for (unsigned i = 0; i < 100; ++i)
            span.set("a" + std::to_string(i), i);
    }
    const SpanData span = traced.spans().at(0);
    ck_assert_uint_eq(span.name.size(), TraceSpan::kMostText);
    ck_assert_uint_eq(span.attributes.size(), TraceSpan::kMostAttributes);
    sameText(attributeOf(span, "long"), std::string(199, 'x'));
    sameText(attributeOf(span, "twice"), "second");
    sameText(attributeOf(span, "not a number"), "");
    sameText(attributeOf(span, "much"), std::to_string(INT64_MAX));
    sameText(attributeOf(span, "yes"), "true");
    sameText(attributeOf(span, "broken"), "\xef\xbf\xbd\xef\xbf\xbd");
    sameText(attributeOf(span, "a0"), "0");
    sameText(attributeOf(span, "a99"), "");
}
END_TEST

START_TEST(aSpanMovesAndEndsOnce)
{
    const Traced traced;
    TraceSpan one = TraceSpan::begin("one");
    TraceSpan other = std::move(one);
    ck_assert(!one && other);
    other = TraceSpan::begin("two");
    ck_assert_uint_eq(traced.spans().size(), 1);
    sameText(traced.spans()[0].name, "one");
    other.end();
    other.end();
    ck_assert(!other);
    ck_assert_uint_eq(traced.spans().size(), 2);
}
END_TEST

START_TEST(aSpanCanBeginBeforeItIsMade)
{
    const Traced traced;
    const uint64_t begun = spanTime();
    spanTime();
    TraceSpan::begin("late", begun).end();
    ck_assert_uint_eq(traced.spans().at(0).start, begun);
    TraceSpan::begin("from tomorrow", begun + 1'000'000).end();
    const SpanData tomorrow = traced.spans().at(1);
    ck_assert_uint_eq(tomorrow.start, tomorrow.end);  // never less than nothing
}
END_TEST

START_TEST(aSpanEndsWhereItBegan)
{
    const auto first = std::make_shared<SpanCollector>(),
               second = std::make_shared<SpanCollector>();
    setSpanSink(first);
    TraceSpan span = TraceSpan::begin("first");
    setSpanSink(second);
    TraceSpan below = TraceSpan::within(span.context(), "second");
    setSpanSink(nullptr);
    ck_assert(!TraceSpan::within(span.context(), "third"));
    below.end();
    span.end();
    ck_assert_uint_eq(first->spans().size(), 1);
    ck_assert_uint_eq(second->spans().size(), 1);
    sameText(second->spans()[0].name, "second");
}
END_TEST

START_TEST(theTimeIsThatOfTheSystem)
{
    const auto collector = std::make_shared<SpanCollector>();
    setSpanSink(collector);
    const uint64_t before = systemTime();
    TraceSpan::begin("now").end();
    const uint64_t after = systemTime();
    setSpanSink(nullptr);
    const SpanData span = collector->spans().at(0);
    const uint64_t leeway = kSecond;  // the system's clock may be set meanwhile, by a little
    ck_assert(span.start + leeway >= before && span.end <= after + leeway);
}
END_TEST

START_TEST(severalSinksGetTheSame)
{
    const auto one = std::make_shared<SpanCollector>(), other = std::make_shared<SpanCollector>();
    setSpanSink(teeSpans({one, other}));
    TraceSpan::begin("both").end();
    setSpanSink(nullptr);
    ck_assert_uint_eq(one->spans().size(), 1);
    ck_assert(one->spans()[0].context == other->spans().at(0).context);
}
END_TEST

START_TEST(threadsTraceWhileSinksComeAndGo)
{
    const auto collector = std::make_shared<SpanCollector>();
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            while (!stop) {
                TraceSpan shot = TraceSpan::begin("shot");
                TraceSpan below = TraceSpan::within(shot.context(), "below");
                below.set("animatize.attempt", 1u);
            }
        });
    for (int i = 0; i < 200; ++i) {
        setSpanSink(i % 2 ? nullptr : collector);
        std::this_thread::yield();
    }
    stop = true;
    for (std::thread& thread : threads)
        thread.join();
    setSpanSink(nullptr);
    for (const SpanData& span : collector->spans())
        ck_assert(span.name == "shot" || span.parent != SpanId());
}
END_TEST

int main()
{
    return run("span",
               {withoutASinkThereIsNothing, aSpanIsToldAtItsEndWithItsTimesAndItsParent,
                idsAreNeverTheSame, attributesAreBounded, aSpanMovesAndEndsOnce,
                aSpanCanBeginBeforeItIsMade, aSpanEndsWhereItBegan, theTimeIsThatOfTheSystem,
                severalSinksGetTheSame, threadsTraceWhileSinksComeAndGo});
}
