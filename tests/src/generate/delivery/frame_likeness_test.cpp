// Which frames count as the same: noise and codecs do, another view, light or colour doesn't.
#include "generate/delivery/frame_likeness.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "generate/delivery/alike_requests.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

cv::Mat scene(uint64_t seed, double x = 0.0)
{
    const cv::Mat texture = colourTexture(400, 240, seed);
    return view(texture, {200 + x, 120}, {320, 180});
}

bool same(const cv::Mat& one, const cv::Mat& other)
{
    return alike(likenessOf(one), likenessOf(other));
}

cv::Mat compressed(const cv::Mat& picture, int quality)
{
    std::vector<uint8_t> bytes;
    cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
    return cv::imdecode(bytes, cv::IMREAD_COLOR);
}

}  // namespace

START_TEST(theSameFrameTwiceIsAlike)
{
    for (uint64_t seed = 1; seed <= 4; ++seed) {
        const cv::Mat frame = scene(seed);
        ck_assert(same(frame, frame));
        ck_assert(same(frame, withNoise(frame, 2.0, seed)));
        ck_assert(same(frame, compressed(frame, 60)));
        cv::Mat smaller;
        cv::resize(frame, smaller, {200, 112}, 0, 0, cv::INTER_AREA);
        ck_assert(same(frame, smaller));
    }
}
END_TEST

START_TEST(strangersAreNot)
{
    int closest = 256;
    for (uint64_t seed = 1; seed <= 10; ++seed) {
        const FrameLikeness one = likenessOf(scene(seed)), other = likenessOf(scene(seed + 100));
        ck_assert(!alike(one, other));
        closest = std::min(closest, distance(one, other));
    }
    ck_assert_int_gt(closest, 60);
}
END_TEST

START_TEST(anotherViewOfTheSceneIsNot)
{
    for (uint64_t seed = 1; seed <= 3; ++seed) {
        ck_assert(!same(scene(seed), scene(seed, 16.0)));  // a twentieth of the width
        cv::Mat mirrored;
        cv::flip(scene(seed), mirrored, 1);
        ck_assert(!same(scene(seed), mirrored));
    }
}
END_TEST

START_TEST(anotherLightOrColourIsNot)
{
    const cv::Mat day = scene(5), night = day * 0.6;
    cv::Mat swapped;
    cv::cvtColor(day, swapped, cv::COLOR_RGB2BGR);
    ck_assert(!same(day, night));
    ck_assert_int_le(distance(likenessOf(day), likenessOf(night)), 20);  // the waves can't tell
    ck_assert(!same(day, swapped));
}
END_TEST

START_TEST(somebodyWhoComesInMakesAnotherFrame)
{
    const cv::Mat empty = scene(7);
    cv::Mat visited = empty.clone();
    cv::rectangle(visited, cv::Rect(130, 40, 55, 140), cv::Scalar(20, 20, 30), cv::FILLED);
    ck_assert(!same(empty, visited));
}
END_TEST

START_TEST(plainFramesAreLikeNoOther)
{
    const cv::Mat black(360, 640, CV_8UC3, cv::Scalar::all(0));
    ck_assert(!same(black, black));
    ck_assert(!likenessOf(cv::Mat()).telling);
    ck_assert(!likenessOf(cv::Mat(4, 4, CV_8UC1)).telling);
    ck_assert(!likenessOf(cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(7))).telling);
}
END_TEST

START_TEST(aRequestIsFoundBySlotsAndFrame)
{
    AlikeRequests sent;
    const cv::Mat frame = scene(3);
    ck_assert(!sent.find("pan right", likenessOf(frame)));
    sent.insert("pan right", likenessOf(frame), "key 1");
    ck_assert(sent.find("pan right", likenessOf(withNoise(frame, 2.0, 1))) == "key 1");
    ck_assert(!sent.find("pan left", likenessOf(frame)));
    ck_assert(!sent.find("pan right", likenessOf(scene(4))));
    sent.insert("pan right", likenessOf(frame), "key 2");
    ck_assert(sent.find("pan right", likenessOf(frame)) == "key 2");
    for (int i = 0; i < 64; ++i)  // and forgotten in the end
        sent.insert("tilt", likenessOf(frame), "other " + std::to_string(i));
    ck_assert(!sent.find("pan right", likenessOf(frame)));
}
END_TEST

int main()
{
    return animatize::test::run(
        "frame_likeness", {theSameFrameTwiceIsAlike, strangersAreNot, anotherViewOfTheSceneIsNot,
                           anotherLightOrColourIsNot, somebodyWhoComesInMakesAnotherFrame,
                           plainFramesAreLikeNoOther, aRequestIsFoundBySlotsAndFrame});
}
