#include <functional>

#include <opencv2/imgproc.hpp>

#include "analysed.h"
#include "scene/analyses/analyses.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

// Sharp detail on soft ground, with a subject: what a fair photograph has.
cv::Mat photograph(uint64_t seed)
{
    cv::Mat picture = colourLeaves({320, 180}, seed), soft;
    cv::GaussianBlur(picture, soft, {}, 6.0);
    soft.rowRange(0, 90).copyTo(picture.rowRange(0, 90));
    cv::rectangle(picture, {90, 40, 30, 60}, cv::Scalar(230, 120, 30), -1);
    cv::line(picture, {0, 92}, {319, 92}, cv::Scalar(20, 30, 20), 2);
    return picture;
}

cv::Mat blurred(const cv::Mat& picture, double sigma)
{
    cv::Mat result;
    if (sigma <= 0.0)
        return picture;
    cv::GaussianBlur(picture, result, {}, sigma);
    return result;
}

cv::Mat overexposed(const cv::Mat& picture, double gain)
{
    cv::Mat result;
    picture.convertTo(result, -1, gain);
    return result;
}

// Each step of a ladder is clearly worse than the one before.
void assertFalls(const std::vector<double>& steps,
                 const std::function<cv::Mat(const cv::Mat&, double)>& degrade,
                 const std::function<double(const SceneRecord&)>& score)
{
    for (uint64_t seed = 1; seed <= 4; ++seed) {
        double before = 2.0;
        for (const double step : steps) {
            const double now = score(analysed(degrade(photograph(seed), step), 0.0));
            ck_assert_double_lt(now, before - 0.004);
            before = now;
        }
    }
}

double overall(const SceneRecord& record)
{
    return record.aesthetics.number("overall").value();
}

double keyframe(const SceneRecord& record)
{
    return record.keyframeScore.value();
}

cv::Mat noisy(const cv::Mat& picture, double sigma)
{
    return sigma > 0.0 ? withNoise(picture, sigma, 7) : picture;
}

}  // namespace

START_TEST(blurMakesItWorse)
{
    assertFalls({0.0, 0.8, 1.4, 2.2, 3.5}, blurred, overall);
    assertFalls({0.0, 0.8, 1.4, 2.2, 3.5}, blurred, keyframe);
}
END_TEST

START_TEST(noiseMakesItWorse)
{
    assertFalls({0.0, 4.0, 8.0, 12.0, 18.0}, noisy, overall);
    assertFalls({0.0, 4.0, 8.0, 12.0, 18.0}, noisy, keyframe);
}
END_TEST

START_TEST(overexposureMakesItWorse)
{
    assertFalls({1.1, 1.4, 1.7, 2.0, 2.5}, overexposed, overall);
    assertFalls({1.1, 1.4, 1.7, 2.0, 2.5}, overexposed, keyframe);
}
END_TEST

START_TEST(sharpnessFallsWithBlurAndIgnoresContrastAndAmount)
{
    assertFalls({0.0, 0.8, 1.4, 2.2, 3.5}, blurred,
                [](const SceneRecord& record) { return record.sharpness; });
    const cv::Mat picture = photograph(3);
    cv::Mat pale;
    picture.convertTo(pale, -1, 0.6, 50.0);
    ck_assert_double_eq_tol(analysed(pale).sharpness, analysed(picture).sharpness, 0.06);
}
END_TEST

START_TEST(sharpnessIsTheSameAtEveryResolution)
{
    const cv::Mat large = leaves({1280, 720}, 3);
    cv::Mat small;
    cv::resize(large, small, {640, 360}, 0, 0, cv::INTER_AREA);
    ck_assert_double_eq_tol(analysed(small).sharpness, analysed(large).sharpness, 0.03);
}
END_TEST

START_TEST(theComponentsAreInTheRecord)
{
    const SceneRecord record = analysed(photograph(2));
    for (const char* name :
         {"overall", "sharpness", "exposure", "contrast", "colour", "composition", "clean"}) {
        const double value = record.aesthetics.number(name).value();
        ck_assert_double_ge(value, 0.0);
        ck_assert_double_le(value, 1.0);
    }
}
END_TEST

START_TEST(scoresSpreadOverTheirRange)
{
    const double good = overall(analysed(photograph(2)));
    const double bad = overall(analysed(blurred(overexposed(photograph(2), 2.5), 3.0)));
    ck_assert_double_gt(good, 0.5);
    ck_assert_double_lt(bad, good / 3.0);
}
END_TEST

START_TEST(aSettledFrameIsABetterKeyframe)
{
    const cv::Mat picture = photograph(2);
    const double still = keyframe(analysed(picture, 0.0)), fast = keyframe(analysed(picture, 0.15));
    const double unknown = keyframe(analysed(picture));
    ck_assert_double_gt(still, unknown);
    ck_assert_double_gt(unknown, fast);
}
END_TEST

int main()
{
    return run("aesthetics", {blurMakesItWorse, noiseMakesItWorse, overexposureMakesItWorse,
                              sharpnessFallsWithBlurAndIgnoresContrastAndAmount,
                              sharpnessIsTheSameAtEveryResolution, theComponentsAreInTheRecord,
                              scoresSpreadOverTheirRange, aSettledFrameIsABetterKeyframe});
}
