// Events of the whole detector: what begins, what doesn't, and what ends it.
#include <cmath>

#include "watched_stream.h"

namespace animatize::test {
namespace {

const cv::Mat& scene(uint64_t seed = 21)
{
    static const cv::Mat one = soft(1400, 900, 21), other = soft(1400, 900, 34);
    return seed == 21 ? one : other;
}

cv::Mat still(int index, double gain = 1.0, double noise = 1.5, uint64_t seed = 21)
{
    cv::Mat frame = view(scene(seed), {700, 450}, kView);
    if (gain != 1.0)
        frame.convertTo(frame, CV_8U, gain);
    return withNoise(frame, noise, static_cast<uint64_t>(index));
}

// A still camera for `count` frames; the subject walks in from frame `from` to `to`.
void walk(WatchedStream& stream, int count, int from, int to, int y = 90)
{
    for (int i = 0; i < count; ++i) {
        const cv::Mat frame = still(i);
        stream.show(i >= from && i < to ? withSubject(frame, {40 + 4 * (i - from), y}) : frame);
    }
}

}  // namespace

START_TEST(aSubjectBeforeAStillCameraIsOneEvent)
{
    WatchedStream stream;
    walk(stream, 110, 45, 90);
    ck_assert_int_eq(stream.begun(), 1);
    const MotionEvent& begin = stream.events.front();
    const MotionEvent& end = stream.events.back();
    ck_assert_str_eq(end.event.c_str(), "end");
    ck_assert_str_eq(end.reason->c_str(), "still");
    ck_assert_double_eq_tol(*begin.start.value / 1e9, 45 / 25.0, 0.05);
    ck_assert_double_eq_tol(*end.duration.value / 1e9, 44 / 25.0, 0.13);
    ck_assert_double_gt(end.peak, 0.03);
    ck_assert_double_lt(end.x, 0.1);
    ck_assert_double_gt(end.x + end.width, 0.6);
}
END_TEST

START_TEST(theRegionFollowsTheSubject)
{
    WatchedStream stream;
    uint64_t id = 0;
    for (int i = 0; i < 115; ++i) {
        const int x = 40 + 4 * (i - 75);
        stream.show(i >= 75 ? withSubject(still(i), {x, 90}) : still(i));
        if (i < 81)
            continue;
        const MotionResult& result = stream.last.result;
        ck_assert(!result.regions.empty());
        const MotionRegion& region = result.regions[0];
        id = id == 0 ? region.id : id;
        ck_assert_uint_eq(region.id, id);
        ck_assert_double_eq_tol(region.x + region.width / 2, x / 320.0, 0.04);
        ck_assert_double_eq_tol(region.y + region.height / 2, 0.5, 0.05);
        ck_assert_double_eq_tol(region.area, 0.049, 0.02);
        ck_assert_double_eq_tol(*region.vx, 4.0 * 25 / 320, 0.04);
        ck_assert_double_eq_tol(*region.vy, 0.0, 0.04);
        ck_assert_double_eq_tol(*result.flowMagnitude, 4.0 * 25 / 180, 0.06);
        ck_assert_double_lt(std::sin(*result.direction * 3.14159265 / 180.0), 0.1);
        ck_assert_double_gt(std::cos(*result.direction * 3.14159265 / 180.0), 0.9);
        ck_assert_str_eq(result.pattern.c_str(), "localized");
        ck_assert(result.eventId.has_value());
    }
}
END_TEST

START_TEST(changesOfExposureAreNoEvent)
{
    WatchedStream stream;
    for (int i = 0; i < 200; ++i) {
        const double steps[] = {1.0, 0.75, 1.0, 1.25, 1.1};
        const double flicker = i > 150 ? 0.06 * std::sin(i * 2.1) : 0.0;
        stream.show(still(i, steps[i / 40] + flicker));
    }
    ck_assert(stream.events.empty());
    ck_assert_double_eq(stream.last.result.intensity, 0.0);
}
END_TEST

START_TEST(strongNoiseIsNoEvent)
{
    WatchedStream stream;
    for (int i = 0; i < 75; ++i)
        stream.show(still(i, 1.0, 8.0));
    ck_assert(stream.events.empty());
}
END_TEST

START_TEST(aCutEndsWhatRunsAndStartsNothing)
{
    WatchedStream stream;
    walk(stream, 60, 40, 60);
    ck_assert_int_eq(stream.begun(), 1);
    const uint64_t id = stream.events[0].id;
    stream.show(still(0, 1.0, 1.5, 34), true);
    ck_assert_str_eq(stream.events.back().event.c_str(), "end");
    ck_assert_str_eq(stream.events.back().reason->c_str(), "cut");
    ck_assert_uint_eq(*stream.last.result.eventId, id);
    ck_assert(stream.last.result.warmingUp);
    for (int i = 1; i < 5; ++i)
        ck_assert(stream.show(still(i, 1.0, 1.5, 34)).result.warmingUp);
    for (int i = 5; i < 40; ++i)
        stream.show(still(i, 1.0, 1.5, 34));
    ck_assert(!stream.last.result.warmingUp && !stream.last.result.eventId);
    ck_assert_int_eq(stream.begun(), 1);
}
END_TEST

START_TEST(nothingBeginsInTheFirstSecond)
{
    WatchedStream stream;
    for (int i = 0; i < 25; ++i) {
        const MotionFrame& frame = stream.show(withSubject(still(i), {20 + 5 * i, 90}));
        ck_assert(frame.result.warmingUp && frame.events.empty());
    }
    for (int i = 25; i < 32; ++i)
        stream.show(withSubject(still(i), {20 + 5 * i, 90}));
    ck_assert(!stream.last.result.warmingUp);
    ck_assert_int_eq(stream.begun(), 1);
}
END_TEST

START_TEST(interruptEndsForgetsAndKeepsIdsFresh)
{
    WatchedStream stream;
    walk(stream, 60, 40, 60);
    const auto ended = stream.detector.interrupt("flush");
    ck_assert_int_eq(ended.size(), 1);
    ck_assert_str_eq(ended[0].reason->c_str(), "flush");
    ck_assert(stream.detector.interrupt("flush").empty());
    stream.show(still(0));
    ck_assert(stream.last.result.warmingUp && !stream.last.result.camera);
    walk(stream, 60, 40, 60);
    ck_assert_uint_gt(stream.events.back().id, ended[0].id);
}
END_TEST

START_TEST(aSubjectBeforeAMovingCameraIsFound)
{
    WatchedStream stream;
    double overlap = 0.0;
    for (int i = 0; i < 60; ++i) {
        const cv::Mat frame = view(scene(), {500 + 2.5 * i, 450}, kView);
        const cv::Point at(60 + 3 * i, 90);
        stream.show(withNoise(withSubject(frame, at), 1.5, static_cast<uint64_t>(i)));
        if (i < 30)
            continue;
        const MotionResult& result = stream.last.result;
        ck_assert(!result.regions.empty());
        const MotionRegion& r = result.regions[0];
        const cv::Rect2d seen(r.x * 320, r.y * 180, r.width * 320, r.height * 180);
        const cv::Rect2d truth =
            cv::Rect2d(at.x - 30, at.y - 30, 61, 61) & cv::Rect2d(0, 0, 320, 180);
        overlap += (seen & truth).area() / (seen | truth).area() / 30;
        ck_assert_double_eq_tol(*r.vx, (3.0 + 2.5) * 25 / 320, 0.06);
        ck_assert_double_eq_tol(result.camera->pan, 2.5 * 25 / 320, 0.01);
    }
    ck_assert_double_gt(overlap, 0.6);
    ck_assert_int_eq(stream.begun(), 1);
}
END_TEST

START_TEST(aCameraThatMovesAndStopsRaisesNoEvent)
{
    WatchedStream stream;
    double x = 500;
    for (int i = 0; i < 150; ++i) {
        const int phase = (i / 25) % 3;
        x += phase == 1 ? 3.0 : 0.0;
        const double hand = i > 75 ? 1.5 * std::sin(i * 0.9) : 0.0;
        const cv::Mat frame = view(scene(), {x + hand, 450 + hand, 1.0, hand / 3}, kView);
        stream.show(withNoise(frame, 1.5, static_cast<uint64_t>(i)));
        ck_assert_double_lt(stream.last.result.intensity, 0.01);
    }
    ck_assert(stream.events.empty());
}
END_TEST

START_TEST(aFlashIsNoEvent)
{
    WatchedStream stream;
    for (int i = 0; i < 100; ++i) {
        const bool white = i == 50 || i == 51;
        stream.show(white ? cv::Mat(kView, CV_8U, cv::Scalar(255)) : still(i));
    }
    ck_assert_int_eq(stream.begun(), 0);
}
END_TEST

START_TEST(zonesDecideWhatCounts)
{
    WatchedStream stream;
    stream.settings.zones = "top:0,0 1,0 1,0.3 0,0.3;bottom:0,0.4 1,0.4 1,1 0,1";
    walk(stream, 90, 45, 75, 130);
    ck_assert_int_eq(stream.begun(), 1);
    ck_assert_str_eq(stream.events[0].zone->c_str(), "bottom");

    WatchedStream ignoring;
    ignoring.settings.zones = "-floor:0,0.4 1,0.4 1,1 0,1";
    walk(ignoring, 90, 45, 75, 130);
    ck_assert(ignoring.events.empty());

    WatchedStream both;
    both.settings.zones = "left:0,0 0.5,0 0.5,1 0,1;right:0.5,0 1,0 1,1 0.5,1";
    walk(both, 110, 45, 105);
    ck_assert_int_eq(both.begun(), 2);
    ck_assert_str_eq(both.events[0].zone->c_str(), "left");
    ck_assert_uint_ne(both.events[0].id, both.events.back().id);
}
END_TEST

START_TEST(aZoneThatIsTakenAwayEndsItsEvent)
{
    WatchedStream stream;
    stream.settings.zones = "all:0,0 1,0 1,1 0,1";
    walk(stream, 60, 40, 60);
    ck_assert_int_eq(stream.begun(), 1);
    stream.settings.zones = "";
    stream.show(still(60));
    ck_assert_str_eq(stream.events.back().reason->c_str(), "reset");
    ck_assert_str_eq(stream.events.back().zone->c_str(), "all");
}
END_TEST

START_TEST(minAreaAndSensitivityHaveTheirEffect)
{
    WatchedStream coarse;
    coarse.settings.minArea = 0.2;
    walk(coarse, 75, 45, 75);
    ck_assert(coarse.events.empty());

    const auto faint = [](double sensitivity) {
        WatchedStream stream;
        stream.settings.sensitivity = sensitivity;
        for (int i = 0; i < 70; ++i) {
            cv::Mat frame = view(scene(), {700, 450}, kView);
            if (i >= 45)
                frame(cv::Rect(40 + 4 * (i - 45), 60, 50, 50)) += cv::Scalar(11);
            stream.show(withNoise(frame, 1.0, static_cast<uint64_t>(i)));
        }
        return stream.begun();
    };
    ck_assert_int_eq(faint(0.1), 0);
    ck_assert_int_eq(faint(0.9), 1);
}
END_TEST

START_TEST(theSummaryCountsWhatWasSeen)
{
    WatchedStream stream;
    walk(stream, 110, 45, 75);
    const Record summary = stream.detector.summary();
    ck_assert_double_eq(*summary.number("frames"), 110);
    ck_assert_double_eq(*summary.number("judged-frames"), 85);
    ck_assert_double_eq(*summary.number("events"), 1);
    ck_assert_double_gt(*summary.number("max-intensity"), 0.03);
    ck_assert_double_lt(*summary.number("max-intensity"), 0.1);
    ck_assert_double_gt(*summary.number("mean-intensity"), 0.005);
    ck_assert_double_gt(*summary.number("camera-motion.static"), 0.9);
    const RecordList& busiest = *summary.list("busiest");
    ck_assert_int_le(busiest.size(), 5);
    ck_assert_double_eq_tol(*busiest[0].number("y"), 4.0 / 9, 0.15);
    stream.detector.resetSummary();
    ck_assert_double_eq(*stream.detector.summary().number("frames"), 0);
}
END_TEST

START_TEST(anotherPictureSizeIsAnotherScene)
{
    WatchedStream stream;
    walk(stream, 60, 40, 60);
    cv::Mat smaller;
    cv::resize(still(60), smaller, {160, 90});
    stream.show(smaller);
    ck_assert_str_eq(stream.events.back().reason->c_str(), "caps");
    ck_assert(stream.last.result.warmingUp);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("motion-events",
               {aSubjectBeforeAStillCameraIsOneEvent, theRegionFollowsTheSubject,
                changesOfExposureAreNoEvent, strongNoiseIsNoEvent, aCutEndsWhatRunsAndStartsNothing,
                nothingBeginsInTheFirstSecond, interruptEndsForgetsAndKeepsIdsFresh,
                aSubjectBeforeAMovingCameraIsFound, aCameraThatMovesAndStopsRaisesNoEvent,
                aFlashIsNoEvent, zonesDecideWhatCounts, aZoneThatIsTakenAwayEndsItsEvent,
                minAreaAndSensitivityHaveTheirEffect, theSummaryCountsWhatWasSeen,
                anotherPictureSizeIsAnotherScene});
}
