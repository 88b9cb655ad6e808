// The built-in rules: each can fire on evidence made for it, and is silent when any one field
// that it asks for is not known.
#include <functional>
#include <set>

#include "movement/movement_predictor.h"
#include "movement/rule.h"
#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kFrames = 200;  // 8 s at 25 frames/s

/// Evidence that makes one rule fire, as a function of the frame.
struct Row {
    const char* rule;
    std::function<Measured(int frame)> measured;
};

Measured camera(const char* label, const char* field, double value)
{
    Measured measured = Measured::still();
    measured.set("motion.camera-motion", label).set(field, value);
    return measured.set("motion.steadiness", "smooth");
}

Measured held(const char* steadiness)
{
    return Measured::still().set("motion.camera-pan", 0.04).set("motion.steadiness", steadiness);
}

Measured moving(const GivenRegion& region)
{
    Measured measured = Measured::still().scene();
    measured.set("motion.intensity", 0.03).set("motion.pattern", "localized");
    return measured.add(region);
}

GivenObject person(double x = 0.4, double y = 0.2)
{
    return {"person", x, y, 0.15, 0.5, 0.9};
}

Measured personMoving(double vx, double vy, double x = 0.4)
{
    return moving({x, 0.2, 0.15, 0.5, vx, vy}).add(person(x));
}

// A region whose size grows by `rate` per second about the middle of the frame.
GivenRegion growing(int frame, double rate)
{
    const double size = 0.2 * std::exp(rate * (frame % 50) / 25.0);
    return {0.5 - size / 2, 0.5 - size / 2, size, size, 0.0, 0.0, 1, static_cast<uint32_t>(frame)};
}

Measured personStill()
{
    return Measured::still().scene().add(person());
}

Measured manyRegions(double vx, double spread)
{
    Measured measured = Measured::still().scene();
    measured.set("motion.intensity", 0.08).set("motion.pattern", "distributed");
    for (int i = 0; i < 6; ++i) {
        const double way = i % 2 ? spread : -spread;
        measured.add(GivenRegion{0.15 * i, 0.1 * i, 0.1, 0.1, vx + way, 0.0, uint64_t(i + 1)});
    }
    return measured;
}

Measured brightness(int frame, double slope)
{
    const double at = 0.5 + slope * (frame - kFrames / 2) / 25.0;
    return Measured::still().scene().set("scene.brightness", at);
}

const std::vector<Row>& table()
{
    static const std::vector<Row> rows = {
        {"camera-static", [](int) { return Measured::still(); }},
        {"camera-pan-left", [](int) { return camera("pan-left", "motion.camera-pan", -0.1); }},
        {"camera-pan-right", [](int) { return camera("pan-right", "motion.camera-pan", 0.1); }},
        {"camera-tilt-up", [](int) { return camera("tilt-up", "motion.camera-tilt", 0.1); }},
        {"camera-tilt-down", [](int) { return camera("tilt-down", "motion.camera-tilt", -0.1); }},
        {"camera-zoom-in", [](int) { return camera("zoom-in", "motion.camera-zoom", 0.2); }},
        {"camera-zoom-out", [](int) { return camera("zoom-out", "motion.camera-zoom", -0.2); }},
        {"camera-roll-clockwise",
         [](int) { return camera("roll-clockwise", "motion.camera-roll", 8.0); }},
        {"camera-roll-counterclockwise",
         [](int) { return camera("roll-counterclockwise", "motion.camera-roll", -8.0); }},
        {"camera-whip-pan", [](int) { return camera("pan-right", "motion.camera-pan", 2.0); }},
        {"camera-handheld", [](int) { return held("handheld"); }},
        {"camera-shaky", [](int) { return held("shaky"); }},
        {"camera-glide", [](int) { return camera("pan-left", "motion.camera-pan", -0.2); }},
        {"camera-tracking",
         [](int) {
             Measured measured = camera("pan-right", "motion.camera-pan", 0.2);
             return measured.add(GivenRegion{0.4, 0.3, 0.2, 0.4, 0.2, 0.0});
         }},
        {"camera-slow-push", [](int) { return personStill(); }},
        {"person-moves-left", [](int) { return personMoving(-0.1, 0.0); }},
        {"person-moves-right", [](int) { return personMoving(0.1, 0.0); }},
        {"person-moves-vertically", [](int) { return personMoving(0.0, -0.2); }},
        {"person-moves-toward",
         [](int frame) { return moving(growing(frame, 0.3)).add(person()); }},
        {"person-moves-away", [](int frame) { return moving(growing(frame, -0.3)).add(person()); }},
        {"person-enters",
         [](int frame) {
             Measured measured = personMoving(0.15, 0.0, 0.0);
             measured.regions[0].age = static_cast<uint32_t>(std::max(0, frame - 100));
             return measured;
         }},
        {"person-leaves", [](int) { return personMoving(-0.15, 0.0, 0.0); }},
        {"person-stands-still", [](int) { return personStill().unset("motion.camera-pan"); }},
        {"person-speeds-up",
         [](int frame) { return personMoving(0.05 + 0.2 * (frame % 60) / 25.0, 0.0); }},
        {"person-slows-down",
         [](int frame) { return personMoving(0.55 - 0.2 * (frame % 60) / 25.0, 0.0); }},
        {"face-expression",
         [](int) {
             return Measured::still().scene().add(GivenObject{"face", 0.4, 0.2, 0.2, 0.4});
         }},
        {"group-idle", [](int) { return personStill().add(person(0.7)); }},
        {"object-crosses",
         [](int) {
             return moving({0.4, 0.4, 0.1, 0.1, 0.2, 0.0}).nobody();
         }},
        {"object-rises-or-falls",
         [](int) {
             return moving({0.4, 0.4, 0.1, 0.1, 0.0, 0.3});
         }},
        {"object-comes-in",
         [](int frame) {
             const auto age = static_cast<uint32_t>(std::max(0, frame - 100));
             return moving({0.0, 0.4, 0.1, 0.1, 0.2, 0.0, 1, age});
         }},
        {"object-goes-out",
         [](int) {
             return moving({0.0, 0.4, 0.1, 0.1, -0.2, 0.0});
         }},
        {"object-nears", [](int frame) { return moving(growing(frame, 0.4)); }},
        {"object-draws-away", [](int frame) { return moving(growing(frame, -0.4)); }},
        {"background-motion", [](int) { return manyRegions(0.0, 0.1); }},
        {"common-flow", [](int) { return manyRegions(0.1, 0.0); }},
        {"crowd-flow",
         [](int) {
             Measured measured = manyRegions(0.1, 0.0);
             for (int i = 0; i < 4; ++i)
                 measured.add(GivenObject{"person", 0.2 * i, 0.2, 0.05, 0.2});
             return measured;
         }},
        {"moving-shadows", [](int) { return Measured::still().set("motion.shadow", 0.05); }},
        {"light-brightens", [](int frame) { return brightness(frame, 0.1); }},
        {"light-dims", [](int frame) { return brightness(frame, -0.1); }},
        {"light-wavers",
         [](int frame) {
             return Measured::still().scene().set("scene.brightness",
                                                  0.5 + 0.1 * std::sin(frame * 0.25));
         }},
        {"foliage-sways",
         [](int) {
             Measured measured = manyRegions(0.0, 0.1);
             return measured.set("scene.scene-type", "nature").set("scene.colours.green", 0.4);
         }},
        {"water-ripples",
         [](int) { return manyRegions(0.0, 0.1).set("scene.scene-type", "water"); }},
        {"stillness", [](int) { return Measured::still().scene(); }},
        {"freeze", [](int) { return Measured::still().scene().set("scene.state", "frozen"); }},
    };
    return rows;
}

/// The rules that said something within the frames.
std::set<std::string> fired(const std::function<Measured(int)>& measured)
{
    MovementPredictor predictor;
    std::set<std::string> rules;
    for (int frame = 0; frame < kFrames; ++frame) {
        Measured now = measured(frame);
        for (const Movement& movement : predictor.predict(now.at(frame)))
            rules.insert(movement.rule);
    }
    return rules;
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

/// Takes away what a field is known from, and as little else as possible.
void forget(Measured& measured, const std::string& path)
{
    if (startsWith(path, "motion.") || startsWith(path, "scene."))
        measured.unset(path);
    else if (startsWith(path, "people.") || startsWith(path, "faces.") ||
             path == "subject.is-person" || path == "subject.scale")
        measured.withoutObjects();
    else if (startsWith(path, "camera.") || path == "subject.drift")
        measured.unset("motion.camera-pan");
    else if (startsWith(path, "change.brightness"))
        measured.unset("scene.brightness");
    else if (path == "change.subject-size")
        measured.unset("motion.camera-zoom");
    else if (path == "shot.age")
        measured.shotStartKnown = false;
    else if (path == "subject.present" || path == "subject.x")
        measured.withoutRegions().withoutObjects().unset("motion.intensity");
    else  // subject's motion, regions
        measured.withoutRegions().unset("motion.intensity");
}

}  // namespace

START_TEST(everyBuiltInRuleHasARow)
{
    const Result<RuleSet> set = builtInRules();
    ck_assert_msg(static_cast<bool>(set), "%s", set ? "" : set.error().message.c_str());
    std::set<std::string> inTable;
    for (const Row& row : table())
        inTable.insert(row.rule);
    for (const Rule& rule : set->rules)
        ck_assert_msg(inTable.count(rule.id) == 1, "%s has no row", rule.id.c_str());
    ck_assert_uint_eq(inTable.size(), set->rules.size());
    ck_assert_uint_ge(set->rules.size(), 24);
    for (const char* category : {"camera_movement", "character_action", "environment_animation"})
        ck_assert(std::any_of(set->rules.begin(), set->rules.end(),
                              [&](const Rule& rule) { return rule.category == category; }));
}
END_TEST

START_TEST(everyRuleFiresOnItsEvidence)
{
    for (const Row& row : table())
        ck_assert_msg(fired(row.measured).count(row.rule) == 1, "%s stays silent", row.rule);
}
END_TEST

START_TEST(everyRuleIsSilentWithoutAnyOneOfItsFields)
{
    const Result<RuleSet> set = builtInRules();
    for (const Row& row : table()) {
        for (const std::string& path : neededBy(ruleOf(*set, row.rule))) {
            const auto without = [&](int frame) {
                Measured measured = row.measured(frame);
                forget(measured, path);
                return measured;
            };
            ck_assert_msg(fired(without).count(row.rule) == 0, "%s fires without %s", row.rule,
                          path.c_str());
        }
    }
}
END_TEST

START_TEST(confidencesAreSharesAndJustificationsQuoteNumbers)
{
    for (const Row& row : table()) {
        MovementPredictor predictor;
        for (int frame = 0; frame < kFrames; ++frame) {
            Measured measured = row.measured(frame);
            for (const Movement& movement : predictor.predict(measured.at(frame))) {
                ck_assert_double_ge(movement.confidence, 0.05);
                ck_assert_double_le(movement.confidence, 1.0);
                ck_assert_msg(
                    movement.justification.find_first_of("0123456789") != std::string::npos,
                    "%s: %s", movement.rule.c_str(), movement.justification.c_str());
                ck_assert(movement.justification.find("unknown") == std::string::npos);
                ck_assert(movement.phrase.find_first_of("{}") == std::string::npos);
                ck_assert(!movement.phrase.empty() && !movement.still.empty());
            }
        }
    }
}
END_TEST

START_TEST(onAStillEmptySceneOnlyStillnessIsSaid)
{
    const auto said = fired([](int) { return Measured::still().scene().nobody(); });
    ck_assert(said == (std::set<std::string>{"camera-static", "stillness"}));
}
END_TEST

START_TEST(withoutARecordNothingIsSaid)
{
    const auto nothing = [](int) {
        return Measured::still().scene().without("motion").without("scene");
    };
    ck_assert(fired(nothing).empty());
}
END_TEST

// No camera values are known on black or flat pictures: nothing may be said of a movement.
START_TEST(blackAndFlatPicturesMoveNothing)
{
    for (const char* state : {"black", "white", "flat", "bars"}) {
        const auto said = fired([&](int) {
            Measured measured = Measured::still().scene().set("scene.state", state);
            measured.unset("motion.camera-pan").unset("motion.camera-tilt");
            measured.unset("motion.camera-zoom").unset("motion.camera-roll");
            return measured.set("motion.camera-confidence", 0.0);
        });
        ck_assert_msg(said.empty(), "%s on %s", said.empty() ? "" : said.begin()->c_str(), state);
    }
}
END_TEST

// Everything that moves may be a person; only a detection makes it a character.
START_TEST(withoutAPersonThereIsNoCharacterAction)
{
    for (const Row& row : table()) {
        MovementPredictor predictor;
        for (int frame = 0; frame < kFrames; ++frame) {
            Measured measured = row.measured(frame);
            measured.withoutObjects();
            for (const Movement& movement : predictor.predict(measured.at(frame)))
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
