// Prompts of several shots and streams on their way to one language model.
#include "prompt/llm_lane.h"

#include <thread>

#include <stdlib.h>

#include "src/movement/measured.h"
#include "src/prompt/llm_fakes.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const SteadyClock kClock;
constexpr auto kLong = std::chrono::seconds(10);

LlmSettings atOnce()
{
    LlmSettings settings;
    settings.batchWindow = 0;
    return settings;
}

// Items of different streams, told apart by the operator's words.
LlmItem item(const std::string& words)
{
    PromptSettings settings;
    settings.basePrompt = words;
    return llmItem(ruled("left", settings), dialectOf("generic"), settings, {}, "small", 0.0);
}

struct Rig {
    std::shared_ptr<FakeModel> model;
    LlmLane lane;
    std::shared_ptr<LlmMailbox> box = std::make_shared<LlmMailbox>();
    std::shared_ptr<LlmMailbox> other = std::make_shared<LlmMailbox>();

    explicit Rig(std::shared_ptr<FakeModel> fake, const LlmSettings& settings = atOnce())
        : model(std::move(fake)), lane(model, kClock, settings, "small")
    {}
    explicit Rig(const LlmSettings& settings = atOnce())
        : Rig(std::make_shared<FakeModel>("a pan left"), settings)
    {}

    /// With the first request under way, what is asked now waits together.
    void holdWith(const std::shared_ptr<LlmMailbox>& first)
    {
        model->hold();
        lane.ask(first, 1, item("first"));
        ck_assert(model->await(1));
    }

    /// What comes of a body, asked for with a key.
    static LlmAnswer answerWith(const char* key,
                                const std::function<std::string(const HttpRequest&)>& body)
    {
        setenv("ANIMATIZE_TEST_KEY", key, 1);
        LlmSettings settings = atOnce();
        settings.keyEnv = "ANIMATIZE_TEST_KEY";
        Rig rig(std::make_shared<FakeModel>([&](const HttpRequest& request) -> FakeModel::Answer {
                    return HttpResponse{200, {}, body(request)};
                }),
                settings);
        rig.lane.ask(rig.box, 1, item("a tram"));
        return rig.answersOf(rig.box).at(0);
    }

    std::vector<LlmAnswer> answersOf(const std::shared_ptr<LlmMailbox>& whose)
    {
        ck_assert(lane.drain(kLong));
        return whose->collect();
    }
};

}  // namespace

START_TEST(anAnswerComesBack)
{
    Rig rig;
    const LlmItem asked = item("a tram");
    rig.lane.ask(rig.box, 1, asked);
    const auto answers = rig.answersOf(rig.box);
    ck_assert_uint_eq(answers.size(), 1);
    isText(answers[0].id, asked.id);
    isText(answers[0].text->text, "a pan left");
    isText(rig.model->requests()[0].uri, "http://localhost:11434/v1/chat/completions");
}
END_TEST

START_TEST(whatWaitsTogetherGoesOutTogether)
{
    Rig rig;
    rig.holdWith(rig.box);
    rig.lane.ask(rig.box, 2, item("second shot"));
    rig.lane.ask(rig.box, 3, item("third shot"));
    rig.lane.ask(rig.other, 1, item("other stream"));
    rig.model->letGo();
    ck_assert_uint_eq(rig.answersOf(rig.box).size(), 3);
    ck_assert_uint_eq(rig.other->collect().size(), 1);
    const auto requests = rig.model->requests();
    ck_assert_uint_eq(requests.size(), 2);
    ck_assert_uint_eq(idsIn(requests[1].body).size(), 3);
    ck_assert_double_eq(*rig.lane.stats().number("llm-requests"), 2.0);
    ck_assert_double_eq(*rig.lane.stats().number("llm-request-items"), 4.0);
}
END_TEST

START_TEST(aRequestHasNoMoreItemsThanAllowed)
{
    LlmSettings settings = atOnce();
    settings.batchSize = 2;
    Rig rig(settings);
    rig.holdWith(rig.box);
    for (int shot = 2; shot < 7; ++shot)
        rig.lane.ask(rig.box, static_cast<uint64_t>(shot), item("shot " + std::to_string(shot)));
    rig.model->letGo();
    ck_assert_uint_eq(rig.answersOf(rig.box).size(), 6);
    const auto requests = rig.model->requests();
    ck_assert_uint_eq(requests.size(), 4);
    for (size_t i = 1; i < requests.size(); ++i)
        ck_assert_uint_le(idsIn(requests[i].body).size(), 2);
}
END_TEST

START_TEST(aRequestWaitsForOthersInItsWindow)
{
    LlmSettings settings;
    settings.batchWindow = 10 * kSecond;
    settings.batchSize = 3;
    Rig rig(settings);
    for (int shot = 1; shot < 4; ++shot)
        rig.lane.ask(rig.box, static_cast<uint64_t>(shot), item("shot " + std::to_string(shot)));
    ck_assert_uint_eq(rig.answersOf(rig.box).size(), 3);  // full, so long before the window ends
    ck_assert_uint_eq(rig.model->requests().size(), 1);
}
END_TEST

START_TEST(theSameShotOfTwoStreamsIsAskedOnce)
{
    Rig rig;
    rig.holdWith(rig.box);
    rig.lane.ask(rig.box, 2, item("same"));
    rig.lane.ask(rig.other, 5, item("same"));
    rig.model->letGo();
    ck_assert_uint_eq(rig.answersOf(rig.box).size(), 2);
    ck_assert_uint_eq(rig.other->collect().size(), 1);
    ck_assert_uint_eq(idsIn(rig.model->requests()[1].body).size(), 1);
}
END_TEST

START_TEST(aNewerPromptOfTheShotTakesThePlaceOfTheWaitingOne)
{
    Rig rig;
    rig.holdWith(rig.other);
    rig.lane.ask(rig.box, 2, item("old"));
    rig.lane.ask(rig.box, 2, item("new"));
    rig.model->letGo();
    const auto answers = rig.answersOf(rig.box);
    ck_assert_uint_eq(answers.size(), 1);
    isText(answers[0].id, item("new").id);
}
END_TEST

START_TEST(aBadItemLosesOnlyItself)
{
    const LlmItem good = item("good"), bad = item("bad"), lost = item("lost");
    const auto model = std::make_shared<FakeModel>([&](const HttpRequest&) -> FakeModel::Answer {
        return HttpResponse{200, {}, completion({{good.id, "a pan left"}, {bad.id, "a zoom in"}})};
    });
    Rig rig(model);
    rig.holdWith(rig.other);
    rig.lane.ask(rig.box, 2, good);
    rig.lane.ask(rig.box, 3, bad);
    rig.lane.ask(rig.box, 4, lost);
    rig.model->letGo();
    const auto answers = rig.answersOf(rig.box);
    ck_assert_uint_eq(answers.size(), 3);
    ck_assert(answers[0].text && !answers[1].text && !answers[2].text);
    ck_assert(answers[1].text.error().kind == LlmFault::Kind::Answer);
    ck_assert(answers[2].text.error().kind == LlmFault::Kind::Answer);
}
END_TEST

START_TEST(faultsSayWhoCanMendThem)
{
    const auto kindOf = [](HttpFault fault) {
        Rig rig(std::make_shared<FakeModel>([fault](const HttpRequest&) -> FakeModel::Answer {
            return HttpError{fault, "no"};
        }));
        rig.lane.ask(rig.box, 1, item("x"));
        return rig.answersOf(rig.box)[0].text.error().kind;
    };
    using Kind = LlmFault::Kind;
    for (const HttpFault fault : {HttpFault::Setting, HttpFault::Forbidden, HttpFault::Billing,
                                  HttpFault::Missing, HttpFault::Invalid, HttpFault::Redirected})
        ck_assert(kindOf(fault) == Kind::Setting);
    for (const HttpFault fault : {HttpFault::Unreachable, HttpFault::Broken, HttpFault::TimedOut,
                                  HttpFault::Throttled, HttpFault::Server, HttpFault::Refused})
        ck_assert(kindOf(fault) == Kind::Network);
    ck_assert(kindOf(HttpFault::TooLarge) == Kind::Answer);
    ck_assert(kindOf(HttpFault::Cancelled) == Kind::Cancelled);
}
END_TEST

START_TEST(theKeyGetsIntoNoTextHoweverItIsSpelled)
{
    const std::string key = "sk-ab/CDef+0815";
    for (const std::string spelled : {"/", "\\/", "\\u002f", "%2f", "\\\\/", "\\\\\\u002F"}) {
        const auto body = [&](const HttpRequest& request) {
            // As a server in PHP would write it, and the model inside of that.
            std::string said = completionFor(request.body, "a pan left SLASH", "no SLASH");
            for (size_t at = 0; (at = said.find("SLASH", at)) != std::string::npos;)
                said.replace(at, 5, "sk-ab" + spelled + "CDef+0815");
            return said;
        };
        const LlmAnswer answer = Rig::answerWith(key.c_str(), body);
        ck_assert_msg(static_cast<bool>(answer.text), "%s: %s", spelled.c_str(),
                      answer.text ? "" : answer.text.error().message.c_str());
        isText(answer.text->text, "a pan left ***");
    }
}
END_TEST

START_TEST(theKeyIsInNoFaultOfAnAnswer)
{
    const std::string key = "sk-ab/CDef+0815";
    for (const std::string body :
         {"{\"choices\": sk-ab/CDef+0815}", "sk-ab/CDef+0815 is no JSON",
          "{\"choices\":[{\"message\":{\"refusal\":\"no sk-ab\\/CDef+0815\"}}]}",
          "{\"choices\":[{\"message\":{\"content\":\"{sk-ab\\/CDef+0815}\"}}]}"}) {
        const LlmAnswer answer =
            Rig::answerWith(key.c_str(), [&](const HttpRequest&) { return body; });
        ck_assert(!answer.text && answer.text.error().kind == LlmFault::Kind::Answer);
        const std::string& message = answer.text.error().message;
        for (const char* part : {"sk", "CDef"})
            ck_assert_msg(message.find(part) == std::string::npos, "%s", message.c_str());
    }
}
END_TEST

// Servers that want none are given whatever comes to mind.
START_TEST(anyWordMayBeTheKey)
{
    for (const char* key : {"null", "content", "text", "x", "none", "prompts", "a", "left",
                            "message", "finish_reason", "not-needed"}) {
        const LlmAnswer answer = Rig::answerWith(key, [](const HttpRequest& request) {
            return completionFor(request.body, "a pan left, none else, texture");
        });
        ck_assert_msg(static_cast<bool>(answer.text), "%s", key);
        isText(answer.text->text, "a pan left, none else, texture");
    }
}
END_TEST

START_TEST(aParameterThatTheServerRefusesIsNotSentAgain)
{
    const auto model =
        std::make_shared<FakeModel>([](const HttpRequest& request) -> FakeModel::Answer {
            if (request.body.find("\"temperature\":") != std::string::npos)
                return HttpError{HttpFault::Invalid, "bad", 400, {}, {}, "'temperature' is not"};
            return HttpResponse{200, {}, completionFor(request.body, "a pan left")};
        });
    Rig rig(model);
    rig.lane.ask(rig.box, 1, item("one"));
    ck_assert(rig.answersOf(rig.box)[0].text);
    rig.lane.ask(rig.box, 1, item("two"));
    ck_assert(rig.answersOf(rig.box)[0].text);
    ck_assert_uint_eq(rig.model->requests().size(), 3);
}
END_TEST

START_TEST(whatNobodyWantsIsGivenUp)
{
    Rig rig;
    rig.holdWith(rig.box);
    rig.lane.ask(rig.box, 2, item("waiting"));
    rig.lane.forget(rig.box);
    ck_assert(rig.lane.drain(kLong));
    ck_assert(rig.model->awaitGivenUp(1));
    ck_assert_uint_eq(rig.model->requests().size(), 1);
    ck_assert(rig.box->collect().empty());
}
END_TEST

START_TEST(whatAnotherWantsGoesOn)
{
    Rig rig;
    rig.holdWith(rig.other);
    rig.lane.ask(rig.box, 1, item("mine"));
    rig.lane.ask(rig.other, 2, item("yours"));
    rig.model->letGo();
    ck_assert(rig.model->await(2));
    rig.lane.forget(rig.box);
    ck_assert_uint_eq(rig.answersOf(rig.other).size(), 2);
}
END_TEST

START_TEST(waitingIsBounded)
{
    Rig rig;
    rig.holdWith(rig.other);
    for (uint64_t shot = 2; shot < 500; ++shot)
        rig.lane.ask(rig.box, shot, item("shot " + std::to_string(shot)));
    rig.model->letGo();
    const auto answers = rig.answersOf(rig.box);
    ck_assert_uint_eq(answers.size(), 16);  // of the mailbox; the newest
    isText(answers.back().id, item("shot 499").id);
    ck_assert_uint_le(rig.model->requests().size(), 1 + 64 / 8);
}
END_TEST

START_TEST(theEndDoesNotWaitForTheServer)
{
    const auto model = std::make_shared<FakeModel>("a pan left");
    {
        Rig rig(model);
        rig.holdWith(rig.box);
        rig.lane.ask(rig.box, 2, item("waiting"));
    }
    ck_assert(model->awaitGivenUp(1));
}
END_TEST

START_TEST(threadsMayAskAtTheSameTime)
{
    Rig rig;
    constexpr int kThreads = 4, kEach = 20;
    std::vector<std::shared_ptr<LlmMailbox>> boxes;
    std::vector<LlmItem> items;
    for (int i = 0; i < kThreads; ++i) {
        boxes.push_back(std::make_shared<LlmMailbox>());
        items.push_back(item("stream " + std::to_string(i)));
    }
    std::vector<size_t> got(kThreads);
    std::vector<std::thread> threads;
    for (size_t i = 0; i < kThreads; ++i)
        threads.emplace_back([&, i] {
            for (uint64_t n = 0; n < kEach; ++n) {
                rig.lane.ask(boxes[i], n, items[i]);
                rig.lane.drain(kLong);
                got[i] += boxes[i]->collect().size();
                if (n % 7 == 3)
                    rig.lane.forget(boxes[i]);
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const size_t count : got)
        ck_assert_uint_eq(count, kEach);
}
END_TEST

int main()
{
    return run(
        "prompt/llm-lane",
        {anAnswerComesBack, whatWaitsTogetherGoesOutTogether, aRequestHasNoMoreItemsThanAllowed,
         aRequestWaitsForOthersInItsWindow, theSameShotOfTwoStreamsIsAskedOnce,
         aNewerPromptOfTheShotTakesThePlaceOfTheWaitingOne, aBadItemLosesOnlyItself,
         faultsSayWhoCanMendThem, theKeyGetsIntoNoTextHoweverItIsSpelled,
         theKeyIsInNoFaultOfAnAnswer, anyWordMayBeTheKey,
         aParameterThatTheServerRefusesIsNotSentAgain, whatNobodyWantsIsGivenUp,
         whatAnotherWantsGoesOn, waitingIsBounded, theEndDoesNotWaitForTheServer,
         threadsMayAskAtTheSameTime});
}
