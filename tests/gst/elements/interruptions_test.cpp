// What began is ended: caps that change, flushes, jumps in time, EOS, READY and switching off in
// the middle of motion; nothing begins by it, and no id comes twice.
#include <functional>
#include <map>
#include <set>

#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kWidth = 160, kHeight = 120;
constexpr int kStill = 35;  // frames before it moves: longer than the warm-up

// A stream whose square stands still for 1.4 s and then moves on and on.
class Stream {
  public:
    explicit Stream(const std::string& launch) : rig_(launch) { setCaps(GST_VIDEO_FORMAT_GRAY8); }

    void setCaps(GstVideoFormat format)
    {
        info_ = videoInfo(format, kWidth, kHeight);
        rig_.caps(info_);
        since_ = 0;
    }

    BufferRef next(std::function<void(GstBuffer*)> change = {})
    {
        const int step = since_ < kStill ? 0 : (since_ - kStill) / 3 % 12;
        BufferRef buffer = frame(info_, moving(kWidth, kHeight, step));
        stamp(buffer.get(), info_, index_);
        ++since_;
        ++index_;
        if (change)
            change(buffer.get());
        BufferRef out = rig_.push(std::move(buffer));
        for (const char* name : {"AnimatizeMotion", "AnimatizeScene", "AnimatizePrompt"})
            if (const GstStructure* meta = metaOf(out, name))
                assertFinite(meta);
        return out;
    }

    // Goes on until a motion event runs.
    void untilItMoves()
    {
        for (int i = 0; i < 2 * kStill; ++i)
            if (gst_structure_has_field(metaOf(next(), "AnimatizeMotion"), "event-id"))
                return;
        ck_abort_msg("no motion event began");
    }

    void jump(int frames) { index_ += frames; }
    void restart() { since_ = 0; }
    void fromZero() { index_ = since_ = 0; }
    Rig& rig() { return rig_; }

  private:
    Rig rig_;
    GstVideoInfo info_{};
    int index_ = 0, since_ = 0;
};

const std::string kBoth = "animatizemotion ! animatizeanalyze detect-objects=false";

// What ended since the last look, as reason -> count, of one kind of message.
std::map<std::string, int> ends(const std::vector<Message>& messages)
{
    std::map<std::string, int> reasons;
    for (const Message& message : messages)
        if (textOf(message.structure.get(), "event") == "end")
            ++reasons[textOf(message.structure.get(), "reason")];
    return reasons;
}

// Every begin has its end, in order; no id comes twice.
void assertPaired(const std::vector<Message>& messages, const char* idField)
{
    std::set<guint64> open, known;
    for (const Message& message : messages) {
        const GstStructure* structure = message.structure.get();
        assertFinite(structure);
        const std::string event = textOf(structure, "event");
        const guint64 id = uint64Of(structure, idField);
        if (event == "begin") {
            ck_assert_msg(known.insert(id).second, "%s %" G_GUINT64_FORMAT " comes twice", idField,
                          id);
            open.insert(id);
        } else {
            ck_assert_msg(open.count(id), "%s of what never began", event.c_str());
        }
        if (event == "end")
            open.erase(id);
    }
    ck_assert_msg(open.empty(), "%zu never ended", open.size());
}

// Interrupts a motion event and a shot; both end with this reason, once, and nothing begins by it.
void assertEnds(const std::string& reason, const std::function<void(Stream&)>& interruption)
{
    Stream stream(kBoth);
    stream.untilItMoves();
    stream.rig().messages();
    interruption(stream);
    const auto motion = stream.rig().messages("animatize-motion");
    const auto shots = stream.rig().messages("animatize-shot");
    const std::map<std::string, int> once = {{reason, 1}};
    ck_assert_msg(ends(motion) == once, "motion did not end once with %s", reason.c_str());
    ck_assert_msg(ends(shots) == once, "the shot did not end once with %s", reason.c_str());
    for (const Message& message : motion)
        ck_assert(textOf(message.structure.get(), "event") != "begin");
    // The span is onset to the last moving frame, so it can't be longer than the stream moved.
    const GstStructure* end = motion.front().structure.get();
    ck_assert_uint_ge(uint64Of(end, "timestamp"), kStill * 40 * GST_MSECOND);
    ck_assert_uint_lt(uint64Of(end, "duration"), 2 * GST_SECOND);
}

}  // namespace

GST_START_TEST(capsEndWhatBegan)
{
    assertEnds("caps", [](Stream& stream) {
        stream.setCaps(GST_VIDEO_FORMAT_I420);
        stream.next();
    });
}
GST_END_TEST

GST_START_TEST(equalCapsEndNothing)
{
    Stream stream(kBoth);
    stream.untilItMoves();
    stream.rig().messages();
    gst_harness_push_event(
        stream.rig().harness(),
        gst_event_new_caps(capsOf(videoInfo(GST_VIDEO_FORMAT_GRAY8, kWidth, kHeight)).get()));
    const BufferRef out = stream.next();
    ck_assert(ends(stream.rig().messages("animatize-shot")).empty());
    ck_assert(gst_structure_has_field(metaOf(out, "AnimatizeMotion"), "event-id"));
}
GST_END_TEST

GST_START_TEST(aFlushEndsWhatBegan)
{
    assertEnds("flush", [](Stream& stream) { stream.rig().flush(); });
}
GST_END_TEST

GST_START_TEST(eosEndsWhatBegan)
{
    assertEnds("eos", [](Stream& stream) { stream.rig().endOfStream(); });
}
GST_END_TEST

GST_START_TEST(readyEndsWhatBegan)
{
    assertEnds("ready", [](Stream& stream) { stream.rig().stop(); });
}
GST_END_TEST

GST_START_TEST(aJumpInTimeEndsWhatBegan)
{
    assertEnds("discontinuity", [](Stream& stream) {
        stream.jump(100);
        stream.next();
    });
    assertEnds("discontinuity", [](Stream& stream) {
        stream.jump(-30);
        stream.next();
    });
}
GST_END_TEST

GST_START_TEST(switchingOffEndsWhatBegan)
{
    assertEnds("disabled", [](Stream& stream) {
        for (const char* name : {"animatizemotion", "animatizeanalyze"})
            g_object_set(stream.rig().element(name), "enabled", FALSE, nullptr);
        BufferRef buffer = frame(videoInfo(GST_VIDEO_FORMAT_GRAY8, kWidth, kHeight), grey(0.5));
        stream.rig().push(std::move(buffer));
    });
}
GST_END_TEST

GST_START_TEST(resetEndsWhatBegan)
{
    assertEnds("reset", [](Stream& stream) {
        for (const char* name : {"animatizemotion", "animatizeanalyze"})
            g_signal_emit_by_name(stream.rig().element(name), "reset");
        stream.next();
    });
}
GST_END_TEST

// A cut is another scene: motion ends with it, and the models warm up again, briefly.
GST_START_TEST(aCutEndsMotion)
{
    Stream stream(kBoth);
    stream.untilItMoves();
    stream.rig().messages();
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, kWidth, kHeight);
    bool warmedUp = false;
    for (int i = 0; i < 12; ++i) {
        const BufferRef out = stream.next([&info](GstBuffer* buffer) {
            const BufferRef other = frame(
                info, [](int x, int y) { return Pixel{(x / 20 + y / 15) % 2 ? 0.95 : 0.05}; });
            gst_buffer_remove_all_memory(buffer);
            gst_buffer_append_memory(buffer, gst_buffer_get_all_memory(other.get()));
        });
        warmedUp = warmedUp || booleanOf(metaOf(out, "AnimatizeMotion"), "warming-up");
    }
    ck_assert_msg(warmedUp, "a cut, and no warm-up");
    const std::map<std::string, int> once = {{"cut", 1}};
    ck_assert(ends(stream.rig().messages("animatize-motion")) == once);
    ck_assert(ends(stream.rig().messages("animatize-shot")) == once);
}
GST_END_TEST

// One second after start, flush and new caps, whatever moves: no event, and it is said.
GST_START_TEST(nothingBeginsWhileWarmingUp)
{
    Stream stream("animatizemotion");
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, kWidth, kHeight);
    int index = 0;
    const auto oneSecond = [&](const char* after) {
        for (int i = 0; i < 25; ++i, ++index) {
            BufferRef buffer = frame(info, moving(kWidth, kHeight, i / 2 % 12));
            stamp(buffer.get(), info, index);
            const BufferRef out = stream.rig().push(std::move(buffer));
            const GstStructure* motion = metaOf(out, "AnimatizeMotion");
            ck_assert_msg(booleanOf(motion, "warming-up"), "warm after %d frames, after %s", i,
                          after);
            ck_assert_msg(!gst_structure_has_field(motion, "event-id"), "an event after %s", after);
        }
        ck_assert_uint_eq(stream.rig().messages("animatize-motion").size(), 0);
    };
    oneSecond("start");
    stream.rig().flush();
    index = 0;
    oneSecond("a flush");
    stream.rig().caps("video/x-raw,format=GRAY8,width=160,height=120,framerate=30/1");
    oneSecond("new caps");
}
GST_END_TEST

GST_START_TEST(noIdComesTwice)
{
    Stream stream(kBoth);
    for (int round = 0; round < 4; ++round) {
        stream.untilItMoves();
        if (round == 0)
            stream.rig().flush();
        if (round == 1)
            stream.setCaps(GST_VIDEO_FORMAT_NV12);
        if (round == 2)
            stream.jump(200);
        stream.restart();
    }
    stream.rig().endOfStream();
    assertPaired(stream.rig().messages("animatize-motion"), "event-id");
    assertPaired(stream.rig().messages("animatize-shot"), "shot-id");
}
GST_END_TEST

// READY is the end of what ids promise: the first shot after it is shot 1 again.
GST_START_TEST(idsBeginAgainAfterReady)
{
    Stream stream(kBoth);
    stream.untilItMoves();
    stream.rig().flush();
    ck_assert_uint_eq(uint64Of(metaOf(stream.next(), "AnimatizeScene"), "shot-id"), 2);
    stream.rig().stop();
    gst_harness_play(stream.rig().harness());
    stream.fromZero();
    ck_assert_uint_eq(uint64Of(metaOf(stream.next(), "AnimatizeScene"), "shot-id"), 1);
}
GST_END_TEST

GST_START_TEST(theMetaNamesTheEventFromBeginThroughEnd)
{
    Stream stream("animatizemotion hold-time=200000000");
    guint64 running = 0;
    int named = 0;
    for (int i = 0; i < 100; ++i) {
        if (i == 60)
            stream.restart();  // it stands still from here on
        const BufferRef out = stream.next();
        const GstStructure* motion = metaOf(out, "AnimatizeMotion");
        guint64 ended = 0;
        for (const Message& message : stream.rig().messages("animatize-motion")) {
            const std::string event = textOf(message.structure.get(), "event");
            const guint64 id = uint64Of(message.structure.get(), "event-id");
            if (event == "begin")
                running = id;
            if (event == "end")
                ended = id;
        }
        if (running || ended)
            ck_assert_uint_eq(uint64Of(motion, "event-id"), running);
        else
            ck_assert(!gst_structure_has_field(motion, "event-id"));
        named += running != 0;
        if (ended)
            running = 0;
    }
    ck_assert_int_gt(named, 10);
    ck_assert_msg(running == 0, "it stands still and the event goes on");
}
GST_END_TEST

// EOS, and then a flush and more frames, as a player does that seeks back at the end.
GST_START_TEST(aStreamCanGoOnAfterEos)
{
    Rig rig(chain());
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48);
    rig.caps(info);
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 5; ++i) {
            BufferRef buffer = frame(info, moving(64, 48, i));
            stamp(buffer.get(), info, i);
            rig.push(std::move(buffer));
        }
        rig.endOfStream();
        ck_assert_uint_eq(rig.messages("animatize-summary").size(), 4);
        rig.flush();
    }
}
GST_END_TEST

GST_START_TEST(eosWithoutOneFrame)
{
    Rig rig(chain());
    rig.caps(videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48));
    rig.endOfStream();
    for (const Message& message : rig.messages()) {
        ASSERT_TEXT(gst_structure_get_name(message.structure.get()), "animatize-summary");
        assertFinite(message.structure.get());
        ck_assert_uint_eq(uint64Of(message.structure.get(), "frames"), 0);
    }
}
GST_END_TEST

namespace {

struct Seeker {
    int ends = 0;
    std::set<guint64> shots;
};

void noteShot(GstBus*, GstMessage* message, gpointer data)
{
    auto& seeker = *static_cast<Seeker*>(data);
    const GstStructure* structure = gst_message_get_structure(message);
    if (!gst_structure_has_name(structure, "animatize-shot"))
        return;
    if (textOf(structure, "event") == "begin")
        ck_assert(seeker.shots.insert(uint64Of(structure, "shot-id")).second);
    else
        seeker.ends += textOf(structure, "reason") == "flush";
}

}  // namespace

// A real flushing seek, with a queue and a second thread in between.
GST_START_TEST(aFlushingSeekInAPipeline)
{
    const std::string line =
        "videotestsrc pattern=ball num-buffers=800 ! video/x-raw,width=64,height=48 ! queue ! " +
        chain() + " ! queue ! fakesink sync=false name=sink";
    GstElement* pipeline = gst_parse_launch(line.c_str(), nullptr);
    GstBus* bus = gst_element_get_bus(pipeline);
    Seeker seeker;
    gst_bus_enable_sync_message_emission(bus);
    g_signal_connect(bus, "sync-message::element", G_CALLBACK(noteShot), &seeker);
    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    ck_assert_int_ne(gst_element_get_state(pipeline, nullptr, nullptr, GST_CLOCK_TIME_NONE),
                     GST_STATE_CHANGE_FAILURE);
    for (int i = 0; i < 5; ++i) {
        ck_assert(gst_element_seek_simple(pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
                                          static_cast<gint64>(5 - i) * GST_SECOND / 2));
        ck_assert_int_ne(gst_element_get_state(pipeline, nullptr, nullptr, GST_CLOCK_TIME_NONE),
                         GST_STATE_CHANGE_FAILURE);
    }
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    GstMessage* message = gst_bus_timed_pop_filtered(
        bus, 60 * GST_SECOND, static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
    ck_assert(message && GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS);
    gst_message_unref(message);
    ck_assert_int_eq(seeker.ends, 5);
    ck_assert_uint_eq(seeker.shots.size(), 6);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    gst_object_unref(bus);
    gst_object_unref(pipeline);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "interruptions",
        {CASE(capsEndWhatBegan), CASE(equalCapsEndNothing), CASE(aFlushEndsWhatBegan),
         CASE(eosEndsWhatBegan), CASE(readyEndsWhatBegan), CASE(aJumpInTimeEndsWhatBegan),
         CASE(switchingOffEndsWhatBegan), CASE(resetEndsWhatBegan), CASE(aCutEndsMotion),
         CASE(nothingBeginsWhileWarmingUp), CASE(noIdComesTwice), CASE(idsBeginAgainAfterReady),
         CASE(theMetaNamesTheEventFromBeginThroughEnd), CASE(aStreamCanGoOnAfterEos),
         CASE(eosWithoutOneFrame), CASE(aFlushingSeekInAPipeline)});
}
