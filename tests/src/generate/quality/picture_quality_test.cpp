// The measured quality of a generated picture.
#include "generate/quality/picture_quality.h"

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

cv::Mat photograph()
{
    return test::colourTexture(320, 180, 3);
}

double quality(const cv::Mat& picture, const cv::Mat& source)
{
    return qualityOf(measure(picture), measure(source));
}

START_TEST(theSourceItselfIsFullQuality)
{
    ck_assert_double_eq(quality(photograph(), photograph()), 1.0);
}
END_TEST

START_TEST(oneColourIsNone)
{
    for (const double level : {0.0, 1.0, 128.0, 255.0}) {
        const cv::Mat plain(180, 320, CV_8UC3, cv::Scalar::all(level));
        ck_assert_double_eq(quality(plain, photograph()), 0.0);
        ck_assert_double_eq(quality(plain, plain), 0.0);
    }
}
END_TEST

START_TEST(noiseOnBlackIsNearlyNone)
{
    const cv::Mat black(180, 320, CV_8UC3, cv::Scalar::all(0));
    const double score = quality(test::withNoise(black, 1.0, 5), photograph());
    ck_assert_double_lt(score, 0.02);
}
END_TEST

START_TEST(blurCostsQualityByItsAmount)
{
    double last = 1.0;
    for (const double sigma : {1.6, 3.2, 6.4}) {
        cv::Mat blurred;
        cv::GaussianBlur(photograph(), blurred, {}, sigma);
        const double score = quality(blurred, photograph());
        ck_assert_double_lt(score, 0.9 * last);
        last = score;
    }
    ck_assert_double_gt(last, 0.0);
}
END_TEST

START_TEST(overexposureCostsQuality)
{
    cv::Mat bright;
    photograph().convertTo(bright, -1, 1.0, 150.0);
    const PictureMeasures measures = measure(bright);
    ck_assert_double_gt(measures.clipped, 0.3);
    ck_assert_double_lt(quality(bright, photograph()), 1.0 - measures.clipped + 0.05);
}
END_TEST

START_TEST(whatTheSourceClipsIsNotHeldAgainstIt)
{
    cv::Mat night = photograph();
    night(cv::Rect(0, 0, 320, 90)).setTo(cv::Scalar::all(0));
    ck_assert_double_gt(measure(night).clipped, 0.49);
    ck_assert_double_eq(quality(night, night), 1.0);
}
END_TEST

START_TEST(tinyPicturesHaveAScore)
{
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 40), cv::Size(40, 1)}) {
        cv::Mat picture(size, CV_8UC3);
        cv::RNG random(9);
        random.fill(picture, cv::RNG::UNIFORM, 20, 200);
        const double score = quality(picture, picture);
        ck_assert_double_eq(score, size.area() == 1 ? 0.0 : 1.0);
    }
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("picture-quality",
                     {theSourceItselfIsFullQuality, oneColourIsNone, noiseOnBlackIsNearlyNone,
                      blurCostsQualityByItsAmount, overexposureCostsQuality,
                      whatTheSourceClipsIsNotHeldAgainstIt, tinyPicturesHaveAScore});
}
