#include "scene/box_matcher.h"

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kFrame(320, 180);

cv::Mat seenFrom(double x, double y, double scale = 1.0)
{
    static const cv::Mat world = texture(800, 600, 4);
    return view(world, {400 + x, 300 + y, scale, 0}, kFrame);
}

cv::Point2d middle(const cv::Rect2d& box)
{
    return (box.tl() + box.br()) / 2.0;
}

}  // namespace

START_TEST(aShiftIsFoundToPartsOfAPixel)
{
    for (const cv::Rect2d& box : {cv::Rect2d(140, 60, 14, 30), cv::Rect2d(120, 50, 80, 60)}) {
        const BoxMatcher looks(seenFrom(0, 0), box);
        for (const cv::Point2d by : {cv::Point2d(0, 0), cv::Point2d(3.5, -2), cv::Point2d(-7, 5)}) {
            // The camera goes one way, the picture the other.
            const auto match = looks.find(seenFrom(-by.x, -by.y), box, 12, false);
            ck_assert_double_gt(match.score, 0.9);
            ck_assert_double_le(cv::norm(middle(match.box) - middle(box) - by),
                                std::max(0.7, 0.02 * box.width));
            ck_assert_double_eq_tol(match.box.width, box.width, 1e-9);
        }
    }
}
END_TEST

START_TEST(whatIsBeyondReachIsNotFound)
{
    const cv::Rect2d box(140, 60, 20, 30);
    const BoxMatcher looks(seenFrom(0, 0), box);
    ck_assert_double_lt(looks.find(seenFrom(-60, 0), box, 8, false).score, 0.8);
}
END_TEST

START_TEST(aChangeOfSizeIsFound)
{
    const cv::Rect2d box(130, 60, 60, 60);  // about the middle of the picture
    const BoxMatcher looks(seenFrom(0, 0), box);
    ck_assert_double_gt(looks.find(seenFrom(0, 0, 1.06), box, 4, true).box.width, 61);
    ck_assert_double_lt(looks.find(seenFrom(0, 0, 0.94), box, 4, true).box.width, 59);
    ck_assert_double_eq_tol(looks.find(seenFrom(0, 0), box, 4, true).box.width, 60, 1e-9);
}
END_TEST

START_TEST(flatThingsGiveNoHold)
{
    const cv::Mat flat(kFrame, CV_8UC1, cv::Scalar(120));
    const cv::Rect2d box(140, 60, 20, 30);
    ck_assert_double_eq(BoxMatcher(flat, box).find(seenFrom(0, 0), box, 8, true).score, 0.0);
    const auto match = BoxMatcher(seenFrom(0, 0), box).find(flat, box, 8, true);
    ck_assert_double_lt(match.score, 0.5);
}
END_TEST

START_TEST(boxesBeyondThePictureAreNoFault)
{
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 60), cv::Size(60, 1), kFrame}) {
        const cv::Mat picture = withNoise(cv::Mat(size, CV_8UC1, cv::Scalar(99)), 30.0, 3);
        for (const cv::Rect2d& box :
             {cv::Rect2d(-100, -50, 20, 20), cv::Rect2d(-500, -500, 2000, 2000),
              cv::Rect2d(0, 0, 1e-6, 1e-6), cv::Rect2d(310, 170, 40, 40)}) {
            BoxMatcher looks(picture, box);
            const auto match = looks.find(picture, box, 16, true);
            ck_assert(match.score >= -1.0 && match.score <= 1.0);
            ck_assert(std::isfinite(match.box.x) && std::isfinite(match.box.area()));
            looks.learn(picture, match.box);
        }
    }
}
END_TEST

int main()
{
    return run("box-matcher",
               {aShiftIsFoundToPartsOfAPixel, whatIsBeyondReachIsNotFound, aChangeOfSizeIsFound,
                flatThingsGiveNoHold, boxesBeyondThePictureAreNoFault});
}
