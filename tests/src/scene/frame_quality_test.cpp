#include "scene/frame_quality.h"

#include "scenes.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

double quality(const cv::Mat& picture)
{
    return stillQuality(reduced(picture).luma);
}

}  // namespace

START_TEST(blurOfAnyKindIsWorse)
{
    const cv::Mat sharp = colourLeaves(kFilmSize, 3);
    double before = quality(sharp);
    for (const double sigma : {0.7, 1.2, 2.0, 3.5}) {
        cv::Mat soft;
        cv::GaussianBlur(sharp, soft, {}, sigma);
        ck_assert_double_lt(quality(soft), 0.8 * before);
        before = quality(soft);
    }
    before = quality(sharp);
    for (const int length : {3, 7, 15}) {
        cv::Mat moved;
        cv::blur(sharp, moved, {length, 1});
        ck_assert_double_lt(quality(moved), 0.9 * before);
        before = quality(moved);
    }
}
END_TEST

START_TEST(lightChangesLittleUntilItIsTooMuch)
{
    const cv::Mat picture = colourLeaves(kFilmSize, 3);
    ck_assert_double_eq_tol(quality(brighter(picture, 0.6, 10.0)), quality(picture),
                            0.06 * quality(picture));
    ck_assert_double_lt(quality(brighter(picture, 3.0, 60.0)), 0.8 * quality(picture));
    ck_assert_double_lt(quality(brighter(picture, 1.0, -140.0)), 0.8 * quality(picture));
}
END_TEST

START_TEST(whatHasNoStructureHasNoQuality)
{
    ck_assert_double_eq(quality(plain(90)), 0.0);
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 9), cv::Size(9, 1), cv::Size(2, 2)})
        ck_assert_double_ge(stillQuality(cv::Mat(size, CV_8UC1, cv::Scalar(7))), 0.0);
    ck_assert_double_eq(stillQuality(cv::Mat()), 0.0);
}
END_TEST

START_TEST(whoHardlyChangesIsSettled)
{
    ck_assert_double_eq(settledness(0.0), 1.0);
    ck_assert_double_eq(settledness(0.5), 0.0);
    ck_assert_double_eq(settledness(std::nullopt), 0.5);
    ck_assert_double_gt(settledness(0.02), settledness(0.05));
}
END_TEST

int main()
{
    return run("frame-quality", {blurOfAnyKindIsWorse, lightChangesLittleUntilItIsTooMuch,
                                 whatHasNoStructureHasNoQuality, whoHardlyChangesIsSettled});
}
