// What was done to a rendered picture is what is measured.
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "analysed.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSize(640, 360);

std::optional<double> lens(const cv::Mat& picture, const char* name)
{
    return analysed(picture).lens.number(name);
}

// A wall with stains and grain under an even light.
cv::Mat wall(uint64_t seed)
{
    cv::Mat stains = texture(kSize.width, kSize.height, seed), soft;
    cv::GaussianBlur(stains, soft, {}, 2.0);
    soft = 0.15 * soft + 110;
    return withNoise(soft, 1.5, seed);
}

cv::Mat vignetted(const cv::Mat& picture, double loss)
{
    cv::Mat result = picture.clone();
    const double x0 = picture.cols / 2.0, y0 = picture.rows / 2.0;
    for (int y = 0; y < result.rows; ++y)
        for (int x = 0; x < result.cols; ++x) {
            const double r2 = ((x - x0) * (x - x0) + (y - y0) * (y - y0)) / (x0 * x0 + y0 * y0);
            const double gain = std::pow(1.0 - loss * r2, 1.0 / 2.4);
            result.at<uint8_t>(y, x) = cv::saturate_cast<uint8_t>(gain * result.at<uint8_t>(y, x));
        }
    return result;
}

cv::Mat dragged(const cv::Mat& picture, int length, double degrees)
{
    cv::Mat kernel(length + 2, length + 2, CV_32F, cv::Scalar(0)), result;
    const double angle = degrees * CV_PI / 180.0, middle = (length + 1) / 2.0;
    for (int i = 0; i < 200; ++i) {
        const double at = length * ((i + 0.5) / 200.0 - 0.5);
        kernel.at<float>(cvRound(middle - at * std::sin(angle)),
                         cvRound(middle + at * std::cos(angle))) += 1.0F / 200;
    }
    cv::filter2D(picture, result, -1, kernel);
    return result;
}

}  // namespace

START_TEST(aVignetteIsMeasured)
{
    for (uint64_t seed = 1; seed <= 4; ++seed)
        for (const double loss : {0.35, 0.5, 0.65}) {
            const auto measured = lens(vignetted(wall(seed), loss), "vignetting");
            ck_assert(measured.has_value());
            ck_assert_double_eq_tol(*measured, loss, 0.12);
        }
}
END_TEST

START_TEST(anEvenPictureHasNoVignette)
{
    for (uint64_t seed = 1; seed <= 4; ++seed)
        ck_assert_double_le(lens(wall(seed), "vignetting").value_or(0.0), 0.05);
}
END_TEST

START_TEST(aSceneThatIsDarkBelowIsNoVignette)
{
    cv::Mat shade = wall(3);
    for (int y = 0; y < shade.rows; ++y)
        shade.row(y) *= 1.0 - 0.6 * y / shade.rows;
    ck_assert(!lens(shade, "vignetting"));
}
END_TEST

START_TEST(grainIsItsDeviationInTheFrameItself)
{
    for (const cv::Size size : {kSize, cv::Size(1280, 720)})
        for (const double sigma : {1.0, 2.0, 4.0, 8.0, 16.0}) {
            cv::Mat soft;
            cv::GaussianBlur(leaves(size, 4), soft, {}, 2.0);
            const double measured = 255.0 * lens(withNoise(soft, sigma, 5), "grain").value();
            ck_assert_double_eq_tol(measured, sigma, 0.15 + 0.1 * sigma);
        }
}
END_TEST

START_TEST(aCleanPictureHasNoGrainAndAClippedOneCantTell)
{
    cv::Mat soft;
    cv::GaussianBlur(leaves(kSize, 4), soft, {}, 3.0);
    ck_assert_double_le(lens(soft, "grain").value(), 0.5 / 255.0);
    cv::Mat clipped(kSize, CV_8U, cv::Scalar(255));
    clipped.colRange(0, 320) = 0;
    ck_assert(!lens(clipped, "grain"));
}
END_TEST

START_TEST(shallowFocusIsSharpBeforeSoft)
{
    for (uint64_t seed = 1; seed <= 4; ++seed) {
        const cv::Mat sharp = leaves({640, 360}, seed);
        cv::Mat soft, mixed;
        cv::GaussianBlur(sharp, soft, {}, 7.0);
        mixed = soft.clone();
        sharp(cv::Rect(240, 100, 160, 180)).copyTo(mixed(cv::Rect(240, 100, 160, 180)));
        ck_assert_double_ge(lens(mixed, "shallow-focus").value(), 0.5);
        ck_assert_double_le(lens(sharp, "shallow-focus").value(), 0.05);
        ck_assert_double_le(lens(soft, "shallow-focus").value_or(0.0), 0.2);
    }
}
END_TEST

START_TEST(aRustlingPatchInASharpPictureIsNoFocus)
{
    cv::Mat picture = leaves(kSize, 3);
    grass({200, 120}, 4).copyTo(picture(cv::Rect(200, 120, 200, 120)));
    withNoise(picture(cv::Rect(200, 120, 200, 120)), 50.0, 3)
        .copyTo(picture(cv::Rect(200, 120, 200, 120)));
    ck_assert_double_le(lens(picture, "shallow-focus").value(), 0.05);
}
END_TEST

START_TEST(aPlainGroundSaysNothingOfFocus)
{
    cv::Mat picture(kSize, CV_8U, cv::Scalar(150));
    leaves({120, 120}, 3).copyTo(picture(cv::Rect(260, 120, 120, 120)));
    ck_assert(!lens(picture, "shallow-focus"));
}
END_TEST

START_TEST(motionBlurHasItsDirection)
{
    for (uint64_t seed = 1; seed <= 3; ++seed)
        for (const double degrees : {0.0, 45.0, 90.0, 135.0})
            for (const int length : {16, 24}) {
                const SceneRecord record = analysed(dragged(leaves(kSize, seed), length, degrees));
                ck_assert_double_ge(record.lens.number("motion-blur").value(), 0.3);
                ck_assert_double_eq(record.lens.number("motion-blur-direction").value(), degrees);
            }
}
END_TEST

START_TEST(blurOfTheLensIsNoMotion)
{
    for (uint64_t seed = 1; seed <= 3; ++seed)
        for (const double sigma : {0.0, 1.0, 2.0, 5.0}) {
            cv::Mat picture = leaves(kSize, seed);
            if (sigma > 0.0)
                cv::GaussianBlur(picture, picture, {}, sigma);
            const SceneRecord record = analysed(picture);
            ck_assert_double_eq(record.lens.number("motion-blur").value_or(0.0), 0.0);
            ck_assert(!record.lens.number("motion-blur-direction"));
        }
}
END_TEST

START_TEST(slatesAndSmallPicturesHaveNoLens)
{
    ck_assert(analysed(cv::Mat(180, 320, CV_8U, cv::Scalar(90))).lens.empty());
    ck_assert(!lens(leaves({20, 20}, 2), "grain"));
}
END_TEST

int main()
{
    return run("lens",
               {aVignetteIsMeasured, anEvenPictureHasNoVignette, aSceneThatIsDarkBelowIsNoVignette,
                grainIsItsDeviationInTheFrameItself, aCleanPictureHasNoGrainAndAClippedOneCantTell,
                shallowFocusIsSharpBeforeSoft, aRustlingPatchInASharpPictureIsNoFocus,
                aPlainGroundSaysNothingOfFocus, motionBlurHasItsDirection, blurOfTheLensIsNoMotion,
                slatesAndSmallPicturesHaveNoLens});
}
