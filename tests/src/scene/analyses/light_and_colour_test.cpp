#include <cmath>

#include <opencv2/imgproc.hpp>

#include "analysed.h"
#include "scene/analyses/analyses.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

double share(const SceneRecord& record, const char* name)
{
    return record.colours.number(name).value();
}

int bitsApart(uint64_t a, uint64_t b)
{
    return __builtin_popcountll(a ^ b);
}

}  // namespace

START_TEST(brightnessIsTheMeanLuma)
{
    const cv::Mat picture = texture(320, 180, 5);
    const double mean = cv::mean(picture)[0] / 255.0;
    ck_assert_double_eq_tol(analysed(picture).brightness, mean, 1e-12);
}
END_TEST

START_TEST(halfBlackHalfWhiteIsFullContrast)
{
    cv::Mat halves(180, 320, CV_8U, cv::Scalar(0));
    halves.colRange(160, 320) = 255;
    const SceneRecord record = analysed(halves);
    ck_assert_double_eq_tol(record.contrast, 1.0, 1e-9);
    ck_assert_double_eq_tol(record.brightness, 0.5, 1e-9);
    ck_assert_double_eq(analysed(cv::Mat(180, 320, CV_8U, cv::Scalar(90))).contrast, 0.0);
}
END_TEST

START_TEST(greyHasNoColour)
{
    const SceneRecord record = analysed(texture(320, 180, 5));
    ck_assert_double_eq_tol(record.colourfulness, 0.0, 0.01);
    ck_assert_double_eq(share(record, "neutral"), 1.0);
}
END_TEST

START_TEST(colourfulnessGrowsWithSaturation)
{
    const cv::Mat full = colourTexture(320, 180, 5);
    cv::Mat grey, grey3;
    cv::cvtColor(full, grey, cv::COLOR_RGB2GRAY);
    cv::cvtColor(grey, grey3, cv::COLOR_GRAY2RGB);
    double before = -1.0;
    for (const double saturation : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        cv::Mat mixed;
        cv::addWeighted(full, saturation, grey3, 1.0 - saturation, 0.0, mixed);
        const double now = analysed(mixed).colourfulness;
        ck_assert_double_gt(now, before + 0.03);
        before = now;
    }
}
END_TEST

START_TEST(coloursHaveTheirNames)
{
    const struct {
        const char* name;
        cv::Scalar colour;
    } fields[] = {{"red", {220, 20, 20}},     {"orange", {230, 130, 20}},
                  {"yellow", {230, 220, 30}}, {"green", {30, 160, 40}},
                  {"cyan", {20, 200, 200}},   {"blue", {30, 60, 220}},
                  {"purple", {150, 30, 200}}, {"neutral", {120, 124, 118}}};
    std::vector<cv::Scalar> colours;
    for (const auto& field : fields)
        colours.push_back(field.colour);
    const SceneRecord record = analysed(columns(colours));
    for (const auto& field : fields)
        ck_assert_double_eq_tol(share(record, field.name), 1.0 / 8.0, 0.01);
    ck_assert_double_eq_tol(share(record, "warm"), 3.0 / 8.0, 0.02);
    ck_assert_double_eq_tol(share(record, "cool"), 2.0 / 8.0, 0.02);
}
END_TEST

START_TEST(phashBarelyMovesWithThePicture)
{
    const cv::Mat picture = texture(320, 180, 6);
    const uint64_t hash = analysed(picture).phash.value();
    cv::Mat darker, blurred;
    picture.convertTo(darker, -1, 0.8, 5.0);
    cv::GaussianBlur(picture, blurred, {}, 1.5);
    ck_assert_int_le(bitsApart(hash, analysed(darker).phash.value()), 6);
    ck_assert_int_le(bitsApart(hash, analysed(blurred).phash.value()), 6);
    ck_assert_int_le(bitsApart(hash, analysed(withNoise(picture, 6.0, 1)).phash.value()), 8);
    ck_assert_int_ge(bitsApart(hash, analysed(texture(320, 180, 7)).phash.value()), 18);
}
END_TEST

START_TEST(phashOfFlatPicturesIsZero)
{
    ck_assert_uint_eq(analysed(cv::Mat(180, 320, CV_8U, cv::Scalar(90))).phash.value(), 0);
}
END_TEST

int main()
{
    return run("light-and-colour",
               {brightnessIsTheMeanLuma, halfBlackHalfWhiteIsFullContrast, greyHasNoColour,
                colourfulnessGrowsWithSaturation, coloursHaveTheirNames,
                phashBarelyMovesWithThePicture, phashOfFlatPicturesIsZero});
}
