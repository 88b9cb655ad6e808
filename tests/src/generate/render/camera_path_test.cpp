// The camera's path: which movement it follows, how far it goes, and how a hand shakes.
#include "generate/render/camera_path.h"

#include <cmath>
#include <limits>

#include "generate/render/shake.h"
#include "src/generate/render/moves.h"
#include "support/suite.h"

namespace animatize {
namespace {

using test::allMoves;
using test::camera;

Seen deep(double focus = 0.7)
{
    return {true, focus, {0.1, -0.2}, 16.0 / 9.0};
}

Seen flat()
{
    return {false, 1.0, {}, 16.0 / 9.0};
}

CameraPose endOf(const Movement& movement, const Seen& seen = deep())
{
    return planPath({movement}, seen, 1).end;
}

START_TEST(everyMovementButStaticMoves)
{
    for (const Movement& movement : allMoves()) {
        const PlannedPath path = planPath({movement}, deep(), 1);
        ck_assert_int_eq(path.moves(), movement.name != "static");
        ck_assert(poseAt(path, 0.0) == CameraPose{});
    }
}
END_TEST

START_TEST(directionsHaveTheSignsOfTheContract)
{
    ck_assert_double_gt(endOf(camera("pan", "right")).pan, 0.0);
    ck_assert_double_lt(endOf(camera("pan", "left")).pan, 0.0);
    ck_assert_double_gt(endOf(camera("tilt", "up")).tilt, 0.0);
    ck_assert_double_gt(endOf(camera("roll", "clockwise")).roll, 0.0);
    ck_assert_double_gt(endOf(camera("zoom", "in")).zoom, 0.0);
    ck_assert_double_gt(endOf(camera("push_in", "in")).dolly, 0.0);
    ck_assert_double_lt(endOf(camera("pull_out")).dolly, 0.0);
    ck_assert_double_gt(endOf(camera("truck", "right")).truck, 0.0);
    ck_assert_double_gt(endOf(camera("pedestal", "up")).pedestal, 0.0);
    ck_assert_double_lt(endOf(camera("dolly_zoom", "out")).dolly, 0.0);
}
END_TEST

START_TEST(theCameraStartsAndStopsSoftly)
{
    const PlannedPath path = planPath({camera("pan", "right", 0.05)}, flat(), 1);
    std::vector<double> steps;
    for (int i = 1; i <= 10; ++i)
        steps.push_back(poseAt(path, i / 10.0).pan - poseAt(path, (i - 1) / 10.0).pan);
    ck_assert_double_eq_tol(poseAt(path, 0.5).pan, path.end.pan / 2, 1e-12);
    ck_assert_double_eq(poseAt(path, 1.0).pan, path.end.pan);
    for (size_t i = 0; i < 4; ++i) {
        ck_assert_double_gt(steps[i + 1], steps[i]);
        ck_assert_double_eq_tol(steps[i], steps[9 - i], 1e-12);
    }
}
END_TEST

START_TEST(timeOutsideThePathIsItsEnds)
{
    for (const char* name : {"tilt", "shaky"}) {
        const PlannedPath path = planPath({camera(name, "up")}, flat(), 1);
        ck_assert(poseAt(path, -3.0) == poseAt(path, 0.0));
        ck_assert(poseAt(path, 7.0) == poseAt(path, 1.0));
    }
}
END_TEST

START_TEST(fasterMovesGoFurtherWithinBounds)
{
    const auto pan = [](double speed) { return endOf(camera("pan", "right", speed)).pan; };
    ck_assert_double_eq(pan(0.03), 0.03 * kMoveSeconds);
    ck_assert_double_eq(pan(0.001), 0.04);
    ck_assert_double_eq(pan(40.0), 0.12);
    ck_assert_double_eq(pan(-0.03), pan(0.03));
    ck_assert_double_gt(pan(0.0), pan(0.001));
    ck_assert_double_eq(pan(std::numeric_limits<double>::quiet_NaN()), pan(0.0));
    ck_assert_double_eq(pan(std::numeric_limits<double>::infinity()), pan(0.0));
}
END_TEST

START_TEST(trackingSpeedsAreInHeights)
{
    const double aspect = flat().aspect;
    ck_assert_double_eq_tol(endOf(camera("tracking", "right", 0.05), flat()).truck,
                            0.05 * kMoveSeconds / aspect, 1e-12);
    ck_assert_double_eq_tol(endOf(camera("tracking", "up", 0.05), flat()).pedestal,
                            0.05 * kMoveSeconds, 1e-12);
    ck_assert_double_eq_tol(endOf(camera("whip_pan", "left", 0.1), flat()).pan,
                            -0.1 * kMoveSeconds / aspect, 1e-12);
}
END_TEST

START_TEST(aPushMakesTheSubjectGrowByItsSpeed)
{
    for (const double focus : {0.4, 0.7, 1.0}) {
        const CameraPose end = endOf(camera("push_in", "in", 0.1), deep(focus));
        ck_assert_double_eq_tol(-std::log(1.0 - end.dolly * focus), 0.1 * kMoveSeconds, 1e-12);
    }
}
END_TEST

START_TEST(aDollyZoomKeepsTheFocus)
{
    for (const char* direction : {"in", "out"}) {
        const PlannedPath path = planPath({camera("dolly_zoom", direction)}, deep(0.8), 1);
        for (const double t : {0.2, 0.5, 1.0}) {
            const CameraPose pose = poseAt(path, t);
            const double size = std::exp(pose.zoom) / (1.0 - pose.dolly * 0.8);
            ck_assert_double_eq_tol(size, 1.0, 1e-12);
            const double behind = std::exp(pose.zoom) / (1.0 - pose.dolly * kFarthest);
            ck_assert_int_eq(behind > 1.0, std::string(direction) == "out");
        }
    }
}
END_TEST

START_TEST(theFirstMovementThatGoesSomewhereCounts)
{
    Movement subject = camera("pan", "left");
    subject.category = "character_action";
    const PlannedPath path = planPath({subject, camera("rack_focus"), camera("pan"),
                                       camera("tilt", "up", 0.03), camera("push_in")},
                                      flat(), 1);
    CameraPose tilted;
    tilted.tilt = 0.03 * kMoveSeconds;
    ck_assert(path.end == tilted);
    ck_assert(!planPath({subject}, flat(), 1).moves());
    ck_assert(!planPath({}, flat(), 1).moves());
    ck_assert(!planPath({camera("static"), camera("push_in")}, flat(), 1).moves());
}
END_TEST

START_TEST(aHandShakesWhateverItFollows)
{
    const PlannedPath held = planPath({camera("handheld"), camera("pan", "right")}, deep(), 1);
    const PlannedPath calm = planPath({camera("pan", "right")}, deep(), 1);
    ck_assert(held.end == calm.end);
    ck_assert(!(poseAt(held, 0.7) == poseAt(calm, 0.7)));
    ck_assert_double_gt(planPath({camera("shaky")}, deep(), 1).shake, held.shake);
    ck_assert(!(poseAt(held, 0.7) == poseAt(planPath({camera("handheld")}, deep(), 2), 0.7)));
}
END_TEST

START_TEST(withoutDepthAPushIsAZoomAndATruckAShift)
{
    const PlannedPath push = planPath({camera("push_in", "in", 0.1)}, flat(), 1);
    ck_assert_double_eq_tol(-std::log(1.0 - push.end.dolly), 0.1 * kMoveSeconds, 1e-12);
    const PlannedPath truck = planPath({camera("truck", "right", 0.04)}, flat(), 1);
    ck_assert_double_eq_tol(truck.end.truck, 0.04 * kMoveSeconds, 1e-12);
    ck_assert_double_eq(truck.steady, 0.0);
    for (const char* name : {"arc", "dolly_zoom"})
        for (const char* direction : {"left", "out"})
            ck_assert(!planPath({camera(name, direction)}, flat(), 1).moves());
}
END_TEST

START_TEST(theShakeIsSmoothNoiseOfNoMean)
{
    double sum = 0.0, squares = 0.0, most = 0.0, jump = 0.0, slow = 0.0;
    constexpr int kCount = 20000;
    for (int i = 0; i < kCount; ++i) {
        const double value = shakeAt(5, 2, i * 0.04);
        sum += value;
        squares += value * value;
        most = std::max(most, std::abs(value));
        jump = std::max(jump, std::abs(shakeAt(5, 2, i * 0.04 + 1e-4) - value));
        slow += value * shakeAt(5, 2, i * 0.04 + 0.2);
    }
    ck_assert_double_lt(std::abs(sum / kCount), 0.02);
    ck_assert_double_gt(std::sqrt(squares / kCount), 0.15);
    ck_assert_double_le(most, 1.0);
    ck_assert_double_lt(jump, 0.002);
    ck_assert_double_gt(slow, 0.3 * squares);  // what is slow is strong
}
END_TEST

START_TEST(axesAndSeedsShakeByThemselves)
{
    const auto likeness = [](uint64_t seed, unsigned axis) {
        double both = 0.0, one = 0.0, other = 0.0;
        for (int i = 0; i < 5000; ++i) {
            const double a = shakeAt(5, 2, i * 0.1), b = shakeAt(seed, axis, i * 0.1);
            both += a * b;
            one += a * a;
            other += b * b;
        }
        return std::abs(both) / std::sqrt(one * other);
    };
    ck_assert_double_gt(likeness(5, 2), 0.999);
    ck_assert_double_lt(likeness(5, 3), 0.1);
    ck_assert_double_lt(likeness(6, 2), 0.1);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("camera-path",
                     {everyMovementButStaticMoves, directionsHaveTheSignsOfTheContract,
                      theCameraStartsAndStopsSoftly, timeOutsideThePathIsItsEnds,
                      fasterMovesGoFurtherWithinBounds, trackingSpeedsAreInHeights,
                      aPushMakesTheSubjectGrowByItsSpeed, aDollyZoomKeepsTheFocus,
                      theFirstMovementThatGoesSomewhereCounts, aHandShakesWhateverItFollows,
                      withoutDepthAPushIsAZoomAndATruckAShift, theShakeIsSmoothNoiseOfNoMean,
                      axesAndSeedsShakeByThemselves});
}
