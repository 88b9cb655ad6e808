// Movements that exclude each other: who is said, what the others lost to, and what locks do.
#include "movement/conflict.h"

#include "movement/movement_predictor.h"
#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct GivenRule {
    const char *id, *name, *direction;
    double priority;
    const char* more;
};

// A rule that holds at once whenever the camera pans to the right.
std::string rule(const GivenRule& given)
{
    std::string way;
    if (*given.direction)
        way.append(R"(, "direction": ")").append(given.direction).append("\"");
    return std::string(R"({"id": ")") + given.id +
           R"(", "name": "n", "category": "camera_movement", "movement": {"name": ")" + given.name +
           "\"" + way + R"(}, "all": [{"field": "motion.camera-pan", "unit": "widths/s",
               "above": 0.1}], "dwell": 0, "release": 0, "weight": 1, "priority": )" +
           std::to_string(given.priority) + given.more +
           R"(, "phrases": {"motion": "m", "still": "s"}, "justification": "held {held}"})";
}

std::string file(const std::vector<GivenRule>& rules)
{
    std::string text;
    for (const GivenRule& given : rules)
        text.append(text.empty() ? "" : ",").append(rule(given));
    return R"({"schema": "animatize-rules/1", "rules": [)" + text + "]}";
}

/// One frame of a clear pan; the confidence is 1.
void play(MovementPredictor& predictor, const std::vector<GivenRule>& rules,
          const std::optional<Intent>& intent = std::nullopt)
{
    const Status status = predictor.loadRules(file(rules), "test.json");
    ck_assert_msg(static_cast<bool>(status), "%s", status ? "" : status.error().message.c_str());
    Measured measured = Measured::still().scene().set("motion.camera-pan", 0.3);
    measured.intent = intent;
    predictor.update(measured.at(0));
}

std::string rulesOf(const std::vector<Movement>& movements)
{
    std::string text;
    for (const Movement& movement : movements)
        text += movement.rule + " ";
    return text;
}

}  // namespace

START_TEST(theRecordSaysWhatAMovementLostTo)
{
    MovementPredictor predictor;
    play(predictor, {{"pull", "pull_out", "out", 0.6, R"(, "contradicts": ["push_in"])"},
                     {"push", "push_in", "in", 0.9, ""}});
    isText(rulesOf(predictor.movements()), "push ");
    const std::vector<Conflict> conflicts = predictor.conflicts();
    ck_assert_uint_eq(conflicts.size(), 1);
    isText(conflicts[0].name, "pull_out");
    isText(*conflicts[0].direction, "out");
    isText(conflicts[0].rule, "pull");
    isText(conflicts[0].reason, "contradiction");
    isText(conflicts[0].lostTo, "push");
    ck_assert_double_eq_tol(conflicts[0].score, 0.6, 1e-9);
    ck_assert_double_eq_tol(conflicts[0].winnerScore, 0.9, 1e-9);
    const Record record = toRecord(conflicts[0]);
    std::string fields;
    for (const Field& field : record.fields())
        fields += field.name + " ";
    isText(fields, "name direction rule reason score lost-to winner-score ");
}
END_TEST

START_TEST(contradictionsMayBeOfOneDirection)
{
    MovementPredictor predictor;
    const char* left = R"(, "contradicts": ["truck left"])";
    play(predictor, {{"a", "pan", "", 0.9, left}, {"b", "truck", "left", 0.6, ""}});
    isText(rulesOf(predictor.movements()), "a ");
    play(predictor, {{"a", "pan", "", 0.9, left}, {"b", "truck", "right", 0.6, ""}});
    isText(rulesOf(predictor.movements()), "a b ");
    ck_assert(predictor.conflicts().empty());
}
END_TEST

// The plain pan has the better score against the zoom; the pan that follows words it.
START_TEST(rulesThatSayTheSameSupportEachOther)
{
    MovementPredictor predictor;
    const char* weak = R"(, "contradicts": ["zoom"], "confidence": ["motion.camera-confidence"])";
    play(predictor, {{"follow", "pan", "right", 0.8, weak},
                     {"plain", "pan", "right", 0.79, ""},
                     {"zoom", "zoom", "in", 0.75, ""},
                     {"other", "pan", "left", 0.7, ""}});
    isText(rulesOf(predictor.movements()), "follow other ");
    const std::vector<Conflict> conflicts = predictor.conflicts();
    ck_assert_uint_eq(conflicts.size(), 2);
    isText(conflicts[0].rule + " " + conflicts[0].reason + " " + conflicts[0].lostTo,
           "plain same follow");
    ck_assert_double_eq_tol(conflicts[0].winnerScore, 0.8 * 0.9, 1e-9);
    isText(conflicts[1].rule + " " + conflicts[1].reason + " " + conflicts[1].lostTo,
           "zoom contradiction follow");
    ck_assert_double_eq_tol(conflicts[1].winnerScore, 0.79, 1e-9);
}
END_TEST

START_TEST(locksSuppressSuggestionsAndNothingElse)
{
    const char* suggested = R"(, "suggestion": true, "changes": ["camera-motion", "framing"])";
    const std::vector<GivenRule> rules = {{"measured", "pan", "right", 0.5, ""},
                                          {"push", "push_in", "in", 0.9, suggested}};
    MovementPredictor predictor;
    Intent intent;
    play(predictor, rules, intent);
    isText(rulesOf(predictor.movements()), "push measured ");
    intent.keep = {"light"};
    play(predictor, rules, intent);
    isText(rulesOf(predictor.movements()), "push measured ");
    intent.keep = {"light", "framing"};
    play(predictor, rules, intent);
    isText(rulesOf(predictor.movements()), "measured ");
    const std::vector<Conflict> conflicts = predictor.conflicts();
    ck_assert_uint_eq(conflicts.size(), 1);
    isText(conflicts[0].rule + " " + conflicts[0].reason + " " + conflicts[0].lostTo,
           "push keep framing");
    const Record record = toRecord(conflicts[0]);
    isText(*record.text("kept"), "framing");
    ck_assert(!record.find("lost-to") && !record.find("winner-score"));
}
END_TEST

START_TEST(theListIsBoundedAndTheBestComeFirst)
{
    std::vector<GivenRule> rules = {{"winner", "static", "", 1.0, ""}};
    std::vector<std::string> ids;
    for (int i = 0; i < 40; ++i)
        ids.push_back(std::string("r").append(std::to_string(i)));
    for (int i = 0; i < 40; ++i)
        rules.push_back(
            {ids[i].c_str(), "pan", "", 0.5 + 0.01 * i, R"(, "contradicts": ["static"])"});
    MovementPredictor predictor;
    play(predictor, rules);
    const std::vector<Conflict> conflicts = predictor.conflicts();
    ck_assert_uint_eq(conflicts.size(), 16);
    for (size_t i = 1; i < conflicts.size(); ++i)
        ck_assert_double_ge(conflicts[i - 1].score, conflicts[i].score);
}
END_TEST

// Static is still in its release time when the pan has dwelt; the pan is said, static lost.
START_TEST(ofTheBuiltInRulesAPanBeatsTheStaticCamera)
{
    MovementPredictor predictor;
    std::string lost;
    for (int frame = 0; frame < 90; ++frame) {
        Measured measured = Measured::still();
        if (frame >= 40)
            measured.set("motion.camera-motion", "pan-right").set("motion.camera-pan", 0.3);
        predictor.update(measured.at(frame));
        for (const Conflict& conflict : predictor.conflicts())
            if (conflict.reason == "contradiction")
                lost += conflict.rule + "<" + conflict.lostTo + " ";
    }
    ck_assert_msg(lost.find("camera-static<camera-pan-right") != std::string::npos, "%s",
                  lost.c_str());
    ck_assert(rulesOf(predictor.movements()).find("camera-pan") != std::string::npos);
}
END_TEST

int main()
{
    return run("movement/conflict",
               {theRecordSaysWhatAMovementLostTo, contradictionsMayBeOfOneDirection,
                rulesThatSayTheSameSupportEachOther, locksSuppressSuggestionsAndNothingElse,
                theListIsBoundedAndTheBestComeFirst, ofTheBuiltInRulesAPanBeatsTheStaticCamera});
}
