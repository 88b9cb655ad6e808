// Prompts as spans: the shot's trace begins with its first frame, and what a language model is
// asked is below the prompt that it is asked for.
#include "net/make_client.h"
#include "prompt/llm_expander.h"
#include "prompt/prompt_writer.h"
#include "src/movement/measured.h"
#include "src/prompt/llm_fakes.h"
#include "support/fake_client.h"
#include "support/fake_clock.h"
#include "support/span_collector.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

Prompt written(PromptWriter& writer, const Evidence& evidence)
{
    const auto prompt = writer.write(evidence, {});
    ck_assert(prompt && *prompt);
    return **prompt;
}

LlmSettings atOnce()
{
    LlmSettings settings;
    settings.model = "small";
    settings.batchWindow = 0;
    return settings;
}

LlmItem itemFor(const std::string& words, const TraceContext& trace)
{
    PromptSettings settings;
    settings.basePrompt = words;
    Prompt rules = ruled("left", settings);
    rules.trace = trace;
    return llmItem(rules, dialectOf("generic"), settings, {}, "small", 0.0);
}

}  // namespace

START_TEST(aShotHasOneTraceWithItsPromptsInIt)
{
    const Traced traced;
    PromptWriter writer;
    Measured first = Measured::still().scene();
    const Prompt prompt = written(writer, first.at(0));
    ck_assert(static_cast<bool>(prompt.trace));
    const Record record = toRecord(prompt);
    sameText(*record.text("trace-id"), textOf(prompt.trace.trace));
    sameText(*record.text("span-id"), textOf(prompt.trace.span));
    const auto spans = traced.named("prompt");
    ck_assert_uint_eq(spans.size(), 1);
    ck_assert(spans[0].context == prompt.trace);
    sameText(attributeOf(spans[0], "animatize.prompt.id"), prompt.id);
    sameText(attributeOf(spans[0], "animatize.prompt.source"), "rules");
    for (const SpanAttribute& one : spans[0].attributes)
        ck_assert(valueText(one.value).find(prompt.text) == std::string::npos);
    writer.reset();
    sameText(traced.tree(), "shot\n  prompt\n");
    ck_assert(traced.named("shot")[0].start < spans[0].start);

    const Prompt next = written(writer, first.at(50));
    ck_assert(next.trace.trace != prompt.trace.trace);  // another shot, another trace
}
END_TEST

START_TEST(withoutASinkAPromptIsWhatItWas)
{
    PromptWriter writer;
    Measured first = Measured::still().scene();
    const Record record = toFullRecord(written(writer, first.at(0)));
    ck_assert(!record.text("trace-id") && !record.text("span-id"));
}
END_TEST

START_TEST(theModelsAttemptsAreBelowThePromptThatIsAsked)
{
    FakeClock clock;
    EndpointRegistry endpoints;
    const auto sender = std::make_shared<FakeClient>();
    sender->next(HttpFault::Server, 503);
    sender->compute([](const HttpRequest& request, const Patience&) {
        return FakeClient::Answer(
            HttpResponse{200, {}, completionFor(request.body, "the camera pans left")});
    });
    const auto client =
        animatize::makeClient({"http://localhost/v1/chat/completions", "small"}, nullptr,
                              {sender, clock, clock.sleep(), endpoints, 1});
    const auto box = std::make_shared<LlmMailbox>();
    const Traced traced;
    const TraceSpan prompt = TraceSpan::begin("prompt");
    {
        LlmLane lane(client, clock, atOnce(), "small");
        lane.ask(box, 1, itemFor("a tram", prompt.context()));
        lane.drain(std::chrono::seconds(10));
    }
    sameText(traced.tree({"gen_ai.operation.name", "gen_ai.request.model",
                          "http.response.status_code", "animatize.outcome"}),
             "chat small name=chat model=small outcome=made\n"
             "  POST /chat/completions !server status_code=503\n"
             "  POST /chat/completions status_code=200\n");
    ck_assert(traced.named("chat small")[0].parent == prompt.context().span);
    ck_assert_uint_eq(box->collect().size(), 1);
}
END_TEST

START_TEST(aRequestForSeveralPromptsIsBelowTheFirst)
{
    const SteadyClock clock;
    const auto model = std::make_shared<FakeModel>("the camera pans left");
    const auto box = std::make_shared<LlmMailbox>();
    const Traced traced;
    const TraceSpan one = TraceSpan::begin("one"), other = TraceSpan::begin("other");
    {
        LlmLane lane(model, clock, atOnce(), "small");
        model->hold();
        lane.ask(box, 1, itemFor("first", {}));
        ck_assert(model->await(1));
        lane.ask(box, 2, itemFor("second", one.context()));
        lane.ask(box, 3, itemFor("third", other.context()));
        model->letGo();
        lane.drain(std::chrono::seconds(10));
    }
    const auto chats = traced.named("chat small");
    ck_assert_uint_eq(chats.size(), 2);
    ck_assert(chats[0].parent == one.context().span && chats[1].parent == other.context().span);
    sameText(attributeOf(chats[0], "animatize.request.trace_id"), "");
    sameText(attributeOf(chats[1], "animatize.request.trace_id"), textOf(one.context().trace));
    sameText(attributeOf(chats[1], "animatize.batch.size"), "2");
}
END_TEST

START_TEST(whatNobodyWantsAnyMoreIsCancelled)
{
    const SteadyClock clock;
    const auto model = std::make_shared<FakeModel>("the camera pans left");
    const auto box = std::make_shared<LlmMailbox>();
    const Traced traced;
    const TraceSpan prompt = TraceSpan::begin("prompt");
    {
        LlmLane lane(model, clock, atOnce(), "small");
        model->hold();
        lane.ask(box, 1, itemFor("first", prompt.context()));
        ck_assert(model->await(1));
        lane.forget(box);
        lane.drain(std::chrono::seconds(10));
    }
    sameText(attributeOf(traced.named("chat small").at(0), "animatize.outcome"), "cancelled");
}
END_TEST

START_TEST(theTraceIsNoPartOfWhatIsAsked)
{
    const Traced traced;
    const TraceSpan prompt = TraceSpan::begin("prompt");
    const LlmItem plain = itemFor("a tram", {}), with = itemFor("a tram", prompt.context());
    sameText(plain.id, with.id);
    sameText(llmBody({plain}, "small", 0), llmBody({with}, "small", 0));
}
END_TEST

int main()
{
    return run("prompt spans", {aShotHasOneTraceWithItsPromptsInIt, withoutASinkAPromptIsWhatItWas,
                                theModelsAttemptsAreBelowThePromptThatIsAsked,
                                aRequestForSeveralPromptsIsBelowTheFirst,
                                whatNobodyWantsAnyMoreIsCancelled, theTraceIsNoPartOfWhatIsAsked});
}
