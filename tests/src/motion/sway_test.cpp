#include "motion/sway.h"

#include <algorithm>
#include <cmath>

#include "support/suite.h"

namespace animatize::test {
namespace {

constexpr double kFrame = 0.04, kPi = 3.14159265358979323846;

// The way along `path` from 0 to `seconds`.
Sway along(double (*path)(double), double seconds)
{
    Sway sway;
    for (int i = 1; i * kFrame <= seconds; ++i)
        sway.add(path(i * kFrame) - path((i - 1) * kFrame), kFrame);
    return sway;
}

double swinging(double time)
{
    return 0.01 * std::sin(2.0 * kPi * 3.0 * time);
}

}  // namespace

START_TEST(aSwingHasItsSize)
{
    ck_assert_double_eq_tol(along(swinging, 2.0).size(), 0.0085, 0.0015);
}
END_TEST

START_TEST(aSwingHasItsSizeDuringAMove)
{
    const auto path = [](double time) { return 0.3 * time + swinging(time); };
    ck_assert_double_eq_tol(along(path, 3.0).size(), 0.0085, 0.0015);
}
END_TEST

START_TEST(startsStopsAndTurnsAreNoSwings)
{
    const auto stops = [](double time) { return 0.3 * std::clamp(time - 1.0, 0.0, 1.0); };
    const auto turns = [](double time) { return 0.3 * std::abs(std::remainder(time, 2.8)); };
    ck_assert_double_lt(along(stops, 3.0).size(), 0.003);
    ck_assert_double_lt(along(turns, 6.0).size(), 0.003);
}
END_TEST

START_TEST(whatEndedLongAgoIsForgotten)
{
    const auto path = [](double time) { return time < 1.0 ? swinging(time) : 0.0; };
    ck_assert_double_gt(along(path, 1.5).size(), 0.007);
    ck_assert_double_lt(along(path, 4.0).size(), 0.0005);
}
END_TEST

START_TEST(beforeThreeSwingsThereIsNone)
{
    ck_assert_double_eq(along(swinging, 0.3).size(), 0.0);
    Sway sway = along(swinging, 2.0);
    sway.clear();
    ck_assert_double_eq(sway.size(), 0.0);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("sway",
               {aSwingHasItsSize, aSwingHasItsSizeDuringAMove, startsStopsAndTurnsAreNoSwings,
                whatEndedLongAgoIsForgotten, beforeThreeSwingsThereIsNone});
}
