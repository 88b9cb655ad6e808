// Between the nodes of a look-up: straight lines, on both lattices, row by row in either direction.
#include "generate/render/look_up.h"

#include <set>

#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr double kUnit = 1 << LookUp::kFraction;

/// A smooth field, rounded as nodes are; pixels of the view to pixels of the picture.
cv::Vec2i field(double x, double y, double turn)
{
    return {cvRound((20 + 1.07 * x + turn * y) * kUnit),
            cvRound((30 - turn * x + 0.94 * y) * kUnit)};
}

LookUp lookUpOf(cv::Size view, int step, bool upwards = false)
{
    LookUp lookUp;
    lookUp.step = step;
    lookUp.front.create(LookUp::nodesFor(view, step));
    for (int j = 0; j < lookUp.front.rows; ++j)
        for (int i = 0; i < lookUp.front.cols; ++i)
            lookUp.front(j, i) = field(i * step, j * step, upwards ? -0.1 : 0.1);
    return lookUp;
}

/// Where a pixel of the view looks, between its nodes.
cv::Vec2d truth(const cv::Mat_<cv::Vec2i>& nodes, int step, double x, double y)
{
    const int i = cvFloor(x / step), j = cvFloor(y / step);
    const double right = x / step - i, down = y / step - j;
    const cv::Vec2d above =
        (1 - right) * cv::Vec2d(nodes(j, i)) + right * cv::Vec2d(nodes(j, i + 1));
    if (down == 0.0)
        return above / kUnit;
    const cv::Vec2d below =
        (1 - right) * cv::Vec2d(nodes(j + 1, i)) + right * cv::Vec2d(nodes(j + 1, i + 1));
    return ((1 - down) * above + down * below) / kUnit;
}

cv::Vec2d placeOf(const RowPlaces& places, int i)
{
    const auto at = [&](const std::vector<int>& nodes) {
        const size_t node = size_t(i / places.run);
        const int change = (nodes[node + 1] - nodes[node]) / places.run;
        return (nodes[node] + change * (i % places.run)) / double(1 << kPlace);
    };
    return {at(places.x), at(places.y)};
}

const cv::Size kViews[] = {{64, 40}, {61, 37}, {1, 1}, {1, 20}, {33, 2}};

}  // namespace

START_TEST(pixelsLieBetweenTheirNodes)
{
    for (const cv::Size view : kViews)
        for (const int step : {1, 2, 4, 8})
            for (const bool upwards : {false, true}) {
                const LookUp lookUp = lookUpOf(view, step, upwards);
                LookUpRows rows(lookUp, Lattice::Pixels, view);
                std::set<int> seen;
                while (rows.next()) {
                    seen.insert(rows.row());
                    for (int x = 0; x < view.width; ++x)
                        ck_assert_double_le(cv::norm(placeOf(rows.front(), x) -
                                                     truth(lookUp.front, step, x, rows.row())),
                                            1e-3);
                }
                ck_assert_int_eq(int(seen.size()), view.height);
                ck_assert(!rows.next());
            }
}
END_TEST

START_TEST(chromaLiesBesideEveryOtherPixelBetweenTwoRows)
{
    for (const cv::Size view : kViews)
        for (const int step : {1, 2, 4, 8})
            for (const bool upwards : {false, true}) {
                const LookUp lookUp = lookUpOf(view, step, upwards);
                const cv::Size half((view.width + 1) / 2, (view.height + 1) / 2);
                LookUpRows rows(lookUp, Lattice::Chroma, half);
                int count = 0;
                for (; rows.next(); ++count)
                    for (int x = 0; x < half.width; ++x) {
                        const cv::Vec2d pixel =
                            truth(lookUp.front, step, 2 * x, 2 * rows.row() + 0.5);
                        const cv::Vec2d sample(pixel[0] / 2, (pixel[1] - 0.5) / 2);
                        ck_assert_double_le(cv::norm(placeOf(rows.front(), x) - sample), 1e-3);
                    }
                ck_assert_int_eq(count, half.height);
            }
}
END_TEST

START_TEST(whatStaysInItsPlaceIsFoundThereExactly)
{
    for (const int step : {1, 2, 4, 8})
        for (const Lattice lattice : {Lattice::Pixels, Lattice::Chroma}) {
            const cv::Size view(61, 37);
            LookUp lookUp = lookUpOf(view, step);
            for (int j = 0; j < lookUp.front.rows; ++j)
                for (int i = 0; i < lookUp.front.cols; ++i)
                    lookUp.front(j, i) = cv::Vec2i(i * step + 4, j * step + 4) * int(kUnit);
            const bool pixels = lattice == Lattice::Pixels;
            const cv::Size samples = pixels ? view : cv::Size(31, 19);
            LookUpRows rows(lookUp, lattice, samples);
            while (rows.next())
                for (int x = 0; x < samples.width; ++x)
                    ck_assert(placeOf(rows.front(), x) ==
                              cv::Vec2d(x + (pixels ? 4 : 2), rows.row() + (pixels ? 4 : 2)));
        }
}
END_TEST

START_TEST(edgesAreWhereSomethingBehindIsSeen)
{
    const cv::Size view(61, 37);
    for (const int step : {2, 8})
        for (const Lattice lattice : {Lattice::Pixels, Lattice::Chroma}) {
            LookUp lookUp = lookUpOf(view, step);
            lookUp.back = lookUp.front.clone();
            for (cv::Vec2i& place : lookUp.back)
                place += cv::Vec2i(300, -200);
            lookUp.opacity.create(lookUp.front.size());
            lookUp.opacity = LookUp::kOpaque;
            lookUp.opacity(2, 3) = 64;
            const int every = lattice == Lattice::Pixels ? 1 : 2;
            const cv::Size samples((view.width + every - 1) / every,
                                   (view.height + every - 1) / every);
            LookUpRows rows(lookUp, lattice, samples);
            int partly = 0;
            while (rows.next()) {
                const double y = rows.row() * every + (every - 1) / 2.0;
                for (size_t i = 0; i < rows.edges(); ++i) {
                    LookUpRows::Edge edge;
                    if (!rows.edge(i, edge))
                        continue;
                    for (int k = 0; k < edge.count; ++k) {
                        const double x = (edge.first + k) * every;
                        const double near = std::max(0.0, 1 - std::abs(x / step - 3)) *
                                            std::max(0.0, 1 - std::abs(y / step - 2));
                        ck_assert_double_eq_tol(edge.opacity[k], 256 - near * (256 - 64), 1.0);
                        partly += edge.opacity[k] < 250;
                        cv::Vec2d back = truth(lookUp.back, step, x, y) / every;
                        back[1] -= (every - 1) * 0.25;
                        ck_assert_double_le(cv::norm(placeOf(edge.back, k) - back), 1e-3);
                    }
                }
            }
            ck_assert_int_ge(partly, 1);
        }
}
END_TEST

START_TEST(whatIsOpaqueHasNoEdges)
{
    LookUp lookUp = lookUpOf({61, 37}, 4);
    lookUp.opacity.create(lookUp.front.size());
    lookUp.opacity = LookUp::kOpaque;
    LookUpRows rows(lookUp, Lattice::Pixels, {61, 37});
    while (rows.next())
        ck_assert_int_eq(int(rows.edges()), 0);
}
END_TEST

int main()
{
    return run("look-up",
               {pixelsLieBetweenTheirNodes, chromaLiesBesideEveryOtherPixelBetweenTwoRows,
                whatStaysInItsPlaceIsFoundThereExactly, edgesAreWhereSomethingBehindIsSeen,
                whatIsOpaqueHasNoEdges});
}
