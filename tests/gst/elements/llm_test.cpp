// animatizeprompt with a language model behind it: whatever the server does, every frame goes
// through at once, the rules speak first, and nothing of the server's faults gets into the stream.
#include <chrono>
#include <thread>

#include "support/fault_server.h"
#include "support/folder.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/llm_answers.h"
#include "support/pipeline.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr char kText[] = "a quiet frame, everything holds its breath";
constexpr char kSecret[] = "planted-key-4711";

void serve(FaultServer& server, const std::string& text = kText)
{
    server.answer(
        [text](const Received& request) { return Reply::json(completionFor(request.body, text)); });
}

std::string launch(const FaultServer& server, const std::string& more = "")
{
    return "animatizemotion ! animatizeanalyze detect-objects=false ! animatizeprompt name=p "
           "expander=llm llm-model=small llm-batch-window=0 llm-uri=" +
           server.uri("/v1") + " " + more;
}

// A square that stands still: the same prompt goes on and on.
class Stream {
  public:
    explicit Stream(const std::string& line, bool live = false) : rig_(line, live)
    {
        rig_.caps(info_);
    }

    BufferRef next()
    {
        BufferRef buffer = frame(info_, moving(160, 120, step_));
        stamp(buffer.get(), info_, index_++);
        const auto begun = std::chrono::steady_clock::now();
        BufferRef out = rig_.push(std::move(buffer));
        longest_ = std::max(longest_, std::chrono::steady_clock::now() - begun);
        return out;
    }

    void play(int frames)
    {
        for (int i = 0; i < frames; ++i)
            next();
    }

    /// Plays, at most for ten seconds, until the prompt is of that source.
    BufferRef until(const std::string& source)
    {
        for (int i = 0; i < 2000; ++i) {
            BufferRef out = next();
            const GstStructure* prompt = metaOf(out, "AnimatizePrompt");
            if (prompt && textOf(prompt, "source") == source)
                return out;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        ck_abort_msg("no prompt of %s", source.c_str());
        return nullptr;
    }

    Rig& rig() { return rig_; }
    double longest() const { return std::chrono::duration<double>(longest_).count(); }

  private:
    Rig rig_;
    GstVideoInfo info_ = videoInfo(GST_VIDEO_FORMAT_GRAY8, 160, 120);
    int index_ = 0, step_ = 0;
    std::chrono::steady_clock::duration longest_{};
};

double statOf(Stream& stream, const char* name)
{
    GstStructure* stats = nullptr;
    g_object_get(stream.rig().element("animatizeprompt"), "stats", &stats, nullptr);
    const StructureRef owned(stats);
    return static_cast<double>(uint64Of(stats, name));
}

// The whole fault goes by: every frame comes out at once, the prompt stays the rules'.
void survives(const std::function<void(FaultServer&)>& misbehave, bool isTold,
              const std::string& more = "")
{
    FaultServer server;
    misbehave(server);
    Stream stream(launch(server, "llm-timeout=1000000000 " + more));
    stream.play(10);
    for (int i = 0; i < 2000 && (isTold ? stream.rig().warnings().empty() : i < 150); ++i) {
        stream.next();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const BufferRef out = stream.next();
    ASSERT_TEXT(textOf(metaOf(out, "AnimatizePrompt"), "source"), "rules");
    ck_assert_uint_eq(stream.rig().errors().size(), 0);
    ck_assert_msg(stream.longest() < 0.9, "a frame waited %.3f s", stream.longest());
    if (!isTold)
        return;
    ck_assert_uint_ge(stream.rig().warnings().size(), 1);
    const std::string& told = stream.rig().warnings()[0];
    ck_assert_msg(told.find("The prompts of the rules go on.") != std::string::npos, "%s",
                  told.c_str());
}

}  // namespace

GST_START_TEST(theModelsPromptReplacesThatOfTheRules)
{
    FaultServer server;
    serve(server);
    Stream stream(launch(server));
    const BufferRef first = stream.next();
    ASSERT_TEXT(textOf(metaOf(first, "AnimatizePrompt"), "source"), "rules");
    const BufferRef out = stream.until("llm");
    const GstStructure* prompt = metaOf(out, "AnimatizePrompt");
    ASSERT_TEXT(textOf(prompt, "text"), kText);
    const auto messages = stream.rig().messages("animatize-prompt");
    ck_assert_uint_ge(messages.size(), 2);
    ASSERT_TEXT(textOf(messages[0].structure.get(), "source"), "rules");
    const GstStructure* said = messages.back().structure.get();
    ASSERT_TEXT(textOf(said, "source"), "llm");
    ASSERT_TEXT(textOf(said, "replaces"),
                textOf(messages[messages.size() - 2].structure.get(), "prompt-id"));
    ck_assert(textOf(said, "json").find("\"source\":\"llm\"") != std::string::npos);
    ck_assert(statOf(stream, "llm-answered") >= 1.0);
}
GST_END_TEST

GST_START_TEST(whatWasAskedOnceComesOutOfTheCache)
{
    FaultServer server;
    serve(server);
    Stream stream(launch(server));
    stream.until("llm");
    const size_t asked = server.requests();
    stream.rig().flush();
    stream.until("cache");
    ck_assert_uint_eq(server.requests(), asked);
}
GST_END_TEST

GST_START_TEST(noServerFaultGetsIntoTheStream)
{
    const auto always = [](Reply reply) {
        return [reply](FaultServer& server) { server.always(reply); };
    };
    survives(always(Reply::failure(500)), true);
    survives(always(Reply::failure(503)), true);
    survives(always(Reply::tooMany()), true);
    survives(always(Reply::tooMany().with("Retry-After", "7")), true);
    survives(always(Reply::billing()), true);
    survives(always(Reply::redirect("http://127.0.0.1:9/v1/chat/completions")), true);
    survives(always(Reply::broken(Reply::How::Hang)), true);
    survives(always(Reply::broken(Reply::How::HeadOnly)), true);
    Reply dripping = Reply::broken(Reply::How::Dripping);
    dripping.pause = 300;  // ms a byte: the deadline passes before the end
    survives(always(dripping), true);
    survives(always(Reply::broken(Reply::How::HalfClosed)), true);
    survives(always(Reply::broken(Reply::How::Truncated)), true);
    survives(always(Reply::broken(Reply::How::Reset)), true);
    survives([](FaultServer& server) { server.refuse(); }, true);
}
GST_END_TEST

// Answers that are no use are counted, and nothing to bother anybody with.
GST_START_TEST(badAnswersAreCountedFallbacks)
{
    const auto always = [](Reply reply) {
        return [reply](FaultServer& server) { server.always(reply); };
    };
    survives(always(Reply::malformed()), false);
    survives(always(Reply::wrongSchema()), false);
    survives(always(Reply::huge()), false);
    survives([](FaultServer& server) { serve(server, "the camera pans right over a crowd"); },
             false);
}
GST_END_TEST

GST_START_TEST(theKeyGoesToTheServerAndNowhereElse)
{
    g_setenv("ANIMATIZE_TEST_KEY", kSecret, TRUE);
    FaultServer server;
    server.next(Reply::failure(401));
    server.always(Reply::failure(401));
    Stream stream(launch(server, "llm-key-env=ANIMATIZE_TEST_KEY"));
    for (int i = 0; i < 1000 && stream.rig().warnings().empty(); ++i) {
        stream.next();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ck_assert_uint_ge(stream.rig().warnings().size(), 1);
    ASSERT_TEXT(server.received()[0].header("authorization"), std::string("Bearer ") + kSecret);
    for (const std::string& sentence : stream.rig().warnings())
        ck_assert(sentence.find(kSecret) == std::string::npos);
    for (const Message& message : stream.rig().messages())
        ck_assert(asText(message.structure.get()).find(kSecret) == std::string::npos);
    gchar* name = nullptr;
    g_object_get(stream.rig().element("animatizeprompt"), "llm-key-env", &name, nullptr);
    ASSERT_TEXT(name, "ANIMATIZE_TEST_KEY");
    g_free(name);
}
GST_END_TEST

GST_START_TEST(aMissingKeyIsNamed)
{
    g_unsetenv("ANIMATIZE_NO_KEY");
    FaultServer server;
    Stream stream(launch(server, "llm-key-env=ANIMATIZE_NO_KEY"));
    for (int i = 0; i < 1000 && stream.rig().warnings().empty(); ++i) {
        stream.next();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ck_assert(stream.rig().warnings()[0].find("ANIMATIZE_NO_KEY") != std::string::npos);
    ck_assert_uint_eq(server.requests(), 0);
}
GST_END_TEST

GST_START_TEST(flushAndEndDoNotWaitForAHangingServer)
{
    FaultServer server;
    server.always(Reply::broken(Reply::How::Hang));
    const auto begun = std::chrono::steady_clock::now();
    {
        Stream stream(launch(server));
        stream.play(5);
        ck_assert(server.awaitRequests(1));
        stream.rig().flush();
        stream.play(5);
        ck_assert(server.awaitRequests(2));
        stream.rig().endOfStream();
        stream.rig().stop();
    }
    const auto took = std::chrono::steady_clock::now() - begun;
    ck_assert_msg(took < std::chrono::seconds(10), "it waited");
}
GST_END_TEST

// The same file gives the same records: an answer is applied half a second behind its frame.
GST_START_TEST(whoWaitsGetsTheSameBytes)
{
    std::string last;
    for (int run = 0; run < 2; ++run) {
        FaultServer server;
        serve(server);
        Folder folder;
        const std::string file = folder.path("prompts.jsonl");
        Pipeline pipeline(
            "videotestsrc num-buffers=60 pattern=ball ! "
            "video/x-raw,width=160,height=120,framerate=25/1 ! " +
            launch(server, "wait=true json-location=" + file) + " ! fakesink");
        pipeline.run();
        const auto lines = folder.lines("prompts.jsonl");
        size_t fromModel = 0;
        std::string all;
        for (const std::string& line : lines) {
            if (line.find("\"type\":\"summary\"") != std::string::npos)
                continue;
            fromModel += line.find("\"source\":\"llm\"") != std::string::npos;
            all += line + "\n";
        }
        ck_assert_uint_ge(fromModel, 1);
        if (run > 0)
            ASSERT_TEXT(all, last);
        last = all;
    }
}
GST_END_TEST

GST_START_TEST(twoStreamsShareARequest)
{
    FaultServer server;
    serve(server);
    const std::string window = "llm-batch-window=3000000000 llm-batch-size=2 ";
    Stream one(launch(server, window)), two(launch(server, window + "base-prompt=tram"));
    one.play(5);
    two.play(5);
    one.until("llm");
    two.until("llm");
    ck_assert_uint_eq(server.requests(), 1);
    ck_assert_uint_eq(idsIn(server.received()[0].body).size(), 2);
}
GST_END_TEST

GST_START_TEST(batchesAreWrittenAndCollected)
{
    FaultServer server;
    Folder folder;
    const std::string
        requests = folder.path("requests.jsonl"),
        film = "videotestsrc num-buffers=40 ! video/x-raw,width=160,height=120,framerate=25/1 ! ";
    Pipeline(film + launch(server, "wait=true llm-batch-location=" + requests) + " ! fakesink")
        .run();
    std::string results;
    const auto lines = folder.lines("requests.jsonl");
    ck_assert_uint_ge(lines.size(), 1);
    for (const std::string& line : lines)
        results += "{\"custom_id\":\"" + idsIn(line)[0] +
                   "\",\"response\":{\"body\":" + completionFor(line, kText) + "}}\n";
    const std::string answers = folder.path("results.jsonl");
    ck_assert(g_file_set_contents(answers.c_str(), results.c_str(), -1, nullptr));
    Pipeline second(film + launch(server, "wait=true llm-results-location=" + answers) +
                    " ! fakesink");
    second.run();
    for (const GstStructure* message : second.messages("animatize-prompt"))
        ASSERT_TEXT(textOf(message, "text"), kText);
    ck_assert_uint_eq(server.requests(), 0);
}
GST_END_TEST

GST_START_TEST(settingsThatDontGoTogetherAreRefused)
{
    const auto errorOf = [](const std::string& settings) {
        Pipeline pipeline("videotestsrc num-buffers=2 ! animatizeprompt " + settings +
                          " ! fakesink");
        gst_element_set_state(pipeline.object(), GST_STATE_PLAYING);
        return pipeline.error();
    };
    const auto has = [&](const std::string& settings, const char* words) {
        const std::string error = errorOf(settings);
        ck_assert_msg(error.find(words) != std::string::npos, "%s", error.c_str());
    };
    has("expander=llm", "set llm-model");
    has("llm-batch-location=/tmp/x", "need expander=llm");
    has("expander=llm llm-model=m llm-uri=nonsense", "should be the address of an API");
    has("expander=llm llm-model=m llm-results-location=/nowhere", "/nowhere");
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "elements/llm",
        {CASE(theModelsPromptReplacesThatOfTheRules), CASE(whatWasAskedOnceComesOutOfTheCache),
         CASE(noServerFaultGetsIntoTheStream), CASE(badAnswersAreCountedFallbacks),
         CASE(theKeyGoesToTheServerAndNowhereElse), CASE(aMissingKeyIsNamed),
         CASE(flushAndEndDoNotWaitForAHangingServer), CASE(whoWaitsGetsTheSameBytes),
         CASE(twoStreamsShareARequest), CASE(batchesAreWrittenAndCollected),
         CASE(settingsThatDontGoTogetherAreRefused)});
}
