#include "prompt/scene_words.h"

#include <algorithm>

#include "base/resource.h"

namespace animatize {
namespace {

constexpr std::string_view kSceneSlots =
    "transition state scene scale light colour lens composition";

bool holds(const std::vector<Condition>& all, const Evidence& evidence)
{
    return std::all_of(all.begin(), all.end(), [&](const Condition& condition) {
        return condition.holds(evidence.fact(*condition.field), false);
    });
}

bool hasSlot(const std::vector<Clause>& clauses, const std::string& slot)
{
    return std::any_of(clauses.begin(), clauses.end(),
                       [&](const Clause& clause) { return clause.slot == slot; });
}

}  // namespace

Result<SceneWords> SceneWords::read(const std::string& json, const std::string& source)
{
    const Result<JsonDocument> document = JsonDocument::parse(json, source);
    if (!document)
        return document.error();
    const JsonReader root = document->root();
    SceneWords words;
    root.allow({"schema", "description", "words"});
    if (root.text("schema") != "animatize-words/1")
        root.fail("schema", "should be animatize-words/1");
    for (const JsonReader& reader : root.objects("words", 256)) {
        Entry entry;
        reader.allow({"slot", "all", "say"});
        entry.slot = reader.text("slot");
        entry.say = reader.text("say");
        if (!isOneOf(entry.slot, kSceneSlots))
            reader.fail("slot", "should be one of: " + std::string(kSceneSlots));
        for (const JsonReader& one : reader.objects("all"))
            entry.all.push_back(readCondition(one));
        if (entry.all.empty())
            reader.fail("all", "should have at least one condition");
        words.entries_.push_back(std::move(entry));
    }
    if (const Status status = document->status(); !status)
        return status.error();
    return words;
}

Result<SceneWords> SceneWords::builtIn()
{
    const Result<std::string> text = resourceText("words/scene.json");
    return text ? read(*text, "built-in words/scene.json") : Result<SceneWords>(text.error());
}

std::vector<Clause> SceneWords::clauses(const Evidence& evidence) const
{
    std::vector<Clause> clauses;
    for (const Entry& entry : entries_)
        if (!hasSlot(clauses, entry.slot) && holds(entry.all, evidence))
            clauses.push_back({entry.slot, entry.say});
    return clauses;
}

}  // namespace animatize
