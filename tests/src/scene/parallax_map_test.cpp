#include "scene/parallax_map.h"

#include <cmath>

#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kCells(32, 18);

cv::Point2d placeOf(int x, int y)
{
    return {(x + 0.5) / 16.0 - 1.0, ((y + 0.5) - 9.0) / 16.0};
}

// 1 / distance: a floor, a wall at its end, and a post in front.
double nearAt(int x, int y)
{
    if (x >= 8 && x < 12 && y >= 4)
        return 2.2;
    return y < 7 ? 0.6 : 0.6 + (y - 6) * 0.1;
}

template <class Flow>
FlowCells cellsOf(Flow flow, double error = 0.05)
{
    cv::RNG random(7);
    FlowCells cells{cv::Mat(kCells, CV_32FC2), cv::Mat(kCells, CV_32F, cv::Scalar(1)), 10.0, 10.0};
    for (int y = 0; y < kCells.height; ++y)
        for (int x = 0; x < kCells.width; ++x) {
            const double across = random.gaussian(error), down = random.gaussian(error);
            const cv::Point2d by = flow(x, y) + cv::Point2d(across, down);
            cells.flow.at<cv::Vec2f>(y, x) = {static_cast<float>(by.x), static_cast<float>(by.y)};
        }
    return cells;
}

// The camera travels along t; lengths in pixels of 320.
FlowCells travelling(const cv::Vec3d& t)
{
    return cellsOf([&](int x, int y) {
        const cv::Point2d p = placeOf(x, y);
        return cv::Point2d(t[0] - t[2] * p.x, t[1] - t[2] * p.y) * nearAt(x, y);
    });
}

// Share of the pairs of cells, clearly apart, that the map has in order.
double inOrder(const cv::Mat& near)
{
    int right = 0, all = 0;
    for (int a = 0; a < 576; a += 5)
        for (int b = 0; b < 576; b += 7) {
            const double truth = nearAt(a % 32, a / 32) - nearAt(b % 32, b / 32);
            if (truth < 0.15)
                continue;
            ++all;
            right += near.at<float>(a / 32, a % 32) > near.at<float>(b / 32, b % 32) ? 1 : 0;
        }
    return static_cast<double>(right) / all;
}

}  // namespace

START_TEST(everyTravelOrdersNearAndFar)
{
    for (const cv::Vec3d& t :
         {cv::Vec3d(6, 0, 0), cv::Vec3d(-6, 0, 0), cv::Vec3d(0, 5, 0), cv::Vec3d(0, -5, 0),
          cv::Vec3d(0, 0, 6), cv::Vec3d(0, 0, -6), cv::Vec3d(4, 1, 3), cv::Vec3d(-2, 2, -5)}) {
        const auto map = parallaxMap(travelling(t));
        ck_assert(map.has_value());
        ck_assert_int_eq(map->circling, false);
        ck_assert_double_ge(inOrder(map->near), 0.97);
        double least = 0.0, most = 0.0;
        cv::minMaxLoc(map->near, &least, &most);
        ck_assert_double_ge(least, 0.0);
        ck_assert_double_le(most, 1.0);
    }
}
END_TEST

START_TEST(aRollOnTheWayChangesNothing)
{
    FlowCells cells = travelling({6, 0, 0});
    for (int y = 0; y < kCells.height; ++y)
        for (int x = 0; x < kCells.width; ++x) {
            const cv::Point2d p = placeOf(x, y);
            cells.flow.at<cv::Vec2f>(y, x) +=
                cv::Vec2f(static_cast<float>(-5.0 * p.y), static_cast<float>(5.0 * p.x));
        }
    const auto map = parallaxMap(cells);
    ck_assert(map.has_value());
    ck_assert_double_ge(inOrder(map->near), 0.9);
}
END_TEST

START_TEST(aPanOfAWideLensOnTheWayChangesNothing)
{
    const auto map = parallaxMap(cellsOf([](int x, int y) {
        const cv::Point2d p = placeOf(x, y);
        const cv::Point2d pan(12.0 * (1.0 + p.x * p.x / 2.9), 12.0 * p.x * p.y / 2.9);
        return pan + cv::Point2d(3.0, 0.0) * nearAt(x, y);
    }));
    ck_assert(map.has_value());
    ck_assert_double_ge(inOrder(map->near), 0.9);
}
END_TEST

START_TEST(turningAndZoomingSayNothing)
{
    // A pan of a wide lens, which bends: x (1 + x x / f f), x y / f f for f = 1.7 half widths.
    ck_assert(!parallaxMap(cellsOf([](int x, int y) {
        const cv::Point2d p = placeOf(x, y);
        return cv::Point2d(8.0 * (1.0 + p.x * p.x / 2.9), 8.0 * p.x * p.y / 2.9);
    })));
    ck_assert(!parallaxMap(cellsOf([](int x, int y) { return placeOf(x, y) * 7.0; })));
    ck_assert(!parallaxMap(cellsOf([](int x, int y) {
        const cv::Point2d p = placeOf(x, y);
        return cv::Point2d(-p.y, p.x) * 6.0;
    })));
}
END_TEST

START_TEST(stillnessAndDisorderSayNothing)
{
    ck_assert(!parallaxMap(cellsOf([](int, int) { return cv::Point2d(); })));
    ck_assert(!parallaxMap(cellsOf([](int, int) { return cv::Point2d(); }, 6.0)));
    FlowCells blind = travelling({6, 0, 0});
    blind.weight.setTo(0);
    ck_assert(!parallaxMap(blind));
    blind.weight.rowRange(0, 2).setTo(1);
    ck_assert(!parallaxMap(blind));
}
END_TEST

START_TEST(whatGoesItsOwnWayIsFilledFromAround)
{
    FlowCells cells = travelling({6, 0, 0});
    for (int y = 2; y < 6; ++y)
        for (int x = 20; x < 26; ++x)
            cells.flow.at<cv::Vec2f>(y, x) = {14.0F, 9.0F};
    const auto map = parallaxMap(cells);
    ck_assert(map.has_value());
    const double subject = cv::mean(map->near(cv::Rect(20, 2, 6, 4)))[0];
    const double around = cv::mean(map->near(cv::Rect(14, 2, 5, 4)))[0];
    ck_assert_double_eq_tol(subject, around, 0.1);
}
END_TEST

START_TEST(cellsWithoutTextureTakeTheirNeighbours)
{
    FlowCells cells = travelling({6, 0, 0});
    const cv::Rect hole(8, 8, 4, 4);
    cells.weight(hole).setTo(0);
    cells.flow(hole).setTo(cv::Scalar(0, 0));
    const auto map = parallaxMap(cells);
    ck_assert(map.has_value());
    ck_assert_double_ge(cv::mean(map->near(hole))[0], 0.3);
}
END_TEST

START_TEST(aCameraThatCirclesSaysThatItGuesses)
{
    const auto map = parallaxMap(
        cellsOf([](int x, int y) { return cv::Point2d(8.0 * (nearAt(x, y) - 0.9), 0.0); }));
    ck_assert(map.has_value());
    ck_assert_int_eq(map->circling, true);
}
END_TEST

int main()
{
    return run("parallax-map",
               {everyTravelOrdersNearAndFar, aRollOnTheWayChangesNothing,
                aPanOfAWideLensOnTheWayChangesNothing, turningAndZoomingSayNothing,
                stillnessAndDisorderSayNothing, whatGoesItsOwnWayIsFilledFromAround,
                cellsWithoutTextureTakeTheirNeighbours, aCameraThatCirclesSaysThatItGuesses});
}
