// What is to come: camera and subject in half a second and in a second, over evidence of courses
// that are known.
#include "movement/forecast.h"

#include <cmath>
#include <functional>

#include <opencv2/core.hpp>

#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kSpans[] = {0.5, 1.0};
using Course = std::function<double(double seconds)>;

Measured panning(double pan)
{
    return Measured::still().scene().set("motion.camera-pan", pan);
}

/// A forecast that has seen a pan until `seconds`, at 25 frames/s.
Forecast watched(const Course& pan, double seconds)
{
    Forecast forecast;
    for (int i = 0; i < static_cast<int>(seconds * 25.0); ++i) {
        Measured measured = panning(pan(i / 25.0));
        forecast.add(measured.at(i));
    }
    return forecast;
}

/// Root mean squares of the errors over a course, ours and of "it stays as it is", and how much of
/// the truth lies within two standard deviations.
struct Comparison {
    double ours = 0.0, stays = 0.0, inside = 0.0;
    int count = 0;
};

Comparison compared(const Course& pan, const Course& noise, size_t horizon)
{
    Forecast forecast;
    Comparison sum;
    for (int i = 0; i < 250; ++i) {
        const double t = i / 25.0, measuredPan = pan(t) + noise(t);
        Measured measured = panning(measuredPan);
        forecast.add(measured.at(i));
        const auto expected = forecast.camera().at(CameraPart::Pan, horizon);
        if (!expected)
            continue;
        const double truth = pan(t + kSpans[horizon]), miss = truth - expected->value;
        sum.ours += miss * miss;
        sum.stays += (truth - measuredPan) * (truth - measuredPan);
        sum.inside += std::abs(miss) <= 2.0 * expected->deviation;
        ++sum.count;
    }
    ck_assert_int_gt(sum.count, 125);
    return {std::sqrt(sum.ours / sum.count), std::sqrt(sum.stays / sum.count),
            sum.inside / sum.count, sum.count};
}

double none(double)
{
    return 0.0;
}

/// Repeatable, and asked for in order.
Course noiseOf(double size)
{
    auto random = std::make_shared<cv::RNG>(7);
    return [=](double) { return random->gaussian(size); };
}

/// A thing of 0.1 x 0.2 whose middle is at x(t), y = 0.5; what lies outside of the frame is cut
/// off.
Measured thingAt(double x, int frame, double speed = 0.0)
{
    Measured measured = Measured::still().scene().set("motion.intensity", 0.03).nobody();
    const double left = std::max(0.0, x - 0.05), right = std::min(1.0, x + 0.05);
    if (right - left > 0.002)
        measured.add(GivenRegion{left, 0.4, right - left, 0.2, speed, 0.0, 1,
                                 static_cast<uint32_t>(frame + 1)});
    return measured;
}

Forecast watchedThing(const Course& x, double seconds, double fps = 25.0)
{
    Forecast forecast;
    for (int i = 0; i < static_cast<int>(seconds * fps); ++i) {
        Measured measured = thingAt(x(i / fps), i, (x(i / fps) - x((i - 1) / fps)) * fps);
        forecast.add(measured.at(i, fps));
    }
    return forecast;
}

double known(const Forecast& forecast, Foreseen field)
{
    const Fact fact = forecast.fact(field);
    ck_assert_msg(fact.isNumber(), "field %d is not known", static_cast<int>(field));
    return fact.number;
}

bool nothingKnown(const Forecast& forecast)
{
    for (int i = 0; i < static_cast<int>(Foreseen::Count); ++i)
        if (forecast.fact(static_cast<Foreseen>(i)).known())
            return false;
    return forecast.record().empty();
}

}  // namespace

START_TEST(aSteadyPanGoesOn)
{
    const Forecast forecast = watched([](double) { return 0.2; }, 2.0);
    ck_assert_double_eq_tol(known(forecast, Foreseen::CameraPan500ms), 0.2, 0.003);
    ck_assert_double_eq_tol(known(forecast, Foreseen::CameraPan1s), 0.2, 0.003);
    ck_assert_double_eq_tol(known(forecast, Foreseen::CameraTilt1s), 0.0, 1e-9);
    ck_assert(!forecast.fact(Foreseen::CameraRest).known());
}
END_TEST

START_TEST(aPanThatSpeedsUpIsForecastFasterThanItIs)
{
    const Comparison speeding = compared([](double t) { return 0.05 * t; }, none, 0);
    ck_assert_double_lt(speeding.ours, 0.5 * speeding.stays);
    const Comparison later = compared([](double t) { return 0.05 * t; }, none, 1);
    ck_assert_double_lt(later.ours, 0.6 * later.stays);
}
END_TEST

// Noise of half the sway: what comes is nearer to the mean than to the last value.
START_TEST(aHandThatSwaysReturnsToItsMean)
{
    const auto sway = [](double t) {
        return 0.2 + 0.04 * std::sin(9.1 * t) + 0.04 * std::sin(5.3 * t + 1.0);
    };
    for (size_t h = 0; h < 2; ++h) {
        const Comparison hand = compared(sway, noiseOf(0.02), h);
        ck_assert_double_lt(hand.ours, 0.8 * hand.stays);
    }
}
END_TEST

START_TEST(aSlowSwingIsForecastToSwingBack)
{
    const auto swing = [](double t) { return 0.3 * std::sin(2.0 * kPi * t / 2.4); };
    for (size_t h = 0; h < 2; ++h) {
        const Comparison swinging = compared(swing, none, h);
        ck_assert_double_lt(swinging.ours, 0.6 * swinging.stays);
    }
}
END_TEST

START_TEST(deviationsHoldWhatTheyPromise)
{
    const auto sway = [](double t) { return 0.1 * std::sin(7.0 * t) + 0.1 * std::sin(4.1 * t); };
    for (size_t h = 0; h < 2; ++h) {
        const double inside = compared(sway, noiseOf(0.02), h).inside;
        ck_assert_double_gt(inside, 0.85);
    }
}
END_TEST

START_TEST(aSlowingPanComesToRest)
{
    const auto slowing = [](double t) {
        return t < 2.0 ? 0.3 : std::max(0.0, 0.3 * (1.0 - (t - 2.0) / 1.2));
    };
    const Forecast forecast = watched(slowing, 2.7);
    ck_assert_double_eq_tol(known(forecast, Foreseen::CameraRest), 0.5, 0.15);
    ck_assert(!watched(slowing, 2.0).fact(Foreseen::CameraRest).known());
    ck_assert(!watched(slowing, 4.5).fact(Foreseen::CameraRest).known());
}
END_TEST

START_TEST(frameRatesMayVary)
{
    Forecast even = watched([](double t) { return 0.04 * t; }, 4.0), uneven;
    cv::RNG random(3);
    for (double t = 0.0; t < 4.0; t += random.uniform(0.015, 0.08)) {
        Measured measured = panning(0.04 * t);
        const auto pts = static_cast<uint64_t>(t * 1e9);
        uneven.add(Evidence(measured.motionRecord(), measured.sceneRecord(), {pts, pts, 0}));
    }
    ck_assert_double_eq_tol(known(uneven, Foreseen::CameraPan500ms),
                            known(even, Foreseen::CameraPan500ms), 0.01);
}
END_TEST

START_TEST(withoutTimestampsNothingIsForecast)
{
    Forecast forecast;
    for (uint64_t i = 0; i < 100; ++i) {
        Measured measured = panning(0.2);
        forecast.add(Evidence(measured.motionRecord(), measured.sceneRecord(),
                              {i * 40 * kMillisecond, std::nullopt, 40 * kMillisecond}));
    }
    ck_assert(nothingKnown(forecast));
}
END_TEST

START_TEST(anotherShotStartsAnew)
{
    Forecast forecast = watched([](double) { return 0.2; }, 3.0);
    Measured measured = panning(-0.4).set("scene.shot-id", 2.0);
    forecast.add(measured.at(75));
    ck_assert(!forecast.fact(Foreseen::CameraPan500ms).known());
    for (int i = 76; i < 95; ++i)
        forecast.add(measured.at(i));
    ck_assert_double_eq_tol(known(forecast, Foreseen::CameraPan1s), -0.4, 0.01);
}
END_TEST

START_TEST(aLongGapStartsAnew)
{
    Forecast forecast = watched([](double) { return 0.2; }, 3.0);
    Measured measured = panning(-0.4);
    forecast.add(measured.at(130));
    ck_assert(!forecast.fact(Foreseen::CameraPan500ms).known());
}
END_TEST

START_TEST(timesThatRunBackwardsStartAnew)
{
    Forecast forecast = watched([](double) { return 0.2; }, 3.0);
    Measured measured = panning(0.2);
    forecast.add(measured.at(10));
    ck_assert(!forecast.fact(Foreseen::CameraPan500ms).known());
}
END_TEST

START_TEST(aThingGoesOnAtItsSpeed)
{
    const Forecast forecast = watchedThing([](double t) { return 0.2 + 0.15 * t; }, 2.0);
    ck_assert_double_eq_tol(known(forecast, Foreseen::SubjectX500ms), 0.2 + 0.15 * 2.46, 0.01);
    ck_assert_double_eq_tol(known(forecast, Foreseen::SubjectX1s), 0.2 + 0.15 * 2.96, 0.02);
    ck_assert_double_eq_tol(known(forecast, Foreseen::SubjectY1s), 0.5, 0.005);
    ck_assert_double_eq_tol(known(forecast, Foreseen::SubjectWidth1s), 0.1, 0.005);
    ck_assert_double_eq_tol(known(forecast, Foreseen::SubjectHeight500ms), 0.2, 0.005);
    ck_assert_double_eq_tol(known(forecast, Foreseen::SubjectVx500ms), 0.15, 0.02);
    ck_assert(!forecast.fact(Foreseen::SubjectExit).known());
}
END_TEST

// The camera follows: in the picture the thing stands.
START_TEST(speedsAreThoseInThePicture)
{
    Forecast forecast;
    for (int i = 0; i < 50; ++i) {
        Measured measured = thingAt(0.5, i, 0.2).set("motion.camera-pan", 0.2);
        forecast.add(measured.at(i));
    }
    ck_assert_double_eq_tol(known(forecast, Foreseen::SubjectVx500ms), 0.0, 0.005);
    ck_assert_double_eq_tol(known(forecast, Foreseen::SubjectX1s), 0.5, 0.005);
}
END_TEST

// Half out of the frame, its visible middle moves at half the speed that it has.
START_TEST(whatTheFrameCutsOffLeavesAtItsOwnSpeed)
{
    const auto x = [](double t) { return 0.5 + 0.2 * t; };
    for (const double until : {1.6, 2.0, 2.4}) {
        const Forecast forecast = watchedThing(x, until);
        const double left = (1.05 - 0.5) / 0.2 - (until - 0.04);
        ck_assert_double_eq_tol(known(forecast, Foreseen::SubjectExit), left, 0.15);
        ck_assert(forecast.fact(Foreseen::SubjectExitSide).text == "right");
    }
    const Forecast gone = watchedThing(x, 2.4);
    ck_assert(!gone.fact(Foreseen::SubjectX500ms).known());
}
END_TEST

START_TEST(whatLeavesIsForgotten)
{
    const auto x = [](double t) { return 0.5 + 0.25 * t; };
    const Forecast forecast = watchedThing(x, 4.0);
    ck_assert(!forecast.fact(Foreseen::SubjectX500ms).known());
    ck_assert(!forecast.fact(Foreseen::SubjectExit).known());
}
END_TEST

START_TEST(whatStandsDoesNotLeave)
{
    const Forecast middle = watchedThing([](double) { return 0.5; }, 3.0);
    ck_assert(!middle.fact(Foreseen::SubjectExit).known());
    const auto trembles = [](double t) { return 0.97 + 0.004 * std::sin(20.0 * t); };
    ck_assert(!watchedThing(trembles, 3.0).fact(Foreseen::SubjectExit).known());
}
END_TEST

START_TEST(anotherRegionIsAnotherSubject)
{
    Forecast forecast = watchedThing([](double t) { return 0.2 + 0.15 * t; }, 2.0);
    Measured measured = thingAt(0.7, 50);
    measured.regions[0].id = 9;
    forecast.add(measured.at(50));
    ck_assert(!forecast.fact(Foreseen::SubjectX500ms).known());
}
END_TEST

START_TEST(theRecordHasWhatIsKnownAndNothingElse)
{
    const Record record = watchedThing([](double t) { return 0.2 + 0.15 * t; }, 2.0).record();
    ck_assert_str_eq(record.name().c_str(), "prediction");
    const RecordList* camera = record.list("camera");
    const RecordList* subject = record.list("subject");
    ck_assert(camera && camera->size() == 2 && subject && subject->size() == 2);
    const auto* horizon = std::get_if<uint64_t>((*subject)[0].find("horizon"));
    ck_assert(horizon && *horizon == 500 * kMillisecond);
    ck_assert(*(*subject)[1].number("x") > *(*subject)[0].number("x"));
    ck_assert((*subject)[0].number("x-deviation").has_value());
    for (const char* absent : {"camera-rest", "subject-exit", "environment", "cuts"})
        ck_assert_msg(!record.find(absent), "%s", absent);
    ck_assert(Forecast().record().empty());
}
END_TEST

START_TEST(theRhythmOfCutsSurvivesTheShots)
{
    Forecast forecast;
    for (int i = 0; i < 300; ++i) {
        const int shot = i / 40;
        Measured measured = panning(0.1).set("scene.shot-id", shot + 1.0);
        measured.shotStart = static_cast<uint64_t>(shot) * 1600 * kMillisecond;
        forecast.add(measured.at(i));
    }
    ck_assert_double_eq_tol(known(forecast, Foreseen::ShotLength), 1.6, 1e-6);
    ck_assert_double_gt(known(forecast, Foreseen::CutWithinSecond), 0.5);
    const Record record = forecast.record();
    ck_assert(record.find("cuts.next-cut") && record.find("cuts.regularity"));
    forecast.reset();
    ck_assert(nothingKnown(forecast));
}
END_TEST

// Whatever the records say, all that is forecast is finite.
START_TEST(oddNumbersMakeNoOddForecasts)
{
    cv::RNG random(11);
    Forecast forecast;
    for (int i = 0; i < 400; ++i) {
        const double size = std::pow(10.0, random.uniform(-12.0, 100.0));
        Measured measured = thingAt(random.uniform(0.0, 1.0), i, size);
        measured.set("motion.camera-pan", -size).set("motion.flow-magnitude", size);
        measured.set("motion.direction", 1e30).set("scene.brightness", size);
        forecast.add(measured.at(i));
        for (int k = 0; k < static_cast<int>(Foreseen::Count); ++k) {
            const Fact fact = forecast.fact(static_cast<Foreseen>(k));
            ck_assert(!fact.isNumber() || std::isfinite(fact.number));
        }
    }
}
END_TEST

int main()
{
    return run("movement/forecast", {aSteadyPanGoesOn,
                                     aPanThatSpeedsUpIsForecastFasterThanItIs,
                                     aHandThatSwaysReturnsToItsMean,
                                     aSlowSwingIsForecastToSwingBack,
                                     deviationsHoldWhatTheyPromise,
                                     aSlowingPanComesToRest,
                                     frameRatesMayVary,
                                     withoutTimestampsNothingIsForecast,
                                     anotherShotStartsAnew,
                                     aLongGapStartsAnew,
                                     timesThatRunBackwardsStartAnew,
                                     aThingGoesOnAtItsSpeed,
                                     speedsAreThoseInThePicture,
                                     whatTheFrameCutsOffLeavesAtItsOwnSpeed,
                                     whatLeavesIsForgotten,
                                     whatStandsDoesNotLeave,
                                     anotherRegionIsAnotherSubject,
                                     theRecordHasWhatIsKnownAndNothingElse,
                                     theRhythmOfCutsSurvivesTheShots,
                                     oddNumbersMakeNoOddForecasts});
}
