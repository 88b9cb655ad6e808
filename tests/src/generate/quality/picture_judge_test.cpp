// The judge: what is refused, in what words, what passes, and that more of a fault is never better.
#include "generate/quality/picture_judge.h"

#include <atomic>
#include <thread>

#include <stdlib.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSize(640, 384);

/// Things of many sizes with sharp outlines, before a soft ground: as pictures are built.
cv::Mat scene(uint64_t seed = 1, cv::Size size = kSize)
{
    cv::Mat picture;
    cv::GaussianBlur(colourTexture(size.width, size.height, seed), picture, {}, 2.0);
    cv::RNG random(seed * 101 + 7);
    for (int i = 0; i < 60; ++i) {
        const cv::Scalar colour(random.uniform(0, 256), random.uniform(0, 256),
                                random.uniform(0, 256));
        const cv::Point middle(random.uniform(0, size.width), random.uniform(0, size.height));
        const cv::Size axes(random.uniform(2, size.width / 12), random.uniform(2, size.height / 9));
        cv::ellipse(picture, middle, axes, random.uniform(0, 180), 0, 360, colour, cv::FILLED,
                    cv::LINE_AA);
    }
    return picture;
}

cv::Mat plain(double level)
{
    return cv::Mat(kSize, CV_8UC3, cv::Scalar::all(level));
}

double quality(const cv::Mat& picture)
{
    const double found = judge(picture, {}).quality;
    ck_assert(found >= 0.0 && found <= 1.0);
    return found;
}

void refused(const cv::Mat& picture, const char* words)
{
    const Judgement judgement = judge(picture, {});
    ck_assert_double_lt(judgement.quality, kMinQuality);
    ck_assert_str_eq(judgement.flaw.c_str(), words);
}

/// Quality falls with each of the pictures, by something.
void falls(const std::vector<cv::Mat>& pictures)
{
    double last = quality(scene());
    for (const cv::Mat& picture : pictures) {
        const double found = quality(picture);
        ck_assert_double_lt(found, last);
        last = found;
    }
}

cv::Mat blurred(double sigma)
{
    cv::Mat result;
    cv::GaussianBlur(scene(), result, {}, sigma);
    return result;
}

cv::Mat compressed(int jpegQuality)
{
    std::vector<uint8_t> bytes;
    cv::imencode(".jpg", scene(), bytes, {cv::IMWRITE_JPEG_QUALITY, jpegQuality});
    return cv::imdecode(bytes, cv::IMREAD_COLOR);
}

cv::Mat stretched(double gain, double offset)
{
    cv::Mat result;
    scene().convertTo(result, -1, gain, offset);
    return result;
}

START_TEST(aPictureWithNothingWrongSaysSo)
{
    for (uint64_t seed = 1; seed < 6; ++seed) {
        const Judgement judgement = judge(scene(seed), {});
        ck_assert_double_gt(judgement.quality, 0.75);
        ck_assert_str_eq(judgement.flaw.c_str(), "");
        ck_assert(!judgement.likeness);
    }
}
END_TEST

START_TEST(plainPicturesAreRefused)
{
    // The old score gave a black square 1.0.
    const cv::Mat black(1024, 1024, CV_8UC3, cv::Scalar::all(0));
    ck_assert_double_eq(quality(black), 0.0);
    refused(black, "black");
    refused(plain(3), "black");
    refused(plain(255), "white");
    refused(plain(128), "one colour only");
    refused(cv::Mat(kSize, CV_8UC3, cv::Scalar(20, 200, 90)), "one colour only");
}
END_TEST

START_TEST(plainPicturesWithNoiseAreRefused)
{
    for (const double sigma : {0.5, 1.0, 4.0, 16.0, 32.0})
        ck_assert_double_lt(quality(withNoise(plain(120), sigma, 3)), 0.05);
    refused(withNoise(plain(4), 2.0, 3), "black");
}
END_TEST

START_TEST(aGradientIsNoPicture)
{
    cv::Mat picture(kSize, CV_8UC3);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
            picture.at<cv::Vec3b>(y, x) = cv::Vec3b::all(static_cast<uint8_t>((x + y) / 5));
    refused(picture, "nothing in it but a gradient");
}
END_TEST

START_TEST(noiseIsNoPicture)
{
    for (const int cell : {1, 2, 4, 8}) {
        cv::Mat cells(kSize.height / cell, kSize.width / cell, CV_8UC3), picture;
        cv::RNG random(11);
        random.fill(cells, cv::RNG::UNIFORM, 0, 256);
        cv::resize(cells, picture, kSize, 0, 0, cv::INTER_NEAREST);
        refused(picture, "noise");
    }
}
END_TEST

START_TEST(stripesOfADecoderAreRefused)
{
    cv::Mat picture = scene();
    cv::RNG random(5);
    for (int y = 0; y < picture.rows; ++y)
        if (y % 5 < 3)
            picture.row(y).setTo(
                cv::Scalar(random.uniform(0, 256), random.uniform(0, 256), random.uniform(0, 256)));
    refused(picture, "stripes");
    cv::Mat turned;
    cv::transpose(picture, turned);
    refused(turned, "stripes");
}
END_TEST

START_TEST(aMissingPartIsRefused)
{
    for (const double level : {0.0, 128.0, 255.0}) {
        cv::Mat picture = scene();
        picture.rowRange(kSize.height / 2, kSize.height).setTo(cv::Scalar::all(level));
        refused(picture, "the lower part is missing");
    }
}
END_TEST

START_TEST(shuffledBlocksAreRefused)
{
    cv::Mat picture = scene(), shuffled = picture.clone();
    cv::RNG random(9);
    for (int i = 0; i < 2000; ++i) {
        const cv::Rect from(random.uniform(0, 40) * 16, random.uniform(0, 24) * 16, 16, 16);
        const cv::Rect to(random.uniform(0, 40) * 16, random.uniform(0, 24) * 16, 16, 16);
        picture(from).copyTo(shuffled(to));
    }
    refused(shuffled, "blocky");
}
END_TEST

START_TEST(moreBlurIsWorse)
{
    falls({blurred(1.0), blurred(2.0), blurred(4.0), blurred(8.0)});
    refused(blurred(12.0), "blurred");
}
END_TEST

START_TEST(moreCompressionIsWorse)
{
    falls({compressed(60), compressed(30), compressed(12), compressed(4)});
    ck_assert(judge(compressed(8), {}).flaw == "blocky");
    ck_assert_double_gt(quality(compressed(90)), 0.7);
}
END_TEST

START_TEST(moreNoiseIsWorse)
{
    falls({withNoise(scene(), 8, 1), withNoise(scene(), 20, 1), withNoise(scene(), 50, 1)});
}
END_TEST

START_TEST(lessContrastIsWorse)
{
    falls({stretched(0.3, 90.0), stretched(0.1, 115.0), stretched(0.04, 122.0),
           stretched(0.02, 125.0)});
    refused(stretched(0.02, 125.0), "one colour only");
}
END_TEST

START_TEST(clippedLightIsWorse)
{
    falls({stretched(2.0, 30.0), stretched(4.0, 80.0), stretched(16.0, 250.0)});
    ck_assert(judge(stretched(4.0, 80.0), {}).flaw == "too bright");
    ck_assert(judge(stretched(2.0, -400.0), {}).flaw == "too dark");
}
END_TEST

START_TEST(nightFogAndStarsPass)
{
    ck_assert_double_gt(quality(withNoise(stretched(0.2, 2.0), 1.0, 2)), 0.4);
    ck_assert_double_gt(quality(stretched(0.2, 170.0)), 0.4);
    cv::Mat stars(kSize, CV_8UC3, cv::Scalar(4, 4, 9));
    cv::RNG random(3);
    for (int i = 0; i < 150; ++i)
        cv::circle(stars, {random.uniform(0, kSize.width), random.uniform(0, kSize.height)}, 1,
                   cv::Scalar::all(random.uniform(80, 256)), cv::FILLED, cv::LINE_AA);
    ck_assert_double_gt(quality(stars), kMinQuality);
}
END_TEST

START_TEST(aThingOnPlainGroundPasses)
{
    for (const double ground : {0.0, 128.0, 255.0}) {
        cv::Mat picture = plain(ground);
        const cv::Rect middle(160, 40, 240, 200);
        scene()(middle).copyTo(picture(middle));
        ck_assert_double_gt(quality(picture), kMinQuality);
    }
}
END_TEST

START_TEST(theBarsOfAFilmPass)
{
    cv::Mat picture = scene();
    picture.rowRange(0, 50).setTo(cv::Scalar::all(0));
    picture.rowRange(kSize.height - 50, kSize.height).setTo(cv::Scalar::all(0));
    ck_assert_double_eq(judge(picture, {}).wholeness, 1.0);
    ck_assert_double_gt(quality(picture), 0.6);
}
END_TEST

START_TEST(theSameSceneIsLikeItsStartFrame)
{
    const cv::Mat start = scene();
    cv::Mat night, nearer;
    start.convertTo(night, -1, 0.3, 5.0);
    const cv::Point2f middle(kSize.width / 2.0F, kSize.height / 2.0F);
    cv::warpAffine(start, nearer, cv::getRotationMatrix2D(middle, 2.0, 1.1), kSize);
    for (const cv::Mat& picture : {start, night, nearer}) {
        const Judgement judgement = judge(picture, start);
        ck_assert_double_gt(*judgement.likeness, 0.9);
        ck_assert_double_gt(judgement.quality, 0.9 * judge(picture, {}).quality);
    }
}
END_TEST

START_TEST(anotherSceneLosesClearlyButNotAll)
{
    for (uint64_t seed = 2; seed < 8; ++seed) {
        const Judgement judgement = judge(scene(), scene(seed));
        ck_assert_double_lt(*judgement.likeness, 0.5);
        ck_assert_double_lt(judgement.quality, 0.7 * quality(scene()));
        ck_assert_double_gt(judgement.quality, 0.25 * quality(scene()));
        ck_assert_str_eq(judgement.flaw.c_str(), "another scene than the start frame");
    }
}
END_TEST

START_TEST(sizesAndShapesMayDiffer)
{
    // As it is sent: the middle of the frame, in the shape that the service makes.
    const cv::Mat start = scene();
    cv::Mat square;
    cv::resize(start(cv::Rect((640 - 384) / 2, 0, 384, 384)), square, {1024, 1024}, 0, 0,
               cv::INTER_CUBIC);
    ck_assert_double_gt(*judge(square, start).likeness, 0.95);
    cv::Mat small;
    cv::resize(start, small, {}, 0.25, 0.25, cv::INTER_AREA);
    ck_assert_double_gt(*judge(start, small).likeness, 0.95);
}
END_TEST

START_TEST(oddPicturesAreJudged)
{
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 300), cv::Size(300, 1), cv::Size(5, 5),
                                cv::Size(33, 47), cv::Size(4000, 20)}) {
        cv::Mat picture(size, CV_8UC3);
        cv::RNG random(9);
        random.fill(picture, cv::RNG::UNIFORM, 20, 200);
        const Judgement judgement = judge(picture, picture);
        ck_assert(judgement.quality >= 0.0 && judgement.quality <= 1.0);
        ck_assert(judgement.likeness && *judgement.likeness >= 0.0);
        ck_assert(judgement.quality >= kMinQuality || !judgement.flaw.empty());
    }
}
END_TEST

START_TEST(whatIsNoPictureHasNoQuality)
{
    for (const cv::Mat& picture :
         {cv::Mat(), cv::Mat(8, 8, CV_8UC1), cv::Mat(8, 8, CV_8UC4), cv::Mat(8, 8, CV_16UC3)}) {
        const Judgement judgement = judge(picture, {});
        ck_assert_double_eq(judgement.quality, 0.0);
        ck_assert_str_eq(judgement.flaw.c_str(), "no picture");
    }
    ck_assert(!judge(scene(), cv::Mat(8, 8, CV_8UC1)).likeness);
}
END_TEST

START_TEST(largePicturesCostNoMoreThanBoundedOnes)
{
    const cv::Mat large = scene(1, {4000, 2400});
    ck_assert_double_gt(quality(large), 0.5);
    ck_assert(judge(cv::Mat(4000, 4000, CV_8UC3, cv::Scalar::all(0)), {}).flaw == "black");
}
END_TEST

START_TEST(withoutItsModelBrisqueIsLeftOut)
{
    setenv("XDG_DATA_HOME", "/nowhere", 1);
    setenv("XDG_DATA_DIRS", "/nowhere/else", 1);
    const Judgement judgement = judge(scene(), {});
    ck_assert(!judgement.nature);
    ck_assert_double_gt(judgement.quality, 0.8);
    ck_assert_double_eq(quality(plain(0)), 0.0);
}
END_TEST

START_TEST(manyThreadsJudgeAlike)
{
    const double wanted = judge(scene(), scene(2)).quality;
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 3; ++round)
                wrong += judge(scene(), scene(2)).quality != wanted;
        });
    threads.clear();
    ck_assert_int_eq(wrong, 0);
}
END_TEST

}  // namespace

int main()
{
    return run("picture-judge", {aPictureWithNothingWrongSaysSo,
                                 plainPicturesAreRefused,
                                 plainPicturesWithNoiseAreRefused,
                                 aGradientIsNoPicture,
                                 noiseIsNoPicture,
                                 stripesOfADecoderAreRefused,
                                 aMissingPartIsRefused,
                                 shuffledBlocksAreRefused,
                                 moreBlurIsWorse,
                                 moreCompressionIsWorse,
                                 moreNoiseIsWorse,
                                 lessContrastIsWorse,
                                 clippedLightIsWorse,
                                 nightFogAndStarsPass,
                                 aThingOnPlainGroundPasses,
                                 theBarsOfAFilmPass,
                                 theSameSceneIsLikeItsStartFrame,
                                 anotherSceneLosesClearlyButNotAll,
                                 sizesAndShapesMayDiffer,
                                 oddPicturesAreJudged,
                                 whatIsNoPictureHasNoQuality,
                                 largePicturesCostNoMoreThanBoundedOnes,
                                 withoutItsModelBrisqueIsLeftOut,
                                 manyThreadsJudgeAlike});
}
