#include "motion/event_machine.h"

#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

constexpr uint64_t kMin = 100 * kMillisecond, kHold = 500 * kMillisecond;

struct Bench {
    EventMachine machine{""};
    uint64_t nextId = 1;
    int frame = 0;
    std::vector<MotionEvent> events;

    // `count` frames at 25 frames per second; returns what they decided.
    std::vector<MotionEvent> run(int count, bool moving, bool mayBegin = true,
                                 ZoneMotion motion = {true, 0.1, {0.2, 0.3, 0.1, 0.1}})
    {
        events.clear();
        for (int i = 0; i < count; ++i)
            machine.next(moving ? motion : ZoneMotion{}, timeOf(frame++), mayBegin, kMin, kHold,
                         nextId, events);
        return events;
    }
};

}  // namespace

START_TEST(motionThatLastsBeginsAtItsOnset)
{
    Bench bench;
    bench.run(10, false);
    ck_assert(bench.run(3, true).empty());
    const auto begun = bench.run(1, true);
    ck_assert_int_eq(begun.size(), 1);
    ck_assert_str_eq(begun[0].event.c_str(), "begin");
    ck_assert_uint_eq(begun[0].id, 1);
    ck_assert_uint_eq(*begun[0].start.value, 400 * kMillisecond);
    ck_assert_uint_eq(*begun[0].duration.value, 120 * kMillisecond);
    ck_assert(bench.machine.eventId() == 1);
}
END_TEST

START_TEST(aFlashOfMotionIsNoEventButAGapOfOneFrameIsBridged)
{
    Bench bench;
    ck_assert(bench.run(2, true).empty());
    ck_assert(bench.run(5, false).empty());
    ck_assert(bench.run(2, true).empty());
    ck_assert(bench.run(1, false).empty());
    ck_assert_int_eq(bench.run(1, true).size(), 1);
}
END_TEST

START_TEST(theEndComesAfterTheHoldAndIsNotPartOfTheSpan)
{
    Bench bench;
    bench.run(25, true);
    ck_assert(bench.run(12, false).empty());
    const auto ended = bench.run(1, false);
    ck_assert_int_eq(ended.size(), 1);
    ck_assert_str_eq(ended[0].event.c_str(), "end");
    ck_assert_str_eq(ended[0].reason->c_str(), "still");
    ck_assert_uint_eq(*ended[0].duration.value, 24 * 40 * kMillisecond);
    ck_assert(!bench.machine.eventId());
}
END_TEST

START_TEST(updatesComeOnceASecondWithPeakAndHull)
{
    Bench bench;
    bench.run(10, true);
    bench.run(2, true, true, {true, 0.4, {0.6, 0.1, 0.2, 0.2}});
    int updates = 0;
    MotionEvent last;
    for (const MotionEvent& event : bench.run(50, true)) {
        ck_assert_str_eq(event.event.c_str(), "update");
        ++updates;
        last = event;
    }
    ck_assert_int_eq(updates, 2);
    ck_assert_double_eq(last.peak, 0.4);
    ck_assert_double_eq(last.intensity, 0.1);
    ck_assert_double_eq_tol(last.x, 0.2, 1e-9);
    ck_assert_double_eq_tol(last.y, 0.1, 1e-9);
    ck_assert_double_eq_tol(last.width, 0.6, 1e-9);
    ck_assert_double_eq_tol(last.height, 0.3, 1e-9);
}
END_TEST

START_TEST(nothingBeginsWhileWarmingUp)
{
    Bench bench;
    ck_assert(bench.run(25, true, false).empty());
    const auto begun = bench.run(4, true);
    ck_assert_int_eq(begun.size(), 1);
    ck_assert_uint_eq(*begun[0].start.value, 1000 * kMillisecond);
}
END_TEST

START_TEST(anInterruptionEndsWithItsReasonAndIdsGoOn)
{
    Bench bench;
    bench.run(10, true);
    std::vector<MotionEvent> events;
    bench.machine.interrupt("flush", events);
    ck_assert_int_eq(events.size(), 1);
    ck_assert_str_eq(events[0].reason->c_str(), "flush");
    events.clear();
    bench.machine.interrupt("flush", events);
    ck_assert(events.empty());
    ck_assert_uint_eq(bench.run(10, true)[0].id, 2);
}
END_TEST

START_TEST(withoutTimestampsTheStartIsUnknownAndTheLengthIsCounted)
{
    EventMachine machine("door");
    std::vector<MotionEvent> events;
    uint64_t nextId = 7;
    for (int i = 0; i < 10; ++i) {
        FrameTime time = timeOf(i);
        time.pts.reset();
        machine.next({true, 0.1, {}}, time, true, kMin, kHold, nextId, events);
    }
    ck_assert_int_eq(events.size(), 1);
    ck_assert(!events[0].start.value);
    ck_assert_uint_eq(*events[0].duration.value, 120 * kMillisecond);
    ck_assert_str_eq(events[0].zone->c_str(), "door");
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("event-machine",
               {motionThatLastsBeginsAtItsOnset, aFlashOfMotionIsNoEventButAGapOfOneFrameIsBridged,
                theEndComesAfterTheHoldAndIsNotPartOfTheSpan, updatesComeOnceASecondWithPeakAndHull,
                nothingBeginsWhileWarmingUp, anInterruptionEndsWithItsReasonAndIdsGoOn,
                withoutTimestampsTheStartIsUnknownAndTheLengthIsCounted});
}
