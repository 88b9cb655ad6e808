// The pads `prompt` and `keyframe` come and go, stand in nobody's way, and the video doesn't care
// what becomes of what leaves them.
#include <atomic>
#include <thread>

#include "side_tap.h"
#include "support/frames.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

GST_START_TEST(aPadMayComeLate)
{
    const Side& side = kSides[__i__];
    Rig rig(side.launch);
    const Film film;
    rig.caps(film.info());
    show(rig, film, 0, 30);
    Tap tap(rig, side);
    show(rig, film, 30, Film::kFrames);
    rig.endOfStream();
    tap.waitFor(GST_EVENT_EOS);
    auto types = tap.types(false);
    types.resize(3);
    ck_assert(types == std::vector<GstEventType>(
                           {GST_EVENT_STREAM_START, GST_EVENT_CAPS, GST_EVENT_SEGMENT}));
    ck_assert_uint_ge(tap.takeBuffers().size(), 3);
}
GST_END_TEST

GST_START_TEST(aPadMayGoWhileFramesFlow)
{
    const Side& side = kSides[__i__];
    Rig rig(side.launch);
    const Film film;
    rig.caps(film.info());
    std::atomic<bool> done{false};
    std::atomic<int> rounds{0};
    std::thread other([&] {
        while (!done) {
            Tap tap(rig, side);
            g_usleep(2000);
            ++rounds;
        }
    });
    show(rig, film, 0, Film::kFrames);
    done = true;
    other.join();
    ck_assert_int_gt(rounds, 3);
    Tap last(rig, side);
    rig.push(film.frame(Film::kFrames - 1));
    last.waitFor(GST_EVENT_SEGMENT);
}
GST_END_TEST

// A wire still tells its side pad how far it is, or what waits for it would hold up the video.
GST_START_TEST(switchedOffItStillSaysWhereItStands)
{
    const Side& side = kSides[__i__];
    Rig rig(std::string(side.launch) + " enabled=false");
    Tap tap(rig, side);
    const Film film;
    rig.caps(film.info());
    show(rig, film, 0, 30);
    for (int patience = 0; patience < 5000 && tap.covered() < 27 * kFrame; ++patience)
        g_usleep(1000);
    ck_assert_uint_ge(tap.covered(), 27 * kFrame);
    ck_assert_uint_eq(tap.takeBuffers().size(), 0);
}
GST_END_TEST

namespace {

// Stands in the way: takes the first buffer and keeps it until it is told otherwise.
struct Obstacle {
    std::mutex mutex;
    std::condition_variable changed;
    bool open = false;
};

GstPadProbeReturn holdUp(GstPad*, GstPadProbeInfo*, gpointer data)
{
    auto& obstacle = *static_cast<Obstacle*>(data);
    std::unique_lock lock(obstacle.mutex);
    obstacle.changed.wait(lock, [&] { return obstacle.open; });
    return GST_PAD_PROBE_OK;
}

}  // namespace

GST_START_TEST(nothingBehindItHoldsUpTheVideo)
{
    const Side& side = kSides[__i__];
    Rig rig(
        "animatizemotion ! animatizeanalyze detect-objects=false interval=0 ! "
        "animatizeprompt interval=1 ! animatizegen frames=40 wait=true");
    Tap tap(rig, side);
    Obstacle obstacle;
    GstPad* pad = gst_element_get_static_pad(rig.element(side.element), side.pad);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, holdUp, &obstacle, nullptr);
    const Film film;
    rig.caps(film.info());
    guint64 dropped = 0;
    // The film again and again, until more came than the queue holds: 16 prompts, 64 pictures.
    for (int round = 0; round < 40 && dropped == 0; ++round) {
        for (int i = 90; i < 120; ++i) {
            BufferRef buffer = film.frame(i);
            GST_BUFFER_PTS(buffer.get()) = static_cast<GstClockTime>(round * 30 + i) * kFrame;
            rig.push(std::move(buffer));
        }
        GstStructure* stats = nullptr;
        g_object_get(rig.element(side.element), "stats", &stats, nullptr);
        gst_structure_get_uint64(stats, "pad-dropped", &dropped);
        gst_structure_free(stats);
    }
    ck_assert_msg(dropped > 0, "the queue has no end, or nobody counts what is dropped");
    {
        std::lock_guard lock(obstacle.mutex);
        obstacle.open = true;
    }
    obstacle.changed.notify_all();
    rig.endOfStream();
    tap.waitFor(GST_EVENT_EOS);
    gst_object_unref(pad);
}
GST_END_TEST

// A sink that stands in PAUSED takes one buffer and no more.
GST_START_TEST(aBlockedSinkDoesntKeepThePipelineFromStopping)
{
    for (const char* where : {"p.prompt", "g.keyframe"}) {
        Pipeline pipeline(
            std::string(
                "videotestsrc pattern=ball num-buffers=100 ! video/x-raw,width=64,height=48 ! "
                "animatizemotion ! animatizeanalyze detect-objects=false ! "
                "animatizeprompt name=p interval=1 ! animatizegen name=g frames=2 ! "
                "fakesink name=video sync=false async=false ") +
            where + " ! fakesink name=side sync=false async=false");
        GstElement* sink = pipeline.element("side");
        gst_element_set_locked_state(sink, TRUE);
        gst_element_set_state(sink, GST_STATE_PAUSED);
        pipeline.play();
        GstPad* pad = gst_element_get_static_pad(pipeline.element("video"), "sink");
        for (int patience = 0; patience < 6000; ++patience) {
            const EventRef eos(gst_pad_get_sticky_event(pad, GST_EVENT_EOS, 0));
            if (eos)
                break;
            ck_assert_msg(patience < 5999, "%s holds up the video", where);
            g_usleep(5000);
        }
        gst_object_unref(pad);
        gst_element_set_state(sink, GST_STATE_NULL);
        gst_element_set_state(pipeline.object(), GST_STATE_NULL);
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "side-pads-apart",
        {CASES(aPadMayComeLate, 2), CASES(aPadMayGoWhileFramesFlow, 2),
         CASES(switchedOffItStillSaysWhereItStands, 2), CASES(nothingBehindItHoldsUpTheVideo, 2),
         CASE(aBlockedSinkDoesntKeepThePipelineFromStopping)});
}
