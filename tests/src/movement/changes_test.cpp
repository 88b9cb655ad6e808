// What is remembered over the seconds: samples, the subject's past, the camera's, light, people.
#include "movement/changes.h"

#include <cmath>

#include "movement/movement_predictor.h"
#include "src/movement/rule_rows.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kAspect = 320.0 / 180.0;

Samples samplesOf(int count, const std::function<double(double seconds)>& value)
{
    Samples samples;
    for (int i = 0; i < count; ++i)
        samples.add(i * 100 * kMillisecond, value(i * 0.1));
    return samples;
}

Fact after(int frames, Change change, const std::function<Measured(int)>& measured)
{
    Changes changes;
    for (int frame = 0; frame < frames; ++frame) {
        Measured now = measured(frame);
        changes.add(now.at(frame));
    }
    return changes.fact(change);
}

void isNumber(const Fact& fact, double expected, double tolerance)
{
    ck_assert(fact.isNumber());
    ck_assert_double_eq_tol(fact.number, expected, tolerance);
}

Measured walking(double vx, double vy, uint64_t id = 1)
{
    return moving({0.4, 0.4, 0.1, 0.1, vx, vy, id});
}

}  // namespace

START_TEST(slopesMeansAndDifferencesAreOfTheWindow)
{
    const Samples rising = samplesOf(60, [](double t) { return t < 3.0 ? 0.0 : 2.0 * (t - 3.0); });
    ck_assert_double_eq_tol(*rising.slope(2 * kSecond, 3), 2.0, 1e-9);
    ck_assert_double_eq_tol(*rising.difference(kSecond), 2.0, 1e-9);
    ck_assert_double_eq_tol(*rising.mean(0, kSecond), 2.0 * (5.4 - 3.0), 1e-9);
    ck_assert(!samplesOf(5, [](double) { return 1.0; }).difference(kSecond));
    ck_assert(!samplesOf(5, [](double) { return 1.0; }).mean(0, kSecond));
    ck_assert(!samplesOf(2, [](double) { return 1.0; }).slope(kSecond, 3));
}
END_TEST

START_TEST(turnsNeedTheAmplitudeAndEvenOnesTheRhythm)
{
    const auto swing = [](double t) { return std::sin(2 * kPi * t); };
    ck_assert_double_eq_tol(*samplesOf(50, swing).turns(3 * kSecond, 0.5), 6.0, 1.5);
    ck_assert_double_eq(*samplesOf(50, swing).turns(3 * kSecond, 2.5), 0.0);
    ck_assert_double_ge(*samplesOf(50, swing).evenTurns(3 * kSecond, 0.5), 5.0);
    const auto halting = [](double t) {
        return std::abs(t - 2.2) < 0.15 || std::abs(t - 4.0) < 0.15 ? 1.0 : 0.0;
    };
    ck_assert_double_ge(*samplesOf(50, halting).turns(3 * kSecond, 0.5), 3.0);
    ck_assert_double_eq(*samplesOf(50, halting).evenTurns(3 * kSecond, 0.5), 0.0);
    ck_assert(!samplesOf(10, swing).turns(3 * kSecond, 0.5));
}
END_TEST

START_TEST(aSpikeStandsAboveBothItsNeighbours)
{
    ck_assert_double_eq_tol(
        *samplesOf(20, [](double t) { return std::abs(t - 1.5) < 0.05 ? 0.9 : 0.4; })
             .spike(kSecond),
        0.5, 1e-9);
    ck_assert_double_eq(*samplesOf(20, [](double t) { return t > 1.5 ? 0.9 : 0.4; }).spike(kSecond),
                        0.0);
    ck_assert(!samplesOf(2, [](double) { return 0.0; }).spike(kSecond));
}
END_TEST

START_TEST(whatTheSubjectDidBeforeIsRemembered)
{
    const auto stopping = [](int frame) { return walking(frame < 100 ? 0.1 : 0.0, 0.0); };
    isNumber(after(111, Change::SubjectBefore, stopping), 0.1 * kAspect, 0.01);
    isNumber(after(145, Change::SubjectBefore, stopping), 0.0, 0.03);
    const auto another = [](int frame) { return walking(0.1, 0.0, frame < 100 ? 1 : 2); };
    ck_assert(!after(115, Change::SubjectBefore, another).known());
}
END_TEST

// Who stops may lose the region, but is still where they were.
START_TEST(aPersonIsTheSameWithoutTheRegion)
{
    const auto stopping = [](int frame) {
        return frame < 100 ? personMoving(0.1, 0.0) : personStill();
    };
    isNumber(after(111, Change::SubjectBefore, stopping), 0.1 * kAspect, 0.01);
    const auto elsewhere = [](int frame) {
        if (frame < 100)
            return personMoving(0.1, 0.0);
        return Measured::still().scene().add(person(0.8));
    };
    ck_assert(!after(115, Change::SubjectBefore, elsewhere).known());
}
END_TEST

START_TEST(aTurnIsOfTheWayWithinASecond)
{
    const auto turning = [](int frame) {
        return frame < 100 ? walking(0.1, 0.0) : walking(0.0, 0.1 * kAspect);
    };
    isNumber(after(123, Change::SubjectTurn, turning), 90.0, 12.0);
    isNumber(after(100, Change::SubjectTurn, turning), 0.0, 1e-6);
    isNumber(after(170, Change::SubjectTurn, turning), 0.0, 2.0);
    // Through 0 degrees: from 10 down to -10 is a turn of 20, not of 340.
    const auto across = [](int frame) {
        const double way = (frame < 100 ? 10.0 : -10.0) * kPi / 180.0;
        return walking(0.1 * std::cos(way), -0.1 * kAspect * std::sin(way));
    };
    isNumber(after(124, Change::SubjectTurn, across), 20.0, 4.0);
}
END_TEST

START_TEST(bendsAlternateSwingsComeBack)
{
    const auto weaving = [](int frame) {
        const double way = 0.6 * std::sin(kPi * frame / 25.0);
        return walking(0.1 * std::cos(way), 0.1 * kAspect * std::sin(way));
    };
    const Fact bends = after(150, Change::SubjectBends, weaving);
    ck_assert(bends.isNumber() && bends.number >= 2.0);
    const auto circling = [](int frame) {
        const double way = 0.05 * frame;
        return walking(0.1 * std::cos(way), 0.1 * kAspect * std::sin(way));
    };
    isNumber(after(150, Change::SubjectBends, circling), 0.0, 1e-9);
    isNumber(after(150, Change::SubjectSwings, circling), 0.0, 1e-9);
}
END_TEST

START_TEST(theCameraSetsOffAfterItsSubject)
{
    const auto story = [](int cameraAt) {
        return [cameraAt](int frame) {
            Measured measured = Measured::still();
            if (frame >= cameraAt)
                measured.set("motion.camera-pan", 0.2);
            if (frame >= 50)
                measured.add(GivenRegion{0.4, 0.4, 0.1, 0.1, 0.2, 0.0});
            return measured;
        };
    };
    isNumber(after(80, Change::CameraLag, story(60)), 0.4, 1e-9);
    ck_assert(!after(80, Change::CameraLag, story(40)).known());
    ck_assert(!after(80, Change::CameraLag, story(500)).known());
    ck_assert(!after(80, Change::CameraLag, story(0)).known());  // never seen to stand
    const auto pausing = [&](int frame) {
        return story(frame < 56 ? 0 : 60)(frame);  // for 0.16 s, which is no rest
    };
    ck_assert(!after(80, Change::CameraLag, pausing).known());
}
END_TEST

START_TEST(travelIsWhatWasPannedInThreeSeconds)
{
    const auto panning = [](int frame) {
        Measured measured = Measured::still();
        return measured.set("motion.camera-pan", -0.2)
            .set("motion.camera-tilt", frame < 50 ? 1 : 0.1);
    };
    isNumber(after(200, Change::PanTravel, panning), 0.6, 0.02);
    isNumber(after(200, Change::TiltTravel, panning), 0.3, 0.02);
    ck_assert(!after(50, Change::PanTravel, panning).known());
    const auto gap = [&](int frame) {
        Measured measured = panning(frame);
        return frame == 150 ? measured.unset("motion.camera-pan") : measured;
    };
    ck_assert(!after(200, Change::PanTravel, gap).known());
}
END_TEST

START_TEST(lightAndFocusHaveSlopes)
{
    const auto field = [](const char* name, double from, double slope) {
        return [=](int frame) {
            return Measured::still().scene().set(name, from + slope * frame / 25.0);
        };
    };
    isNumber(after(100, Change::Brightness, field("scene.brightness", 0.2, 0.1)), 0.1, 1e-6);
    isNumber(after(100, Change::ColourTemperature,
                   field("scene.light.colour-temperature", 6000.0, -200.0)),
             -200.0, 1e-3);
    isNumber(after(100, Change::Focus, field("scene.lens.shallow-focus", 0.9, -0.2)), 0.2, 1e-6);
}
END_TEST

START_TEST(aPersonsGrowthIsOfOnePerson)
{
    const auto growing = [](int change) {
        return [change](int frame) {
            const double height = 0.2 * std::exp(0.2 * frame / 25.0);
            return Measured::still().scene().add(
                GivenObject{"person", 0.4, 0.1, 0.2, frame < change ? height : 0.8});
        };
    };
    isNumber(after(100, Change::PersonSize, growing(500)), 0.2, 1e-3);
    ck_assert(!after(100, Change::PersonSize, growing(95)).known());
}
END_TEST

START_TEST(withoutTimestampsNothingChanges)
{
    Changes changes;
    for (uint64_t frame = 0; frame < 200; ++frame) {
        Measured measured = walking(0.1, 0.0).set("scene.brightness", 0.002 * frame);
        changes.add(Evidence(measured.motionRecord(), measured.sceneRecord(),
                             {frame * 40'000'000, std::nullopt, 0}));
    }
    for (int i = 0; i < static_cast<int>(Change::Count); ++i)
        ck_assert(!changes.fact(static_cast<Change>(i)).known());
}
END_TEST

// What an analysis says is looked up once; only the state may change before the next one.
START_TEST(betweenTwoAnalysesOnlyTheStateChanges)
{
    MovementPredictor predictor;
    const auto play = [&](int from, int to, uint64_t analysed, const char* state, double colour) {
        Measured measured = Measured::still().scene().set("scene.state", state);
        measured.set("scene.colourfulness", colour);
        std::string looks;
        for (int frame = from; frame < to; ++frame) {
            Record scene = *measured.sceneRecord();
            scene.add("analysed-pts", Nanoseconds{analysed});
            predictor.update(Evidence(measured.motionRecord(), &scene, timeOf(frame)));
        }
        for (const Look& look : predictor.looks())
            looks += look.rule + " ";
        for (const Movement& movement : predictor.movements())
            looks += movement.rule == "freeze" ? "freeze " : "";
        return looks;
    };
    isText(play(0, 30, 0, "normal", 0.7), "colour-vivid ");
    isText(play(30, 90, 0, "normal", 0.02), "colour-vivid ");
    isText(play(90, 150, 0, "frozen", 0.02), "colour-vivid freeze ");
    isText(play(150, 210, 9, "frozen", 0.02), "colour-monochrome freeze ");
}
END_TEST

int main()
{
    return run(
        "movement/changes",
        {slopesMeansAndDifferencesAreOfTheWindow, turnsNeedTheAmplitudeAndEvenOnesTheRhythm,
         aSpikeStandsAboveBothItsNeighbours, whatTheSubjectDidBeforeIsRemembered,
         aPersonIsTheSameWithoutTheRegion, aTurnIsOfTheWayWithinASecond,
         bendsAlternateSwingsComeBack, theCameraSetsOffAfterItsSubject,
         travelIsWhatWasPannedInThreeSeconds, lightAndFocusHaveSlopes, aPersonsGrowthIsOfOnePerson,
         betweenTwoAnalysesOnlyTheStateChanges, withoutTimestampsNothingChanges});
}
