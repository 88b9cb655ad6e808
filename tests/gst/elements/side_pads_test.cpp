// What leaves the pads `prompt` and `keyframe`: the events in their order, buffers that fill the
// segment, flushes, the end; and that the video doesn't care what becomes of it.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "support/film.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/pipeline.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr GstClockTime kFrame = 40 * GST_MSECOND;

// An element with a side pad, and the whole chain in front of it, so that it has something to say.
struct Side {
    const char *element, *pad, *launch;
};
constexpr Side kSides[] = {
    {"animatizeprompt", "prompt",
     "animatizemotion ! animatizeanalyze detect-objects=false ! animatizeprompt "
     "interval=1000000000"},
    {"animatizegen", "keyframe",
     "animatizeanalyze detect-objects=false ! animatizegen frames=3 wait=true"},
};

// The pad, tapped: everything that comes out of it, in order. Other harnesses can't tap a pad
// inside of a bin.
class Tap {
  public:
    Tap(Rig& rig, const Side& side, const char* caps = nullptr)
    {
        element_ = rig.element(side.element);
        pad_ = gst_element_request_pad_simple(element_, side.pad);
        ck_assert(pad_ != nullptr);
        sink_ = gst_pad_new("sink", GST_PAD_SINK);
        gst_pad_set_element_private(sink_, this);
        gst_pad_set_chain_function(sink_, chain);
        gst_pad_set_event_function(sink_, event);
        if (caps)
            gst_pad_set_query_function(sink_, query);
        caps_ = CapsRef(caps ? gst_caps_from_string(caps) : gst_caps_new_any());
        gst_pad_set_active(sink_, TRUE);
        ck_assert_int_eq(gst_pad_link_full(pad_, sink_, GST_PAD_LINK_CHECK_NOTHING),
                         GST_PAD_LINK_OK);
    }

    ~Tap()
    {
        release();
        gst_pad_set_active(sink_, FALSE);
        gst_object_unref(sink_);
    }

    void release()
    {
        if (!pad_)
            return;
        gst_element_release_request_pad(element_, pad_);
        gst_object_unref(pad_);
        pad_ = nullptr;
    }

    // Waits until something of this type came; the first of those.
    GstEvent* waitFor(GstEventType type)
    {
        std::unique_lock lock(mutex_);
        GstEvent* found = nullptr;
        const bool came = changed_.wait_for(lock, std::chrono::seconds(30), [&] {
            for (const EventRef& event : events_)
                if (!found && GST_EVENT_TYPE(event.get()) == type)
                    found = event.get();
            return found != nullptr;
        });
        ck_assert_msg(came, "no %s", gst_event_type_get_name(type));
        return found;
    }

    std::vector<BufferRef> takeBuffers()
    {
        std::lock_guard lock(mutex_);
        return std::move(buffers_);
    }

    // Types in order, GAPs left out or not.
    std::vector<GstEventType> types(bool gaps)
    {
        std::lock_guard lock(mutex_);
        std::vector<GstEventType> types;
        for (const EventRef& event : events_)
            if (gaps || GST_EVENT_TYPE(event.get()) != GST_EVENT_GAP)
                types.push_back(GST_EVENT_TYPE(event.get()));
        return types;
    }

    struct Span {
        GstClockTime start, end;
        bool gap;
    };
    // Buffers and GAPs in the order in which they came.
    std::vector<Span> spans()
    {
        std::lock_guard lock(mutex_);
        return spans_;
    }

    // How far the pad has said something.
    GstClockTime covered()
    {
        std::lock_guard lock(mutex_);
        return covered_;
    }

    void forget()
    {
        std::lock_guard lock(mutex_);
        events_.clear();
        buffers_.clear();
        spans_.clear();
        covered_ = 0;
    }

  private:
    static Tap* of(GstPad* pad) { return static_cast<Tap*>(gst_pad_get_element_private(pad)); }

    static GstFlowReturn chain(GstPad* pad, GstObject*, GstBuffer* buffer)
    {
        std::lock_guard lock(of(pad)->mutex_);
        of(pad)->covered_ = GST_BUFFER_PTS(buffer) + GST_BUFFER_DURATION(buffer);
        of(pad)->spans_.push_back({GST_BUFFER_PTS(buffer), of(pad)->covered_, false});
        of(pad)->buffers_.emplace_back(buffer);
        of(pad)->changed_.notify_all();
        return GST_FLOW_OK;
    }

    static gboolean event(GstPad* pad, GstObject*, GstEvent* event)
    {
        std::lock_guard lock(of(pad)->mutex_);
        GstClockTime start = 0, duration = 0;
        if (GST_EVENT_TYPE(event) == GST_EVENT_GAP) {
            gst_event_parse_gap(event, &start, &duration);
            of(pad)->covered_ = start + duration;
            of(pad)->spans_.push_back({start, start + duration, true});
        }
        of(pad)->events_.emplace_back(event);
        of(pad)->changed_.notify_all();
        return TRUE;
    }

    static gboolean query(GstPad* pad, GstObject* parent, GstQuery* query)
    {
        if (GST_QUERY_TYPE(query) != GST_QUERY_CAPS)
            return gst_pad_query_default(pad, parent, query);
        gst_query_set_caps_result(query, of(pad)->caps_.get());
        return TRUE;
    }

    GstElement* element_;
    GstPad *pad_, *sink_;
    CapsRef caps_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<EventRef> events_;
    std::vector<BufferRef> buffers_;
    std::vector<Span> spans_;
    GstClockTime covered_ = 0;
};

void show(Rig& rig, const Film& film, int from, int to)
{
    for (int i = from; i < to; ++i)
        rig.push(film.frame(i));
}

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
        argc, argv, "side-pads",
        {CASES(opensWithStreamStartCapsSegmentAndGap, 2), CASES(theGapComesWithTheSegment, 2),
         CASES(staysCloseBehindTheVideo, 2), CASES(buffersFollowEachOtherInTheSegment, 2),
         CASES(buffersAndGapsFillTheFilm, 2), CASES(aSeekGoesOnWhereItGoes, 2),
         CASE(promptsAreJsonUnlessTextIsWanted), CASE(keyframesArePicturesWithTheirMeta),
         CASES(aFlushBeginsItAnew, 2), CASES(aFlushAtOnceLosesNothing, 2),
         CASES(aPadMayComeLate, 2), CASES(aPadMayGoWhileFramesFlow, 2),
         CASES(switchedOffItStillSaysWhereItStands, 2), CASES(nothingBehindItHoldsUpTheVideo, 2),
         CASE(aBlockedSinkDoesntKeepThePipelineFromStopping)});
}
