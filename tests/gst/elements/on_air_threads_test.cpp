// Others take, release, turn every knob and change what is behind while generated frames flow;
// meant to be run under ThreadSanitizer, and right without it.
#include <atomic>
#include <random>
#include <thread>

#include "air_stream.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// Does something again and again, on a thread of its own.
class Busy {
  public:
    explicit Busy(std::function<void(unsigned round)> work)
        : thread_([this, work = std::move(work)] {
              for (; !done_; ++rounds_) {
                  work(rounds_);
                  g_usleep(300);
              }
          })
    {}
    ~Busy()
    {
        done_ = true;
        thread_.join();
    }
    unsigned rounds() const { return rounds_; }

  private:
    std::atomic<bool> done_{false};
    std::atomic<unsigned> rounds_{0};
    std::thread thread_;
};

void turnKnobs(GstElement* element, unsigned round)
{
    std::minstd_rand random(round);
    const char* outputs[] = {"passthrough", "replace", "dissolve", "dissolve"};
    gst_util_set_object_arg(G_OBJECT(element), "output", outputs[random() % 4]);
    g_object_set(element, "play-duration", guint64(1 + random() % 8) * 100 * GST_MSECOND,
                 "auto-take", static_cast<gboolean>(random() % 2), "label",
                 static_cast<gboolean>(random() % 2), "seed", guint64(random() % 3), "enabled",
                 static_cast<gboolean>(random() % 8 != 0), nullptr);
    if (round % 16 == 0)
        g_signal_emit_by_name(element, "reset");
}

}  // namespace

// What comes out is what came in, or a generated frame with its times; nothing is lost.
GST_START_TEST(everythingAtOnce)
{
    AirStream stream("output=dissolve", videoInfo(GST_VIDEO_FORMAT_I420, 96, 64), __i__ == 1);
    GstElement* element = stream.element();
    int shown = 0;
    {
        Busy director([&](unsigned round) {
            g_signal_emit_by_name(element, round % 3 ? "take" : "release");
        });
        Busy knobs([&](unsigned round) { turnKnobs(element, round); });
        Busy sink([&](unsigned round) {
            GstHarness* harness = stream.rig().harness();
            if (round % 4 == 0)
                gst_harness_push_upstream_event(harness, gst_event_new_reconfigure());
            // Late, however slow the machine is, and in time again.
            GstEvent* qos =
                round % 2 ? gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 1.1, GST_MSECOND,
                                              round * 10 * GST_MSECOND)
                          : gst_event_new_qos(GST_QOS_TYPE_OVERFLOW, 0.9, -GST_SECOND, GST_SECOND);
            gst_harness_push_upstream_event(harness, qos);
        });
        Busy reader([&](unsigned) { stream.stat("frames"); });
        for (int i = 0; i < 400 || director.rounds() < 100 || (shown == 0 && i < 10000); ++i) {
            const BufferRef out = stream.next([&](GstBuffer* buffer) {
                attachShot(buffer, 1 + static_cast<guint64>(i) / 15, 0.5);
                attachPrompt(buffer, "camera_movement", "push_in", "in",
                             std::to_string(i / 10).c_str());
            });
            const bool generated = generatedOn(out) != nullptr;
            shown += generated;
            ck_assert(generated || bytesOf(out.get()) == bytesOf(stream.given(i).get()));
            ck_assert_uint_eq(GST_BUFFER_DURATION(out.get()), 40 * GST_MSECOND);
            if (i % 100 == 99)
                stream.rig().flush();
            stream.rig().messages();
        }
    }
    ck_assert_uint_eq(stream.rig().errors().size(), 0);
    ck_assert_int_gt(shown, 0);
}
GST_END_TEST

// Frames change threads behind the element, and the pipeline goes up and down.
GST_START_TEST(statesWhileSomebodyTakes)
{
    Pipeline pipeline(
        "videotestsrc pattern=ball ! video/x-raw,width=96,height=64 ! queue ! animatizegen name=g "
        "output=dissolve ! tee name=t ! queue ! fakesink sync=false  t. ! queue ! videoconvert ! "
        "video/x-raw,format=RGB ! fakesink sync=false async=false");
    GstElement* element = pipeline.element("g");
    g_object_set(element, "post-messages", FALSE, nullptr);
    std::minstd_rand random(5);
    const GstState states[] = {GST_STATE_PLAYING, GST_STATE_PAUSED, GST_STATE_READY,
                               GST_STATE_NULL};
    Busy director([&](unsigned round) {
        g_signal_emit_by_name(element, round % 5 ? "take" : "release");
        if (round % 2)
            turnKnobs(element, round);
    });
    for (int i = 0; i < 20; ++i) {
        pipeline.setState(GST_STATE_PLAYING);
        g_usleep(static_cast<gulong>(random() % 30000));
        pipeline.setState(states[random() % 4]);
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "on_air_threads",
                  {CASES(everythingAtOnce, 2), CASE(statesWhileSomebodyTakes)});
}
