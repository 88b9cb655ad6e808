// Stills, repeated and out of an encoder (here: of still pictures, block by block), against all
// that only looks nearly still.
#include "scene/freeze_detector.h"

#include <functional>

#include <opencv2/imgcodecs.hpp>

#include "scene_stream.h"

using namespace animatize;
using namespace animatize::test;

namespace {

using Frames = std::function<cv::Mat(int)>;

// The first of `count` frames at which the picture was said to be frozen, or -1.
int frozenAt(const Frames& frames, int count, double fps = 25.0)
{
    FreezeDetector detector;
    for (int i = 0; i < count; ++i)
        if (detector.next(frames(i), timeOf(i, fps).now))
            return i;
    return -1;
}

cv::Mat still()
{
    return reduced(leaves({640, 360}, 3)).luma;
}

// What a key frame does: the same picture, quantised another way.
cv::Mat coded(const cv::Mat& picture, int quality)
{
    std::vector<uint8_t> bytes;
    cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
    return cv::imdecode(bytes, cv::IMREAD_GRAYSCALE);
}

}  // namespace

START_TEST(aRepeatedFrameIsFrozenAfterASecond)
{
    const cv::Mat picture = still();
    for (const double fps : {10.0, 25.0, 60.0})
        ck_assert_int_eq(frozenAt([&](int) { return picture; }, 130, fps), static_cast<int>(fps));
}
END_TEST

START_TEST(fewFramesAreNoEvidence)
{
    const cv::Mat picture = still();
    ck_assert_int_eq(frozenAt([&](int) { return picture; }, 4, 1.0), -1);
    ck_assert_int_eq(frozenAt([&](int) { return picture; }, 5, 1.0), 4);
}
END_TEST

START_TEST(keyFramesOfAnEncoderDoNotWakeIt)
{
    const cv::Mat picture = still();
    const cv::Mat groups[] = {coded(picture, 70), coded(picture, 85), coded(picture, 77)};
    FreezeDetector detector;
    for (int i = 0; i < 300; ++i)
        ck_assert_int_eq(detector.next(groups[i / 25 % 3], timeOf(i).now), i >= 25);
}
END_TEST

START_TEST(sensorNoiseIsLife)
{
    const cv::Mat picture = leaves({640, 360}, 3);
    const auto noisy = [&](int i) {
        return reduced(withNoise(picture, 2.0, static_cast<uint64_t>(i))).luma;
    };
    ck_assert_int_eq(frozenAt(noisy, 100), -1);
    // Also when every picture is shown twice, as 25 are at 50 a second.
    ck_assert_int_eq(frozenAt([&](int i) { return noisy(i / 2); }, 120, 50.0), -1);
}
END_TEST

START_TEST(aCreepingDotIsLife)
{
    const auto dot = [](int i) {
        cv::Mat picture = leaves({640, 360}, 3);
        cv::circle(picture, {100 + i / 2, 180}, 12, cv::Scalar(255), cv::FILLED);
        return reduced(picture).luma;
    };
    ck_assert_int_eq(frozenAt(dot, 100), -1);
}
END_TEST

START_TEST(aPictureThatMovesAgainIsNotFrozenAnyMore)
{
    FreezeDetector detector;
    const cv::Mat picture = still();
    for (int i = 0; i < 50; ++i)
        detector.next(picture, timeOf(i).now);
    cv::Mat other = picture.clone();
    other(cv::Rect(100, 100, 16, 16)) += 60;
    ck_assert(detector.next(picture, timeOf(50).now));
    ck_assert(!detector.next(other, timeOf(51).now));
}
END_TEST

START_TEST(noiseThatComesBackEndsIt)
{
    FreezeDetector detector;
    const cv::Mat picture = still();
    for (int i = 0; i < 50; ++i)
        detector.next(picture, timeOf(i).now);
    for (int i = 50; i < 75; ++i)
        detector.next(withNoise(picture, 1.0, static_cast<uint64_t>(i)), timeOf(i).now);
    ck_assert(!detector.next(withNoise(picture, 1.0, 75), timeOf(75).now));
}
END_TEST

START_TEST(oddSizesAndChangesOfSizeAreNoTrouble)
{
    FreezeDetector detector;
    int index = 0;
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 90), cv::Size(90, 3), cv::Size(8, 8)})
        for (int i = 0; i < 40; ++i, ++index)
            ck_assert_int_eq(detector.next(cv::Mat(size, CV_8U, cv::Scalar(90)), timeOf(index).now),
                             i >= 25);
}
END_TEST

START_TEST(theStateIsToldWhenItBeginsAndEnds)
{
    Stream stream;
    const Film moving = shot(1, 30);
    stream.show(moving);
    const auto frames = stream.show(Film(60, moving.back()));
    size_t first = 0;
    while (first < frames.size() && frames[first].result.scene->state == "normal")
        ++first;
    ck_assert_uint_ge(first, 24);
    ck_assert_uint_le(first, 26);
    ck_assert(frames[first].changed);
    ck_assert_str_eq(frames.back().result.scene->state.c_str(), "frozen");
    const SceneFrame again = stream.show(shot(1, 40)[35]);
    ck_assert_str_eq(again.result.scene->state.c_str(), "normal");
    ck_assert(again.changed);
}
END_TEST

START_TEST(aSlateStaysASlate)
{
    Stream stream;
    for (const SceneFrame& frame : stream.show(Film(60, plain(128))))
        ck_assert_str_eq(frame.result.scene->state.c_str(), "flat");
}
END_TEST

int main()
{
    return run("freeze-detector", {aRepeatedFrameIsFrozenAfterASecond, fewFramesAreNoEvidence,
                                   keyFramesOfAnEncoderDoNotWakeIt, sensorNoiseIsLife,
                                   aCreepingDotIsLife, aPictureThatMovesAgainIsNotFrozenAnyMore,
                                   noiseThatComesBackEndsIt, oddSizesAndChangesOfSizeAreNoTrouble,
                                   theStateIsToldWhenItBeginsAndEnds, aSlateStaysASlate});
}
