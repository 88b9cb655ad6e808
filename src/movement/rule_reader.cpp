// Reads rules from JSON: checks each field as docs/schema/rules.schema.json says, and what a
// schema can't: that names and units are known, and that a text quotes only what its rule asks.
#include <algorithm>
#include <cmath>

#include "movement/rule.h"

namespace animatize {
namespace {

constexpr size_t kMostRules = 1000;
constexpr std::string_view kMovementSlots = "camera subject environment";
constexpr std::string_view kLookSlots =
    "composition light lens colour state transition scene scale";
constexpr std::string_view kCameraMovements =
    "static pan whip_pan tilt roll zoom push_in pull_out truck pedestal arc tracking rack_focus "
    "handheld "
    "shaky glide settle";

uint64_t nanoseconds(double seconds)
{
    return static_cast<uint64_t>(std::llround(seconds * 1e9));
}

bool isIdentifier(const std::string& text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::string identifier(const JsonReader& reader, const char* key)
{
    const std::string text = reader.text(key, 64);
    if (!isIdentifier(text))
        reader.fail(key, "should be made of a-z 0-9 - and _");
    return text;
}

std::string oneOf(const JsonReader& reader, const char* key, std::string_view words)
{
    const std::string text = reader.text(key);
    if (!isOneOf(text, words))
        reader.fail(key, "should be one of: " + std::string(words));
    return text;
}

std::string usualSlot(const std::string& category)
{
    return category == "camera_movement"         ? "camera"
           : category == "character_action"      ? "subject"
           : category == "environment_animation" ? "environment"
                                                 : category;
}

// One of two lists of words.
std::string readCategory(const JsonReader& reader)
{
    const std::string text = reader.text("category");
    if (!isOneOf(text, kMovementCategories) && !isOneOf(text, kLookCategories))
        reader.fail("category", "should be one of: " + std::string(kMovementCategories) + " " +
                                    std::string(kLookCategories));
    return text;
}

Bands readBands(const JsonReader& reader, const std::string& name)
{
    Bands bands;
    bands.name = name;
    reader.allow({"unit", "steps"});
    bands.unit = reader.text("unit");
    for (const JsonReader& step : reader.objects("steps", 16)) {
        step.allow({"below", "adverb", "adjective"});
        const auto below = step.numberIfAny("below", 0.0, 1e9);
        const bool rising = bands.bands.empty() || !below || !bands.bands.back().below ||
                            *bands.bands.back().below < *below;
        if (!rising || (!bands.bands.empty() && !bands.bands.back().below))
            step.fail("below", "should rise from step to step; only the last may be without");
        bands.bands.push_back(
            {below, step.textOr("adverb", "", 64), step.textOr("adjective", "", 64)});
    }
    if (bands.bands.empty())
        reader.fail("steps", "should have at least one step");
    return bands;
}

/// Reads the rules of one document into a set.
class RuleReader {
  public:
    RuleReader(RuleSet& set, std::vector<Bands> bands) : set_(set), bands_(std::move(bands)) {}

    void read(const JsonReader& reader)
    {
        reader.allow({"id",          "name",       "category", "slot",     "movement",
                      "look",        "suggestion", "changes",  "all",      "any",
                      "unless",      "dwell",      "release",  "priority", "weight",
                      "contradicts", "speed",      "phrases",  "avoid",    "justification",
                      "confidence"});
        Rule rule;
        readNames(reader, rule);
        readWhatItSays(reader, rule);
        readSuggestion(reader, rule);
        readTriggers(reader, rule);
        readNumbers(reader, rule);
        readSpeed(reader, rule);
        readTexts(reader, rule);
        checkPeople(reader, rule);
        if (reader.ok())
            set_.rules.push_back(std::move(rule));
    }

  private:
    FieldSlot slot(const EvidenceField* field) { return {field, set_.slotOf(field)}; }

    void readNames(const JsonReader& reader, Rule& rule)
    {
        rule.id = identifier(reader, "id");
        rule.name = reader.text("name");
        rule.category = readCategory(reader);
        rule.look = isOneOf(rule.category, kLookCategories);
        rule.slot = reader.has("slot")
                        ? oneOf(reader, "slot", rule.look ? kLookSlots : kMovementSlots)
                        : usualSlot(rule.category);
        const bool known = std::any_of(set_.rules.begin(), set_.rules.end(),
                                       [&](const Rule& other) { return other.id == rule.id; });
        if (known)
            reader.fail("id", "is used by another rule");
    }

    void readWhatItSays(const JsonReader& reader, Rule& rule)
    {
        const char *own = rule.look ? "look" : "movement", *other = rule.look ? "movement" : "look";
        if (reader.has(other))
            reader.fail(other,
                        "is not for the category " + rule.category + ", which has \"" + own + "\"");
        if (rule.look)
            rule.movement = identifier(reader, "look");
        else if (const auto movement = reader.object("movement"))
            readMovement(*movement, rule);
        else
            reader.fail("movement", "is missing; it should be an object with a name");
    }

    void readSuggestion(const JsonReader& reader, Rule& rule)
    {
        rule.suggestion = reader.has("suggestion") && reader.flag("suggestion");
        rule.changes = reader.texts("changes");
        for (const std::string& name : rule.changes)
            if (!isOneOf(name, kKeepNames))
                reader.fail("changes", "\"" + name + "\" is none of: " + std::string(kKeepNames));
        if (rule.suggestion == rule.changes.empty())
            reader.fail("changes", rule.suggestion ? "should say what the suggestion would change"
                                                   : "is only for a suggestion");
        if (rule.suggestion && rule.look)
            reader.fail("suggestion", "is for movements; a look says what the picture is");
    }

    void readMovement(const JsonReader& reader, Rule& rule)
    {
        reader.allow({"name", "direction", "direction-from"});
        rule.movement = rule.category == "camera_movement" ? oneOf(reader, "name", kCameraMovements)
                                                           : identifier(reader, "name");
        if (reader.has("direction") && reader.has("direction-from"))
            reader.fail("direction", "is given twice, by direction-from as well");
        if (reader.has("direction"))
            rule.direction = identifier(reader, "direction");
        if (!reader.has("direction-from"))
            return;
        const EvidenceField* field = readField(reader, "direction-from");
        if (field && field->kind != FieldKind::Text)
            reader.fail("direction-from", "should name evidence that is a word");
        else if (field)
            rule.directionFrom = slot(field);
    }

    std::vector<Condition> readConditions(const JsonReader& reader, const char* key)
    {
        std::vector<Condition> conditions;
        for (const JsonReader& one : reader.objects(key, 16)) {
            Condition condition = readCondition(one);
            if (condition.field)
                condition.slot = set_.slotOf(condition.field);
            conditions.push_back(std::move(condition));
        }
        return conditions;
    }

    void readTriggers(const JsonReader& reader, Rule& rule)
    {
        rule.all = readConditions(reader, "all");
        rule.any = readConditions(reader, "any");
        rule.unless = readConditions(reader, "unless");
        if (rule.all.empty())
            reader.fail("all", "should have at least one condition: no evidence, no movement");
        rule.dwell = nanoseconds(reader.number("dwell", 0.0, 60.0));
        rule.release = nanoseconds(reader.number("release", 0.0, 60.0));
        for (const std::string& path : reader.texts("confidence", 8)) {
            const EvidenceField* field = findEvidenceField(path);
            if (!field || field->unit != "0..1")
                reader.fail("confidence", "\"" + path + "\" is no evidence of unit 0..1");
            else
                rule.confidence.push_back(slot(field));
        }
    }

    void readNumbers(const JsonReader& reader, Rule& rule)
    {
        rule.priority = reader.number("priority", 0.0, 1.0);
        rule.weight = reader.number("weight", 0.0, 1.0);
        rule.contradicts = reader.texts("contradicts");
        rule.avoid = reader.texts("avoid", 8);
    }

    void readSpeed(const JsonReader& reader, Rule& rule)
    {
        const auto speed = reader.object("speed");
        if (!speed)
            return;
        speed->allow({"field", "bands"});
        const EvidenceField* field = readField(*speed, "field");
        const std::string name = speed->text("bands");
        const auto found = std::find_if(bands_.begin(), bands_.end(),
                                        [&](const Bands& one) { return one.name == name; });
        if (found == bands_.end())
            speed->fail("bands", "\"" + name + "\" is not among the bands of the file");
        else if (field && field->unit != found->unit)
            speed->fail("bands", "\"" + name + "\" is in " + found->unit + ", the field in " +
                                     std::string(field->unit));
        if (!field || found == bands_.end())
            return;
        rule.speed = slot(field);
        rule.bands = *found;
    }

    void readTexts(const JsonReader& reader, Rule& rule)
    {
        if (const auto phrases = reader.object("phrases")) {
            phrases->allow({"motion", "still"});
            const std::string words = wordsOf(rule);
            readWording(*phrases, "motion", words, rule, rule.motion);
            readWording(*phrases, "still", words, rule, rule.still);
        } else {
            reader.fail("phrases", "is missing; it should be an object with motion and still");
        }
        readWording(reader, "justification",
                    "held" + (hasDirection(rule) ? std::string(" direction") : ""), rule,
                    rule.justification);
    }

    static bool hasDirection(const Rule& rule) { return rule.direction || rule.directionFrom; }

    static std::string wordsOf(const Rule& rule)
    {
        std::string words = hasDirection(rule) ? "direction" : "";
        return rule.speed ? words + " adverb adjective" : words;
    }

    void readWording(const JsonReader& reader, const char* key, const std::string& words,
                     const Rule& rule, Wording& wording)
    {
        const std::string problem = wording.compile(reader.text(key), words);
        if (!problem.empty())
            reader.fail(key, problem);
        for (Wording::Part& part : wording.parts()) {
            if (!part.field)
                continue;
            part.slot = set_.slotOf(part.field);
            if (!isNeeded(rule, part.slot))
                reader.fail(key, "quotes " + std::string(part.field->path) +
                                     ", which the rule does not ask for in all, confidence, "
                                     "speed or direction-from");
        }
    }

    /// Whether a rule holds only when the field of `slot` is known.
    static bool isNeeded(const Rule& rule, size_t slot)
    {
        const auto asks = [&](const auto& one) { return one.slot == slot; };
        return std::any_of(rule.all.begin(), rule.all.end(), asks) ||
               std::any_of(rule.confidence.begin(), rule.confidence.end(), asks) ||
               (rule.speed && rule.speed->slot == slot) ||
               (rule.directionFrom && rule.directionFrom->slot == slot);
    }

    /// No person, no character action: not even in a file of the user's.
    static void checkPeople(const JsonReader& reader, const Rule& rule)
    {
        if (rule.category != "character_action")
            return;
        const auto needsSomebody = [](const Condition& condition) {
            const std::string_view path = condition.field ? condition.field->path : "";
            if (path != "subject.is-person" && path != "people.count" && path != "faces.count")
                return false;
            return !condition.holds(Fact(0.0), true);
        };
        if (!std::any_of(rule.all.begin(), rule.all.end(), needsSomebody))
            reader.fail("all",
                        "a character action needs somebody: ask for subject.is-person, "
                        "people.count or faces.count");
    }

    RuleSet& set_;
    std::vector<Bands> bands_;
};

std::string titleOf(const JsonReader& rule, size_t index)
{
    return rule.isText("id") ? "rule \"" + rule.text("id") + "\"" : "rule " + std::to_string(index);
}

void readDocument(const JsonReader& root, RuleSet& set)
{
    root.allow({"schema", "bands", "rules", "description"});
    oneOf(root, "schema", "animatize-rules/1");
    std::vector<Bands> bands;
    if (const auto all = root.object("bands"))
        for (const std::string& name : all->keys())
            if (const auto one = all->object(name.c_str()))
                bands.push_back(readBands(*one, name));
    RuleReader reader(set, std::move(bands));
    if (!root.has("rules"))
        root.fail("rules", "is missing; it should be an array of rules");
    const std::vector<JsonReader> rules = root.objects("rules", kMostRules);
    for (size_t i = 0; i < rules.size() && root.ok(); ++i)
        reader.read(rules[i].named(titleOf(rules[i], i)));
}

bool isMovementOfSet(const RuleSet& set, const std::string& contradicted)
{
    const std::string name = contradicted.substr(0, contradicted.find(' '));
    return isOneOf(name, kCameraMovements) ||
           std::any_of(set.rules.begin(), set.rules.end(),
                       [&](const Rule& rule) { return rule.movement == name; });
}

// Only when all documents are read is it known which movements there are.
// `sources`: of each rule.
Status checkContradictions(const RuleSet& set, const std::vector<std::string>& sources)
{
    for (size_t i = 0; i < set.rules.size(); ++i)
        for (const std::string& one : set.rules[i].contradicts)
            if (!isMovementOfSet(set, one))
                return Error{sources[i] + ": rule \"" + set.rules[i].id +
                             "\": field \"contradicts\": \"" + one + "\" is a movement of no rule"};
    return ok();
}

}  // namespace

std::string_view cameraMovements()
{
    return kCameraMovements;
}

Result<RuleSet> readRules(const std::vector<RuleText>& texts)
{
    RuleSet set;
    std::vector<std::string> sources;
    for (const RuleText& text : texts) {
        const Result<JsonDocument> document = JsonDocument::parse(text.json, text.source);
        if (!document)
            return document.error();
        readDocument(document->root(), set);
        if (const Status status = document->status(); !status)
            return status.error();
        sources.resize(set.rules.size(), text.source);
    }
    if (const Status status = checkContradictions(set, sources); !status)
        return status.error();
    return set;
}

}  // namespace animatize
