#include "motion/camera_label.h"

#include <cmath>
#include <string>

#include "support/suite.h"

namespace animatize::test {
namespace {

constexpr double kFrame = 0.04;

// Runs `seconds` of a constant speed (frame widths per second at the edge); counts changes.
int go(CameraLabel& label, const EdgeMotion& speed, double seconds)
{
    int changes = 0;
    for (int i = 0; i < static_cast<int>(std::lround(seconds / kFrame)); ++i) {
        const auto before = label.word();
        EdgeMotion step = speed;
        for (double& s : step)
            s *= kFrame;
        label.add(step, kFrame);
        changes += before != label.word();
    }
    return changes;
}

std::string steadinessOf(double (*path)(double), double speed)
{
    CameraPath camera;
    double last = path(0.0);
    for (int i = 1; i < 60; ++i) {
        const double at = path(i * kFrame);
        camera.add({speed * kFrame + at - last, 0, 0, 0}, kFrame);
        last = at;
    }
    return camera.steadiness() ? *camera.steadiness() : std::string("none");
}

}  // namespace

START_TEST(everyDirectionHasItsWord)
{
    const struct {
        EdgeMotion speed;
        const char* word;
    } cases[] = {
        {{0, 0, 0, 0}, "static"},
        {{0.1, 0, 0, 0}, "pan-right"},
        {{-0.1, 0, 0, 0}, "pan-left"},
        {{0, 0.1, 0, 0}, "tilt-up"},
        {{0, -0.1, 0, 0}, "tilt-down"},
        {{0, 0, 0.1, 0}, "zoom-in"},
        {{0, 0, -0.1, 0}, "zoom-out"},
        {{0, 0, 0, 0.1}, "roll-clockwise"},
        {{0, 0, 0, -0.1}, "roll-counterclockwise"},
        {{0.05, -0.2, 0.1, 0}, "tilt-down"},
    };
    for (const auto& one : cases) {
        CameraLabel label;
        ck_assert(!label.word());
        ck_assert_int_eq(go(label, one.speed, 2.0), 1);
        ck_assert_str_eq(label.word()->c_str(), one.word);
    }
}
END_TEST

START_TEST(aMoveIsNamedWithinAQuarterOfASecondAndItsEndToo)
{
    CameraLabel label;
    go(label, {}, 2.0);
    go(label, {0.1, 0, 0, 0}, 0.24);
    ck_assert_str_eq(label.word()->c_str(), "pan-right");
    go(label, {0.1, 0, 0, 0}, 2.0);
    go(label, {}, 1.0);
    ck_assert_str_eq(label.word()->c_str(), "static");
}
END_TEST

START_TEST(theWordDoesNotFlicker)
{
    // Two components of nearly the same size, that take turns in being a little larger.
    CameraLabel label;
    int changes = 0;
    for (int i = 0; i < 100; ++i)
        changes += go(label, {0.1 + 0.02 * (i % 2), 0.11, 0, 0}, kFrame);
    ck_assert_int_eq(changes, 1);
}
END_TEST

START_TEST(changesAreHalfASecondApart)
{
    CameraLabel label;
    double sinceChange = 10.0;
    for (int i = 0; i < 200; ++i) {
        const double speed = (i / 5) % 2 ? 0.2 : -0.2;
        const bool changed = go(label, {speed, 0, 0, 0}, kFrame) > 0;
        if (changed)
            ck_assert_double_ge(sinceChange, 0.5 - 1e-6);
        sinceChange = changed ? kFrame : sinceChange + kFrame;
    }
}
END_TEST

START_TEST(aSwayingHandIsNoPan)
{
    CameraLabel label;
    for (int i = 0; i < 100; ++i)
        go(label, {0.08 * std::sin(i * kFrame * 15.0), 0.05 * std::sin(i * kFrame * 19.0), 0, 0},
           kFrame);
    ck_assert_str_eq(label.word()->c_str(), "static");
}
END_TEST

START_TEST(aWhipPanIsOverWhenItStops)
{
    CameraLabel label;
    go(label, {}, 1.2);
    go(label, {1.5, 0, 0, 0}, 0.12);
    ck_assert_str_eq(label.word()->c_str(), "pan-right");
    go(label, {1.5, 0, 0, 0}, 0.6);
    ck_assert_str_eq(label.word()->c_str(), "pan-right");
    go(label, {}, 0.28);
    ck_assert_str_eq(label.word()->c_str(), "static");
}
END_TEST

// Several frequencies, as hands have them: twice as fast as the pan that they make unsteady.
double shakenBy(double time)
{
    return 0.07 * std::sin(11.0 * time) + 0.06 * std::sin(17.0 * time + 1.0) +
           0.05 * std::sin(26.0 * time + 2.0);
}

START_TEST(aShakenCameraPansOnlyWhenItGetsSomewhere)
{
    CameraLabel label;
    double time = 0.0;
    const auto shaken = [&](double pan, double until) {
        int changes = 0;
        for (; time < until; time += kFrame)
            changes += go(label, {pan + shakenBy(time), 0.5 * shakenBy(time + 9.0), 0, 0}, kFrame);
        return changes;
    };
    shaken(0.0, 1.5);  // before it has swung a few times a swing may pass for a move
    ck_assert_int_eq(shaken(0.0, 6.0), 0);
    ck_assert_str_eq(label.word()->c_str(), "static");
    ck_assert_int_eq(shaken(0.15, 7.0), 1);
    ck_assert_str_eq(label.word()->c_str(), "pan-right");
}
END_TEST

START_TEST(aSlowSmoothMoveIsNamedButNotUnderAHand)
{
    CameraLabel smooth, held;
    for (int i = 0; i < 75; ++i) {
        const double sway = 0.05 * std::sin(i * kFrame * 15.0);
        go(smooth, {0, 0, 0.01, 0}, kFrame);
        go(held, {0, 0, 0.01 + sway, 0}, kFrame);
    }
    ck_assert_str_eq(smooth.word()->c_str(), "zoom-in");
    ck_assert_str_eq(held.word()->c_str(), "static");
}
END_TEST

START_TEST(whatIsSeenToRestDoesNotCreep)
{
    // A talking head that leans forward, before a scene that stands still.
    CameraLabel label;
    for (int i = 0; i < 75; ++i)
        label.add({0, 0, 0.012 * kFrame, 0}, kFrame, 1.0, true);
    ck_assert_str_eq(label.word()->c_str(), "static");
    for (int i = 0; i < 6; ++i)
        label.add({0.2 * kFrame, 0, 0, 0}, kFrame, 1.0, true);
    ck_assert_str_eq(label.word()->c_str(), "pan-right");
}
END_TEST

START_TEST(aSlowMoveIsNotNamedWhereTheSceneGivesLittleHold)
{
    CameraLabel label;
    for (int i = 0; i < 75; ++i)
        label.add({0.01 * kFrame, 0, 0, 0}, kFrame, 0.4);
    ck_assert_str_eq(label.word()->c_str(), "static");
}
END_TEST

START_TEST(withoutHoldTheWordIsKeptForASecond)
{
    CameraLabel label;
    go(label, {0.1, 0, 0, 0}, 1.0);
    for (int i = 0; i < 25; ++i) {
        ck_assert_str_eq(label.word()->c_str(), "pan-right");
        label.miss(kFrame);
    }
    label.miss(kFrame);
    ck_assert(!label.word());
}
END_TEST

START_TEST(anotherSceneIsMeasuredAnew)
{
    CameraLabel label;
    go(label, {0.3, 0, 0, 0}, 2.0);
    label.startAnew();
    ck_assert_str_eq(label.word()->c_str(), "pan-right");
    go(label, {}, 0.2);
    ck_assert_str_eq(label.word()->c_str(), "static");
}
END_TEST

START_TEST(steadinessGrowsWithShake)
{
    const auto still = [](double) { return 0.0; };
    const auto hand = [](double t) { return 0.004 * std::sin(t * 14) + 0.003 * std::sin(t * 23); };
    const auto shaken = [](double t) { return 0.02 * std::sin(t * 20) + 0.02 * std::sin(t * 31); };
    ck_assert(steadinessOf(still, 0.0) == "locked");
    ck_assert(steadinessOf(still, 0.2) == "smooth");
    ck_assert(steadinessOf(hand, 0.0) == "handheld");
    ck_assert(steadinessOf(hand, 0.2) == "handheld");
    ck_assert(steadinessOf(shaken, 0.0) == "shaky");
}
END_TEST

START_TEST(aSmoothMoveThatStartsAndStopsStaysSmooth)
{
    CameraPath path;
    for (int i = 0; i < 200; ++i) {
        const double speed = (i / 50) % 2 ? 0.15 : 0.0;
        path.add({speed * kFrame, 0, 0, 0}, kFrame);
        if (path.steadiness()) {
            ck_assert_str_ne(path.steadiness()->c_str(), "shaky");
            ck_assert_str_ne(path.steadiness()->c_str(), "handheld");
        }
    }
}
END_TEST

START_TEST(aMomentWithoutMeasurementKeepsTheSteadiness)
{
    CameraPath path;
    for (int i = 0; i < 50; ++i)
        path.add({0, 0, 0, 0}, kFrame);
    for (int i = 0; i < 24; ++i) {
        path.miss(kFrame);
        ck_assert(path.steadiness() == std::string("locked"));
    }
    path.miss(2 * kFrame);
    ck_assert(!path.steadiness());
}
END_TEST

START_TEST(aShortPathSaysNothing)
{
    CameraPath path;
    for (int i = 0; i < 5; ++i)
        path.add({0.01, 0, 0, 0}, kFrame);
    ck_assert(!path.steadiness());
    for (int i = 0; i < 30; ++i)
        path.add({0.01, 0, 0, 0}, kFrame);
    ck_assert(path.steadiness().has_value());
    path.clear();
    ck_assert(!path.steadiness());
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("camera-label",
               {everyDirectionHasItsWord, aMoveIsNamedWithinAQuarterOfASecondAndItsEndToo,
                theWordDoesNotFlicker, changesAreHalfASecondApart, aSwayingHandIsNoPan,
                aWhipPanIsOverWhenItStops, aShakenCameraPansOnlyWhenItGetsSomewhere,
                aSlowSmoothMoveIsNamedButNotUnderAHand, whatIsSeenToRestDoesNotCreep,
                aSlowMoveIsNotNamedWhereTheSceneGivesLittleHold, withoutHoldTheWordIsKeptForASecond,
                anotherSceneIsMeasuredAnew, steadinessGrowsWithShake,
                aSmoothMoveThatStartsAndStopsStaysSmooth,
                aMomentWithoutMeasurementKeepsTheSteadiness, aShortPathSaysNothing});
}
