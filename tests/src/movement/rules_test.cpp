// The built-in rules: each can fire on evidence made for it, and is silent when any one field
// that it asks for is not known.
#include <set>

#include "movement/changes.h"
#include "movement/movement_predictor.h"
#include "movement/rule.h"
#include "movement/rule_runner.h"
#include "src/movement/rule_rows.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

using Frames = std::function<Measured(int)>;

/// The rules that said something within the frames.
struct Said {
    std::set<std::string> movements, looks;
    size_t count(const std::string& rule) const
    {
        return movements.count(rule) + looks.count(rule);
    }
};

Said said(const Frames& measured)
{
    static MovementPredictor predictor;
    predictor.reset();
    Said rules;
    for (int frame = 0; frame < kRowFrames; ++frame) {
        Measured now = measured(frame);
        predictor.update(now.at(frame));
        if (frame % 3)
            continue;
        for (const Movement& movement : predictor.movements())
            rules.movements.insert(movement.rule);
        for (const Look& look : predictor.looks())
            rules.looks.insert(look.rule);
    }
    return rules;
}

/// Whether a rule holds at some frame, whatever the others say.
bool firesAlone(const RuleSet& set, const Rule& rule, const Frames& measured)
{
    RuleRunner runner(rule);
    Changes changes;
    std::vector<Fact> facts(set.fields.size());
    for (int frame = 0; frame < kRowFrames; ++frame) {
        Measured now = measured(frame);
        const Evidence evidence = now.at(frame);
        changes.add(evidence);
        for (size_t i = 0; i < facts.size(); ++i)
            facts[i] = set.fields[i]->source == FieldSource::Change
                           ? changes.fact(static_cast<Change>(set.fields[i]->index))
                           : evidence.fact(*set.fields[i]);
        runner.update(facts, true, evidence.time().now);
        if (runner.active())
            return true;
    }
    return false;
}

const Rule& ruleOf(const RuleSet& set, const std::string& id)
{
    const auto found = std::find_if(set.rules.begin(), set.rules.end(),
                                    [&](const Rule& rule) { return rule.id == id; });
    ck_assert_msg(found != set.rules.end(), "no rule %s", id.c_str());
    return *found;
}

std::set<std::string> neededBy(const Rule& rule)
{
    std::set<std::string> paths;
    for (const Condition& condition : rule.all)
        paths.emplace(condition.field->path);
    for (const FieldSlot& field : rule.confidence)
        paths.emplace(field.field->path);
    if (rule.speed)
        paths.emplace(rule.speed->field->path);
    if (rule.directionFrom)
        paths.emplace(rule.directionFrom->field->path);
    return paths;
}

bool startsWith(const std::string& text, const char* start)
{
    return text.rfind(start, 0) == 0;
}

bool isOneOf(const std::string& path, std::initializer_list<const char*> paths)
{
    return std::find(paths.begin(), paths.end(), path) != paths.end();
}

/// Takes away what a derived or remembered field is known from, and as little else as possible.
void forgetDerived(Measured& measured, const std::string& path)
{
    if (startsWith(path, "people.") || startsWith(path, "faces.") ||
        startsWith(path, "vehicles.") ||
        isOneOf(path, {"subject.is-person", "subject.scale", "change.person-size"}))
        measured.withoutObjects();
    else if (startsWith(path, "camera.") ||
             isOneOf(path, {"subject.drift", "change.pan-travel", "change.tilt-travel"}))
        measured.unset("motion.camera-pan");
    else if (startsWith(path, "change.brightness") || path == "change.flash")
        measured.unset("scene.brightness");
    else if (path == "change.colour-temperature")
        measured.unset("scene.light.colour-temperature");
    else if (path == "change.focus")
        measured.unset("scene.lens.shallow-focus");
    else if (path == "change.subject-size")
        measured.unset("motion.camera-zoom");
    else if (path == "setting.lights")
        measured.sceneTypes.clear();
    else if (startsWith(path, "palette."))
        measured.unset("scene.colours.blue").unset("scene.colours.red");
    else if (path == "picture.tilt")
        measured.unset("scene.composition.horizon-roll");
    else if (isOneOf(path, {"subject.present", "subject.x", "subject.width"}))
        measured.withoutRegions().withoutObjects().unset("motion.intensity");
    else  // the subject's motion, regions
        measured.withoutRegions().unset("motion.intensity");
}

void forget(Measured& measured, const std::string& path)
{
    if (startsWith(path, "motion.") || startsWith(path, "scene."))
        measured.unset(path);
    else if (startsWith(path, "operator."))
        measured.intent.reset();
    else if (path == "shot.age")
        measured.shotStartKnown = false;
    else
        forgetDerived(measured, path);
}

}  // namespace

START_TEST(everyBuiltInRuleHasARow)
{
    const Result<RuleSet> set = builtInRules();
    ck_assert_msg(static_cast<bool>(set), "%s", set ? "" : set.error().message.c_str());
    std::set<std::string> inTable;
    for (const RuleRow& row : allRuleRows())
        inTable.insert(row.rule);
    size_t forecasts = 0;  // prediction_rules_test.cpp has these
    for (const Rule& rule : set->rules)
        forecasts += startsWith(rule.id, "forecast-");
    for (const Rule& rule : set->rules)
        ck_assert_msg(startsWith(rule.id, "forecast-") || inTable.count(rule.id) == 1,
                      "%s has no row", rule.id.c_str());
    ck_assert_uint_eq(inTable.size() + forecasts, set->rules.size());
    ck_assert_uint_ge(set->rules.size(), 75);
    for (const char* category : {"camera_movement", "character_action", "environment_animation"})
        ck_assert(std::any_of(set->rules.begin(), set->rules.end(),
                              [&](const Rule& rule) { return rule.category == category; }));
}
END_TEST

START_TEST(everyRuleFiresOnItsEvidence)
{
    for (const RuleRow& row : allRuleRows())
        ck_assert_msg(said(row.measured).count(row.rule) == 1, "%s stays silent", row.rule);
}
END_TEST

START_TEST(everyRuleIsSilentWithoutAnyOneOfItsFields)
{
    const Result<RuleSet> set = builtInRules();
    for (const RuleRow& row : allRuleRows()) {
        const Rule& rule = ruleOf(*set, row.rule);
        ck_assert_msg(firesAlone(*set, rule, row.measured), "%s stays silent", row.rule);
        for (const std::string& path : neededBy(rule)) {
            const auto without = [&](int frame) {
                Measured measured = row.measured(frame);
                forget(measured, path);
                return measured;
            };
            ck_assert_msg(!firesAlone(*set, rule, without), "%s fires without %s", row.rule,
                          path.c_str());
        }
    }
}
END_TEST

START_TEST(confidencesAreSharesAndJustificationsQuoteNumbers)
{
    const auto isSound = [](const auto& one) {
        ck_assert_double_ge(one.confidence, 0.05);
        ck_assert_double_le(one.confidence, 1.0);
        ck_assert_msg(one.justification.find_first_of("0123456789") != std::string::npos, "%s: %s",
                      one.rule.c_str(), one.justification.c_str());
        ck_assert(one.justification.find("unknown") == std::string::npos);
        ck_assert(one.phrase.find_first_of("{}") == std::string::npos);
        ck_assert(!one.phrase.empty() && !one.still.empty());
    };
    MovementPredictor predictor;
    for (const RuleRow& row : allRuleRows()) {
        predictor.reset();
        for (int frame = 0; frame < kRowFrames; frame += 4) {
            Measured measured = row.measured(frame);
            predictor.update(measured.at(frame));
            if (frame % 40)
                continue;
            for (const Movement& movement : predictor.movements())
                isSound(movement);
            for (const Look& look : predictor.looks())
                isSound(look);
        }
    }
}
END_TEST

START_TEST(onAStillEmptySceneOnlyStillnessIsSaid)
{
    const Said all = said([](int) { return Measured::still().scene().nobody(); });
    ck_assert(all.movements ==
              (std::set<std::string>{"camera-static", "camera-lock-off", "stillness"}));
    ck_assert(all.looks.empty());
}
END_TEST

START_TEST(withoutARecordNothingIsSaid)
{
    const auto nothing = [](int) {
        return Measured::still().scene().without("motion").without("scene");
    };
    ck_assert(said(nothing).movements.empty() && said(nothing).looks.empty());
}
END_TEST

// No camera values are known on black or flat pictures: nothing may be said of a movement.
START_TEST(blackAndFlatPicturesMoveNothing)
{
    for (const char* state : {"black", "white", "flat", "bars"}) {
        const Said all = said([&](int) {
            Measured measured = Measured::still().scene().set("scene.state", state);
            measured.unset("motion.camera-pan").unset("motion.camera-tilt");
            measured.unset("motion.camera-zoom").unset("motion.camera-roll");
            return measured.set("motion.camera-confidence", 0.0);
        });
        ck_assert_msg(all.movements.empty(), "%s on %s",
                      all.movements.empty() ? "" : all.movements.begin()->c_str(), state);
        ck_assert(all.looks == std::set<std::string>{std::string("state-") + state});
    }
}
END_TEST

// Everything that moves may be a person; only a detection makes it a character.
START_TEST(withoutAPersonThereIsNoCharacterAction)
{
    MovementPredictor predictor;
    for (const RuleRow& row : allRuleRows()) {
        predictor.reset();
        for (int frame = 0; frame < kRowFrames; frame += 2) {
            Measured measured = row.measured(frame);
            measured.withoutObjects();
            predictor.update(measured.at(frame));
            if (frame % 10)
                continue;
            for (const Movement& movement : predictor.movements())
                ck_assert_str_ne(movement.category.c_str(), "character_action");
        }
    }
}
END_TEST

int main()
{
    return run("movement/rules",
               {everyBuiltInRuleHasARow, everyRuleFiresOnItsEvidence,
                everyRuleIsSilentWithoutAnyOneOfItsFields,
                confidencesAreSharesAndJustificationsQuoteNumbers,
                onAStillEmptySceneOnlyStillnessIsSaid, withoutARecordNothingIsSaid,
                blackAndFlatPicturesMoveNothing, withoutAPersonThereIsNoCharacterAction});
}
