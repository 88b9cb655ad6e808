// Late frames are not looked at, and all of them are passed on.
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr GstClockTime kFrame = 40 * GST_MSECOND;
constexpr const char* kMetas[] = {"AnimatizeMotion", "AnimatizeScene", "AnimatizePrompt"};

class Stream {
  public:
    explicit Stream(const std::string& launch = chain())
        : rig_(launch), info_(videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48))
    {
        rig_.caps(info_);
    }

    BufferRef next()
    {
        BufferRef buffer = frame(info_, moving(64, 48, index_ % 5));
        stamp(buffer.get(), info_, index_++);
        return rig_.push(std::move(buffer));
    }

    // What a sink says that is shown a frame of this running time so much too late.
    void late(GstClockTime timestamp, GstClockTimeDiff by)
    {
        ck_assert(gst_harness_push_upstream_event(
            rig_.harness(),
            gst_event_new_qos(by > 0 ? GST_QOS_TYPE_UNDERFLOW : GST_QOS_TYPE_OVERFLOW, 1.5, by,
                              timestamp)));
    }

    guint64 count(const std::string& element, const char* what)
    {
        GstStructure* stats = nullptr;
        g_object_get(rig_.element(element), "stats", &stats, nullptr);
        const guint64 value = uint64Of(stats, what);
        gst_structure_free(stats);
        return value;
    }

    Rig& rig() { return rig_; }

  private:
    Rig rig_;
    GstVideoInfo info_;
    int index_ = 0;
};

bool isSkipped(const BufferRef& out, const char* meta)
{
    const GstStructure* structure = metaOf(out, meta);
    return structure && gst_structure_has_field(structure, "skipped");
}

}  // namespace

// Late by 100 ms at 120 ms: as GstBaseTransform reckons, nothing before 120 + 2 x 100 ms is worth
// the work.
GST_START_TEST(lateFramesAreSkippedAndPassedOn)
{
    Stream stream;
    for (int i = 0; i < 4; ++i)
        ck_assert(!isSkipped(stream.next(), "AnimatizeMotion"));
    stream.late(3 * kFrame, 100 * GST_MSECOND);
    for (int i = 4; i < 20; ++i) {
        const BufferRef out = stream.next();
        const bool late = GST_BUFFER_PTS(out.get()) <= 320 * GST_MSECOND;
        for (const char* name : kMetas) {
            ck_assert_msg(isSkipped(out, name) == late, "frame %d, %s", i, name);
            if (!late)
                continue;
            const GstStructure* meta = metaOf(out, name);
            ck_assert_int_eq(gst_structure_n_fields(meta), 4);
            ck_assert_uint_eq(uintOf(meta, "version"), 1);
            ck_assert_uint_eq(uintOf(meta, "frame-width"), 64);
            ck_assert_uint_eq(uintOf(meta, "frame-height"), 48);
            ck_assert(booleanOf(meta, "skipped"));
        }
    }
    for (const std::string& element : elements()) {
        ck_assert_uint_eq(stream.count(element, "frames"), 20);
        ck_assert_uint_eq(stream.count(element, "skipped"), 5);
        ck_assert_uint_eq(stream.count(element, "analysed"), 15);
    }
}
GST_END_TEST

GST_START_TEST(earlyFramesAreNotSkipped)
{
    Stream stream;
    stream.next();
    stream.late(kFrame, -static_cast<GstClockTimeDiff>(20 * GST_MSECOND));
    for (int i = 1; i < 5; ++i)
        ck_assert(!isSkipped(stream.next(), "AnimatizeMotion"));
}
GST_END_TEST

GST_START_TEST(beingInTimeAgainEndsIt)
{
    Stream stream;
    stream.next();
    stream.late(0, 10 * GST_SECOND);
    ck_assert(isSkipped(stream.next(), "AnimatizeScene"));
    stream.late(2 * kFrame, -static_cast<GstClockTimeDiff>(kFrame));
    ck_assert(!isSkipped(stream.next(), "AnimatizeScene"));
}
GST_END_TEST

// After a flush other times apply.
GST_START_TEST(aFlushForgetsIt)
{
    Stream stream;
    stream.next();
    stream.late(0, 10 * GST_SECOND);
    stream.rig().flush();
    ck_assert(!isSkipped(stream.next(), "AnimatizeMotion"));
}
GST_END_TEST

// Times of QoS are running times: a segment that begins at an hour changes nothing.
GST_START_TEST(runningTimeIsWhatCounts)
{
    Stream stream("animatizemotion");
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.base = 3600 * GST_SECOND;
    stream.rig().segment(segment);
    stream.next();
    stream.late(3600 * GST_SECOND, 20 * GST_MSECOND);
    ck_assert(isSkipped(stream.next(), "AnimatizeMotion"));
    ck_assert(!isSkipped(stream.next(), "AnimatizeMotion"));
}
GST_END_TEST

// What was skipped ends nothing and begins nothing.
GST_START_TEST(skippingIsNoInterruption)
{
    Stream stream("animatizemotion ! animatizeanalyze detect-objects=false");
    for (int i = 0; i < 30; ++i)
        stream.next();
    stream.rig().messages();
    stream.late(29 * kFrame, 40 * GST_MSECOND);
    for (int i = 0; i < 3; ++i)
        stream.next();
    ck_assert_uint_eq(stream.rig().messages("animatize-shot").size(), 0);
    const BufferRef out = stream.next();
    ck_assert(!booleanOf(metaOf(out, "AnimatizeMotion"), "warming-up"));
    ck_assert_uint_eq(uint64Of(metaOf(out, "AnimatizeScene"), "shot-id"), 1);
}
GST_END_TEST

// QoS goes on to whoever makes the frames.
GST_START_TEST(qosTravelsUpstream)
{
    Stream stream;
    stream.next();
    while (GstEvent* event = gst_harness_try_pull_upstream_event(stream.rig().harness()))
        gst_event_unref(event);
    stream.late(0, GST_MSECOND);
    bool came = false;
    while (GstEvent* event = gst_harness_try_pull_upstream_event(stream.rig().harness())) {
        came = came || GST_EVENT_TYPE(event) == GST_EVENT_QOS;
        gst_event_unref(event);
    }
    ck_assert(came);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "qos",
        {CASE(lateFramesAreSkippedAndPassedOn), CASE(earlyFramesAreNotSkipped),
         CASE(beingInTimeAgainEndsIt), CASE(aFlushForgetsIt), CASE(runningTimeIsWhatCounts),
         CASE(skippingIsNoInterruption), CASE(qosTravelsUpstream)});
}
