// What is on the air ends with the stream that it was made for: flushes, other caps, jumps in time,
// reset, switching off, the end and READY; and nothing of it is left for the next take.
#include <functional>

#include "air_stream.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

namespace {

// In the middle of a shot, and of a fade: live at once, and the next take plays a later frame.
void assertEnds(const std::function<void(AirStream&)>& interruption)
{
    for (const char* output : {"output=replace", "output=dissolve"}) {
        AirStream stream(output, smallVideo());
        stream.next();
        stream.take();
        stream.next(5);
        ck_assert(generatedOn(stream.next()));
        interruption(stream);
        for (int i = 0; i < 3; ++i)
            ck_assert(stream.isWhatCameIn(stream.next()));
        stream.take();
        stream.next();
        const BufferRef out = stream.next();
        ck_assert_msg(generatedOn(out) != nullptr, "the next take shows nothing");
        ck_assert_uint_gt(uint64Of(generatedOn(out), "source-pts"), 0);
        ck_assert_uint_eq(uintOf(generatedOn(out), "frame-width"),
                          GST_VIDEO_INFO_WIDTH(&stream.info()));
        ck_assert_uint_eq(stream.rig().errors().size(), 0);
        ck_assert_uint_eq(stream.rig().warnings().size(), 0);
    }
}

}  // namespace

GST_START_TEST(aFlushEndsIt)
{
    assertEnds([](AirStream& stream) { stream.rig().flush(); });
}
GST_END_TEST

GST_START_TEST(otherCapsEndIt)
{
    assertEnds([](AirStream& stream) { stream.setCaps(videoInfo(GST_VIDEO_FORMAT_NV12, 96, 54)); });
    assertEnds([](AirStream& stream) { stream.setCaps(videoInfo(GST_VIDEO_FORMAT_v210, 64, 48)); });
}
GST_END_TEST

GST_START_TEST(equalCapsDont)
{
    AirStream stream("output=replace", smallVideo());
    stream.next();
    stream.take();
    stream.next();
    gst_harness_push_event(stream.rig().harness(), gst_event_new_caps(capsOf(stream.info()).get()));
    ASSERT_TEXT(airOf(stream.next(3)), "###");
}
GST_END_TEST

GST_START_TEST(aJumpEndsIt)
{
    assertEnds([](AirStream& stream) { stream.jump(1000); });
    // A small gap doesn't: the shot goes on by the time that has passed.
    AirStream stream("output=replace play-duration=1000000000", smallVideo());
    stream.next();
    stream.take();
    std::string air = airOf(stream.next(5));
    stream.jump(15);
    air += airOf(stream.next(8));
    ASSERT_TEXT(air,
                "#####"
                "#####...");
}
GST_END_TEST

GST_START_TEST(aResetEndsIt)
{
    assertEnds([](AirStream& stream) { g_signal_emit_by_name(stream.element(), "reset"); });
}
GST_END_TEST

GST_START_TEST(switchedOffItIsOver)
{
    assertEnds([](AirStream& stream) {
        stream.set("enabled", FALSE);
        ck_assert(stream.isWhatCameIn(stream.next()));
        stream.take();  // falls on deaf ears
        stream.release();
        stream.next();
        stream.set("enabled", TRUE);
    });
}
GST_END_TEST

GST_START_TEST(theEndOfTheStreamEndsIt)
{
    AirStream stream("output=dissolve auto-take=true", smallVideo());
    stream.next();
    stream.take();
    stream.next(7);
    stream.rig().endOfStream();
    const auto summary = stream.rig().messages("animatize-summary");
    ck_assert_uint_eq(summary.size(), 1);
    ck_assert_uint_eq(uint64Of(summary[0].structure.get(), "shown"), 6);
    ck_assert_uint_eq(uint64Of(summary[0].structure.get(), "missed"), 0);
    ck_assert_uint_eq(stream.rig().warnings().size(), 0);
}
GST_END_TEST

// Down and up again: counts begin at nothing, and what was asked for is forgotten.
GST_START_TEST(readyForgetsIt)
{
    AirStream stream("output=replace", smallVideo());
    stream.next();
    stream.take();
    stream.next(3);
    stream.take();
    stream.rig().stop();
    ck_assert_int_eq(gst_element_set_state(stream.rig().harness()->element, GST_STATE_PLAYING),
                     GST_STATE_CHANGE_SUCCESS);
    ck_assert_uint_eq(stream.stat("frames"), 0);
    stream.setCaps(videoInfo(GST_VIDEO_FORMAT_I420, 64, 48, 50));
    ASSERT_TEXT(airOf(stream.next(3)), "...");
    ck_assert_uint_eq(stream.stat("shown"), 0);
}
GST_END_TEST

// Stopped in the middle of a shot again and again: whatever the worker is at.
GST_START_TEST(itCanBeStoppedAtAnyMoment)
{
    for (int i = 0; i < 12; ++i) {
        Pipeline pipeline(
            "videotestsrc pattern=ball ! video/x-raw,width=320,height=180 ! animatizegen name=g "
            "output=dissolve ! fakesink sync=false");
        g_signal_emit_by_name(pipeline.element("g"), "take");
        pipeline.play();
        g_usleep(static_cast<gulong>(1000 * i));
        pipeline.setState(i % 2 ? GST_STATE_READY : GST_STATE_NULL);
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "on_air_ends",
                  {CASE(aFlushEndsIt), CASE(otherCapsEndIt), CASE(equalCapsDont), CASE(aJumpEndsIt),
                   CASE(aResetEndsIt), CASE(switchedOffItIsOver), CASE(theEndOfTheStreamEndsIt),
                   CASE(readyForgetsIt), CASE(itCanBeStoppedAtAnyMoment)});
}
