#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "analysed.h"
#include "scene/analyses/analyses.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

void assertState(const cv::Mat& picture, const char* state)
{
    const std::string found = analysed(picture).state;
    ck_assert_str_eq(found.c_str(), state);
}

cv::Mat field(int r, int g, int b)
{
    return cv::Mat(180, 320, CV_8UC3, cv::Scalar(r, g, b));
}

const cv::Scalar kWhite(191, 191, 191), kYellow(191, 191, 0), kCyan(0, 191, 191), kGreen(0, 191, 0),
    kMagenta(191, 0, 191), kRed(191, 0, 0), kBlue(0, 0, 191), kBlack(0, 0, 0);

cv::Mat barsOf(int level)
{
    cv::Mat bars = columns({kWhite, kYellow, kCyan, kGreen, kMagenta, kRed, kBlue, kBlack});
    return bars * (level / 191.0);
}

}  // namespace

START_TEST(blackIsBlackAlsoWithNoise)
{
    assertState(field(0, 0, 0), "black");
    assertState(withNoise(field(2, 2, 2), 4.0, 3), "black");
}
END_TEST

START_TEST(whiteIsWhite)
{
    assertState(field(255, 255, 255), "white");
    assertState(withNoise(field(254, 254, 254), 3.0, 3), "white");
}
END_TEST

START_TEST(oneColourIsFlat)
{
    assertState(field(128, 128, 128), "flat");
    assertState(field(30, 60, 200), "flat");
    assertState(withNoise(field(90, 100, 110), 5.0, 3), "flat");
}
END_TEST

START_TEST(picturesAreNormal)
{
    assertState(colourTexture(320, 180, 4), "normal");
    assertState(texture(320, 180, 4), "normal");
    cv::Mat night = field(0, 0, 0);
    cv::circle(night, {100, 60}, 30, cv::Scalar(255, 240, 200), -1);
    assertState(night, "normal");
}
END_TEST

START_TEST(coloursOfOneBrightnessAreNotFlat)
{
    // Red and a green of the same luma.
    assertState(columns({{150, 40, 40}, {20, 106, 40}}), "normal");
}
END_TEST

START_TEST(barsAreBars)
{
    assertState(columns({kWhite, kYellow, kCyan, kGreen, kMagenta, kRed, kBlue}), "bars");
    const cv::Mat ebu =
        columns({{255, 255, 255}, kYellow, kCyan, kGreen, kMagenta, kRed, kBlue, kBlack});
    assertState(ebu, "bars");
    assertState(withNoise(ebu, 3.0, 1), "bars");
}
END_TEST

START_TEST(barsAreKnownAtEveryLevel)
{
    for (const int level : {255, 191, 140}) {
        const cv::Mat bars = barsOf(level);
        for (const int height : {180, 120}) {
            cv::Mat picture = bars.clone();
            picture.rowRange(height, 180) = cv::Scalar(20, 20, 60);
            assertState(picture, "bars");
        }
    }
}
END_TEST

START_TEST(barsAreKnownScaledAndBoxed)
{
    for (const cv::Rect box : {cv::Rect(0, 22, 320, 136), cv::Rect(40, 0, 240, 180),
                               cv::Rect(9, 7, 301, 165), cv::Rect(40, 30, 240, 120)}) {
        cv::Mat picture = field(0, 0, 0), inside;
        cv::resize(barsOf(191), inside, box.size(), 0, 0, cv::INTER_LINEAR);
        inside.copyTo(picture(box));
        assertState(picture, "bars");
    }
    // RP 219 stands between panels of 40 % grey.
    cv::Mat wide = field(102, 102, 102);
    cv::resize(barsOf(191), wide(cv::Rect(40, 0, 240, 180)), {240, 180});
    assertState(wide, "bars");
}
END_TEST

START_TEST(barsAreKnownOutOfAnEncoder)
{
    for (const int quality : {90, 50, 25, 12}) {
        std::vector<uint8_t> bytes;
        cv::imencode(".jpg", withNoise(barsOf(191), 2.0, 3), bytes,
                     {cv::IMWRITE_JPEG_QUALITY, quality});
        // The codec calls the channels otherwise, and gives them back as they came.
        assertState(cv::imdecode(bytes, cv::IMREAD_COLOR), "bars");
    }
}
END_TEST

START_TEST(otherStripesAreNoBars)
{
    assertState(columns({kYellow, kCyan, kGreen, kMagenta, kRed, kBlue, kWhite}), "normal");
    assertState(columns({kWhite, kYellow, kCyan, kGreen, kMagenta, kRed}), "normal");
    cv::Mat grey;
    cv::cvtColor(columns({kWhite, kYellow, kCyan, kGreen, kMagenta, kRed, kBlue}), grey,
                 cv::COLOR_RGB2GRAY);
    assertState(grey, "normal");
    cv::Mat lying, uneven = field(191, 191, 191), painted = barsOf(191);
    cv::rotate(barsOf(191), lying, cv::ROTATE_90_CLOCKWISE);
    assertState(lying, "normal");
    cv::resize(barsOf(191)(cv::Rect(40, 0, 280, 180)), uneven(cv::Rect(120, 0, 200, 180)),
               {200, 180});
    assertState(uneven, "normal");  // a white bar that is four times as wide
    cv::circle(painted, {160, 60}, 40, cv::Scalar(200, 120, 90), cv::FILLED);
    assertState(painted, "normal");
    assertState(columns({kWhite, {110, 110, 0}, kCyan, kGreen, kMagenta, kRed, kBlue}), "normal");
}
END_TEST

START_TEST(signalsWithoutPictureSayNothingMore)
{
    for (const cv::Mat& picture : {field(0, 0, 0), field(255, 255, 255), field(30, 60, 200)}) {
        const SceneRecord record = analysed(picture);
        ck_assert(record.depth.empty());
        ck_assert(record.composition.empty());
        ck_assert(record.aesthetics.empty());
        ck_assert_double_eq(record.sharpness, 0.0);
        ck_assert_double_eq(record.keyframeScore.value(), 0.0);
        for (const double evidence : record.sceneEvidence)
            ck_assert_double_eq(evidence, 0.0);
    }
}
END_TEST

int main()
{
    return run("state",
               {blackIsBlackAlsoWithNoise, whiteIsWhite, oneColourIsFlat, picturesAreNormal,
                coloursOfOneBrightnessAreNotFlat, barsAreBars, barsAreKnownAtEveryLevel,
                barsAreKnownScaledAndBoxed, barsAreKnownOutOfAnEncoder, otherStripesAreNoBars,
                signalsWithoutPictureSayNothingMore});
}
