// The timeline says how a stream went on, however long it is.
#include "motion/motion_timeline.h"

#include "frame/frame_time.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

MotionResult frameOf(double intensity, const char* camera)
{
    MotionResult result;
    result.warmingUp = false;
    result.intensity = intensity;
    result.cameraMotion = camera;
    return result;
}

MotionEvent begin()
{
    MotionEvent event;
    event.event = "begin";
    return event;
}

uint64_t nanoseconds(const Record& record, const char* field)
{
    return std::get<uint64_t>(*record.find(field));
}

}  // namespace

START_TEST(aSecondIsAStretch)
{
    MotionTimeline timeline;
    // The first frame need not be at 0. Three frames without anything, then a hole, then motion.
    for (uint64_t i = 0; i < 3; ++i)
        timeline.add(frameOf(0.0, "static"), {}, 7 * kSecond + i * kSecond / 4);
    timeline.add(frameOf(0.25, "static"), {begin()}, 10 * kSecond);
    timeline.add(frameOf(0.75, "pan-left"), {}, 10 * kSecond + 1);
    timeline.add(frameOf(0.5, "pan-left"), {}, 10 * kSecond + 2);
    const RecordList list = timeline.records();
    ck_assert_uint_eq(list.size(), 2);
    ck_assert_uint_eq(nanoseconds(list[0], "start"), 0);
    ck_assert_uint_eq(nanoseconds(list[0], "events"), 0);
    ck_assert(list[0].text("camera-motion") == "static");
    ck_assert_uint_eq(nanoseconds(list[1], "start"), 3 * kSecond);
    ck_assert_uint_eq(nanoseconds(list[1], "duration"), kSecond);
    ck_assert_uint_eq(nanoseconds(list[1], "events"), 1);
    ck_assert_double_eq_tol(*list[1].number("intensity"), 0.5, 1e-12);
    ck_assert(list[1].text("camera-motion") == "pan-left");
}
END_TEST

START_TEST(anEndlessStreamNeedsNoMoreRoom)
{
    MotionTimeline timeline;
    uint64_t events = 0;
    for (uint64_t second = 0; second < 100'000; ++second) {
        const bool begins = second % 100 == 0;
        events += begins;
        timeline.add(frameOf(second < 50'000 ? 0.0 : 0.5, "static"),
                     begins ? std::vector{begin()} : std::vector<MotionEvent>{}, second * kSecond);
    }
    const RecordList list = timeline.records();
    ck_assert_uint_le(list.size(), MotionTimeline::kMost);
    ck_assert_uint_gt(list.size(), MotionTimeline::kMost / 2 - 1);
    const uint64_t length = nanoseconds(list[0], "duration");
    ck_assert_uint_eq(length, 2048 * kSecond);
    uint64_t sum = 0;
    for (const Record& stretch : list) {
        sum += nanoseconds(stretch, "events");
        const uint64_t start = nanoseconds(stretch, "start");
        if (start + length <= 50'000 * kSecond)
            ck_assert_double_eq(*stretch.number("intensity"), 0.0);
        else if (start >= 50'000 * kSecond)
            ck_assert_double_eq_tol(*stretch.number("intensity"), 0.5, 1e-12);
    }
    ck_assert_uint_eq(sum, events);
}
END_TEST

START_TEST(aJumpOfAYearIsNoHarm)
{
    MotionTimeline timeline;
    timeline.add(frameOf(0.1, "static"), {}, 0);
    timeline.add(frameOf(0.2, "static"), {}, 365 * 86400 * kSecond);
    timeline.add(frameOf(0.2, "static"), {}, 5);
    ck_assert_uint_eq(timeline.records().size(), 2);
    ck_assert_uint_eq(MotionTimeline().records().size(), 0);
}
END_TEST

START_TEST(whatIsNotKnownIsLeftOut)
{
    MotionTimeline timeline;
    MotionResult result;
    result.intensity = 0.9;  // not believed while warming up
    timeline.add(result, {}, 0);
    const RecordList list = timeline.records();
    ck_assert(!list[0].find("camera-motion"));
    ck_assert_double_eq(*list[0].number("intensity"), 0.0);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("motion timeline", {aSecondIsAStretch, anEndlessStreamNeedsNoMoreRoom,
                                   aJumpOfAYearIsNoHarm, whatIsNotKnownIsLeftOut});
}
