// What is wrong with a rule file is said with source, rule and field, and nothing crashes.
#include "movement/rule.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const std::string kHead = R"({"schema": "animatize-rules/1", "bands": {"pan": {"unit": "widths/s",
    "steps": [{"below": 0.2, "adverb": "slowly", "adjective": "slow"}, {"adverb": "fast"}]}},
    "rules": [)";

// A good rule, one field a line: tests spoil one of them.
const std::string kRule = R"({
    "id": "walk",
    "name": "A walk",
    "category": "camera_movement",
    "movement": {"name": "pan", "direction": "left"},
    "all": [{"field": "motion.camera-pan", "unit": "widths/s", "above": 0.1, "release": 0.05}],
    "dwell": 0.3,
    "release": 0.5,
    "priority": 0.8,
    "weight": 1.0,
    "contradicts": ["static"],
    "speed": {"field": "motion.camera-pan", "bands": "pan"},
    "phrases": {"motion": "pans {adverb} {direction}", "still": "{adjective} pan"},
    "avoid": ["cut"],
    "justification": "pan {motion.camera-pan:3} for {held}",
    "confidence": ["motion.camera-confidence"]
})";

std::string spoiled(const std::string& good, const std::string& bad)
{
    std::string rule = kRule;
    const size_t at = rule.find(good);
    ck_assert_msg(at != std::string::npos, "no %s", good.c_str());
    return kHead + rule.replace(at, good.size(), bad) + "]}";
}

void isRefused(const std::string& json, const std::string& expected)
{
    const Result<RuleSet> rules = readRules({{"my.json", json}});
    ck_assert_msg(!rules, "accepted, instead of: %s", expected.c_str());
    const std::string& message = rules.error().message;
    ck_assert_msg(message.find(expected) != std::string::npos, "\"%s\" instead of \"%s\"",
                  message.c_str(), expected.c_str());
    ck_assert_msg(message.rfind("my.json: ", 0) == 0, "%s", message.c_str());
}

void isRefused(const std::string& good, const std::string& bad, const std::string& field,
               const std::string& what)
{
    isRefused(spoiled(good, bad), "rule \"walk\": field \"" + field + "\": " + what);
}

}  // namespace

START_TEST(aGoodRuleIsReadInFull)
{
    const Result<RuleSet> rules = readRules({{"my.json", kHead + kRule + "]}"}});
    ck_assert_msg(static_cast<bool>(rules), "%s", rules ? "" : rules.error().message.c_str());
    ck_assert_uint_eq(rules->rules.size(), 1);
    const Rule& rule = rules->rules[0];
    ck_assert_str_eq(rule.id.c_str(), "walk");
    ck_assert_str_eq(rule.slot.c_str(), "camera");
    ck_assert_uint_eq(rule.dwell, 300'000'000);
    ck_assert_uint_eq(rule.release, 500'000'000);
    ck_assert_double_eq(*rule.all[0].above, 0.1);
    ck_assert_double_eq(*rule.all[0].full, 0.2);
    ck_assert_str_eq(rule.bands.at(0.1).adverb.c_str(), "slowly");
    ck_assert_str_eq(rule.bands.at(0.2).adverb.c_str(), "fast");
    ck_assert(rule.excludes("static", "") && !rule.excludes("pan", "left"));
    ck_assert_uint_eq(rules->fields.size(), 2);
}
END_TEST

START_TEST(documentsThatAreNoRulesAreRefused)
{
    isRefused("", "");
    isRefused("{", "not JSON");
    isRefused("[]", "should be one JSON object");
    isRefused("\"text\"", "should be one JSON object");
    isRefused(std::string(100000, '['), "nested deeper than 32");
    isRefused("{}", "field \"schema\": is missing");
    isRefused(R"({"schema": "animatize-rules/2"})", "field \"schema\": should be one of");
    isRefused(R"({"schema": "animatize-rules/1"})", "field \"rules\": is missing");
    isRefused(R"({"schema": "animatize-rules/1", "rules": {}})",
              "field \"rules\": should be an array");
    isRefused(R"({"schema": "animatize-rules/1", "rules": [3]})",
              "field \"rules[0]\": should be an object");
    isRefused(R"({"schema": "animatize-rules/1", "rules": [], "rule": 1})",
              "field \"rule\": is not known");
    isRefused(R"({"schema": "animatize-rules/1", "rules": [{}]})",
              "rule 0: field \"id\": is missing");
}
END_TEST

START_TEST(eachFieldIsChecked)
{
    isRefused(spoiled("\"walk\"", "\"Walk!\""), "rule \"Walk!\": field \"id\": should be made of");
    isRefused("\"A walk\"", "7", "name", "should be a text");
    isRefused("\"A walk\"", "\"a\\nb\"", "name",
              "should be a text of 1 to 500 bytes without control");
    isRefused("\"camera_movement\"", "\"camera\"", "category", "should be one of: camera_movement");
    isRefused("\"name\": \"pan\"", "\"name\": \"fly\"", "movement.name",
              "should be one of: static pan");
    isRefused("{\"name\": \"pan\", \"direction\": \"left\"}", "1", "movement",
              "should be an object");
    isRefused("\"direction\": \"left\"", "\"direction-from\": \"camera.speed\"",
              "movement.direction-from", "should name evidence that is a word");
    isRefused("\"direction\": \"left\"",
              "\"direction\": \"left\", \"direction-from\": \"camera.heading\"",
              "movement.direction", "is given twice");
    isRefused("\"dwell\": 0.3,", "", "dwell", "is missing; it should be a number from 0 to 60");
    isRefused("\"dwell\": 0.3", "\"dwell\": -1", "dwell", "should be a number from 0 to 60");
    isRefused("\"release\": 0.5", "\"release\": \"0.5\"", "release", "should be a number");
    isRefused("\"priority\": 0.8", "\"priority\": 1e999", "priority", "should be a number");
    isRefused("\"weight\": 1.0", "\"weight\": 1.5", "weight", "should be a number from 0 to 1");
    isRefused("\"avoid\"", "\"avoids\"", "avoids", "is not known here");
    isRefused("[\"cut\"]", "[1]", "avoid[0]", "should be a text");
    isRefused("[\"motion.camera-confidence\"]", "[\"motion.camera-pan\"]", "confidence",
              "\"motion.camera-pan\" is no evidence of unit 0..1");
    isRefused("\"bands\": \"pan\"", "\"bands\": \"tilt\"", "speed.bands", "\"tilt\" is not among");
    isRefused("\"speed\": {\"field\": \"motion.camera-pan\"",
              "\"speed\": {\"field\": \"motion.camera-tilt\"", "speed.bands",
              "\"pan\" is in widths/s, the field in heights/s");
    isRefused("\"phrases\"", "\"slot\": \"sky\", \"phrases\"", "slot", "should be one of: camera");
}
END_TEST

START_TEST(eachConditionIsChecked)
{
    const std::string all = "all[0].";
    isRefused("\"field\": \"motion.camera-pan\", \"unit\"", "\"field\": \"motion.pan\", \"unit\"",
              all + "field", "\"motion.pan\" is no known evidence");
    isRefused("\"unit\": \"widths/s\", \"above\"", "\"unit\": \"pixels\", \"above\"", all + "unit",
              "should be \"widths/s\", the unit of motion.camera-pan");
    isRefused("\"above\": 0.1, \"release\": 0.05", "\"above\": 2e9", all + "above",
              "should be a number");
    isRefused("\"above\": 0.1, \"release\": 0.05", "\"more\": 1", all + "more",
              "is not known here");
    isRefused(", \"above\": 0.1, \"release\": 0.05", "", all + "field",
              "motion.camera-pan is a number");
    isRefused("\"above\": 0.1, \"release\": 0.05", "\"above\": 0.1, \"equals\": 1", all + "field",
              "motion.camera-pan is a number");
    isRefused("\"release\": 0.05", "\"release\": 0.2", all + "release",
              "should lie on the near side");
    isRefused("\"release\": 0.05", "\"below\": 0.05", all + "above", "should be less than below");
    isRefused("\"release\": 0.05", "\"below\": 0.5, \"release\": 0.05", all + "release",
              "is only for one threshold");
    isRefused("\"release\": 0.05", "\"full\": 0.05", all + "full",
              "should lie beyond the threshold");
    isRefused("\"above\": 0.1, \"release\": 0.05", "\"above\": 0", all + "full", "is missing");
    isRefused(
        "[{\"field\": \"motion.camera-pan\", \"unit\": \"widths/s\", \"above\": 0.1, \"release\": "
        "0.05}]",
        "[]", "all", "should have at least one condition");
    isRefused(
        "{\"field\": \"motion.camera-pan\", \"unit\": \"widths/s\", \"above\": 0.1, \"release\": "
        "0.05}",
        "{\"field\": \"motion.steadiness\", \"in\": [\"locked\", \"wobbly\"]}", all + "in",
        "\"wobbly\" is none of the words of motion.steadiness: locked smooth handheld shaky");
    isRefused(
        "{\"field\": \"motion.camera-pan\", \"unit\": \"widths/s\", \"above\": 0.1, \"release\": "
        "0.05}",
        "{\"field\": \"subject.present\", \"equals\": 1}", all + "equals",
        "should be true or false");
    isRefused(
        "{\"field\": \"motion.camera-pan\", \"unit\": \"widths/s\", \"above\": 0.1, \"release\": "
        "0.05}",
        "{\"field\": \"people.count\", \"in\": [1, \"two\"]}", all + "in[1]", "should be a number");
    isRefused("\"dwell\"", "\"any\": [{\"field\": \"x\"}], \"dwell\"", "any[0].field",
              "\"x\" is no known");
}
END_TEST

START_TEST(textsMayQuoteOnlyWhatIsAskedFor)
{
    isRefused("{motion.camera-pan:3}", "{motion.camera-tilt}", "justification",
              "quotes motion.camera-tilt, which the rule does not ask for");
    isRefused("{motion.camera-pan:3}", "{motion.pan}", "justification",
              "{motion.pan} names no known evidence");
    isRefused("{motion.camera-pan:3}", "{motion.camera-pan:9}", "justification",
              "{motion.camera-pan:9} should have 0 to 6");
    isRefused("{held}", "{held", "justification", "has a { without a }");
    isRefused("{held}", "held}", "justification", "has a } without a {");
    isRefused("{adjective} pan", "{held} pan", "phrases.still", "{held} names no known evidence");
    isRefused("\"speed\": {\"field\": \"motion.camera-pan\", \"bands\": \"pan\"},", "",
              "phrases.motion", "{adverb} names no known evidence");
    isRefused("{\"motion\": \"pans {adverb} {direction}\", \"still\": \"{adjective} pan\"}", "1",
              "phrases", "should be an object");
}
END_TEST

START_TEST(aCharacterActionNeedsSomebody)
{
    const std::string good = R"("category": "camera_movement")",
                      bad = R"("category": "character_action")";
    isRefused(good, bad, "all", "a character action needs somebody");
    std::string json = spoiled(good, bad);
    const std::string conditions[] = {
        R"({"field": "subject.is-person", "equals": true},)",
        R"({"field": "faces.count", "unit": "count", "above": 0.5},)"};
    for (const std::string& condition : conditions) {
        std::string withPerson = json;
        withPerson.insert(withPerson.find("\"all\": [") + 8, condition);
        ck_assert(static_cast<bool>(readRules({{"my.json", withPerson}})));
    }
    json.insert(json.find("\"all\": [") + 8, R"({"field": "subject.is-person", "equals": false},)");
    isRefused(json, "a character action needs somebody");
}
END_TEST

START_TEST(idsAndMovementsHoldAcrossTheDocuments)
{
    isRefused(kHead + kRule + "," + kRule + "]}",
              "rule \"walk\": field \"id\": is used by another rule");
    isRefused("[\"static\"]", "[\"sttaic\"]", "contradicts", "\"sttaic\" is a movement of no rule");
    const std::string one = kHead + kRule + "]}";
    const Result<RuleSet> twice = readRules({{"a.json", one}, {"b.json", one}});
    ck_assert(!twice && twice.error().message.rfind("b.json: rule \"walk\"", 0) == 0);
    const Result<RuleSet> first =
        readRules({{"a.json", spoiled("[\"static\"]", "[\"sttaic\"]")},
                   {"b.json", R"({"schema": "animatize-rules/1", "rules": []})"}});
    ck_assert(!first && first.error().message.rfind("a.json: rule \"walk\"", 0) == 0);
}
END_TEST

START_TEST(suggestionsSayWhatTheyWouldChange)
{
    const std::string place = "\"dwell\": 0.3";
    const auto with = [&](const char* more) { return std::string(more) + ", " + place; };
    const std::string good = R"("suggestion": true, "changes": ["framing", "focus"])";
    const Result<RuleSet> rules = readRules({{"my.json", spoiled(place, with(good.c_str()))}});
    ck_assert(rules && rules->rules[0].suggestion);
    ck_assert_uint_eq(rules->rules[0].changes.size(), 2);
    Intent intent;
    ck_assert_ptr_null(rules->rules[0].locked(&intent));
    ck_assert_ptr_null(rules->rules[0].locked(nullptr));
    intent.keep = {"light", "focus"};
    ck_assert_str_eq(rules->rules[0].locked(&intent)->c_str(), "focus");
    isRefused(place, with(R"("suggestion": true)"), "changes", "should say what the suggestion");
    isRefused(place, with(R"("suggestion": false, "changes": ["focus"])"), "changes",
              "is only for a suggestion");
    isRefused(place, with(R"("changes": ["focus"])"), "changes", "is only for a suggestion");
    isRefused(place, with(R"("suggestion": true, "changes": ["lens"])"), "changes",
              "\"lens\" is none of: camera-motion");
    isRefused(place, with(R"("suggestion": "yes")"), "suggestion", "should be true or false");
}
END_TEST

START_TEST(looksHaveANameAndNoMovement)
{
    const std::string movement = R"("movement": {"name": "pan", "direction": "left"})";
    const auto look = [&](const std::string& what) {
        std::string text = spoiled("\"camera_movement\"", "\"light\"");
        text.replace(text.find(movement), movement.size(), what);
        return text.replace(text.find(" {direction}"), 12, "");
    };
    const Result<RuleSet> rules = readRules({{"my.json", look(R"("look": "low-key")")}});
    ck_assert_msg(static_cast<bool>(rules), "%s", rules ? "" : rules.error().message.c_str());
    ck_assert(rules->rules[0].look);
    ck_assert_str_eq(rules->rules[0].slot.c_str(), "light");
    ck_assert_str_eq(rules->rules[0].movement.c_str(), "low-key");
    const auto refused = [&](const std::string& what, const char* expected) {
        isRefused(look(what), std::string("rule \"walk\": field ") + expected);
    };
    refused(R"("look": "Low key")", "\"look\": should be made of");
    refused(R"("name2": 1)", "\"name2\": is not known here");
    refused(R"("slot": "light")", "\"look\": is missing");
    refused(R"("look": "low-key", "movement": {"name": "pan"})",
            "\"movement\": is not for the category light, which has \"look\"");
    refused(R"("look": "low-key", "slot": "camera")", "\"slot\": should be one of: composition");
    refused(R"("look": "low-key", "suggestion": true, "changes": ["light"])",
            "\"suggestion\": is for movements");
    isRefused(movement, movement + R"(, "look": "low-key")", "look",
              "is not for the category camera_movement, which has \"movement\"");
    isRefused(movement, movement + R"(, "slot": "lens")", "slot", "should be one of: camera");
}
END_TEST

START_TEST(bandsRiseToTheLast)
{
    const std::string json = kHead + kRule + "]}";
    const auto with = [&](const std::string& steps) {
        std::string text = json;
        const size_t at = text.find("[{\"below\": 0.2");
        return text.replace(at, text.find("]", at) - at + 1, steps);
    };
    isRefused(with("[]"), "field \"bands.pan.steps\": should have at least one step");
    isRefused(with(R"([{"below": 1}, {"below": 0.5}])"),
              "field \"bands.pan.steps[1].below\": should rise");
    isRefused(with(R"([{"adverb": "a"}, {"below": 0.5}])"),
              "field \"bands.pan.steps[1].below\": should rise");
    isRefused(with(R"([{"adverb": ""}])"), "field \"bands.pan.steps[0].adverb\": should be a text");
}
END_TEST

START_TEST(noPrefixOfAGoodFileCrashes)
{
    const std::string json = kHead + kRule + "]}";
    for (size_t size = 0; size < json.size(); ++size)
        ck_assert(!readRules({{"my.json", json.substr(0, size)}}));
    for (size_t at = 0; at < json.size(); ++at) {
        std::string changed = json;
        changed[at] = static_cast<char>(changed[at] ^ 0x15);
        (void)readRules({{"my.json", changed}});
    }
}
END_TEST

int main()
{
    return run(
        "movement/rule-reader",
        {aGoodRuleIsReadInFull, documentsThatAreNoRulesAreRefused, eachFieldIsChecked,
         eachConditionIsChecked, textsMayQuoteOnlyWhatIsAskedFor, aCharacterActionNeedsSomebody,
         idsAndMovementsHoldAcrossTheDocuments, suggestionsSayWhatTheyWouldChange,
         looksHaveANameAndNoMovement, bandsRiseToTheLast, noPrefixOfAGoodFileCrashes});
}
