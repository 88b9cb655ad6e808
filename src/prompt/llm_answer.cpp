#include "prompt/llm_answer.h"

#include "record/json_reader.h"

namespace animatize {
namespace {

constexpr char kSource[] = "the answer of the language model";
constexpr size_t kMostContent = 1u << 20;
constexpr size_t kMostText = 65536;
constexpr size_t kMostNegative = 1000;  // code points

Error wrong(std::string_view what)
{
    std::string message(kSource);
    message.append(" ").append(what);
    return Error{std::move(message)};
}

// Some models put their JSON between fences.
std::string withoutFences(const std::string& content)
{
    const size_t begin = content.find('{'), end = content.rfind('}');
    return begin == std::string::npos || end < begin ? content
                                                     : content.substr(begin, end + 1 - begin);
}

Result<std::map<std::string, LlmText>> readTexts(const std::string& content)
{
    const auto document = JsonDocument::parse(withoutFences(content), kSource);
    if (!document)
        return document.error();
    const JsonReader root = document->root();
    if (!root.has("prompts"))
        root.fail("prompts", "is missing");
    std::map<std::string, LlmText> texts;
    for (const JsonReader& item : root.objects("prompts", 256)) {
        // An item that isn't right is none; the others stand.
        if (item.isText("id") && item.isText("text"))
            texts[item.anyText("id", 256)] = {
                item.anyText("text", kMostText),
                item.isText("negative") ? item.anyText("negative", kMostText) : ""};
    }
    if (const Status status = document->status(); !status)
        return status.error();
    return texts;
}

Status checkMessage(const JsonReader& choice, const JsonReader& message)
{
    const std::string reason =
        choice.isText("finish_reason") ? choice.anyText("finish_reason", 64) : "stop";
    if (reason != "stop")
        return wrong("ended early: " + reason);
    if (message.isText("refusal"))
        return Error{"the language model refused: " + message.anyText("refusal", kMostText)};
    return ok();
}

Result<std::map<std::string, LlmText>> readChoice(const JsonReader& root)
{
    const std::vector<JsonReader> choices = root.objects("choices", 16);
    const auto message = choices.empty() ? std::nullopt : choices[0].object("message");
    if (!message)
        return wrong("has no choices[0].message");
    if (const Status status = checkMessage(choices[0], *message); !status)
        return status.error();
    if (!message->isText("content"))
        return wrong("has no text in choices[0].message.content");
    return readTexts(message->anyText("content", kMostContent));
}

// The text of one line of a results file: {"custom_id", "response": {"body": completion}}.
std::optional<LlmText> readLine(const std::string& line, std::string& id)
{
    const auto document = JsonDocument::parse(line, "line");
    if (!document || !document->root().isText("custom_id"))
        return std::nullopt;
    id = document->root().anyText("custom_id", 256);
    const auto response = document->root().object("response");
    const auto body = response ? response->object("body") : std::nullopt;
    if (!body)
        return std::nullopt;
    const auto texts = readChoice(*body);
    if (!texts || !texts->count(id))
        return std::nullopt;
    return texts->at(id);
}

}  // namespace

Result<std::map<std::string, LlmText>> readCompletion(const std::string& body)
{
    const auto document = JsonDocument::parse(body, kSource);
    if (!document)
        return document.error();
    return readChoice(document->root());
}

Result<LlmText> answerFor(const LlmItem& item, const std::map<std::string, LlmText>& texts)
{
    const auto found = texts.find(item.id);
    if (found == texts.end())
        return wrong("lacks an item");
    const Result<std::string> text = checkedPrompt(found->second.text, item.limits);
    if (!text)
        return wrong(text.error().message);
    LlmText answer{*text, {}};
    if (item.limits.takesNegative)
        answer.negative = cleanText(found->second.negative, kMostNegative);
    return answer;
}

Result<LlmBatchResults> readBatchResults(const std::string& lines, const std::string& source)
{
    constexpr size_t kMostResults = 50'000;  // of one batch
    LlmBatchResults results;
    size_t at = 0, count = 0;
    for (; at < lines.size() && count < kMostResults; ++count) {
        const size_t end = std::min(lines.find('\n', at), lines.size());
        const std::string line = lines.substr(at, end - at);
        at = end + 1;
        std::string id;
        if (line.find_first_not_of(" \r\t") == std::string::npos)
            continue;
        if (const auto text = readLine(line, id))
            results.texts[id] = *text;
        else
            ++results.bad;
    }
    if (results.texts.empty())
        return Error{source +
                     " has no results of a batch: each line should be an object with "
                     "custom_id and response.body"};
    return results;
}

}  // namespace animatize
