// Planar pictures: copied bit for bit and blended exactly, in each layout, and nothing beside them.
#include "generate/render/planar_picture.h"

#include <cmath>

#include "src/generate/render/planar.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSizes[] = {{64, 36}, {33, 31}, {1, 1}, {1, 9}, {70, 3}};

int mixed(int one, int other, double share)
{
    return static_cast<int>(std::lround(one + share * (other - one)));
}

/// Largest distance from the exact blend, in codes.
double offFrom(const cv::Mat& blended, const cv::Mat& one, const cv::Mat& other, double share)
{
    cv::Mat a, b, seen;
    one.reshape(1).convertTo(a, CV_64F);
    other.reshape(1).convertTo(b, CV_64F);
    blended.reshape(1).convertTo(seen, CV_64F);
    return cv::norm(seen, a * (1.0 - share) + b * share, cv::NORM_INF);
}

}  // namespace

START_TEST(aCopyIsTheSameInEachLayout)
{
    for (const cv::Size size : kSizes)
        for (const Layout layout : kLayouts) {
            const PlanarPicture picture = planarTexture(size, 1);
            ck_assert(fits(picture));
            const PlanarFrame frame(size, layout);
            copyTo(picture, frame.target());
            ck_assert(same(frame.picture(), picture));
            ck_assert(frame.isWholeAround());
        }
}
END_TEST

START_TEST(rowsOfChromaGoWhereTheyBelong)
{
    for (const Layout layout : kLayouts) {
        const PlanarPicture picture = planarTexture({75, 20}, 2);
        const PlanarFrame frame({75, 20}, layout);
        copyTo(planarTexture({75, 20}, 3), frame.target());
        cv::Mat planes[2];
        cv::split(picture.chroma, planes);
        for (int row = 0; row < planes[0].rows; ++row)
            storeChroma(planes[0].ptr(row), planes[1].ptr(row), row, frame.target());
        ck_assert_double_eq(cv::norm(frame.picture().chroma, picture.chroma, cv::NORM_INF), 0.0);
        ck_assert(frame.isWholeAround());
    }
}
END_TEST

START_TEST(aBlendIsExactAtItsEnds)
{
    const PlanarPicture one = planarTexture({75, 33}, 1), other = planarTexture({75, 33}, 2);
    for (const Layout layout : kLayouts)
        for (const Layout from : kLayouts) {
            const PlanarFrame frame({75, 33}, layout), live({75, 33}, from);
            copyTo(one, frame.target());
            copyTo(other, live.target());
            for (const double share : {0.0, -3.0}) {
                blend(frame.target(), live.target(), share);
                ck_assert(same(frame.picture(), one));
            }
            blend(frame.target(), live.target(), 1.0);
            ck_assert(same(frame.picture(), other));
            copyTo(one, frame.target());
            blend(frame.target(), live.target(), 7.0);
            ck_assert(same(frame.picture(), other));
            ck_assert(frame.isWholeAround() && live.isWholeAround());
        }
}
END_TEST

START_TEST(aBlendIsLinearInEachLayout)
{
    const PlanarPicture one = planarTexture({75, 33}, 1), other = planarTexture({75, 33}, 2);
    for (const double share : {0.1, 0.25, 0.5, 0.731, 0.999})
        for (const Layout layout : kLayouts)
            for (const Layout from : kLayouts) {
                const PlanarFrame frame({75, 33}, layout), live({75, 33}, from);
                copyTo(one, frame.target());
                copyTo(other, live.target());
                blend(frame.target(), live.target(), share);
                const PlanarPicture seen = frame.picture();
                // A share counts in 1/16384: at most 0.01 codes of 255.
                ck_assert_double_le(offFrom(seen.luma, one.luma, other.luma, share), 0.51);
                ck_assert_double_le(offFrom(seen.chroma, one.chroma, other.chroma, share), 0.51);
                ck_assert(same(live.picture(), other));
                ck_assert(frame.isWholeAround());
            }
}
END_TEST

START_TEST(everyPairOfCodesIsRoundedToTheNearest)
{
    cv::Mat ones(256, 256, CV_8UC1), others(256, 256, CV_8UC1);
    for (int i = 0; i < 256; ++i) {
        ones.row(i) = i;
        others.col(i) = i;
    }
    for (const double share : {0.25, 0.5, 0.625}) {
        cv::Mat into = ones.clone();
        blend(into, others, share);
        for (int one = 0; one < 256; ++one)
            for (int other = 0; other < 256; ++other) {
                // Ties go up: away from zero, as lround's do.
                ck_assert_int_eq(into.at<uchar>(one, other), mixed(one, other, share));
            }
    }
}
END_TEST

START_TEST(coloursBlendLikePlanes)
{
    const cv::Mat one = colourTexture(53, 20, 1), other = colourTexture(53, 20, 2);
    for (const double share : {0.0, 0.3, 1.0}) {
        // In the middle of other memory, which stays as it is.
        cv::Mat large(30, 70, CV_8UC3, cv::Scalar(1, 2, 3));
        cv::Mat into = large(cv::Rect(10, 5, 53, 20));
        one.copyTo(into);
        blend(into, other, share);
        ck_assert_double_le(offFrom(into.clone(), one, other, share), share == 0.3 ? 0.51 : 0.0);
        into = cv::Scalar(1, 2, 3);
        ck_assert_double_eq(cv::norm(large, cv::Mat(30, 70, CV_8UC3, cv::Scalar(1, 2, 3))), 0.0);
    }
}
END_TEST

START_TEST(aDissolveGoesOneWay)
{
    cv::Mat into(1, 1, CV_8UC1), from(1, 1, CV_8UC1, cv::Scalar(10)),
        to(1, 1, CV_8UC1, cv::Scalar(200));
    int last = 10;
    for (int i = 0; i <= 1000; ++i) {
        from.copyTo(into);
        blend(into, to, i / 1000.0);
        ck_assert_int_ge(into.at<uchar>(0, 0), last);
        last = into.at<uchar>(0, 0);
    }
    ck_assert_int_eq(last, 200);
}
END_TEST

START_TEST(theLookShowsTheColours)
{
    for (const cv::Size size : {cv::Size(64, 48), cv::Size(1280, 720), cv::Size(7, 5)}) {
        const cv::Mat rgb(size, CV_8UC3, cv::Scalar(60, 150, 40));
        const cv::Mat look = colourLook(planarOf(rgb));
        ck_assert(look.size() == halfSize(size) && look.type() == CV_8UC3);
        // The matrix is guessed from the size.
        const double most = size.height > 576 ? 25.0 : 3.0;
        ck_assert_double_le(cv::norm(look, rgb(cv::Rect({}, look.size())), cv::NORM_INF), most);
    }
}
END_TEST

START_TEST(whatDoesNotFitIsSaid)
{
    const PlanarPicture good = planarTexture({33, 31}, 1);
    ck_assert(fits(good));
    ck_assert(!fits({}));
    ck_assert(!fits({good.luma, {}}));
    ck_assert(!fits({good.luma, good.chroma(cv::Rect(0, 0, 16, 16))}));
    ck_assert(!fits({good.luma, cv::Mat(good.chroma.size(), CV_8UC3)}));
    ck_assert(!fits({cv::Mat(good.luma.size(), CV_8UC3), good.chroma}));
}
END_TEST

int main()
{
    return run(
        "planar-picture",
        {aCopyIsTheSameInEachLayout, rowsOfChromaGoWhereTheyBelong, aBlendIsExactAtItsEnds,
         aBlendIsLinearInEachLayout, everyPairOfCodesIsRoundedToTheNearest, coloursBlendLikePlanes,
         aDissolveGoesOneWay, theLookShowsTheColours, whatDoesNotFitIsSaid});
}
