#include "frame/cut_test.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSize(320, 180);

// Feeds pictures and keeps what the test said about each.
class Stream {
  public:
    CutFeatures show(const cv::Mat& picture)
    {
        const CutFeatures features = test_.next(reduced(picture));
        assertSane(features);
        cuts_ += features.likelyCut;
        return features;
    }
    void show(const cv::Mat& picture, int times)
    {
        for (int i = 0; i < times; ++i)
            show(withNoise(picture, 2.0, static_cast<uint64_t>(++shown_)));
    }
    int cuts() const { return cuts_; }
    void reset() { test_.reset(); }

  private:
    static void assertSane(const CutFeatures& features)
    {
        ck_assert(features.difference >= 0.0 && features.difference <= 1.0);
        ck_assert(features.histogram >= 0.0 && features.histogram <= 1.0);
        ck_assert(features.ratio >= 0.0 && std::isfinite(features.ratio));
        ck_assert(std::abs(features.correlation) <= 1.0 + 1e-9);
        ck_assert(!features.first || !features.likelyCut);
    }

    CutTest test_;
    int shown_ = 0;
    int cuts_ = 0;
};

cv::Mat flat(int level)
{
    return cv::Mat(kSize, CV_8UC1, cv::Scalar(level));
}

cv::Mat brighter(const cv::Mat& picture, double gain, double offset)
{
    cv::Mat result;
    picture.convertTo(result, -1, gain, offset);
    return result;
}

// A pan over a wide texture that speeds up from nothing within `ramp` frames.
int cutsInWhipPan(const cv::Mat& wide, double widthsPerFrame, int ramp)
{
    Stream stream;
    double x = 200.0, speed = 0.0;
    for (int i = 0; i < 30 && x < wide.cols - 200.0; ++i) {
        if (i >= 12)
            speed = std::min(widthsPerFrame, speed + widthsPerFrame / ramp);
        x += speed * kSize.width;
        stream.show(view(wide, {x, 150.0}, kSize));
    }
    return stream.cuts();
}

}  // namespace

START_TEST(theFirstPictureHasNothingBeforeIt)
{
    Stream stream;
    ck_assert(stream.show(texture(320, 180, 1)).first);
    ck_assert(!stream.show(texture(320, 180, 1)).first);
    stream.reset();
    ck_assert(stream.show(texture(320, 180, 2)).first);
}
END_TEST

START_TEST(theSamePictureDiffersByNothing)
{
    Stream stream;
    for (const cv::Mat& picture : {texture(320, 180, 1), flat(0), flat(255)}) {
        stream.show(picture);
        const CutFeatures same = stream.show(picture);
        ck_assert_double_eq(same.difference, 0.0);
        ck_assert_double_eq(same.histogram, 0.0);
        ck_assert_double_eq(same.ratio, 0.0);
        ck_assert(!same.likelyCut);
    }
}
END_TEST

START_TEST(theNumbersMeanWhatTheyAreCalled)
{
    Stream stream;
    stream.show(flat(51));
    const CutFeatures step = stream.show(flat(102));
    ck_assert_double_eq_tol(step.difference, 0.2, 1e-9);
    ck_assert_double_eq_tol(step.histogram, 0.5, 1e-9);  // all of Y, nothing of U and V
    ck_assert_double_eq_tol(step.ratio, 20.0, 1e-6);     // over the noise of 0.01
    ck_assert_double_eq(step.correlation, 0.0);

    cv::Mat negative;
    const cv::Mat picture = texture(320, 180, 1);
    cv::bitwise_not(picture, negative);
    stream.show(picture);
    ck_assert_double_eq_tol(stream.show(negative).correlation, -1.0, 0.001);
}
END_TEST

START_TEST(theHistogramSeesColourWithoutBrightness)
{
    const auto coloured = [](int blue) {
        // Luma of BT.601 stays: what blue gains in brightness, green gives.
        const double green = 150.0 - (blue - 100.0) * 0.114 / 0.587;
        return cv::Mat(kSize, CV_8UC3, cv::Scalar(100.0, green, blue));
    };
    Stream stream;
    stream.show(coloured(60));
    const CutFeatures step = stream.show(coloured(200));
    ck_assert_double_le(step.difference, 0.006);
    ck_assert_double_ge(step.histogram, 0.24);
}
END_TEST

START_TEST(anotherSceneIsACut)
{
    int found = 0;
    for (uint64_t seed = 0; seed < 40; ++seed) {
        Stream stream;
        stream.show(texture(320, 180, seed), 12);
        ck_assert_int_eq(stream.cuts(), 0);
        stream.show(texture(320, 180, seed + 500), 6);
        found += stream.cuts() == 1;
    }
    ck_assert_int_ge(found, 39);
}
END_TEST

START_TEST(anotherLandscapeIsACut)
{
    // Both are bright above and dark below: only their detail tells them apart.
    const auto landscape = [](uint64_t seed) {
        cv::Mat picture = brighter(texture(320, 180, seed), 0.35, 40.0);
        for (int y = 0; y < picture.rows; ++y)
            picture.row(y) += cv::Scalar::all(120.0 - 120.0 * y / picture.rows);
        return picture;
    };
    int found = 0;
    for (uint64_t seed = 0; seed < 20; ++seed) {
        Stream stream;
        stream.show(landscape(seed), 6);
        const CutFeatures change = stream.show(brighter(landscape(seed + 500), 0.5, 0.0));
        ck_assert_double_le(change.correlation, 0.25);
        found += change.likelyCut;
    }
    ck_assert_int_ge(found, 18);
}
END_TEST

START_TEST(aSecondFrameCanBeACut)
{
    int found = 0;
    for (uint64_t seed = 0; seed < 40; ++seed) {
        Stream stream;
        stream.show(texture(320, 180, seed));
        found += stream.show(texture(320, 180, seed + 500)).likelyCut;
    }
    ck_assert_int_ge(found, 39);

    Stream fromBlack;
    fromBlack.show(flat(0));
    ck_assert(fromBlack.show(texture(320, 180, 1)).likelyCut);
}
END_TEST

START_TEST(cutsInQuickSuccessionAreFound)
{
    Stream stream;
    stream.show(texture(320, 180, 1), 12);
    for (uint64_t seed = 2; seed < 8; ++seed)
        stream.show(texture(320, 180, seed), 4);
    ck_assert_int_eq(stream.cuts(), 6);
}
END_TEST

START_TEST(aStreamThatIsAllCutsIsItsOwnMeasure)
{
    Stream stream;
    for (uint64_t seed = 0; seed < 20; ++seed)
        stream.show(texture(320, 180, seed));
    ck_assert_int_ge(stream.cuts(), 1);
    ck_assert_int_le(stream.cuts(), 5);
}
END_TEST

START_TEST(aCutOutOfMotionIsFound)
{
    const cv::Mat wide = texture(2000, 360, 3);
    Stream stream;
    for (int i = 0; i < 15; ++i)
        stream.show(view(wide, {300.0 + 8.0 * i, 180.0}, kSize));
    ck_assert_int_eq(stream.cuts(), 0);
    stream.show(view(texture(2000, 360, 4), {300.0, 180.0}, kSize));
    ck_assert_int_eq(stream.cuts(), 1);
}
END_TEST

START_TEST(whipPansAreNoCuts)
{
    for (int seed = 1; seed <= 3; ++seed) {
        const cv::Mat wide = texture(1400, 300, static_cast<uint64_t>(seed));
        for (const double speed : {0.02, 0.05, 0.1, 0.15, 0.2})
            for (const int ramp : {1, 3})
                ck_assert_msg(cutsInWhipPan(wide, speed, ramp) == 0,
                              "%f widths a frame within %d frames, texture %d", speed, ramp, seed);
    }
}
END_TEST

START_TEST(motionAndZoomAreNoCuts)
{
    const cv::Mat large = texture(1200, 800, 5);
    Stream stream;
    for (int i = 0; i < 25; ++i)
        stream.show(view(large, {600.0, 400.0, 0.5 * std::pow(1.05, i), 2.0 * i}, kSize));
    ck_assert_int_eq(stream.cuts(), 0);
    stream.reset();
    for (int i = 0; i < 40; ++i)
        stream.show(view(large, {600.0 + 40.0 * std::sin(i), 400.0 + 25.0 * std::cos(1.7 * i), 1.6},
                         kSize));
    ck_assert_int_eq(stream.cuts(), 0);
}
END_TEST

START_TEST(exposureAndFlashesAreNoCuts)
{
    const cv::Mat scene = texture(320, 180, 6);
    Stream stream;
    stream.show(scene, 12);
    stream.show(brighter(scene, 0.6, 0.0), 12);
    stream.show(brighter(scene, 1.2, 20.0), 12);
    stream.show(scene, 12);
    stream.show(brighter(scene, 0.8, 90.0), 1);
    stream.show(scene, 5);
    ck_assert_int_eq(stream.cuts(), 0);
}
END_TEST

START_TEST(noiseIsNoCut)
{
    Stream stream;
    for (uint64_t i = 0; i < 20; ++i)
        stream.show(withNoise(flat(60), 25.0, i));
    ck_assert_int_eq(stream.cuts(), 0);
}
END_TEST

START_TEST(glitterIsNoCut)
{
    // Detail that changes place inside every block, as on water: unlike in every cell, no shift
    // brings it back, but the blocks' shares of bright and dark stay.
    cv::Mat cells(36, 64, CV_8UC1, cv::Scalar(90));
    for (int y = 0; y < cells.rows; ++y)
        for (int x = 0; x < cells.cols; ++x)
            if ((x * 7 + y * 13) % 3 == 0)
                cells.at<uint8_t>(y, x) = 150;
    cv::RNG random(5);
    const auto shuffled = [&] {
        cv::Mat result = cells.clone(), picture;
        for (int top = 0; top < 36; top += 12)
            for (int left = 0; left < 64; left += 16) {
                cv::Mat block = result(cv::Rect(left, top, 16, 12)).clone();
                cv::randShuffle(block, 1.0, &random);
                block.copyTo(result(cv::Rect(left, top, 16, 12)));
            }
        cv::resize(result, picture, kSize, 0, 0, cv::INTER_NEAREST);
        return picture;
    };
    Stream stream;
    stream.show(shuffled());
    const CutFeatures change = stream.show(shuffled());
    ck_assert_double_ge(change.difference, 0.06);
    ck_assert_double_le(change.correlation, 0.2);
    ck_assert_double_le(change.histogram, 0.01);
    ck_assert(!change.likelyCut);
}
END_TEST

START_TEST(aFaintChangeIsNoCut)
{
    Stream stream;
    stream.show(brighter(texture(320, 180, 1), 0.25, 80.0));
    const CutFeatures change = stream.show(brighter(texture(320, 180, 501), 0.25, 80.0));
    ck_assert_double_ge(change.ratio, 2.5);
    ck_assert_double_le(change.difference, 0.04);
    ck_assert_double_ge(change.histogram, 0.1);
    ck_assert(!change.likelyCut);
}
END_TEST

START_TEST(theRatioComparesWithTheFramesBefore)
{
    const cv::Mat wide = texture(3000, 360, 7);
    Stream stream;
    CutFeatures last;
    for (int i = 0; i < 15; ++i)
        last = stream.show(view(wide, {300.0 + 16.0 * i, 180.0}, kSize));
    ck_assert_double_ge(last.ratio, 0.6);
    ck_assert_double_le(last.ratio, 1.3);

    // One large difference among the eight doesn't raise what counts as usual.
    stream.reset();
    stream.show(flat(20), 9);
    stream.show(flat(200), 3);
    ck_assert_double_ge(stream.show(flat(100)).ratio, 20.0);
}
END_TEST

START_TEST(aKeptPictureStaysAsItWas)
{
    CutTest test;
    ReducedPicture picture;
    const cv::Mat first = texture(320, 180, 1), second = texture(320, 180, 2);
    reduce(imageView(first), 320, picture);
    test.next(picture);
    reduce(imageView(second), 320, picture);  // into the same memory
    ck_assert(test.next(picture).likelyCut);
}
END_TEST

int main()
{
    return animatize::test::run(
        "cut-test", {theFirstPictureHasNothingBeforeIt, theSamePictureDiffersByNothing,
                     theNumbersMeanWhatTheyAreCalled, theHistogramSeesColourWithoutBrightness,
                     anotherSceneIsACut, anotherLandscapeIsACut, aSecondFrameCanBeACut,
                     cutsInQuickSuccessionAreFound, aStreamThatIsAllCutsIsItsOwnMeasure,
                     aCutOutOfMotionIsFound, whipPansAreNoCuts, motionAndZoomAreNoCuts,
                     exposureAndFlashesAreNoCuts, noiseIsNoCut, glitterIsNoCut, aFaintChangeIsNoCut,
                     theRatioComparesWithTheFramesBefore, aKeptPictureStaysAsItWas});
}
