// Layers come and go, sinks change their minds and frames are late, all while frames flow; meant
// to be run under ThreadSanitizer.
#include <atomic>
#include <thread>

#include "overlay_stream.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

GST_START_TEST(everyKnobWhileFramesFlow)
{
    OverlayStream stream(videoInfo(GST_VIDEO_FORMAT_NV12, 160, 90), __i__ == 1);
    GstElement* element = stream.element();
    GstHarness* harness = stream.rig().harness();
    std::atomic<bool> done{false};
    std::atomic<int> rounds{0};
    std::thread meddler([&] {
        for (guint i = 0; !done; ++i, ++rounds) {
            g_object_set(element, "layers", i * 37 % 512, "enabled", i % 8 != 0, "post-messages",
                         i % 2 == 0, nullptr);
            guint layers = 0;
            GstStructure* stats = nullptr;
            g_object_get(element, "layers", &layers, "stats", &stats, nullptr);
            gst_structure_free(stats);
            if (i % 16 == 0)
                g_signal_emit_by_name(element, "reset");
            g_usleep(300);
        }
    });
    std::thread sink([&] {
        for (GstClockTime at = 0; !done; at += 30 * GST_MSECOND) {
            gst_harness_push_upstream_event(
                harness, gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 1.1, GST_MSECOND, at));
            gst_harness_push_upstream_event(harness, gst_event_new_reconfigure());
            g_usleep(2000);
        }
    });
    BufferRef other;
    for (int i = 0; i < 2000 && (i < 200 || rounds < 40); ++i) {
        const BufferRef out = stream.next([&](GstBuffer* buffer) {
            OverlayStream::describe(buffer);
            if (i % 3 == 0)
                other.reset(gst_buffer_ref(buffer));
        });
        if (__i__ == 1)
            ck_assert(!stream.isDrawnOn(out));
        if (i % 50 == 49)
            stream.rig().flush();
        stream.rig().messages();
    }
    done = true;
    meddler.join();
    sink.join();
    ck_assert_int_ge(rounds, 40);
    ck_assert_uint_eq(stream.rig().errors().size(), 0);
}
GST_END_TEST

// The state goes up and down. No queues: what they hand over under GLib's locks would look like a
// race.
GST_START_TEST(statesWhileLayersChange)
{
    Pipeline pipeline(
        "videotestsrc pattern=ball ! video/x-raw,format=I420,width=160,height=90 ! "
        "animatizemotion zones=\"a:0,0 1,0 1,1\" ! animatizeanalyze detect-objects=false ! "
        "tee name=t ! animatizeoverlay name=o ! fakesink sync=false async=false  "
        "t. ! animatizeoverlay name=p ! fakesink sync=false async=false");
    std::atomic<bool> done{false};
    std::thread meddler([&] {
        for (guint i = 0; !done; ++i) {
            g_object_set(pipeline.element(i % 2 ? "o" : "p"), "layers", i * 37 % 512, nullptr);
            g_usleep(300);
        }
    });
    for (int i = 0; i < 10; ++i) {
        pipeline.setState(GST_STATE_PLAYING);
        g_usleep(10000);
        pipeline.setState(i % 2 ? GST_STATE_READY : GST_STATE_NULL);
    }
    done = true;
    meddler.join();
    ck_assert(pipeline.warnings().empty());
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "overlay_threads",
                  {CASES(everyKnobWhileFramesFlow, 2), CASE(statesWhileLayersChange)});
}
