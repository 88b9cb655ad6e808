#include <cmath>
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

START_TEST(aTurnedHorizonMakesItWorse)
{
    const auto turned = [](const cv::Mat& picture, double degrees) {
        cv::Mat result;
        cv::warpAffine(picture, result, cv::getRotationMatrix2D({160, 90}, degrees, 1.25),
                       picture.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT);
        return result;
    };
    for (uint64_t seed = 1; seed <= 4; ++seed) {
        cv::Mat picture = colourLeaves({320, 180}, seed) * 0.5;
        for (int y = 0; y < 80; ++y)
            picture.row(y) = cv::Scalar(90 + y, 130 + y, 210);
        double before = 2.0;
        for (const double degrees : {0.0, 2.0, 4.0, 7.0, 10.0}) {
            const SceneRecord record = analysed(turned(picture, degrees), 0.0);
            const double level = record.aesthetics.number("level").value();
            ck_assert_double_eq_tol(level, 1.0 - std::max(0.0, degrees - 0.25) / 14.75, 0.06);
            ck_assert_double_lt(overall(record), before);
            before = overall(record);
        }
    }
    ck_assert(!analysed(leaves({320, 180}, 2)).aesthetics.number("level"));
}
END_TEST

START_TEST(lightAloneAddsNothing)
{
    // A picture that is bright already, and full of colour, has nothing to win by more of it.
    const cv::Mat picture = photograph(2) * 1.15;
    ck_assert_double_lt(overall(analysed(overexposed(picture, 1.3))), overall(analysed(picture)));
    cv::Mat red = photograph(2) * 0.8;
    cv::add(red, cv::Scalar(255, 0, 0), red);  // one channel is full everywhere
    ck_assert_double_lt(analysed(red).aesthetics.number("exposure").value(),
                        0.6 * analysed(photograph(2)).aesthetics.number("exposure").value());
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
                              aTurnedHorizonMakesItWorse, lightAloneAddsNothing,
                              sharpnessFallsWithBlurAndIgnoresContrastAndAmount,
                              sharpnessIsTheSameAtEveryResolution, theComponentsAreInTheRecord,
                              scoresSpreadOverTheirRange, aSettledFrameIsABetterKeyframe});
}
