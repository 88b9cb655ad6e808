#include "motion/exposure.h"

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {

START_TEST(gainAndOffsetAreFoundBehindASubject)
{
    const cv::Mat scene = texture(320, 180, 1);
    cv::Mat darker;
    scene.convertTo(darker, CV_8U, 0.6, 12.0);
    texture(140, 140, 8).copyTo(darker(cv::Rect(60, 20, 140, 140)));  // a third of the frame
    const Exposure exposure = matchExposure(darker, scene, {});
    ck_assert(exposure.known);
    ck_assert_double_eq_tol(exposure.gain, 1.0 / 0.6, 0.05);
    cv::Mat matched;
    applyExposure(darker, exposure, 0.0, matched);
    cv::Mat difference;
    cv::absdiff(matched, scene, difference);
    ck_assert_double_lt(cv::mean(difference(cv::Rect(220, 0, 100, 180)))[0], 2.0);
}
END_TEST

START_TEST(aFlatPictureSaysNothingAboutTheGain)
{
    const cv::Mat a(90, 160, CV_8U, cv::Scalar(80)), b(90, 160, CV_8U, cv::Scalar(120));
    const Exposure exposure = matchExposure(a, b, {});
    ck_assert_double_eq_tol(exposure.gain, 1.0, 0.01);
    ck_assert_double_eq_tol(exposure.gain * 80 + exposure.offset, 120.0, 0.5);
}
END_TEST

START_TEST(clippedOrUnrelatedPicturesAreNotMatched)
{
    const cv::Mat white(90, 160, CV_8U, cv::Scalar(255)), scene = texture(160, 90, 1);
    ck_assert(!matchExposure(white, scene, {}).known);
    ck_assert(!matchExposure(scene, scene, cv::Mat(90, 160, CV_8U, cv::Scalar(0))).known);
    ck_assert(matchExposure(scene, scene, {}).known);
    const cv::Mat one(1, 1, CV_8U, cv::Scalar(50));
    ck_assert_double_eq_tol(matchExposure(one, one, {}).gain, 1.0, 1e-6);
}
END_TEST

START_TEST(aLeakLeavesTwoLevelsAtMost)
{
    const cv::Mat value(1, 1, CV_8U, cv::Scalar(100));
    cv::Mat matched;
    applyExposure(value, {2.0, 0.0, true}, 0.1, matched);
    ck_assert_int_eq(matched.at<uint8_t>(0), 198);
    applyExposure(value, {1.1, 0.0, true}, 0.1, matched);
    ck_assert_int_eq(matched.at<uint8_t>(0), 109);
}
END_TEST

START_TEST(whatIsClippedIsForgiven)
{
    // White in the picture, 200 after matching: true light may be more. So may what was white.
    const cv::Mat picture = (cv::Mat_<uint8_t>(1, 5) << 255, 255, 120, 0, 200);
    const cv::Mat reference = (cv::Mat_<uint8_t>(1, 5) << 230, 90, 230, 5, 252);
    cv::Mat matched = (cv::Mat_<uint8_t>(1, 5) << 200, 200, 120, 30, 240);
    forgiveClipped(picture, reference, matched);
    const cv::Mat expected = (cv::Mat_<uint8_t>(1, 5) << 230, 200, 120, 5, 252);
    ck_assert_int_eq(cv::countNonZero(matched != expected), 0);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("exposure",
               {gainAndOffsetAreFoundBehindASubject, aFlatPictureSaysNothingAboutTheGain,
                clippedOrUnrelatedPicturesAreNotMatched, aLeakLeavesTwoLevelsAtMost,
                whatIsClippedIsForgiven});
}
