// Lights whose place and colour are known, and scenes that only look like it.
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "analysed.h"
#include "scene/analyses/illuminant.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSize(320, 180);

std::optional<double> light(const cv::Mat& picture, const char* name)
{
    return analysed(picture).light.number(name);
}

// Gain in linear light; `gain` of each pixel by its place.
template <typename Gain>
cv::Mat lit(const cv::Mat& picture, Gain gain)
{
    cv::Mat result = picture.clone();
    for (int y = 0; y < result.rows; ++y)
        for (int x = 0; x < result.cols; ++x)
            for (int i = 0; i < 3; ++i) {
                uint8_t& level = result.at<cv::Vec3b>(y, x)[i];
                level = cv::saturate_cast<uint8_t>(level * std::pow(gain(x, y, i), 1.0 / 2.4));
            }
    return result;
}

// Red, green and blue of a glowing body on a D65 display, the strongest 1: made beforehand from
// Planck's law and the colour matching functions of 1931.
struct Glow {
    double kelvin;
    double rgb[3];
};
constexpr Glow kGlows[] = {{3000.0, {1.0, 0.4839, 0.1545}},
                           {4000.0, {1.0, 0.6590, 0.3789}},
                           {5000.0, {1.0, 0.7954, 0.6300}},
                           {6500.0, {1.0, 0.9445, 0.9930}},
                           {9000.0, {0.6739, 0.7399, 1.0}}};

// Grey and coloured things together.
cv::Mat market(uint64_t seed)
{
    cv::Mat grey, coloured = colourLeaves({640, 360}, seed);
    cv::cvtColor(coloured, grey, cv::COLOR_RGB2GRAY);
    cv::cvtColor(grey, grey, cv::COLOR_GRAY2RGB);
    grey.colRange(0, 320).copyTo(coloured.colRange(0, 320));
    return coloured;
}

cv::Mat glowing(const cv::Mat& picture, const Glow& glow)
{
    cv::Mat table(1, 256, CV_8UC3), result;
    const auto linear = [](double v) {
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    const auto coded = [](double v) {
        return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1.0 / 2.4) - 0.055;
    };
    for (int i = 0; i < 256; ++i)
        for (int c = 0; c < 3; ++c)
            table.at<cv::Vec3b>(0, i)[c] =
                cv::saturate_cast<uint8_t>(255.0 * coded(glow.rgb[c] * linear(i / 255.0)));
    cv::LUT(picture, table, result);
    return result;
}

// A dark figure before a bright, softly shaded ground.
cv::Mat figure(int dark, int bright, bool detail)
{
    cv::Mat picture(kSize, CV_8UC3, cv::Scalar::all(bright));
    for (int y = 0; y < kSize.height; ++y)
        picture.row(y) = cv::Scalar::all(bright - y / 12);
    cv::Mat mask(kSize, CV_8U, cv::Scalar(0)), skin(kSize, CV_8UC3, cv::Scalar::all(dark));
    cv::circle(mask, {160, 60}, 22, cv::Scalar(255), cv::FILLED);
    cv::rectangle(mask, {130, 80, 60, 100}, cv::Scalar(255), cv::FILLED);
    if (detail)
        skin = colourLeaves(kSize, 3) * 0.35 + cv::Scalar::all(dark / 2);
    skin.copyTo(picture, mask);
    return picture;
}

}  // namespace

START_TEST(theKeyIsWhereMostTonesAre)
{
    const cv::Mat picture = colourLeaves(kSize, 3);
    const auto key = [](const cv::Mat& shown) { return analysed(shown).light.text("key").value(); };
    ck_assert(key(picture) == "normal");
    ck_assert(key(picture * 0.25) == "low");
    ck_assert(key(picture * 0.35 + cv::Scalar::all(165)) == "high");
    cv::Mat half = picture * 0.1;
    picture.colRange(160, 320).copyTo(half.colRange(160, 320));
    ck_assert(key(half) == "normal");
}
END_TEST

START_TEST(theContrastRatioIsThatOfLight)
{
    cv::Mat halves(kSize, CV_8U, cv::Scalar(0));
    halves.colRange(160, 320) = 255;
    ck_assert_double_eq_tol(light(halves, "contrast-ratio").value(), 21.0, 1e-6);
    halves.colRange(0, 160) = 102;
    const double dark = std::pow(0.4, 2.4) + 0.05;
    ck_assert_double_eq_tol(light(halves, "contrast-ratio").value(), 1.05 / dark, 0.01);
}
END_TEST

START_TEST(theTemperatureOfALightIsMeasured)
{
    for (uint64_t seed = 1; seed <= 4; ++seed)
        for (const Glow& glow : kGlows) {
            const auto kelvin = light(glowing(market(seed), glow), "colour-temperature");
            ck_assert_msg(kelvin.has_value(), "%.0f", glow.kelvin);
            // 20 mired are about what an eye notices.
            ck_assert_double_eq_tol(1e6 / *kelvin, 1e6 / glow.kelvin, 25.0);
        }
}
END_TEST

START_TEST(colouredSurfacesAreNoLight)
{
    for (const cv::Scalar& colour : {cv::Scalar(60, 160, 40), cv::Scalar(190, 40, 170)}) {
        cv::Mat shaded;
        cv::cvtColor(leaves({640, 360}, 5), shaded, cv::COLOR_GRAY2RGB);
        cv::multiply(shaded, colour / 160.0, shaded);
        ck_assert(!light(shaded, "colour-temperature"));
    }
}
END_TEST

START_TEST(aFigureBeforeTheLightIsBackLit)
{
    ck_assert_double_ge(light(figure(25, 220, true), "back-light").value(), 0.6);
    ck_assert_double_le(light(figure(195, 220, false), "back-light").value(), 0.1);
    // The sky over a plain is brighter than it, and behind nothing.
    cv::Mat plain = figure(200, 220, false);
    plain.rowRange(90, 180) = cv::Scalar::all(30);
    ck_assert_double_le(light(plain, "back-light").value(), 0.1);
    ck_assert_double_le(light(colourLeaves(kSize, 4), "back-light").value(), 0.1);
}
END_TEST

START_TEST(aSilhouetteShowsNothingInside)
{
    ck_assert_double_ge(light(figure(14, 220, false), "silhouette").value(), 0.8);
    ck_assert_double_le(light(figure(40, 220, true), "silhouette").value(), 0.2);
    ck_assert_double_le(light(colourLeaves(kSize, 4), "silhouette").value(), 0.05);
}
END_TEST

START_TEST(sideLightKnowsItsSideAndStops)
{
    cv::Mat wall;
    cv::GaussianBlur(colourTexture(kSize.width, kSize.height, 5), wall, {}, 2.0);
    wall = wall * 0.25 + cv::Scalar::all(90);
    double before = -1.0;
    for (const double stops : {1.0, 1.6, 2.2}) {
        const auto gain = [&](int x, int, int) { return std::exp2(stops * (x / 320.0 - 0.5)); };
        const SceneRecord record = analysed(lit(wall, gain));
        ck_assert(record.light.text("side-light-from") == "right");
        const double now = record.light.number("side-light").value();
        ck_assert_double_eq_tol(now, (stops - 0.5) / 2.5, 0.12);
        ck_assert_double_gt(now, before);
        before = now;
        cv::Mat mirrored;
        cv::flip(lit(wall, gain), mirrored, 1);
        ck_assert(analysed(mirrored).light.text("side-light-from") == "left");
    }
    ck_assert(!analysed(wall).light.text("side-light-from"));
}
END_TEST

START_TEST(twoHalvesAreNoSideLight)
{
    cv::Mat halves = colourLeaves(kSize, 4) * 0.3;
    halves.colRange(160, 320) += cv::Scalar::all(150);
    ck_assert(!analysed(halves).light.text("side-light-from"));
}
END_TEST

START_TEST(theGoldenHourIsWarmOutsideAndLow)
{
    // A sky that glows towards the horizon, and a grey figure with people's colours before it.
    cv::Mat evening = market(3);
    cv::resize(evening, evening, kSize, 0, 0, cv::INTER_AREA);
    evening *= 0.6;
    for (int y = 0; y < 90; ++y)
        evening.row(y) = cv::Scalar::all(110 + y);
    const double golden = light(glowing(evening, kGlows[0]), "golden-hour").value_or(0.0);
    ck_assert_double_ge(golden, 0.4);
    ck_assert_double_eq(light(glowing(evening, kGlows[3]), "golden-hour").value_or(0.0), 0.0);
    // A warm lamp over the same things, without a sky, is none.
    ck_assert_double_le(light(glowing(market(3), kGlows[0]), "golden-hour").value_or(0.0), 0.1);
}
END_TEST

START_TEST(whatHasNoLightSaysNothing)
{
    ck_assert(analysed(cv::Mat(kSize, CV_8U, cv::Scalar(90))).light.empty());
    ck_assert(!colourTemperature(cv::Mat(1, 1, CV_8UC3, cv::Scalar(10, 200, 90))));
    ck_assert(!colourTemperature(cv::Mat(90, 160, CV_8UC3, cv::Scalar::all(0))));
}
END_TEST

int main()
{
    return run("lighting", {theKeyIsWhereMostTonesAre, theContrastRatioIsThatOfLight,
                            theTemperatureOfALightIsMeasured, colouredSurfacesAreNoLight,
                            aFigureBeforeTheLightIsBackLit, aSilhouetteShowsNothingInside,
                            sideLightKnowsItsSideAndStops, twoHalvesAreNoSideLight,
                            theGoldenHourIsWarmOutsideAndLow, whatHasNoLightSaysNothing});
}
