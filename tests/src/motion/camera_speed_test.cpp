#include "motion/camera_speed.h"

#include <cmath>

#include "support/suite.h"

namespace animatize::test {
namespace {

constexpr double kFrame = 0.04, kHeight = 180.0;

// One step to the right by `pixels`, measured with a standard error of `error`.
void step(CameraSpeed& speed, double pixels, double error)
{
    GlobalMotion motion;
    motion.similarity.tx = pixels;
    motion.shiftError = error;
    motion.turnError = error / 100.0;
    speed.add(motion, kHeight, kFrame);
}

double seen(const CameraSpeed& speed)
{
    return speed.during(kFrame).tx;
}

}  // namespace

START_TEST(whatIsMeasuredWellIsTakenAsItIs)
{
    CameraSpeed speed;
    for (int i = 0; i < 40; ++i) {
        const double sway = 3.0 * std::sin(i * 0.6);
        step(speed, sway, 0.001);
        ck_assert_double_eq_tol(seen(speed), sway, 0.02);
    }
}
END_TEST

START_TEST(jumpsToAndFroAreSmoothed)
{
    CameraSpeed speed;
    for (int i = 0; i < 30; ++i)
        step(speed, 1.0 + (i % 2 ? 0.4 : -0.4), 0.1);
    ck_assert_double_eq_tol(seen(speed), 1.0, 0.15);
}
END_TEST

START_TEST(aNewSpeedIsBelievedWithinAFifthOfASecond)
{
    CameraSpeed speed;
    for (int i = 0; i < 30; ++i)
        step(speed, i % 2 ? 0.2 : -0.2, 0.1);
    for (int i = 0; i < 5; ++i)
        step(speed, 6.0, 0.1);
    ck_assert_double_eq_tol(seen(speed), 6.0, 0.5);
}
END_TEST

START_TEST(theSpeedIsPerSecondAndIncludesScaleAndAngle)
{
    CameraSpeed speed;
    GlobalMotion motion;
    const double angle = 0.01, scale = 1.02;
    motion.similarity = {scale * std::cos(angle), scale * std::sin(angle), 2.0, -3.0};
    speed.add(motion, kHeight, kFrame);
    const Similarity twice = speed.during(2 * kFrame);
    ck_assert_double_eq_tol(twice.scale(), scale * scale, 1e-9);
    ck_assert_double_eq_tol(twice.counterClockwise(), -2 * angle, 1e-9);
    ck_assert_double_eq_tol(twice.tx, 4.0, 1e-9);
    ck_assert_double_eq_tol(twice.ty, -6.0, 1e-9);
    speed.clear();
    ck_assert_double_eq(speed.during(kFrame).tx, 0.0);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("camera-speed", {whatIsMeasuredWellIsTakenAsItIs, jumpsToAndFroAreSmoothed,
                                aNewSpeedIsBelievedWithinAFifthOfASecond,
                                theSpeedIsPerSecondAndIncludesScaleAndAngle});
}
