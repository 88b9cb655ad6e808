// MovementPredictor over time: dwell, release, hysteresis, turns, conflicts, shots, bad files.
#include "movement/movement_predictor.h"
#include "src/movement/measured.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

// A rule of a test: pan above 0.1 (release 0.05) for 0.4 s, gone for 0.2 s.
std::string rule(const std::string& id, const std::string& movement, const std::string& more = "",
                 const std::string& conditions = "")
{
    const std::string pan =
        R"({"field": "motion.camera-pan", "unit": "widths/s", "above": 0.1, "release": 0.05})";
    return R"({"id": ")" + id + R"(", "name": "n", "category": "camera_movement", "movement": )" +
           movement + R"(, "all": [)" + (conditions.empty() ? pan : conditions) +
           R"(], "dwell": 0.4, "release": 0.2, "priority": 0.5, "weight": 1.0)" + more +
           R"(, "phrases": {"motion": "moves", "still": "moved"}, "justification": "held {held}"})";
}

std::string file(const std::string& rules)
{
    return R"({"schema": "animatize-rules/1", "rules": [)" + rules + "]}";
}

const std::string kPan = file(rule("a", R"({"name": "pan", "direction": "right"})"));

void load(MovementPredictor& predictor, const std::string& json)
{
    const Status status = predictor.loadRules(json, "test.json");
    ck_assert_msg(static_cast<bool>(status), "%s", status ? "" : status.error().message.c_str());
}

std::vector<Movement> at(MovementPredictor& predictor, int frame, double pan, double shot = 1.0)
{
    Measured measured = Measured::still().scene();
    measured.set("motion.camera-pan", pan).set("scene.shot-id", shot);
    return predictor.predict(measured.at(frame));
}

std::vector<Movement> play(MovementPredictor& predictor, int from, int to, double pan)
{
    std::vector<Movement> last;
    for (int frame = from; frame < to; ++frame)
        last = at(predictor, frame, pan);
    return last;
}

std::string names(const std::vector<Movement>& movements)
{
    std::string text;
    for (const Movement& movement : movements)
        text += (text.empty() ? "" : " ") + movement.rule;
    return text;
}

}  // namespace

START_TEST(aMovementMustDwell)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    ck_assert(play(predictor, 0, 10, 0.2).empty());  // frame 9 is 0.36 s
    const auto movements = play(predictor, 10, 11, 0.2);
    ck_assert_uint_eq(movements.size(), 1);
    isText(movements[0].justification, "held 0.4 s");
    isText(*movements[0].direction, "right");
}
END_TEST

START_TEST(anInterruptedDwellBeginsAnew)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    play(predictor, 0, 8, 0.2);
    at(predictor, 8, 0.0);
    ck_assert(play(predictor, 9, 19, 0.2).empty());
    ck_assert(!play(predictor, 19, 20, 0.2).empty());
}
END_TEST

// A frame that is shown twice has no camera motion; that is no evidence against the pan.
START_TEST(aMomentWithoutKnowledgeInterruptsNoDwell)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    const auto unknown = [&](int from, int to) {
        Measured measured = Measured::still().scene().unset("motion.camera-pan");
        for (int frame = from; frame < to; ++frame)
            predictor.predict(measured.at(frame));
    };
    play(predictor, 0, 5, 0.2);
    unknown(5, 7);
    ck_assert(play(predictor, 7, 10, 0.2).empty());
    ck_assert(!play(predictor, 10, 11, 0.2).empty());
    predictor.reset();
    play(predictor, 20, 25, 0.2);
    unknown(25, 30);
    ck_assert(play(predictor, 30, 40, 0.2).empty());
    ck_assert(!play(predictor, 40, 41, 0.2).empty());
}
END_TEST

START_TEST(aShortGapChangesNothingALongOneEnds)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    play(predictor, 0, 20, 0.2);
    const uint64_t revision = predictor.revision();
    ck_assert(!play(predictor, 20, 24, 0.0).empty());  // 0.16 s
    ck_assert(!play(predictor, 24, 30, 0.2).empty());
    ck_assert_uint_eq(predictor.revision(), revision);
    ck_assert(play(predictor, 30, 35, 0.0).empty());  // 0.2 s since frame 29
    ck_assert_uint_ne(predictor.revision(), revision);
}
END_TEST

START_TEST(hysteresisHoldsBetweenReleaseAndThreshold)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    ck_assert(play(predictor, 0, 50, 0.07).empty());
    play(predictor, 50, 70, 0.2);
    ck_assert(!play(predictor, 70, 120, 0.07).empty());
    ck_assert(play(predictor, 120, 140, 0.04).empty());
}
END_TEST

// Above 0.4 the light keeps the rule out, and until it is below 0.3 the rule does not begin.
START_TEST(whatKeepsARuleOutMustBeClearlyGone)
{
    MovementPredictor predictor;
    load(predictor, file(rule("a", R"({"name": "pan"})",
                              R"(, "unless": [{"field": "scene.brightness", "unit": "0..1",
                                  "above": 0.4, "release": 0.3, "full": 0.6}])")));
    const auto lit = [&](int from, int to, double light) {
        std::vector<Movement> last;
        for (int frame = from; frame < to; ++frame) {
            Measured measured = Measured::still().scene().set("motion.camera-pan", 0.2);
            last = predictor.predict(measured.set("scene.brightness", light).at(frame));
        }
        return last;
    };
    ck_assert(lit(0, 30, 0.35).empty());
    ck_assert(!lit(30, 60, 0.25).empty());
    ck_assert(!lit(60, 90, 0.35).empty());
    ck_assert(lit(90, 120, 0.45).empty());
}
END_TEST

// pan 0.2 is the full margin of the threshold 0.1, 0.15 half of it, 0.07 is kept by hysteresis.
START_TEST(confidenceIsTheMarginTimesWhatWasMeasured)
{
    MovementPredictor predictor;
    load(predictor,
         file(rule("a", R"({"name": "pan"})", R"(, "confidence": ["motion.camera-confidence"])")));
    play(predictor, 0, 20, 0.2);
    ck_assert_double_eq_tol(at(predictor, 20, 0.3)[0].confidence, 0.9, 1e-9);
    ck_assert_double_eq_tol(at(predictor, 21, 0.15)[0].confidence, 0.9 * 0.75, 1e-9);
    ck_assert_double_eq_tol(at(predictor, 22, 0.07)[0].confidence, 0.9 * 0.35, 1e-9);
}
END_TEST

START_TEST(aTurnMustDwellToo)
{
    MovementPredictor predictor;
    load(predictor, file(rule("a", R"({"name": "pan", "direction-from": "camera.heading"})", "",
                              R"({"field": "camera.speed", "unit": "heights/s", "above": 0.1})")));
    isText(*play(predictor, 0, 20, 0.2)[0].direction, "right");
    const uint64_t revision = predictor.revision();
    isText(*play(predictor, 20, 30, -0.2)[0].direction, "right");
    isText(*play(predictor, 30, 34, 0.2)[0].direction, "right");
    ck_assert_uint_eq(predictor.revision(), revision);
    isText(*play(predictor, 34, 45, -0.2)[0].direction, "left");
    ck_assert_uint_eq(predictor.revision(), revision + 1);
}
END_TEST

START_TEST(ofTwoThatExcludeEachOtherTheBetterIsSaid)
{
    const std::string weak = rule("weak", R"({"name": "tilt"})", R"(, "contradicts": ["pan"])");
    std::string strong = rule("strong", R"({"name": "pan"})");
    strong.replace(strong.find("\"priority\": 0.5"), 15, "\"priority\": 0.8");
    MovementPredictor predictor;
    load(predictor, file(weak + "," + strong));
    isText(names(play(predictor, 0, 20, 0.2)), "strong");
    load(predictor, file(strong + "," + rule("other", R"({"name": "tilt"})")));
    isText(names(play(predictor, 20, 40, 0.2)), "strong other");
}
END_TEST

START_TEST(whatIsSaidStaysUntilItIsClearlyBeaten)
{
    const auto brightness = [](const std::string& above) {
        return R"({"field": "scene.brightness", "unit": "0..1", "above": 0.2, "full": )" + above +
               "}";
    };
    const std::string pan = rule("a", R"({"name": "pan"})", R"(, "contradicts": ["tilt"])");
    const std::string tilt = rule("b", R"({"name": "tilt"})", "", brightness("0.7"));
    MovementPredictor predictor;
    load(predictor, file(pan + "," + tilt));
    const auto both = [&](int frame, double panSpeed, double light) {
        Measured measured = Measured::still().scene();
        measured.set("motion.camera-pan", panSpeed).set("scene.brightness", light);
        return names(predictor.predict(measured.at(frame)));
    };
    for (int frame = 0; frame < 20; ++frame)
        both(frame, 0.17, 0.3);
    isText(both(20, 0.17, 0.3), "a");
    isText(both(21, 0.17, 0.58), "a");  // 0.85 x 1.1 against 0.88
    isText(both(22, 0.17, 0.7), "b");   // against 1.0
    isText(both(23, 0.17, 0.58), "b");
}
END_TEST

START_TEST(theSameMovementIsSaidOnce)
{
    MovementPredictor predictor;
    load(predictor, file(rule("a", R"({"name": "pan", "direction": "right"})") + "," +
                         rule("b", R"({"name": "pan", "direction": "right"})") + "," +
                         rule("c", R"({"name": "pan", "direction": "left"})")));
    isText(names(play(predictor, 0, 20, 0.2)), "a c");
}
END_TEST

START_TEST(anotherShotStartsAfresh)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    ck_assert(!play(predictor, 0, 20, 0.2).empty());
    ck_assert(at(predictor, 20, 0.2, 2.0).empty());
    for (int frame = 21; frame < 30; ++frame)
        ck_assert(at(predictor, frame, 0.2, 2.0).empty());
    ck_assert(!at(predictor, 30, 0.2, 2.0).empty());
    predictor.reset();
    ck_assert(predictor.movements().empty());
    ck_assert(at(predictor, 31, 0.2, 2.0).empty());
}
END_TEST

START_TEST(skippedFramesAreNoEvidenceForOneSecond)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    play(predictor, 0, 20, 0.2);
    Record skipped("AnimatizeMotion");
    skipped.add("skipped", true);
    size_t held = 0;
    for (int frame = 20; frame < 60; ++frame)
        held += predictor.predict(Evidence(&skipped, nullptr, timeOf(frame))).size();
    ck_assert_uint_eq(held, 24);  // frames 20 to 43: less than a second after frame 19
}
END_TEST

START_TEST(withoutTimestampsDwellCountsFrames)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    size_t first = 0;
    for (uint64_t frame = 0; frame < 20 && predictor.movements().empty(); ++frame, ++first) {
        Measured measured = Measured::still().set("motion.camera-pan", 0.2);
        predictor.predict(
            Evidence(measured.motionRecord(), nullptr, {frame * 40'000'000, std::nullopt, 0}));
    }
    ck_assert_uint_eq(first, 11);
}
END_TEST

START_TEST(theSameFramesGiveTheSameMovements)
{
    std::string first, second;
    for (std::string* text : {&first, &second}) {
        MovementPredictor predictor;
        for (int frame = 0; frame < 100; ++frame)
            for (const Movement& one : at(predictor, frame, 0.1 * std::sin(frame * 0.05)))
                *text += one.rule + one.phrase + one.justification + std::to_string(one.confidence);
    }
    ck_assert(!first.empty());
    isText(first, second);
}
END_TEST

START_TEST(aBadFileKeepsTheRulesThatRun)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    play(predictor, 0, 20, 0.2);
    ck_assert(!predictor.loadRules("{", "bad.json"));
    ck_assert(!predictor.loadRules(file("{}"), "bad.json"));
    ck_assert_uint_eq(predictor.ruleCount(), 1);
    ck_assert(!at(predictor, 20, 0.2).empty());
    predictor.useBuiltInRules();
    ck_assert_uint_ge(predictor.ruleCount(), 24);
    ck_assert(predictor.movements().empty());
}
END_TEST

START_TEST(aFileWithoutRulesSaysNothing)
{
    MovementPredictor predictor;
    load(predictor, file(""));
    ck_assert_uint_eq(predictor.ruleCount(), 0);
    ck_assert(play(predictor, 0, 50, 0.2).empty());
    isText(predictor.signature(), "");
}
END_TEST

START_TEST(signaturesAreOfNamesAndDirections)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    play(predictor, 0, 20, 0.2);
    isText(predictor.signature(), "pan:right;");
}
END_TEST

START_TEST(theRecordHasTheContractsFields)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    const Movement movement = play(predictor, 0, 20, 0.2)[0];
    const Record record = toRecord(movement);
    isText(record.name(), "movement");
    std::string fields;
    for (const Field& field : record.fields())
        fields += field.name + " ";
    isText(fields, "category name direction rule justification confidence ");
    isText(*record.text("category"), "camera_movement");
    isText(*record.text("rule"), "a");
    Movement still = movement;
    still.direction.reset();
    ck_assert_ptr_null(toRecord(still).find("direction"));
}
END_TEST

START_TEST(speedsAreMeasuredAmountsAreNone)
{
    MovementPredictor predictor;
    Measured measured = Measured::still().scene().set("motion.shadow", 0.1);
    measured.set("motion.camera-motion", "zoom-out").set("motion.camera-zoom", -0.3);
    for (int frame = 0; frame < 30; ++frame)
        predictor.update(measured.at(frame));
    const std::vector<Movement> movements = predictor.movements();
    isText(names(movements), "camera-zoom-out moving-shadows");
    ck_assert_double_eq_tol(movements[0].speed, 0.3, 1e-9);
    ck_assert_double_eq_tol(*toRecord(movements[0]).number("speed"), 0.3, 1e-9);
    ck_assert_double_eq(movements[1].speed, 0.0);
    ck_assert_ptr_null(toRecord(movements[1]).find("speed"));
}
END_TEST

START_TEST(aMovementComesBackFromItsRecord)
{
    MovementPredictor predictor;
    load(predictor, kPan);
    Movement movement = play(predictor, 0, 20, 0.2)[0];
    movement.speed = 0.25;
    ck_assert(toRecord(movementFrom(toRecord(movement))) == toRecord(movement));
    ck_assert(!movementFrom(Record()).direction && movementFrom(Record()).name.empty());
}
END_TEST

int main()
{
    return run("movement/predictor", {aMovementMustDwell,
                                      anInterruptedDwellBeginsAnew,
                                      aMomentWithoutKnowledgeInterruptsNoDwell,
                                      aShortGapChangesNothingALongOneEnds,
                                      hysteresisHoldsBetweenReleaseAndThreshold,
                                      whatKeepsARuleOutMustBeClearlyGone,
                                      confidenceIsTheMarginTimesWhatWasMeasured,
                                      aTurnMustDwellToo,
                                      ofTwoThatExcludeEachOtherTheBetterIsSaid,
                                      whatIsSaidStaysUntilItIsClearlyBeaten,
                                      theSameMovementIsSaidOnce,
                                      anotherShotStartsAfresh,
                                      skippedFramesAreNoEvidenceForOneSecond,
                                      withoutTimestampsDwellCountsFrames,
                                      theSameFramesGiveTheSameMovements,
                                      aBadFileKeepsTheRulesThatRun,
                                      aFileWithoutRulesSaysNothing,
                                      signaturesAreOfNamesAndDirections,
                                      theRecordHasTheContractsFields,
                                      speedsAreMeasuredAmountsAreNone,
                                      aMovementComesBackFromItsRecord});
}
