// When frames are shown: with timestamps, without, and when time breaks.
#include "gst/base/frame_clock.h"

#include "support/suite.h"

using animatize::FrameClock;
using animatize::FrameTime;

namespace {

GstVideoInfo videoAt(int numerator, int denominator)
{
    GstVideoInfo info;
    gst_video_info_set_format(&info, GST_VIDEO_FORMAT_GRAY8, 8, 8);
    info.fps_n = numerator;
    info.fps_d = denominator;
    return info;
}

struct Buffer {
    explicit Buffer(GstClockTime pts) : buffer(gst_buffer_new()) { GST_BUFFER_PTS(buffer) = pts; }
    ~Buffer() { gst_buffer_unref(buffer); }
    GstBuffer* buffer;
};

FrameTime next(FrameClock& clock, GstClockTime pts)
{
    const Buffer buffer(pts);
    return clock.next(buffer.buffer);
}

bool breaks(const FrameClock& clock, GstClockTime pts)
{
    const Buffer buffer(pts);
    return clock.breaks(buffer.buffer);
}

}  // namespace

START_TEST(timestampsAreTakenAsTheyAre)
{
    FrameClock clock;
    clock.setRate(videoAt(50, 1));
    const FrameTime time = next(clock, 7 * GST_SECOND);
    ck_assert_uint_eq(time.now, 7 * GST_SECOND);
    ck_assert(time.pts == 7 * GST_SECOND);
    ck_assert_uint_eq(time.duration, GST_SECOND / 50);
}
END_TEST

START_TEST(withoutTimestampsFramesAreCounted)
{
    FrameClock clock;
    clock.setRate(videoAt(50, 1));
    next(clock, GST_CLOCK_TIME_NONE);
    const FrameTime second = next(clock, GST_CLOCK_TIME_NONE);
    ck_assert_uint_eq(second.now, GST_SECOND / 50);
    ck_assert(!second.pts);
}
END_TEST

START_TEST(withoutARateAFrameCountsFortyMilliseconds)
{
    FrameClock clock;
    clock.setRate(videoAt(0, 1));
    next(clock, GST_CLOCK_TIME_NONE);
    const FrameTime second = next(clock, GST_CLOCK_TIME_NONE);
    ck_assert_uint_eq(second.now, 40 * GST_MSECOND);
    ck_assert_uint_eq(second.duration, 0);
}
END_TEST

START_TEST(countingGoesOnBehindATimestamp)
{
    FrameClock clock;
    clock.setRate(videoAt(25, 1));
    next(clock, 3 * GST_SECOND);
    ck_assert_uint_eq(next(clock, GST_CLOCK_TIME_NONE).now, 3 * GST_SECOND + 40 * GST_MSECOND);
}
END_TEST

START_TEST(timeBreaksBackwardsAndOverHoles)
{
    FrameClock clock;
    clock.setRate(videoAt(25, 1));
    next(clock, 10 * GST_SECOND);
    ck_assert(breaks(clock, 9 * GST_SECOND));
    ck_assert(breaks(clock, 12 * GST_SECOND));
    ck_assert(!breaks(clock, 10 * GST_SECOND + 900 * GST_MSECOND));
    ck_assert(!breaks(clock, GST_CLOCK_TIME_NONE));
    clock.reset();
    ck_assert(!breaks(clock, 0));
}
END_TEST

START_TEST(slowStreamsHaveNoHoles)
{
    FrameClock timeLapse;
    timeLapse.setRate(videoAt(1, 5));
    next(timeLapse, 0);
    ck_assert(!breaks(timeLapse, 20 * GST_SECOND));
    FrameClock stills;
    stills.setRate(videoAt(0, 1));
    next(stills, 0);
    ck_assert(!breaks(stills, 3600 * GST_SECOND));
}
END_TEST

int main(int argc, char** argv)
{
    gst_init(&argc, &argv);
    return animatize::test::run(
        "frame_clock", {timestampsAreTakenAsTheyAre, withoutTimestampsFramesAreCounted,
                        withoutARateAFrameCountsFortyMilliseconds, countingGoesOnBehindATimestamp,
                        timeBreaksBackwardsAndOverHoles, slowStreamsHaveNoHoles});
}
