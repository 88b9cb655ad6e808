#include "scene/detection_grid.h"

#include <cmath>
#include <limits>

#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kInput(64, 32);
// Of 8, 16 and 32 pixels: 8 x 4, 4 x 2 and 2 x 1 cells.
constexpr int kRows = 32 + 8 + 2;

cv::Mat nothing(int classes = 2)
{
    return cv::Mat(kRows, 5 + classes, CV_32F, cv::Scalar(0));
}

void set(cv::Mat rows, int row, const std::vector<float>& values)
{
    cv::Mat(1, static_cast<int>(values.size()), CV_32F, const_cast<float*>(values.data()))
        .copyTo(rows.row(row));
}

Candidate candidate(int label, double confidence, double x)
{
    return {label, confidence, {x, 0, 10, 10}};
}

void assertBox(const cv::Rect2d& box, double x, double y, double width, double height)
{
    ck_assert_double_eq_tol(box.x, x, 1e-4);
    ck_assert_double_eq_tol(box.y, y, 1e-4);
    ck_assert_double_eq_tol(box.width, width, 1e-4);
    ck_assert_double_eq_tol(box.height, height, 1e-4);
}

}  // namespace

START_TEST(rowsAreThreeGridsRowByRow)
{
    ck_assert_int_eq(gridRows(kInput), kRows);
    ck_assert_int_eq(gridRows({416, 416}), 3549);
    cv::Mat rows = nothing();
    const float doubled = std::log(2.0f);
    set(rows, 8 + 3, {0.5f, 0.25f, 0, doubled, 0.9f, 0.1f, 0.8f});  // fine: column 3, row 1
    set(rows, 32 + 4 + 1, {0, 0, doubled, 0, 0.8f, 1.0f, 0.2f});    // middle: column 1, row 1
    set(rows, 32 + 8 + 1, {0.5f, 0.5f, 0, 0, 1.0f, 0.75f, 0.0f});   // coarse: column 1
    const auto found = candidatesOf(rows, kInput, false, 0.25);
    ck_assert_uint_eq(found.size(), 3);
    assertBox(found[0].box, 28 - 4, 10 - 8, 8, 16);
    ck_assert_int_eq(found[0].label, 1);
    ck_assert_double_eq_tol(found[0].confidence, 0.72, 1e-6);
    assertBox(found[1].box, 16 - 16, 16 - 8, 32, 16);
    ck_assert_int_eq(found[1].label, 0);
    assertBox(found[2].box, 32, 0, 32, 32);
}
END_TEST

START_TEST(boxesMayBeInPixelsAlready)
{
    cv::Mat rows = nothing();
    ck_assert(!isInPixels(rows, kInput));
    rows.col(0) = 0.6;
    ck_assert(!isInPixels(rows, kInput));
    for (int i = 0; i < kRows; ++i)
        rows.at<float>(i, 0) = static_cast<float>(i % 8 * 8 + 4);
    ck_assert(isInPixels(rows, kInput));
    set(rows, 5, {20, 10, 8, 4, 1, 1, 0});
    const auto found = candidatesOf(rows, kInput, true, 0.5);
    ck_assert_uint_eq(found.size(), 1);
    assertBox(found[0].box, 16, 8, 8, 4);
}
END_TEST

START_TEST(whatIsNoNumberIsNothing)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinite = std::numeric_limits<float>::infinity();
    cv::Mat rows = nothing();
    set(rows, 0, {nan, 0, 0, 0, 1, 1, 0});
    set(rows, 1, {0, 0, infinite, 0, 1, 1, 0});
    set(rows, 2, {0, 0, 0, 0, nan, 1, 0});
    set(rows, 3, {0, 0, 0, 0, 1, nan, nan});
    set(rows, 4, {0, 0, 1000, 1000, 1, 1, 0});
    set(rows, 5, {0, 0, 0, 0, 100, 100, 0});
    for (const Candidate& one : candidatesOf(rows, kInput, false, 0.25)) {
        ck_assert(std::isfinite(one.box.x) && std::isfinite(one.box.area()));
        ck_assert(one.confidence >= 0.25 && one.confidence <= 1.0);
    }
    ck_assert_uint_eq(candidatesOf(rows, kInput, false, 0.25).size(), 2);  // the last two
}
END_TEST

START_TEST(eachThingOncePerClass)
{
    const auto best = bestOf({candidate(0, 0.6, 1), candidate(0, 0.9, 0), candidate(1, 0.7, 1),
                              candidate(0, 0.5, 8), candidate(0, 0.4, 30)},
                             0.45, 64);
    ck_assert_uint_eq(best.size(), 4);
    ck_assert_double_eq(best[0].confidence, 0.9);
    ck_assert_int_eq(best[1].label, 1);
    ck_assert_double_eq(best[2].box.x, 8);
    ck_assert_uint_eq(bestOf({candidate(0, 0.6, 0), candidate(0, 0.9, 50)}, 0.45, 1).size(), 1);
    ck_assert_uint_eq(bestOf({}, 0.45, 64).size(), 0);
}
END_TEST

START_TEST(overlapIsSharedOverBoth)
{
    ck_assert_double_eq(overlapOf({0, 0, 2, 2}, {1, 0, 2, 2}), 1.0 / 3.0);
    ck_assert_double_eq(overlapOf({0, 0, 2, 2}, {5, 0, 2, 2}), 0.0);
    ck_assert_double_eq(overlapOf({0, 0, 0, 0}, {0, 0, 0, 0}), 0.0);
}
END_TEST

int main()
{
    return run("detection-grid",
               {rowsAreThreeGridsRowByRow, boxesMayBeInPixelsAlready, whatIsNoNumberIsNothing,
                eachThingOncePerClass, overlapIsSharedOverBoth});
}
