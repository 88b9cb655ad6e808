// What leaves the pads `prompt` and `keyframe`: the events in their order, buffers that fill the
// segment, what is in them, flushes and the end.
#include <algorithm>

#include "side_tap.h"
#include "support/frames.h"

using namespace animatize;
using namespace animatize::test;

namespace {

std::string textOf(GstBuffer* buffer)
{
    const auto bytes = bytesOf(buffer);
    return {bytes.begin(), bytes.end()};
}

GstSegment plainSegment()
{
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    return segment;
}

}  // namespace

GST_START_TEST(opensWithStreamStartCapsSegmentAndGap)
{
    const Side& side = kSides[__i__];
    Rig rig(side.launch);
    Tap tap(rig, side);
    const Film film;
    rig.caps(film.info());
    rig.push(film.frame(0));
    tap.waitFor(GST_EVENT_GAP);
    const std::vector<GstEventType> opening = {GST_EVENT_STREAM_START, GST_EVENT_CAPS,
                                               GST_EVENT_SEGMENT, GST_EVENT_GAP};
    auto types = tap.types(true);
    types.resize(4);
    ck_assert(types == opening);
    GstStreamFlags flags = GST_STREAM_FLAG_NONE;
    gst_event_parse_stream_flags(tap.waitFor(GST_EVENT_STREAM_START), &flags);
    ck_assert(flags & GST_STREAM_FLAG_SPARSE);
    const GstSegment* segment = nullptr;
    gst_event_parse_segment(tap.waitFor(GST_EVENT_SEGMENT), &segment);
    const GstSegment wanted = plainSegment();
    ck_assert(gst_segment_is_equal(segment, &wanted));
}
GST_END_TEST

// Before the first frame: what mixes the pad with video would never begin otherwise.
GST_START_TEST(theGapComesWithTheSegment)
{
    const Side& side = kSides[__i__];
    Rig rig(side.launch);
    Tap tap(rig, side);
    rig.caps(Film().info());
    rig.segment(plainSegment());
    tap.waitFor(GST_EVENT_GAP);
}
GST_END_TEST

GST_START_TEST(staysCloseBehindTheVideo)
{
    const Side& side = kSides[__i__];
    Rig rig(side.launch);
    Tap tap(rig, side);
    const Film film;
    rig.caps(film.info());
    for (int i = 0; i < 30; ++i) {
        rig.push(film.frame(i));
        // The task needs a moment, then the pad stands at most three frames behind the video.
        const GstClockTime wanted = static_cast<GstClockTime>(std::max(0, i - 2)) * kFrame;
        for (int patience = 0; patience < 5000 && tap.covered() < wanted; ++patience)
            g_usleep(1000);
        ck_assert_uint_ge(tap.covered(), wanted);
    }
}
GST_END_TEST

GST_START_TEST(buffersFollowEachOtherInTheSegment)
{
    const Side& side = kSides[__i__];
    Rig rig(side.launch);
    Tap tap(rig, side);
    const Film film;
    rig.caps(film.info());
    show(rig, film, 0, Film::kFrames);
    rig.endOfStream();
    tap.waitFor(GST_EVENT_EOS);
    const auto buffers = tap.takeBuffers();
    const bool prompts = __i__ == 0;
    const auto messages = rig.messages(prompts ? "animatize-prompt" : "animatize-keyframe");
    ck_assert_uint_ge(buffers.size(), 4);
    ck_assert_uint_eq(buffers.size(), messages.size());
    GstClockTime covered = 0;
    for (size_t i = 0; i < buffers.size(); ++i) {
        GstBuffer* buffer = buffers[i].get();
        ck_assert_msg(GST_BUFFER_PTS_IS_VALID(buffer) && GST_BUFFER_DURATION_IS_VALID(buffer),
                      "no time");
        ck_assert_uint_ge(GST_BUFFER_PTS(buffer), covered);
        covered = GST_BUFFER_PTS(buffer) + GST_BUFFER_DURATION(buffer);
        ck_assert_uint_eq(GST_BUFFER_DURATION(buffer), prompts ? GST_SECOND : kFrame);
        if (!prompts)
            continue;
        const guint64 start = uint64Of(messages[i].structure.get(), "start");
        ck_assert_uint_ge(GST_BUFFER_PTS(buffer), start);
        ck_assert_uint_le(GST_BUFFER_PTS(buffer), start + GST_SECOND);
    }
}
GST_END_TEST

// Whoever waits for the pad knows at any time how far it is: no hole, nothing twice, to the end.
GST_START_TEST(buffersAndGapsFillTheFilm)
{
    const Side& side = kSides[__i__];
    Rig rig(side.launch);
    Tap tap(rig, side);
    const Film film;
    rig.caps(film.info());
    show(rig, film, 0, Film::kFrames);
    rig.endOfStream();
    tap.waitFor(GST_EVENT_EOS);
    const auto spans = tap.spans();
    ck_assert_uint_ge(spans.size(), 5);
    ck_assert_uint_eq(spans[0].start, 0);
    for (size_t i = 1; i < spans.size(); ++i)
        ck_assert_msg(spans[i].start == spans[i - 1].end,
                      "%s %zu starts at %" G_GUINT64_FORMAT " and not at %" G_GUINT64_FORMAT,
                      spans[i].gap ? "GAP" : "buffer", i, spans[i].start, spans[i - 1].end);
    ck_assert_uint_ge(spans.back().end, (Film::kFrames - 3) * kFrame);
    const auto types = tap.types(true);
    ck_assert(types.back() == GST_EVENT_EOS);
    ck_assert_int_eq(std::count(types.begin(), types.end(), GST_EVENT_EOS), 1);
}
GST_END_TEST

// A seek to 20 s: the pad opens the same segment, and says nothing of before.
GST_START_TEST(aSeekGoesOnWhereItGoes)
{
    const Side& side = kSides[__i__];
    Rig rig(side.launch);
    Tap tap(rig, side);
    const Film film;
    rig.caps(film.info());
    show(rig, film, 0, 50);
    tap.waitFor(GST_EVENT_SEGMENT);
    ck_assert(gst_harness_push_event(rig.harness(), gst_event_new_flush_start()));
    ck_assert(gst_harness_push_event(rig.harness(), gst_event_new_flush_stop(TRUE)));
    tap.waitFor(GST_EVENT_FLUSH_STOP);
    tap.forget();
    GstSegment there = plainSegment();
    there.start = there.time = there.position = 20 * GST_SECOND;
    rig.segment(there);
    for (int i = 0; i < Film::kFrames; ++i) {
        BufferRef buffer = film.frame(i);
        GST_BUFFER_PTS(buffer.get()) += there.start;
        rig.push(std::move(buffer));
    }
    rig.endOfStream();
    tap.waitFor(GST_EVENT_EOS);
    std::vector<GstEventType> opening = tap.types(true);
    opening.resize(4);
    ck_assert(opening == std::vector<GstEventType>({GST_EVENT_STREAM_START, GST_EVENT_CAPS,
                                                    GST_EVENT_SEGMENT, GST_EVENT_GAP}));
    const GstSegment* segment = nullptr;
    gst_event_parse_segment(tap.waitFor(GST_EVENT_SEGMENT), &segment);
    ck_assert(gst_segment_is_equal(segment, &there));
    const auto spans = tap.spans();
    ck_assert_uint_eq(spans[0].start, there.start);
    for (size_t i = 1; i < spans.size(); ++i)
        ck_assert_uint_eq(spans[i].start, spans[i - 1].end);
    ck_assert_uint_ge(tap.takeBuffers().size(), 3);
}
GST_END_TEST

GST_START_TEST(promptsAreJsonUnlessTextIsWanted)
{
    struct Kind {
        const char *caps, *name;
        bool text;
    };
    for (const Kind& kind : {Kind{nullptr, "application/x-json", false},
                             Kind{"application/x-json; text/x-raw", "application/x-json", false},
                             Kind{"text/x-raw, format=(string)utf8", "text/x-raw", true}}) {
        Rig rig(kSides[0].launch);
        Tap tap(rig, kSides[0], kind.caps);
        const Film film;
        rig.caps(film.info());
        show(rig, film, 0, 40);
        rig.endOfStream();
        tap.waitFor(GST_EVENT_EOS);
        GstCaps* caps = nullptr;
        gst_event_parse_caps(tap.waitFor(GST_EVENT_CAPS), &caps);
        ck_assert(gst_structure_has_name(gst_caps_get_structure(caps, 0), kind.name));
        const auto messages = rig.messages("animatize-prompt");
        const auto buffers = tap.takeBuffers();
        ck_assert_uint_ge(buffers.size(), 1);
        const std::string text = textOf(buffers[0].get());
        const std::string prompt = test::textOf(messages[0].structure.get(), "text");
        if (kind.text) {
            ASSERT_TEXT(text, prompt);
        } else {
            ck_assert(text.size() > 1 && text.find('\n') == text.size() - 1);
            ck_assert_msg(text.find("{\"schema\":\"animatize/1\",\"type\":\"prompt\"") == 0, "%s",
                          text.c_str());
        }
    }
}
GST_END_TEST

GST_START_TEST(keyframesArePicturesWithTheirMeta)
{
    Rig rig(kSides[1].launch);
    Tap tap(rig, kSides[1]);
    const Film film;
    rig.caps(film.info());
    show(rig, film, 0, Film::kFrames);
    rig.endOfStream();
    tap.waitFor(GST_EVENT_EOS);
    GstCaps* caps = nullptr;
    gst_event_parse_caps(tap.waitFor(GST_EVENT_CAPS), &caps);
    GstVideoInfo info;
    ck_assert(gst_video_info_from_caps(&info, caps));
    ck_assert_int_eq(GST_VIDEO_INFO_WIDTH(&info), Film::kWidth);
    const auto buffers = tap.takeBuffers();
    const auto messages = rig.messages("animatize-keyframe");
    ck_assert_uint_eq(buffers.size(), messages.size());
    for (size_t i = 0; i < buffers.size(); ++i) {
        ck_assert_uint_eq(gst_buffer_get_size(buffers[i].get()), GST_VIDEO_INFO_SIZE(&info));
        const GstStructure* meta = metaOf(buffers[i], "AnimatizeKeyframe");
        for (const char* field : {"shot-id", "source-pts", "seed"})
            ck_assert_uint_eq(uint64Of(meta, field), uint64Of(messages[i].structure.get(), field));
        for (const char* field : {"index", "count"})
            ck_assert_uint_eq(uintOf(meta, field), uintOf(messages[i].structure.get(), field));
        ck_assert_uint_eq(uintOf(meta, "version"), 1);
        // Its own time is where the video is, not where the picture comes from.
        ck_assert_uint_ge(GST_BUFFER_PTS(buffers[i].get()), uint64Of(meta, "source-pts"));
    }
}
GST_END_TEST

GST_START_TEST(aFlushBeginsItAnew)
{
    const Side& side = kSides[__i__];
    Rig rig(side.launch);
    Tap tap(rig, side);
    const Film film;
    rig.caps(film.info());
    for (int round = 0; round < 3; ++round) {
        show(rig, film, 0, 40);
        tap.waitFor(GST_EVENT_SEGMENT);
        tap.forget();
        rig.flush();
        tap.waitFor(GST_EVENT_FLUSH_START);
        tap.waitFor(GST_EVENT_FLUSH_STOP);
        tap.waitFor(GST_EVENT_SEGMENT);
        const auto types = tap.types(false);
        ck_assert(types[0] == GST_EVENT_FLUSH_START && types[1] == GST_EVENT_FLUSH_STOP);
    }
    show(rig, film, 0, Film::kFrames);
    rig.endOfStream();
    tap.waitFor(GST_EVENT_EOS);
    ck_assert_uint_ge(tap.takeBuffers().size(), 4);
}
GST_END_TEST

// Flushed before its task has sent anything: nothing of what opens the stream may be lost.
GST_START_TEST(aFlushAtOnceLosesNothing)
{
    const Side& side = kSides[__i__];
    for (int round = 0; round < 20; ++round) {
        Rig rig(side.launch);
        Tap tap(rig, side);
        rig.caps(Film().info());
        rig.segment(plainSegment());
        rig.flush();
        tap.waitFor(GST_EVENT_GAP);
        GstEvent* caps = tap.waitFor(GST_EVENT_CAPS);
        ck_assert(caps != nullptr);
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "side-pads",
        {CASES(opensWithStreamStartCapsSegmentAndGap, 2), CASES(theGapComesWithTheSegment, 2),
         CASES(staysCloseBehindTheVideo, 2), CASES(buffersFollowEachOtherInTheSegment, 2),
         CASES(buffersAndGapsFillTheFilm, 2), CASES(aSeekGoesOnWhereItGoes, 2),
         CASE(promptsAreJsonUnlessTextIsWanted), CASE(keyframesArePicturesWithTheirMeta),
         CASES(aFlushBeginsItAnew, 2), CASES(aFlushAtOnceLosesNothing, 2)});
}
