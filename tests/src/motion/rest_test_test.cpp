#include "motion/rest_test.h"

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

constexpr double kFrame = 0.04;
const cv::Size kView(320, 180);

// A second of a camera that moves this much per frame; a lump of `cover` pixels each way moves in
// the middle.
bool restsAfter(const Pose& step, int cover)
{
    const cv::Mat scene = texture(900, 600, 3), skin = texture(900, 600, 8);
    RestTest rest;
    for (int i = 0; i < 25; ++i) {
        cv::Mat picture = view(scene, {450 + i * step.x, 300, 1.0 + i * step.scale}, kView);
        if (cover > 0) {
            const cv::Rect lump(160 - cover, 90 - cover, 2 * cover, 2 * cover);
            view(skin, {300 + 0.3 * i, 300}, kView)(lump).copyTo(picture(lump));
        }
        const ReducedPicture small = reduced(picture);
        TrackedPicture now;
        now.build(small.luma);
        rest.next(small.luma, now, PictureGeometry(small), 1.0, kFrame);
    }
    return rest.atRest();
}

}  // namespace

START_TEST(aStillSceneRestsAlsoBehindASubject)
{
    ck_assert(restsAfter({0, 0, 0.0}, 0));
    ck_assert(restsAfter({0, 0, 0.0}, 60));
}
END_TEST

START_TEST(aCreepingCameraDoesNotRest)
{
    ck_assert(!restsAfter({0.15, 0, 0.0}, 0));
    ck_assert(!restsAfter({0, 0, 0.0008}, 0));
}
END_TEST

START_TEST(aSubjectThatStandsStillIsNotTheScene)
{
    // The camera follows it: it keeps its place in the picture, all else goes by.
    const cv::Mat scene = texture(900, 600, 3), skin = texture(900, 600, 8);
    const cv::Rect lump(120, 50, 80, 80);
    RestTest rest;
    for (int i = 0; i < 25; ++i) {
        cv::Mat picture = view(scene, {300 + 2.0 * i, 300}, kView);
        view(skin, {300, 300}, kView)(lump).copyTo(picture(lump));
        const ReducedPicture small = reduced(picture);
        TrackedPicture now;
        now.build(small.luma);
        rest.next(small.luma, now, PictureGeometry(small), 1.0, kFrame);
    }
    ck_assert(!rest.atRest());
}
END_TEST

START_TEST(nothingToHoldIsNoRest)
{
    RestTest rest;
    for (const cv::Size size : {cv::Size(320, 180), cv::Size(320, 180), cv::Size(1, 1)}) {
        const ReducedPicture flat = reduced(cv::Mat(size, CV_8U, cv::Scalar(90)));
        TrackedPicture now;
        now.build(flat.luma);
        for (int i = 0; i < 30; ++i)
            rest.next(flat.luma, now, PictureGeometry(flat), 1.0, kFrame);
        ck_assert(!rest.atRest());
    }
    rest.reset();
    ck_assert(!rest.atRest());
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("rest-test", {aStillSceneRestsAlsoBehindASubject, aCreepingCameraDoesNotRest,
                             aSubjectThatStandsStillIsNotTheScene, nothingToHoldIsNoRest});
}
