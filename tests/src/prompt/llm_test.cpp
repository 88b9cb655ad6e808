// What a language model is asked, and what is made of its answers.
#include "prompt/llm_answer.h"
#include "prompt/llm_request.h"
#include "record/json_reader.h"
#include "src/movement/measured.h"
#include "src/prompt/llm_fakes.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

void errorStarts(const std::string& message, const std::string& expected)
{
    isText(message.substr(0, expected.size()), expected);
}

std::string messageWith(const std::string& message, const std::string& reason = "stop")
{
    return R"({"choices": [{"finish_reason": ")" + reason + R"(", "message": )" + message + "}]}";
}

void isRefused(const std::string& body, const std::string& expected)
{
    const auto texts = readCompletion(body);
    ck_assert_msg(!texts, "taken: %s", body.c_str());
    errorStarts(texts.error().message, expected);
}

std::string resultLine(const std::string& id, const std::string& completion)
{
    return R"({"custom_id": ")" + id + R"(", "response": {"status_code": 200, "body": )" +
           completion + "}}\n";
}

}  // namespace

START_TEST(theBodyIsAChatCompletionWithASchema)
{
    const std::string body = llmBody({itemOf("left"), itemOf("right")}, "small", 7);
    const auto document = JsonDocument::parse(body, "body");
    ck_assert_msg(static_cast<bool>(document), "%s", body.c_str());
    const auto root = document->root();
    isText(root.text("model"), "small");
    ck_assert_double_eq(root.number("temperature", 0, 0), 0.0);
    ck_assert_double_eq(root.number("seed", 7, 7), 7.0);
    const auto format = *root.object("response_format");
    isText(format.text("type"), "json_schema");
    ck_assert(format.object("json_schema")->flag("strict"));
    const auto messages = root.objects("messages");
    ck_assert_uint_eq(messages.size(), 2);
    isText(messages[0].text("role"), "system");
    ck_assert(messages[0].anyText("content", 100000).find("\"prompts\"") != std::string::npos);
    const auto asked = JsonDocument::parse(messages[1].anyText("content", 100000), "content");
    const auto items = asked->root().objects("items");
    ck_assert_uint_eq(items.size(), 2);
    isText(items[0].text("target"), "generic");
    isText(items[0].objects("movements")[0].text("direction"), "left");
    isText(items[1].objects("movements")[0].text("direction"), "right");
    ck_assert_double_eq(items[0].object("limit")->number("at-most", 120, 120), 120.0);
    ck_assert(document->status() && asked->status());
}
END_TEST

START_TEST(whatAServerRefusedIsLeftOut)
{
    LlmRefused refused;
    const auto error = [](const std::string& body) {
        return HttpError{HttpFault::Invalid, "bad request", 400, {}, {}, body};
    };
    ck_assert(refused.note(error(R"({"error": {"param": "temperature"}})")));
    ck_assert(!refused.note(error(R"({"error": {"param": "temperature"}})")));
    ck_assert(refused.note(error("response_format is not supported")));
    ck_assert(!refused.note(error("the sky has fallen")));
    ck_assert(!refused.note(HttpError{HttpFault::Server, "", 500, {}, {}, "seed"}));
    const std::string body = llmBody({itemOf("left")}, "small", 7, refused);
    ck_assert(body.find("\"temperature\"") == std::string::npos);
    ck_assert(body.find("\"seed\":7") != std::string::npos);
    ck_assert(body.find("json_object") != std::string::npos);
}
END_TEST

START_TEST(theAddressAndTheKeyAreTheSettings)
{
    LlmSettings settings;
    for (const char* uri : {"http://h/v1", "http://h/v1/", "http://h/v1/chat/completions"}) {
        settings.uri = uri;
        isText(llmRequest(settings, "{}").uri, "http://h/v1/chat/completions");
    }
    ck_assert(!llmRequest(settings, "{}").key);
    settings.keyEnv = "MY_KEY";
    isText(llmRequest(settings, "{}").key->environment, "MY_KEY");
}
END_TEST

// Numbers that are measured anew in each frame would make every request another one.
START_TEST(theSameShotAsksTheSame)
{
    ck_assert(itemOf("left").id == itemOf("left").id);
    ck_assert(itemOf("left").id != itemOf("right").id);
    LlmSettings other;
    other.seed = 1;
    ck_assert(itemOf("left").id != itemOf("left", other).id);
    PromptSettings words;
    words.basePrompt = "a tram";
    const Prompt prompt = ruled("left", words);
    const LlmItem item = llmItem(prompt, dialectOf("generic"), words, {}, "small", {});
    ck_assert(item.id != itemOf("left").id);
    ck_assert(item.shot.freeText == "a tram");
    ck_assert(llmItem(prompt, dialectOf("generic"), words, {}, "large", {}).id != item.id);
    ck_assert(llmItem(ruled("left", words, 9), dialectOf("generic"), words, {}, "small", {}).id ==
              item.id);
}
END_TEST

START_TEST(answersAreFoundById)
{
    const LlmItem left = itemOf("left"), right = itemOf("right");
    const auto texts = readCompletion(completion(
        {{right.id, "a pan right"}, {left.id, "a pan left"}, {"other", "x"}}, "zoom, cut"));
    ck_assert(static_cast<bool>(texts));
    isText(answerFor(left, *texts)->text, "a pan left");
    isText(answerFor(right, *texts)->text, "a pan right");
    isText(answerFor(right, *texts)->negative, "zoom, cut");
}
END_TEST

START_TEST(aBadItemLosesOnlyItself)
{
    const LlmItem left = itemOf("left"), right = itemOf("right");
    const auto texts =
        readCompletion(completion({{left.id, "a pan left"}, {right.id, "a zoom in"}}));
    ck_assert(answerFor(left, *texts));
    isText(answerFor(right, *texts).error().message,
           "the answer of the language model says zoom in, which was not measured");
    const auto lacking = readCompletion(completion({{left.id, "a pan left"}}));
    isText(answerFor(right, *lacking).error().message,
           "the answer of the language model lacks an item");
    const auto strange = readCompletion(messageWith(
        R"({"content": "{\"prompts\": [{\"id\": 3}, {\"id\": \"a\", \"text\": \"b\"}]}"})"));
    ck_assert_uint_eq(strange->size(), 1);
    isText(strange->at("a").text, "b");
}
END_TEST

START_TEST(negativesOnlyWhereTheyAreTaken)
{
    PromptSettings flux;
    flux.target = "flux";
    const LlmItem item = llmItem(ruled("left", flux), dialectOf("flux"), flux, {}, "small", {});
    const auto texts = readCompletion(completion({{item.id, "A frame"}}, "zoom"));
    isText(answerFor(item, *texts)->negative, "");
}
END_TEST

START_TEST(fencesAroundTheJsonAreNoMatter)
{
    const auto texts = readCompletion(messageWith(
        R"({"content": "```json\n{\"prompts\": [{\"id\": \"a\", \"text\": \"b\"}]}\n```"})"));
    isText(texts->at("a").text, "b");
}
END_TEST

START_TEST(otherAnswersAreErrorsInWords)
{
    isRefused("", "the answer of the language model: ");
    isRefused("{", "the answer of the language model: not JSON");
    isRefused("{}", "the answer of the language model has no choices[0].message");
    isRefused(R"({"choices": []})", "the answer of the language model has no choices");
    isRefused(R"({"choices": 3})", "the answer of the language model has no choices");
    isRefused(messageWith("{}"), "the answer of the language model has no text in");
    isRefused(messageWith(R"({"content": null})"), "the answer of the language model has no text");
    isRefused(messageWith(R"({"content": "Here you are!"})"),
              "the answer of the language model: not JSON");
    isRefused(messageWith(R"({"content": "{\"x\": 1}"})"),
              "the answer of the language model: field \"prompts\": is missing");
    isRefused(messageWith(R"({"content": "{\"prompts\": 1}"})"),
              "the answer of the language model: field \"prompts\"");
    isRefused(messageWith(R"({"content": "{}"})", "length"),
              "the answer of the language model ended early: length");
    isRefused(messageWith(R"({"refusal": "I can't."})"), "the language model refused: I can't.");
}
END_TEST

// Whatever comes: an error or a map, no crash.
START_TEST(noChangedByteDoesHarm)
{
    const std::string good = completion({{"a", "b"}});
    for (size_t at = 0; at < good.size(); ++at)
        for (const char c : {'\0', '"', '{', '}', '\\', '9'}) {
            std::string changed = good;
            changed[at] = c;
            (void)readCompletion(changed);
            (void)readCompletion(good.substr(0, at));
        }
}
END_TEST

START_TEST(batchesAreWrittenAndRead)
{
    const LlmItem item = itemOf("left");
    const std::string line = llmBatchLine(item, "small", 7);
    const auto document = JsonDocument::parse(line, "line");
    ck_assert_msg(static_cast<bool>(document), "%s", line.c_str());
    isText(document->root().text("custom_id"), item.id);
    isText(document->root().text("url"), "/v1/chat/completions");
    isText(document->root().object("body")->text("model"), "small");
    ck_assert(line.find('\n') == std::string::npos);
    const std::string lines = resultLine(item.id, completion({{item.id, "a pan left"}})) +
                              "nonsense\n\n" + resultLine("b", completion({{"c", "x"}})) +
                              R"({"custom_id": "d", "response": null, "error": {}})";
    const auto results = readBatchResults(lines, "out.jsonl");
    ck_assert_uint_eq(results->texts.size(), 1);
    ck_assert_uint_eq(results->bad, 3);
    isText(results->texts.at(item.id).text, "a pan left");
    errorStarts(readBatchResults("", "out.jsonl").error().message,
                "out.jsonl has no results of a batch");
}
END_TEST

int main()
{
    return run(
        "prompt/llm",
        {theBodyIsAChatCompletionWithASchema, whatAServerRefusedIsLeftOut,
         theAddressAndTheKeyAreTheSettings, theSameShotAsksTheSame, answersAreFoundById,
         aBadItemLosesOnlyItself, negativesOnlyWhereTheyAreTaken, fencesAroundTheJsonAreNoMatter,
         otherAnswersAreErrorsInWords, noChangedByteDoesHarm, batchesAreWrittenAndRead});
}
