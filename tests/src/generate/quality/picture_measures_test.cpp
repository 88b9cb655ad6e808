// The measures one by one, on pictures whose truth is exact.
#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "generate/quality/block_edges.h"
#include "generate/quality/brisque.h"
#include "generate/quality/missing_part.h"
#include "generate/quality/picture_content.h"
#include "generate/quality/picture_noise.h"
#include "generate/quality/tone.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

cv::Mat grey(double level, cv::Size size = {320, 192})
{
    return cv::Mat(size, CV_8UC1, cv::Scalar(level));
}

cv::Mat ground()
{
    return texture(320, 192, 3);
}

/// Every second block of the grid is brighter by a step.
cv::Mat blocky(const cv::Mat& picture, int side, double step, cv::Point from = {})
{
    cv::Mat result = picture.clone();
    for (int y = 0; y < result.rows; ++y)
        for (int x = 0; x < result.cols; ++x)
            if (((x - from.x + 640) / side + (y - from.y + 640) / side) % 2 == 0)
                result.at<uint8_t>(y, x) =
                    cv::saturate_cast<uint8_t>(result.at<uint8_t>(y, x) + step);
    return result;
}

START_TEST(tonesAreCounted)
{
    cv::Mat picture = grey(100);
    picture.rowRange(0, 48).setTo(0);      // a quarter
    picture.rowRange(48, 144).setTo(254);  // a half
    const Tone tone = toneOf(LevelCounts(picture));
    ck_assert_double_eq_tol(tone.black, 0.25, 1e-9);
    ck_assert_double_eq_tol(tone.white, 0.5, 1e-9);
    ck_assert_double_eq_tol(tone.mean, 0.25 * 100 + 0.5 * 254, 1e-9);
    ck_assert_double_eq(tone.darkest, 0.0);
    ck_assert_double_eq(tone.brightest, 254.0);
    picture = grey(100);
    picture.at<uint8_t>(3, 3) = 255;  // one of 61440
    ck_assert_double_eq(toneOf(LevelCounts(picture)).brightest, 100.0);
}
END_TEST

START_TEST(contentIsWhatIsLeftOfGradientsAndNoise)
{
    cv::Mat bowl(192, 320, CV_8UC1);
    for (int y = 0; y < bowl.rows; ++y)
        for (int x = 0; x < bowl.cols; ++x)
            bowl.at<uint8_t>(y, x) = cv::saturate_cast<uint8_t>(20.0 + 0.3 * x + 0.2 * y +
                                                                1e-3 * (x - 160.0) * (x - 160.0));
    ck_assert_double_lt(contentOf(grey(40)), 1e-9);
    ck_assert_double_lt(contentOf(bowl), 0.5);
    ck_assert_double_lt(contentOf(withNoise(grey(120), 8.0, 1)), 1.0);
    // Half of it 20 levels brighter: a step leaves about a third of itself beside a surface.
    cv::Mat step = grey(100);
    step.colRange(0, 160).setTo(120);
    const double content = contentOf(step);
    ck_assert_double_gt(content, 3.0);
    ck_assert_double_lt(content, 5.0);
    cv::Mat faint = grey(100);
    faint.colRange(0, 160).setTo(110);
    ck_assert_double_eq_tol(contentOf(faint), content / 2.0, 1e-6);
}
END_TEST

START_TEST(fewBrightPointsAreContent)
{
    cv::Mat stars = grey(5);
    for (int i = 0; i < 40; ++i)
        stars.at<uint8_t>((i * 37) % 192, (i * 101) % 320) = 255;
    ck_assert_double_eq_tol(contentOf(stars), 250.0 * std::sqrt(40.0 / stars.total()), 0.1);
}
END_TEST

START_TEST(noiseIsMeasuredAtTheScaleThatItHas)
{
    for (const int cell : {1, 2, 4, 8}) {
        cv::Mat cells(192 / cell, 320 / cell, CV_8UC1), picture;
        cv::RNG random(2);
        random.fill(cells, cv::RNG::NORMAL, 128, 30);
        cv::resize(cells, picture, {320, 192}, 0, 0, cv::INTER_NEAREST);
        const PictureNoise found = noisinessOf(picture);
        ck_assert_double_gt(found.noise, 0.8);
        ck_assert_double_lt(found.stripes, 0.05);
    }
    ck_assert_double_eq(noisinessOf(grey(30)).noise, 0.0);
    ck_assert_double_lt(noisinessOf(ground()).noise, 0.3);
}
END_TEST

START_TEST(noiseIsAShareOfThePicture)
{
    double last = noisinessOf(ground()).noise;
    for (const double sigma : {10.0, 20.0, 40.0, 80.0}) {
        const double found = noisinessOf(withNoise(ground(), sigma, 4)).noise;
        ck_assert_double_gt(found, last);
        last = found;
    }
    ck_assert_double_lt(last, 1.1);
}
END_TEST

START_TEST(stripesRunOneWay)
{
    cv::Mat rows = grey(0), columns;
    cv::RNG random(8);
    for (int y = 0; y < rows.rows; ++y)
        rows.row(y).setTo(random.uniform(0, 256));
    cv::transpose(rows, columns);
    for (const cv::Mat& picture : {rows, columns}) {
        ck_assert_double_gt(noisinessOf(picture).stripes, 0.8);
        ck_assert_double_lt(noisinessOf(picture).noise, 0.01);
    }
    // Blinds are wider than a row.
    for (int y = 0; y < rows.rows; ++y)
        rows.row(y).setTo(y / 12 % 2 ? 40 : 200);
    ck_assert_double_eq(noisinessOf(rows).stripes, 0.0);
}
END_TEST

START_TEST(blocksAreFoundWhereverTheirGridLies)
{
    const double none = blockEdges(ground());
    ck_assert_double_lt(none, 0.1);
    for (const cv::Point from : {cv::Point(0, 0), cv::Point(3, 5)}) {
        double last = none;
        for (const double step : {2.0, 4.0, 8.0}) {
            const double found = blockEdges(blocky(ground(), 8, step, from));
            ck_assert_double_gt(found, last + 0.1);
            last = found;
        }
    }
    ck_assert_double_gt(blockEdges(blocky(ground(), 16, 8.0)), 1.0);
    ck_assert_double_gt(blockEdges(blocky(texture(640, 384, 3), 64, 8.0)), 1.0);
}
END_TEST

START_TEST(realEdgesAreNoBlocks)
{
    // Straight, strong, on lines of the grid: but few, or one way only.
    cv::Mat house = ground();
    for (const int x : {64, 128, 192, 256})
        house.colRange(x, x + 24).setTo(30);
    house.rowRange(96, 104).setTo(220);
    ck_assert_double_lt(blockEdges(house), 0.1);
    cv::Mat fence = ground();
    for (int x = 0; x + 8 <= fence.cols; x += 16)
        fence.colRange(x, x + 8).setTo(30);
    ck_assert_double_lt(blockEdges(fence), 0.1);
    ck_assert_double_eq(blockEdges(grey(90)), 0.0);
    ck_assert_double_eq(blockEdges(grey(90, {39, 200})), 0.0);
}
END_TEST

START_TEST(whatIsMissingIsAShareOfTheHeight)
{
    cv::Mat picture = ground();
    ck_assert_double_eq(missingPart(picture), 0.0);
    picture.rowRange(144, 192).setTo(128);
    ck_assert_double_eq_tol(missingPart(picture), 0.25, 0.02);
    // Within a row of blocks.
    picture(cv::Range(128, 144), cv::Range(100, 320)).setTo(128);
    ck_assert_double_eq_tol(missingPart(picture), 0.25, 0.02);
}
END_TEST

START_TEST(plainGroundsAndBarsAreNotMissing)
{
    cv::Mat thing = grey(240);
    ground()(cv::Rect(120, 20, 80, 120)).copyTo(thing(cv::Rect(120, 20, 80, 120)));
    ck_assert_double_eq(missingPart(thing), 0.0);
    cv::Mat bars = ground();
    bars.rowRange(0, 24).setTo(0);
    bars.rowRange(168, 192).setTo(0);
    ck_assert_double_eq(missingPart(bars), 0.0);
    cv::Mat dusk = ground();
    for (int y = 0; y < dusk.rows; ++y)
        dusk.row(y) *= std::max(0.0, 1.0 - y / 120.0);
    ck_assert_double_eq(missingPart(dusk), 0.0);
    ck_assert_double_eq(missingPart(grey(0)), 0.0);
}
END_TEST

START_TEST(brisqueTellsMushFromTexture)
{
    // Built with OpenCV's module, but perhaps without the model.
    const auto sharp = brisqueOf(ground());
    if (!sharp)
        return;
    cv::Mat mush;
    cv::GaussianBlur(ground(), mush, {}, 6.0);
    ck_assert_double_ge(*sharp, 0.0);
    ck_assert_double_gt(*brisqueOf(mush), *sharp);
    ck_assert_double_le(*brisqueOf(grey(128)), 100.0);
    ck_assert(!brisqueOf(grey(128, {31, 200})));
}
END_TEST

}  // namespace

int main()
{
    return run("picture-measures",
               {tonesAreCounted, contentIsWhatIsLeftOfGradientsAndNoise, fewBrightPointsAreContent,
                noiseIsMeasuredAtTheScaleThatItHas, noiseIsAShareOfThePicture, stripesRunOneWay,
                blocksAreFoundWhereverTheirGridLies, realEdgesAreNoBlocks,
                whatIsMissingIsAShareOfTheHeight, plainGroundsAndBarsAreNotMissing,
                brisqueTellsMushFromTexture});
}
