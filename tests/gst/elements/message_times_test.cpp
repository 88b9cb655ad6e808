// When a message comes, and the times that it says.
#include "record_film.h"
#include "support/frames.h"
#include "support/gst_suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

// A segment whose every number differs.
GstSegment oddSegment()
{
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.start = segment.position = 10 * GST_SECOND;
    segment.stop = 40 * GST_SECOND;
    segment.time = 100 * GST_SECOND;
    segment.base = 1000 * GST_SECOND;
    return segment;
}

}  // namespace

GST_START_TEST(messagesSayTheTimeInFourWays)
{
    Rig rig(kLine);
    const Film film;
    rig.caps(film.info());
    rig.segment(oddSegment());
    for (int i = 0; i < Film::kFrames; ++i)
        rig.push(film.frame(i, 11 * GST_SECOND));
    rig.endOfStream();
    int count = 0;
    for (const Message& message : rig.messages()) {
        const GstStructure* structure = message.structure.get();
        const guint64 pts = uint64Of(structure, "timestamp");
        ck_assert_msg(pts >= 11 * GST_SECOND && pts < 18 * GST_SECOND, "%s",
                      asText(structure).c_str());
        ck_assert_uint_eq(uint64Of(structure, "stream-time"), pts + 90 * GST_SECOND);
        ck_assert_uint_eq(uint64Of(structure, "running-time"), pts + 990 * GST_SECOND);
        const guint64 duration = uint64Of(structure, "duration");
        ck_assert(!GST_CLOCK_TIME_IS_VALID(duration) || duration <= 7 * GST_SECOND);
        ++count;
    }
    ck_assert_int_gt(count, 20);
}
GST_END_TEST

GST_START_TEST(shotsSpanTheirFrames)
{
    Rig rig(kLine);
    show(rig, [](const BufferRef&, int) {});
    std::vector<std::pair<guint64, guint64>> spans;
    for (const Message& message : rig.messages("animatize-shot"))
        if (textOf(message.structure.get(), "event") == "end")
            spans.emplace_back(uint64Of(message.structure.get(), "timestamp"),
                               uint64Of(message.structure.get(), "duration"));
    const guint64 frame = 40 * GST_MSECOND;
    const std::vector<std::pair<guint64, guint64>> wanted = {
        {0, Film::kCut * frame}, {Film::kCut * frame, (Film::kFrames - Film::kCut) * frame}};
    ck_assert_uint_eq(spans.size(), 2);
    for (size_t i = 0; i < 2; ++i) {
        ck_assert_uint_eq(spans[i].first, wanted[i].first);
        ck_assert_uint_eq(spans[i].second, wanted[i].second);
    }
}
GST_END_TEST

// Posted before the buffer that decided them is pushed: the message is there when the buffer comes.
GST_START_TEST(messagesComeBeforeTheirBuffer)
{
    Rig rig("animatizeanalyze detect-objects=false");
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48);
    rig.caps(info);
    gst_harness_add_probe(
        rig.harness(), "animatizeanalyze", "src", GST_PAD_PROBE_TYPE_BUFFER,
        [](GstPad*, GstPadProbeInfo*, gpointer rig) {
            ck_assert_msg(!static_cast<Rig*>(rig)->messages("animatize-shot").empty(),
                          "the first buffer came before the message about the first shot");
            return GST_PAD_PROBE_REMOVE;
        },
        &rig, nullptr);
    BufferRef buffer = frame(info, moving(64, 48, 0));
    stamp(buffer.get(), info, 0);
    rig.push(std::move(buffer));
}
GST_END_TEST

GST_START_TEST(timecodeAndWallClockTravelAlong)
{
    struct Clock {
        const char* caps;
        guint64 offset;
    };
    for (const Clock& clock :
         {Clock{"timestamp/x-unix", 0}, Clock{"timestamp/x-ntp", 2208988800u * GST_SECOND}}) {
        Rig rig(kLine);
        const Film film;
        rig.caps(film.info());
        const CapsRef caps(gst_caps_new_empty_simple(clock.caps));
        constexpr guint64 kNoon = 1700000000 * GST_SECOND;
        for (int i = 0; i < 50; ++i) {
            BufferRef buffer = film.frame(i);
            const guint64 at = kNoon + static_cast<guint64>(i) * 40 * GST_MSECOND;
            gst_buffer_add_reference_timestamp_meta(buffer.get(), caps.get(), at + clock.offset,
                                                    GST_CLOCK_TIME_NONE);
            gst_buffer_add_video_time_code_meta_full(
                buffer.get(), 25, 1, nullptr, GST_VIDEO_TIME_CODE_FLAGS_NONE, 10, 0,
                static_cast<guint>(i / 25), static_cast<guint>(i % 25), 0);
            rig.push(std::move(buffer));
        }
        int count = 0;
        for (const Message& message : rig.messages()) {
            const GstStructure* structure = message.structure.get();
            const guint64 pts = uint64Of(structure, "timestamp");
            const guint64 index = pts / (40 * GST_MSECOND);
            ck_assert_uint_eq(uint64Of(structure, "utc"), kNoon + pts);
            const CharRef wanted(g_strdup_printf("10:00:%02d:%02d", static_cast<int>(index / 25),
                                                 static_cast<int>(index % 25)));
            ASSERT_TEXT(textOf(structure, "timecode"), wanted.get());
            ++count;
        }
        ck_assert_int_gt(count, 3);
    }
}
GST_END_TEST

GST_START_TEST(withoutClocksNothingIsInvented)
{
    Rig rig(kLine);
    show(rig, [](const BufferRef&, int) {});
    for (const Message& message : rig.messages())
        for (const char* field : {"timecode", "utc"})
            ck_assert(!gst_structure_has_field(message.structure.get(), field));
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "message-times",
                  {CASE(messagesSayTheTimeInFourWays), CASE(shotsSpanTheirFrames),
                   CASE(messagesComeBeforeTheirBuffer), CASE(timecodeAndWallClockTravelAlong),
                   CASE(withoutClocksNothingIsInvented)});
}
