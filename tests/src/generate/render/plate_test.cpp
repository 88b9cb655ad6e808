// The background plate: holes are filled from around them, and what is known stays as it is.
#include "generate/render/plate.h"

#include <opencv2/imgproc.hpp>

#include "generate/render/texture.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

const cv::Size kSize(320, 180);
const cv::Rect kBoard(120, 50, 80, 80);

cv::Mat knownBut(const cv::Rect& hole, cv::Size size)
{
    cv::Mat known(size, CV_32F, cv::Scalar(1));
    known(hole & cv::Rect({}, size)) = 0.0F;
    return known;
}

START_TEST(aHoleInOneColourIsThatColour)
{
    cv::Mat colours(47, 61, CV_32FC4, cv::Scalar(10, 20, 30, 40));
    const cv::Rect hole(13, 9, 25, 30);
    colours(hole) = cv::Scalar::all(255);
    pushPull(colours, knownBut(hole, colours.size()));
    ck_assert_double_lt(
        cv::norm(colours, cv::Mat(47, 61, CV_32FC4, cv::Scalar(10, 20, 30, 40)), cv::NORM_INF),
        1e-3);
}
END_TEST

START_TEST(whatIsKnownStaysAndHolesLieBetween)
{
    cv::Mat colours(64, 64, CV_32FC4);
    for (int x = 0; x < 64; ++x)
        colours.col(x) = cv::Scalar::all(x);
    const cv::Mat before = colours.clone();
    const cv::Rect hole(20, 20, 24, 24);
    colours(hole) = cv::Scalar::all(-1000);
    const cv::Mat known = knownBut(hole, colours.size());
    pushPull(colours, known);
    cv::Mat change;
    cv::absdiff(colours, before, change);
    ck_assert_double_lt(cv::norm(change.rowRange(0, 20), cv::NORM_INF), 1e-3);
    double least = 0, most = 0;
    cv::minMaxLoc(colours(hole).clone().reshape(1), &least, &most);
    ck_assert_double_ge(least, 0.0);
    ck_assert_double_le(most, 63.0);
    // Its left is darker than its right.
    ck_assert_double_lt(cv::mean(colours(cv::Rect(20, 20, 6, 24)))[0] + 5,
                        cv::mean(colours(cv::Rect(38, 20, 6, 24)))[0]);
}
END_TEST

START_TEST(whereNothingIsKnownNothingChanges)
{
    cv::Mat colours(9, 9, CV_32FC4, cv::Scalar::all(7));
    pushPull(colours, cv::Mat(9, 9, CV_32F, cv::Scalar(0)));
    ck_assert_double_eq(cv::norm(colours - cv::Scalar::all(7), cv::NORM_INF), 0.0);
}
END_TEST

START_TEST(thePlateShowsTheWallWithoutTheBoard)
{
    cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 2) * 0.3;
    picture(kBoard) = cv::Scalar(255, 255, 255);
    cv::Mat near(90, 160, CV_32F, cv::Scalar(0.1));
    near(cv::Rect(60, 25, 40, 40)) = 0.9F;
    Relief relief = makeRelief(near, kSize, 4);
    cutEdges(relief, 30, 60);
    ck_assert(!relief.ground.empty() && !relief.surface.empty());
    const cv::Mat padded = mirrored(picture, 4);
    const cv::Mat plate = makePlate(padded, relief, relief.step);
    ck_assert(plate.size() == padded.size() && plate.type() == padded.type());
    double most = 0;
    const cv::Rect rim(kBoard.x, kBoard.y, 3, kBoard.height);
    cv::minMaxLoc(plate(rim).clone().reshape(1), nullptr, &most);
    ck_assert_double_lt(most, 200.0);
    const cv::Rect away(10, 10, 60, 160);
    ck_assert_double_eq(cv::norm(plate(away), padded(away), cv::NORM_INF), 0.0);
}
END_TEST

START_TEST(aGentleSlopeIsNotCut)
{
    cv::Mat near(18, 32, CV_32F);
    for (int row = 0; row < 18; ++row)
        near.row(row) = row / 17.0;
    Relief relief = makeRelief(near, kSize, 4);
    const cv::Mat before = relief.heights.clone();
    cutEdges(relief, 20, 10);
    ck_assert(relief.ground.empty());
    ck_assert_double_eq(cv::norm(relief.heights, before, cv::NORM_INF), 0.0);
}
END_TEST

START_TEST(noSlopeFoldsOver)
{
    cv::Mat near(90, 160, CV_32F);
    cv::RNG random(4);
    random.fill(near, cv::RNG::UNIFORM, 0.0, 1.0);
    for (const double slide : {5.0, 30.0, 200.0}) {
        Relief relief = makeRelief(near, kSize, 4);
        cutEdges(relief, slide, 10);
        const double most = relief.step / slide;
        for (int row = 1; row < relief.heights.rows; ++row)
            for (int column = 1; column < relief.heights.cols; ++column) {
                const float here = relief.heights(row, column);
                ck_assert_double_lt(std::abs(here - relief.heights(row, column - 1)), most);
                ck_assert_double_lt(std::abs(here - relief.heights(row - 1, column)), most);
            }
    }
}
END_TEST

START_TEST(holesAreKeptSmallAboutTheFocus)
{
    cv::Mat near(90, 160, CV_32F, cv::Scalar(0.0));
    near(cv::Rect(60, 25, 40, 40)) = 1.0F;
    Relief relief = makeRelief(near, kSize, 4);
    const double kept = limitHoles(relief, 0.65, 40.0, 7.0);
    ck_assert_double_eq_tol(kept, 7.0 / (40.0 * (1.0 - kFarthest)), 1e-3);
    ck_assert_double_eq_tol(relief.range.nearest, 0.65 + kept * 0.35, 1e-3);
    ck_assert_double_eq_tol(relief.range.farthest, 0.65 - kept * 0.35, 1e-3);
    ck_assert_double_eq(limitHoles(relief, 0.65, 0.0, 7.0), 1.0);
}
END_TEST

START_TEST(theFocusIsThatOfTheSubject)
{
    cv::Mat near(10, 10, CV_32F, cv::Scalar(0.2));
    near(cv::Rect(6, 6, 3, 3)) = 0.8F;
    ck_assert_double_eq_tol(focusOf(near, cv::Rect2d(0.6, 0.6, 0.29, 0.29)), inverseDepth(0.8),
                            1e-6);
    ck_assert_double_eq_tol(focusOf(near, cv::Rect2d(0, 0, 0.4, 0.4)), inverseDepth(0.2), 1e-6);
    ck_assert_double_eq(focusOf({}, std::nullopt), 1.0);
    ck_assert_double_eq(focusOf(cv::Mat(3, 3, CV_32F, cv::Scalar(0.4)), std::nullopt), 1.0);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("plate",
                     {aHoleInOneColourIsThatColour, whatIsKnownStaysAndHolesLieBetween,
                      whereNothingIsKnownNothingChanges, thePlateShowsTheWallWithoutTheBoard,
                      aGentleSlopeIsNotCut, noSlopeFoldsOver, holesAreKeptSmallAboutTheFocus,
                      theFocusIsThatOfTheSubject});
}
