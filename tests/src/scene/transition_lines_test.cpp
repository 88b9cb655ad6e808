#include "scene/transition_lines.h"

#include <cmath>
#include <vector>

#include "support/suite.h"

using namespace animatize;
using animatize::test::run;

namespace {

// `before` zeros, the first of which is at index 0, a ramp of `steps`, `after` ones.
std::vector<float> ramp(int before, int steps, int after)
{
    std::vector<float> values(static_cast<size_t>(before), 0.0f);
    for (int i = 1; i < steps; ++i)
        values.push_back(static_cast<float>(i) / static_cast<float>(steps));
    values.insert(values.end(), static_cast<size_t>(after), 1.0f);
    return values;
}

}  // namespace

START_TEST(aRampIsFoundWhereItIs)
{
    for (const int steps : {3, 6, 20, 41}) {
        const auto found = bestRamp(ramp(7, steps, 9), 2, 4, 56);
        ck_assert(found);
        ck_assert_int_eq(found->first, 6);
        ck_assert_int_eq(found->last, 6 + steps);
        ck_assert_double_lt(found->error, 1e-4);
    }
}
END_TEST

START_TEST(noiseMovesARampByAFrameAtMost)
{
    auto values = ramp(8, 12, 8);
    for (size_t i = 0; i < values.size(); ++i)
        values[i] += 0.04f * static_cast<float>(std::sin(12.9 * static_cast<double>(i)));
    const auto found = bestRamp(values, 2, 4, 56);
    ck_assert(found);
    ck_assert_int_le(std::abs(found->first - 7), 1);
    ck_assert_int_le(std::abs(found->last - 19), 1);
    ck_assert_double_gt(found->error, 0.01);
}
END_TEST

START_TEST(whatIsNoRampFitsBadly)
{
    std::vector<float> step(12, 0.0f), half(24, 0.5f);
    step.insert(step.end(), 12, 1.0f);
    ck_assert_double_gt(bestRamp(step, 2, 4, 56)->error, 0.08);
    ck_assert_double_gt(bestRamp(half, 2, 4, 56)->error, 0.2);
}
END_TEST

START_TEST(aRampNeedsRoom)
{
    ck_assert(!bestRamp({}, 2, 4, 56));
    ck_assert(!bestRamp(ramp(2, 2, 3), 2, 4, 56));
    ck_assert(!bestRise({}, 5, 56));
    ck_assert(!bestRise(ramp(1, 4, 2), 5, 56));
    ck_assert(bestRamp(std::vector<float>(1000, 0.0f), 2, 4, 56));  // cut off, not read beyond
}
END_TEST

START_TEST(aRiseIsFoundWithItsLevel)
{
    for (const int steps : {3, 10, 40}) {
        auto values = ramp(1, steps, 6);
        for (float& value : values)
            value = 10.0f + 50.0f * value;
        const auto found = bestRise(values, 5, 56);
        ck_assert(found);
        ck_assert_int_eq(found->steps, steps);
        ck_assert_double_eq_tol(found->level, 50.0, 1e-3);
        ck_assert_double_lt(found->error, 1e-4);
    }
}
END_TEST

START_TEST(aRiseThatGoesOnIsNotTakenYet)
{
    std::vector<float> values;
    for (int i = 0; i < 25; ++i)
        values.push_back(static_cast<float>(i));
    ck_assert(!bestRise(values, 5, 56));
    ck_assert(!bestRise(std::vector<float>(25, 3.0f), 5, 56));
}
END_TEST

int main()
{
    return run("transition-lines",
               {aRampIsFoundWhereItIs, noiseMovesARampByAFrameAtMost, whatIsNoRampFitsBadly,
                aRampNeedsRoom, aRiseIsFoundWithItsLevel, aRiseThatGoesOnIsNotTakenYet});
}
