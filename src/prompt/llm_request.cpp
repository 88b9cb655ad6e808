#include "prompt/llm_request.h"

#include <glib.h>

#include "base/resource.h"
#include "prompt/request_key.h"
#include "record/json.h"

namespace animatize {
namespace {

constexpr size_t kMostAnswer = 1u << 20;  // bytes; an item's answer has a few kilobytes

constexpr char kSchema[] = R"({"type":"json_schema","json_schema":{"name":"prompts","strict":true,)"
                           R"("schema":{"type":"object","properties":{"prompts":{"type":"array",)"
                           R"("items":{"type":"object","properties":{"id":{"type":"string"},)"
                           R"("text":{"type":"string"},"negative":{"type":"string"}},)"
                           R"("required":["id","text","negative"],"additionalProperties":false}}},)"
                           R"("required":["prompts"],"additionalProperties":false}}})";

constexpr char kLooseSchema[] = R"({"type":"json_object"})";

const char* nameOf(LengthUnit unit)
{
    return unit == LengthUnit::Words        ? "words"
           : unit == LengthUnit::Characters ? "characters"
                                            : "utf16";
}

std::string hex(const RequestKey& key)
{
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const uint8_t byte : key) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

ShotDescription describe(const Prompt& rules, const Dialect& dialect,
                         const PromptSettings& settings, const LlmSettings& llm,
                         const std::string& model)
{
    ShotDescription shot;
    const auto add = [&](const std::string& name, const std::string& value) {
        shot.slots.push_back({name, value});
    };
    for (const Clause& clause : rules.said)
        if (clause.slot != "base")
            add("clause-" + clause.slot, clause.text);
    for (const Movement& movement : rules.movements)
        add("movement", movement.name + " " + movement.direction.value_or(""));
    add("target", rules.target);
    add("target-model", settings.targetModel);
    add("start-frame", settings.startFrame);
    add("style", settings.style);
    add("mood", settings.mood);
    add("intensity", settings.intensity);
    add("keep", settings.keep);
    add("negative", rules.negative);
    add("limit", std::to_string(dialect.mostFor(settings.targetModel)) + nameOf(dialect.unit));
    add("uri", llm.uri);
    add("model", model);
    add("seed", std::to_string(llm.seed));
    shot.freeText = settings.basePrompt;
    return shot;
}

Record questionOf(const Prompt& rules, const Dialect& dialect, const PromptSettings& settings)
{
    RecordList movements, picture;
    for (const Movement& movement : rules.movements) {
        Record one;
        one.add("category", movement.category).add("name", movement.name);
        one.add("direction", movement.direction);
        one.add("words", dialect.still ? movement.still : movement.phrase);
        movements.push_back(std::move(one));
    }
    for (const Clause& clause : rules.said)
        if (!clause.movement && clause.slot != "base")
            picture.push_back(Record().add("what", clause.slot).add("words", clause.text));
    Record record;
    record.add("target", rules.target).add("guide", dialect.description);
    record.add("limit",
               Record()
                   .add("unit", nameOf(dialect.unit))
                   .add("at-most", static_cast<uint64_t>(dialect.mostFor(settings.targetModel))));
    record.add("base", settings.basePrompt).add("style", settings.style);
    record.add("mood", settings.mood).add("intensity", settings.intensity);
    record.add("keep", settings.keep);
    record.add("start-frame", hasStartFrame(settings, dialect));
    record.add("negative", dialect.negatives == Negatives::Field);
    record.add("movements", std::move(movements)).add("picture", std::move(picture));
    record.add("draft", rules.text).add("draft-negative", rules.negative);
    return record;
}

PromptLimits limitsOf(const Prompt& rules, const Dialect& dialect, const PromptSettings& settings,
                      std::optional<double> people)
{
    PromptLimits limits;
    limits.unit = dialect.unit;
    limits.most = dialect.mostFor(settings.targetModel);
    limits.takesNegative = dialect.negatives == Negatives::Field;
    limits.movements = rules.movements;
    limits.allowed = rules.text + " " + settings.basePrompt + " " + settings.style;
    limits.nobody = people == 0.0;
    return limits;
}

const std::string& systemText()
{
    static const std::string text = [] {
        const Result<std::string> read = resourceText("words/llm.txt");
        return read ? *read : std::string();
    }();
    return text;
}

// The answer's format is a fixed text that a record can't hold: it goes in before the last brace.
void addFormat(std::string& body, const char* format)
{
    body.pop_back();
    body.append(",\"response_format\":").append(format).append("}");
}

}  // namespace

LlmItem llmItem(const Prompt& rules, const Dialect& dialect, const PromptSettings& settings,
                const LlmSettings& llm, const std::string& model, std::optional<double> people)
{
    LlmItem item;
    item.shot = describe(rules, dialect, settings, llm, model);
    item.id = hex(requestKey(item.shot));
    item.question = questionOf(rules, dialect, settings);
    item.limits = limitsOf(rules, dialect, settings, people);
    item.trace = rules.trace;
    return item;
}

// Servers name the parameter in the error's text or in its field `param`.
bool LlmRefused::note(const HttpError& error)
{
    if (error.fault != HttpFault::Invalid)
        return false;
    const auto names = [&](const char* word) { return error.body.find(word) != std::string::npos; };
    bool* parameter = names("temperature")                               ? &temperature
                      : names("seed")                                    ? &seed
                      : names("response_format") || names("json_schema") ? &schema
                                                                         : nullptr;
    if (!parameter || *parameter)
        return false;
    *parameter = true;
    return true;
}

std::string llmBody(const std::vector<LlmItem>& items, const std::string& model, uint64_t seed,
                    const LlmRefused& refused)
{
    RecordList questions;
    for (const LlmItem& item : items)
        questions.push_back(Record().add("id", item.id).append(item.question));
    const std::string asked = toJson(Record().add("items", std::move(questions)));
    RecordList messages;
    messages.push_back(Record().add("role", "system").add("content", systemText()));
    messages.push_back(Record().add("role", "user").add("content", asked));
    Record body;
    body.add("model", model).add("messages", std::move(messages));
    if (!refused.temperature)
        body.add("temperature", 0.0);
    if (!refused.seed)
        body.add("seed", Record::Value(seed));
    std::string json = toJson(body);
    addFormat(json, refused.schema ? kLooseSchema : kSchema);
    return json;
}

HttpRequest llmRequest(const LlmSettings& settings, std::string body)
{
    constexpr std::string_view kPath = "/chat/completions";
    HttpRequest request;
    request.uri = settings.uri;
    while (!request.uri.empty() && request.uri.back() == '/')
        request.uri.pop_back();
    if (request.uri.size() < kPath.size() ||
        request.uri.compare(request.uri.size() - kPath.size(), kPath.size(), kPath) != 0)
        request.uri += kPath;
    if (!settings.keyEnv.empty())
        request.key = HttpKey{"Authorization", "Bearer ", settings.keyEnv};
    request.route = kPath;
    request.contentType = "application/json";
    request.body = std::move(body);
    request.mostBytes = kMostAnswer;
    return request;
}

std::string llmBatchLine(const LlmItem& item, const std::string& model, uint64_t seed)
{
    Record line;
    line.add("custom_id", item.id).add("method", "POST").add("url", "/v1/chat/completions");
    std::string json = toJson(line);
    json.pop_back();
    return json + ",\"body\":" + llmBody({item}, model, seed) + "}";
}

}  // namespace animatize
