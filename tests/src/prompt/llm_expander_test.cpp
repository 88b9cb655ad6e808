// A language model behind the prompts of one stream.
#include "prompt/llm_expander.h"

#include <thread>

#include "src/movement/measured.h"
#include "src/prompt/llm_fakes.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const SteadyClock kClock;

struct Stream {
    std::shared_ptr<FakeModel> model;
    std::vector<std::string> lanes;  ///< models that were asked for
    LlmExpander expander;
    LlmSettings settings;
    PromptCacheSettings cache;
    PromptSettings words;
    uint64_t now = 0;
    bool offline = false;

    explicit Stream(std::shared_ptr<FakeModel> fake)
        : model(std::move(fake)), expander([this](const LlmSettings& llm, const std::string& name) {
              lanes.push_back(name);
              return Result<std::shared_ptr<LlmLane>>(
                  std::make_shared<LlmLane>(model, kClock, llm, name));
          })
    {
        settings.model = "large";
        settings.batchWindow = 0;
    }
    explicit Stream(const std::string& text = "a gliding pan to the left")
        : Stream(std::make_shared<FakeModel>(text))
    {}

    LlmExpander::Asked expand(const std::string& direction = "left", uint64_t shot = 1)
    {
        expander.configure(settings, cache);
        return expander.expand(ruled(direction, words, shot), dialectOf(words.target), words, 0.0,
                               now, offline);
    }

    std::string said(const std::string& direction = "left", uint64_t shot = 1)
    {
        return expand(direction, shot).prompt.source;
    }

    double count(const char* name) const { return *expander.stats().number(name); }
};

}  // namespace

START_TEST(theRulesSpeakFirstAndTheModelWhenItComes)
{
    Stream stream;
    const auto asked = stream.expand();
    isText(asked.prompt.source, "rules");
    const std::string rules = asked.prompt.text;
    const auto better = stream.expander.finish();
    ck_assert(better.has_value());
    isText(better->source, "llm");
    isText(better->text, "a gliding pan to the left");
    isText(better->id, "1-left");
    ck_assert(better->text != rules);
    ck_assert_uint_eq(better->movements.size(), asked.prompt.movements.size());
    ck_assert(!stream.expander.finish());
    ck_assert_double_eq(stream.count("llm-answered"), 1.0);
}
END_TEST

START_TEST(nobodyWaitsForASlowModel)
{
    Stream stream;
    stream.model->hold();
    isText(stream.said(), "rules");
    ck_assert(!stream.expander.collect(0, false));
    isText(stream.said(), "rules");
    ck_assert(stream.model->await(1));
    stream.model->letGo();
    ck_assert(stream.expander.finish());
    ck_assert_uint_eq(stream.model->requests().size(), 1);
}
END_TEST

// By the contract: the answer of frame t is applied at the first frame at or after t + 500 ms.
START_TEST(whoWaitsGetsItAtItsTime)
{
    Stream stream;
    stream.now = 3 * kSecond;
    stream.expand();
    stream.model->await(1);
    ck_assert(!stream.expander.collect(3 * kSecond + 499 * kMillisecond, true));
    ck_assert(stream.expander.collect(3 * kSecond + 500 * kMillisecond, true));
}
END_TEST

START_TEST(whatWasAskedIsKnown)
{
    Stream stream;
    stream.expand();
    stream.expander.finish();
    isText(stream.said("right"), "rules");
    stream.expander.finish();  // which contradicts the text: bad
    isText(stream.said("left", 2), "cache");
    ck_assert_uint_eq(stream.model->requests().size(), 2);
    ck_assert_double_eq(stream.count("cache-hits"), 1.0);
}
END_TEST

START_TEST(theStandingAnswerNeedsNoCache)
{
    Stream stream;
    stream.cache.entries = 0;
    stream.expand();
    stream.expander.finish();
    isText(stream.said(), "llm");
    ck_assert_uint_eq(stream.model->requests().size(), 1);
}
END_TEST

START_TEST(anAnswerForWhatStoodBeforeIsLate)
{
    Stream stream;
    stream.model->hold();
    stream.expand("left");
    stream.model->await(1);
    stream.expand("right");
    stream.model->letGo();
    const auto better = stream.expander.finish();
    ck_assert(!better.has_value());  // the text of the left pan contradicts the right one
    ck_assert_double_eq(stream.count("llm-late"), 1.0);
    ck_assert_double_eq(stream.count("llm-bad"), 1.0);
    isText(stream.said("left", 2), "cache");
}
END_TEST

START_TEST(whatIsKnownIsNotReplacedByWhatStoodBefore)
{
    Stream stream("a quiet frame");
    stream.expand("right");
    stream.expander.finish();
    stream.model->hold();
    stream.expand("left", 2);
    stream.model->await(2);
    isText(stream.said("right", 3), "cache");
    stream.model->letGo();
    for (int i = 0; i < 2000 && stream.count("llm-late") == 0.0; ++i) {
        ck_assert(!stream.expander.collect(0, false));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ck_assert_double_eq(stream.count("llm-late"), 1.0);
}
END_TEST

START_TEST(aBadAnswerIsCountedAndNotAskedForAgain)
{
    Stream stream("a crash zoom in on a shouting man");
    stream.expand();
    ck_assert(!stream.expander.finish());
    isText(stream.said(), "rules");
    ck_assert(!stream.expander.finish());
    ck_assert_uint_eq(stream.model->requests().size(), 1);
    ck_assert_double_eq(stream.count("llm-bad"), 1.0);
    ck_assert(stream.expander.takeProblems().empty());
}
END_TEST

START_TEST(aFaultIsASentenceAndTheRulesGoOn)
{
    Stream stream(std::make_shared<FakeModel>([](const HttpRequest&) -> FakeModel::Answer {
        return HttpError{HttpFault::Unreachable, "Could not connect to localhost."};
    }));
    stream.expand();
    ck_assert(!stream.expander.finish());
    const auto problems = stream.expander.takeProblems();
    ck_assert_uint_eq(problems.size(), 1);
    isText(problems[0], "Could not connect to localhost. The prompts of the rules go on.");
    isText(stream.said(), "rules");
    ck_assert_double_eq(stream.count("llm-failed"), 1.0);
}
END_TEST

START_TEST(withoutALaneThereIsASentence)
{
    LlmExpander expander([](const LlmSettings&, const std::string&) {
        return Result<std::shared_ptr<LlmLane>>(Error{"Built without libsoup."});
    });
    LlmSettings settings;
    settings.model = "m";
    expander.configure(settings, {});
    isText(expander.expand(ruled("left"), dialectOf("generic"), {}, {}, 0, false).prompt.source,
           "rules");
    isText(expander.takeProblems()[0], "Built without libsoup. The prompts of the rules go on.");
    ck_assert(!expander.finish());
}
END_TEST

START_TEST(theFastModelWritesInsideAShot)
{
    Stream stream;
    stream.settings.modelFast = "small";
    stream.expand("left", 1);
    stream.expander.finish();
    isText(stream.said("left", 1), "llm");  // what the large one said of it stands
    stream.expand("right", 1);
    stream.expander.finish();
    stream.expand("right", 2);
    stream.expander.finish();
    const auto requests = stream.model->requests();
    ck_assert_uint_eq(requests.size(), 3);
    ck_assert(requests[0].body.find("\"model\":\"large\"") != std::string::npos);
    ck_assert(requests[1].body.find("\"model\":\"small\"") != std::string::npos);
    ck_assert(requests[2].body.find("\"model\":\"large\"") != std::string::npos);
}
END_TEST

START_TEST(afterAFlushNothingOldComes)
{
    Stream stream;
    stream.model->hold();
    stream.expand();
    stream.model->await(1);
    stream.expander.cancel();
    ck_assert(stream.model->awaitGivenUp(1));
    stream.model->letGo();
    ck_assert(!stream.expander.finish());
}
END_TEST

START_TEST(otherSettingsAskAnew)
{
    Stream stream;
    stream.expand();
    stream.expander.finish();
    stream.settings.seed = 5;
    isText(stream.said(), "rules");
    ck_assert(stream.expander.finish());
    ck_assert_uint_eq(stream.model->requests().size(), 2);
}
END_TEST

START_TEST(offlineTheQuestionsAreHandedOut)
{
    Stream stream;
    stream.offline = true;
    const auto asked = stream.expand();
    ck_assert(asked.open.has_value());
    ck_assert(!stream.expander.finish());
    ck_assert(stream.lanes.empty());
    stream.expander.useResults({{asked.open->id, {"a pan left, all in one breath", ""}}});
    const auto known = stream.expand();
    ck_assert(!known.open.has_value());
    isText(known.prompt.text, "a pan left, all in one breath");
    isText(known.prompt.source, "llm");
}
END_TEST

START_TEST(resultsAreCheckedToo)
{
    Stream stream;
    stream.offline = true;
    const auto asked = stream.expand();
    stream.expander.useResults({{asked.open->id, {"a zoom in", ""}}});
    isText(stream.said(), "rules");
    ck_assert_double_eq(stream.count("llm-bad"), 1.0);
}
END_TEST

// By the time of the stream.
START_TEST(answersAndBadOnesGrowOld)
{
    Stream stream;
    stream.cache.age = 3600 * kSecond;
    stream.expand("left");
    stream.expander.finish();
    stream.expand("right");
    stream.expander.finish();  // bad
    stream.now = 599 * kSecond;
    isText(stream.said("left", 2), "cache");
    stream.expand("right");
    ck_assert_uint_eq(stream.model->requests().size(), 2);
    stream.now = 601 * kSecond;
    stream.expand("right");
    stream.expander.finish();
    ck_assert_uint_eq(stream.model->requests().size(), 3);
    stream.now = 3601 * kSecond;
    isText(stream.said("left", 3), "rules");
}
END_TEST

START_TEST(rewordingsShareAnAnswerWhereThatIsWanted)
{
    for (const bool semantic : {false, true}) {
        Stream stream;
        stream.cache.semantic = semantic;
        stream.words.basePrompt = "A red tram";
        stream.expand();
        stream.expander.finish();
        stream.words.basePrompt = "a red  tram!";
        isText(stream.said("left", 2), semantic ? "cache" : "rules");
        stream.words.basePrompt = "a blue tram";
        isText(stream.said("left", 3), "rules");
    }
}
END_TEST

int main()
{
    return run(
        "prompt/llm-expander",
        {theRulesSpeakFirstAndTheModelWhenItComes, nobodyWaitsForASlowModel,
         whoWaitsGetsItAtItsTime, whatWasAskedIsKnown, theStandingAnswerNeedsNoCache,
         anAnswerForWhatStoodBeforeIsLate, whatIsKnownIsNotReplacedByWhatStoodBefore,
         aBadAnswerIsCountedAndNotAskedForAgain, aFaultIsASentenceAndTheRulesGoOn,
         withoutALaneThereIsASentence, theFastModelWritesInsideAShot, afterAFlushNothingOldComes,
         otherSettingsAskAnew, offlineTheQuestionsAreHandedOut, resultsAreCheckedToo,
         answersAndBadOnesGrowOld, rewordingsShareAnAnswerWhereThatIsWanted});
}
