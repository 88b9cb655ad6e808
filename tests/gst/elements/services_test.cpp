// animatizegen with services behind it: whatever they do, every frame goes through at once, a shot
// gets its keyframes from who is left, and what was done about it is told.
#include <chrono>
#include <fstream>
#include <thread>

#include <opencv2/imgcodecs.hpp>

#include "given_metas.h"
#include "support/fault_server.h"
#include "support/folder.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/pipeline.h"
#include "support/rendered.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr char kSecret[] = "planted-key-4711";

std::string base64Of(const std::string& bytes)
{
    const CharRef text(
        g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size()));
    return text.get();
}

std::string answerWith(const cv::Mat& picture)
{
    std::vector<uint8_t> bytes;
    cv::imencode(".png", picture, bytes);
    return "{\"image\":\"" + base64Of({bytes.begin(), bytes.end()}) + "\"}";
}

const std::string& goodAnswer()
{
    static const std::string answer = answerWith(colourTexture(320, 180, 11));
    return answer;
}

/// A service of the test's own, as a person would write its manifest.
class Service {
  public:
    explicit Service(const std::string& more = "")
    {
        setenv("ANIMATIZE_TEST_KEY", kSecret, 1);
        server.always(Reply::json(goodAnswer()));
        std::ofstream(folder.path("mine.json"))
            << "{\"schema\":\"animatize-providers/1\",\"name\":\"mine\",\"base-uri\":\""
            << server.uri("") << "\",\"key\":{\"environment\":\"ANIMATIZE_TEST_KEY\"},"
            << "\"submit\":{\"path\":\"/make\",\"body\":{\"text\":{\"$slot\":\"prompt\"},\"seed\":{"
               "\"$slot\":\"seed\"},\"frame\":{\"$slot\":\"image\"}}},\"image-in\":\"base64\","
               "\"size\":{\"as\":\"pixels\"},\"result\":{\"pictures\":[{\"as\":\"base64\","
               "\"pointer\":\"/image\"}]}"
            << more << "}";
    }

    std::string launch(const std::string& more) const
    {
        return "animatizegen frames=2 min-quality=0.02 providers-location=" +
               folder.path("mine.json") + " " + more;
    }

    const Folder folder;
    FaultServer server;
};

/// Frames of one still scene with a prompt on them.
class Stream {
  public:
    explicit Stream(const std::string& line, bool live = false) : rig_(line, live)
    {
        rig_.caps(info_);
    }

    BufferRef next(guint64 shot = 1)
    {
        BufferRef buffer = frame(info_, moving(320, 180, static_cast<int>(shot)));
        stamp(buffer.get(), info_, index_++);
        attachPrompt(buffer.get(), "camera_movement", "push_in", "in",
                     (std::to_string(shot) + "-1").c_str());
        attachShot(buffer.get(), shot, 0.5);
        const auto begun = std::chrono::steady_clock::now();
        BufferRef out = rig_.push(std::move(buffer));
        longest_ = std::max(longest_, std::chrono::steady_clock::now() - begun);
        return out;
    }

    void play(int frames, guint64 shot = 1)
    {
        for (int i = 0; i < frames; ++i)
            next(shot);
    }

    /// Plays, at most for twenty seconds, until so many messages of the name have come.
    std::vector<Message> until(const std::string& name, size_t count, guint64 shot = 2)
    {
        std::vector<Message> all;
        for (int i = 0; i < 4000 && all.size() < count; ++i) {
            next(shot);
            for (Message& message : rig_.messages(name))
                all.push_back(std::move(message));
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        ck_assert_uint_ge(all.size(), count);
        return all;
    }

    Rig& rig() { return rig_; }
    double longest() const { return std::chrono::duration<double>(longest_).count(); }

  private:
    Rig rig_;
    GstVideoInfo info_ = videoInfo(GST_VIDEO_FORMAT_I420, 320, 180);
    int index_ = 0;
    std::chrono::steady_clock::duration longest_{};
};

void bySomebody(Stream& stream, const char* backend)
{
    const std::vector<Message> keyframes = stream.until("animatize-keyframe", 2);
    for (const Message& keyframe : keyframes)
        ASSERT_TEXT(textOf(keyframe.structure.get(), "backend"), backend);
}

}  // namespace

GST_START_TEST(aServiceMakesTheKeyframes)
{
    Service service;
    Stream stream(service.launch("backends=mine,local"));
    stream.play(5);
    const std::vector<Message> keyframes = stream.until("animatize-keyframe", 2);
    const GstStructure* first = keyframes[0].structure.get();
    ASSERT_TEXT(textOf(first, "backend"), "mine");
    ASSERT_TEXT(textOf(first, "digital-source-type"), "compositeWithTrainedAlgorithmicMedia");
    ck_assert_uint_eq(uintOf(first, "count"), 2);
    ck_assert_uint_eq(uintOf(first, "attempts"), 1);
    ck_assert(!booleanOf(first, "cached"));
    ck_assert(doubleOf(first, "quality") > 0.0);
    ck_assert_uint_eq(service.server.requests(), 1);
    const Received request = service.server.received().at(0);
    ASSERT_TEXT(request.header("authorization"), std::string("Bearer ") + kSecret);
    ck_assert(request.body.find("\"frame\":\"iVBOR") != std::string::npos);  // a PNG travels
    ck_assert(stream.rig().warnings().empty());
}
GST_END_TEST

GST_START_TEST(whateverAServiceDoesTheShotGetsItsKeyframes)
{
    const cv::Mat black(180, 320, CV_8UC3, cv::Scalar::all(0));
    const Reply faults[] = {
        Reply::failure(500),
        Reply::tooMany(),
        Reply::billing(),
        Reply::json("{}", 401),
        Reply::json("{\"image\":\"bm8gcGljdHVyZQ==\"}"),
        Reply::json(answerWith(black)),
        Reply::malformed(),
        Reply::broken(Reply::How::Reset),
        Reply::broken(Reply::How::Truncated, goodAnswer()),
        Reply::redirect("http://127.0.0.2:1/"),
    };
    const Reply& fault = faults[__i__];
    Service service;
    service.server.always(fault);
    Stream stream(service.launch("backends=mine,local deadline=5000000000"));
    stream.play(5);
    bySomebody(stream, "local");
    std::vector<Message> told = stream.rig().messages("animatize-generation");
    ck_assert(stream.longest() < 1.0);
    ck_assert_uint_eq(stream.rig().errors().size(), 0);
}
GST_END_TEST

GST_START_TEST(whatWasDoneAboutAFaultIsTold)
{
    Service service;
    service.server.next(Reply::failure(503));
    service.server.always(Reply::json("{\"error\":{\"message\":\"bad size\"}}", 400));
    Stream stream(service.launch("backends=mine,local"));
    stream.play(5);
    const std::vector<Message> told = stream.until("animatize-generation", 2);
    const GstStructure *retry = told[0].structure.get(), *next = told[1].structure.get();
    ASSERT_TEXT(textOf(retry, "state"), "retrying");
    ck_assert_uint_eq(uintOf(retry, "attempt"), 2);
    ck_assert(gst_structure_has_field(retry, "retry-after"));
    ASSERT_TEXT(textOf(next, "state"), "fallback");
    ASSERT_TEXT(textOf(next, "backend"), "mine");
    ck_assert(textOf(next, "reason").find("bad size") != std::string::npos);
    ck_assert_uint_eq(uint64Of(next, "shot-id"), 1);
    bySomebody(stream, "local");
}
GST_END_TEST

GST_START_TEST(aServiceThatHangsHoldsUpNoFrame)
{
    Service service;
    service.server.always(Reply::broken(Reply::How::Hang));
    Stream stream(service.launch("backends=mine,local deadline=700000000"));
    stream.play(5);
    bySomebody(stream, "local");
    ck_assert_msg(stream.longest() < 0.6, "a frame waited %.3f s", stream.longest());
}
GST_END_TEST

/// What the frame's AnimatizeGenerator says: "state backend".
std::string stateOn(const BufferRef& buffer)
{
    const GstStructure* meta = metaOf(buffer, "AnimatizeGenerator");
    ck_assert(meta != nullptr);
    ck_assert_uint_eq(uintOf(meta, "frame-width"), 320);
    uintOf(meta, "pending");
    const char* backend = gst_structure_get_string(meta, "backend");
    return textOf(meta, "state") + (backend ? std::string(" ") + backend : "");
}

GST_START_TEST(everyFrameSaysWhatTheGeneratorDoes)
{
    {
        Service service;
        Stream stream(service.launch("backends=mine,local"));
        ASSERT_TEXT(stateOn(stream.next()), "idle");
        stream.until("animatize-keyframe", 2);
        ASSERT_TEXT(stateOn(stream.next(2)), "remote mine");
        service.server.always(Reply::broken(Reply::How::Hang));
        ASSERT_TEXT(stateOn(stream.next(3)), "waiting mine");
    }
    Service service;
    service.server.always(Reply::failure(500));
    Stream stream(service.launch("backends=mine,local deadline=2000000000"));
    stream.play(2);
    stream.until("animatize-keyframe", 2);
    ASSERT_TEXT(stateOn(stream.next(2)), "fallback local");
    Stream alone("animatizegen frames=1 wait=true");
    ASSERT_TEXT(stateOn(alone.next()), "idle");
    ASSERT_TEXT(stateOn(alone.next(2)), "local local");
}
GST_END_TEST

GST_START_TEST(nobodyLeftIsAFailure)
{
    Service service;
    service.server.always(Reply::json("{}", 400));
    Stream stream(service.launch("backends=mine"));
    stream.play(5);
    const std::vector<Message> told = stream.until("animatize-generation", 1);
    ASSERT_TEXT(textOf(told[0].structure.get(), "state"), "failed");
    ck_assert(stream.rig().messages("animatize-keyframe").empty());
}
GST_END_TEST

GST_START_TEST(aDryRunSaysWhatItWouldSend)
{
    Service service;
    Stream stream(service.launch("backends=mine,local dry-run=true"));
    stream.play(5);
    const std::vector<Message> told = stream.until("animatize-generation", 1);
    const GstStructure* would = told[0].structure.get();
    ASSERT_TEXT(textOf(would, "state"), "dry-run");
    ck_assert(textOf(would, "request").find("/make") != std::string::npos);
    ck_assert(textOf(would, "request").find(kSecret) == std::string::npos);
    ck_assert_uint_eq(service.server.requests(), 0);
    bySomebody(stream, "local");
}
GST_END_TEST

GST_START_TEST(theStartIsRefusedInWords)
{
    const Folder folder;
    std::ofstream(folder.path("bad.json")) << "{\"schema\":\"animatize-providers/1\",\"name\":7}";
    const std::pair<std::string, const char*> rows[] = {
        {"backends=nonsense", "nonsense"},
        {"backends=local providers-location=" + folder.path("bad.json"), "name"},
        {"backends=local providers-location=" + folder.path("none.json"), "none.json"},
        {"backends=flux cache-location=/proc/nowhere", "/proc/nowhere"},
    };
    const auto& [properties, word] = rows[__i__];
    Pipeline pipeline("videotestsrc num-buffers=2 ! animatizegen " + properties + " ! fakesink");
    gst_element_set_state(pipeline.object(), GST_STATE_PAUSED);
    const std::string error = pipeline.error();
    ck_assert_msg(error.find(word) != std::string::npos, "\"%s\" lacks \"%s\"", error.c_str(),
                  word);
}
GST_END_TEST

GST_START_TEST(aSeekFreesWhoWaits)
{
    Service service;
    service.server.always(Reply::broken(Reply::How::Hang));
    Stream stream(service.launch("backends=mine wait=true"));
    stream.play(5);
    std::thread operate([&] {
        service.server.awaitRequests(1);
        gst_harness_push_event(stream.rig().harness(), gst_event_new_flush_start());
    });
    const auto begun = std::chrono::steady_clock::now();
    GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 320, 180);
    BufferRef buffer = frame(info, moving(320, 180, 2));
    stamp(buffer.get(), info, 9);
    attachShot(buffer.get(), 2, 0.5);
    gst_harness_push(stream.rig().harness(), buffer.release());  // the shot ends: it waits
    operate.join();
    const double waited =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    ck_assert_msg(waited < 10.0, "%.1f s", waited);
}
GST_END_TEST

GST_START_TEST(thePipelineStopsWhileAServiceHangs)
{
    Service service;
    service.server.always(Reply::broken(Reply::How::Hang));
    Pipeline pipeline(
        "videotestsrc num-buffers=5 ! video/x-raw,width=64,height=36 ! animatizemotion ! "
        "animatizeanalyze detect-objects=false ! animatizeprompt ! " +
        service.launch("backends=mine wait=true") + " ! fakesink");
    pipeline.play();
    service.server.awaitRequests(1);  // at the end of the stream it waits
    const auto begun = std::chrono::steady_clock::now();
    gst_element_set_state(pipeline.object(), GST_STATE_NULL);
    const double waited =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    ck_assert_msg(waited < 10.0, "%.1f s", waited);
}
GST_END_TEST

GST_START_TEST(picturesOnDiskAreUsedByTheNextRun)
{
    Service service;
    const Folder cache;
    for (const bool cached : {false, true}) {
        Stream stream(
            service.launch("backends=mine seed=7 cache-location=" + cache.path("pictures")));
        stream.play(5);
        const std::vector<Message> keyframes = stream.until("animatize-keyframe", 2);
        ck_assert(booleanOf(keyframes[0].structure.get(), "cached") == cached);
    }
    ck_assert_uint_eq(service.server.requests(), 1);
}
GST_END_TEST

GST_START_TEST(theKeyIsNowhere)
{
    Service service;
    service.server.always(Reply::json(std::string("{\"error\":\"") + kSecret + "\"}", 401));
    Stream stream(service.launch("backends=mine,local"));
    stream.play(5);
    std::string all;
    for (const Message& message : stream.until("animatize-generation", 1))
        all += asText(message.structure.get());
    for (const std::string& warning : stream.rig().warnings())
        all += warning;
    GstStructure* stats = nullptr;
    g_object_get(stream.rig().element("animatizegen"), "stats", &stats, nullptr);
    const StructureRef owned(stats);
    all += asText(stats);
    ck_assert_msg(all.find(kSecret) == std::string::npos, "%s", all.c_str());
    ck_assert(all.find("mine") != std::string::npos);
}
GST_END_TEST

GST_START_TEST(aLiveStreamGivesUpWhatComesTooLate)
{
    Service service;
    service.server.always(Reply::broken(Reply::How::Hang));
    Stream stream(service.launch("backends=mine,local max-staleness=1000000000"), true);
    stream.play(5);
    std::vector<Message> told;
    for (int i = 0; i < 60; ++i) {  // more than two seconds of the stream
        stream.next(2);
        for (Message& message : stream.rig().messages("animatize-generation"))
            told.push_back(std::move(message));
    }
    ck_assert_uint_ge(told.size(), 1);
    ASSERT_TEXT(textOf(told[0].structure.get(), "state"), "expired");
}
GST_END_TEST

GST_START_TEST(moneyAndRequestsAreInTheNumbers)
{
    Service service(",\"cost-per-image\":0.25");
    Stream stream(service.launch("backends=mine,local max-cost-per-hour=0.3"));
    stream.play(5);
    bySomebody(stream, "mine");
    stream.next(3);
    std::vector<Message> told = stream.until("animatize-generation", 1, 3);
    ck_assert(textOf(told[0].structure.get(), "reason").find("max-cost-per-hour") !=
              std::string::npos);
    GstStructure* stats = nullptr;
    g_object_get(stream.rig().element("animatizegen"), "stats", &stats, nullptr);
    const StructureRef owned(stats);
    ck_assert(doubleOf(stats, "cost") == 0.25);
    ck_assert_uint_eq(service.server.requests(), 1);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "elements/services",
        {CASE(aServiceMakesTheKeyframes), CASES(whateverAServiceDoesTheShotGetsItsKeyframes, 10),
         CASE(whatWasDoneAboutAFaultIsTold), CASE(aServiceThatHangsHoldsUpNoFrame),
         CASE(everyFrameSaysWhatTheGeneratorDoes), CASE(nobodyLeftIsAFailure),
         CASE(aDryRunSaysWhatItWouldSend), CASES(theStartIsRefusedInWords, 4),
         CASE(aSeekFreesWhoWaits), CASE(thePipelineStopsWhileAServiceHangs),
         CASE(picturesOnDiskAreUsedByTheNextRun), CASE(theKeyIsNowhere),
         CASE(aLiveStreamGivesUpWhatComesTooLate), CASE(moneyAndRequestsAreInTheNumbers)});
}
