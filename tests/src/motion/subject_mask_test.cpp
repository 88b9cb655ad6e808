#include "motion/subject_mask.h"

#include <algorithm>

#include "motion/warm_up.h"
#include "watched_stream.h"

namespace animatize::test {
namespace {

// Ground with detail, as asphalt or grass has, and a flat object on it.
cv::Mat ground()
{
    return view(soft(800, 600, 12), {400, 300}, kView);
}

struct Bench {
    Background background;
    int index = 0;
    MovingPixels last;

    void show(const cv::Mat& picture, int count = 1)
    {
        for (int i = 0; i < count; ++i) {
            const cv::Mat frame = withNoise(picture, 1.0, static_cast<uint64_t>(index));
            last = background.next(frame, index++ ? 0.04 : 0.0, 1.0);
        }
    }
};

int marked(const cv::Mat& mask, const cv::Rect& box)
{
    return cv::countNonZero(mask(box));
}

}  // namespace

START_TEST(anObjectIsMotionAndAShadowIsShadow)
{
    Bench bench;
    bench.show(ground(), 40);
    ck_assert(bench.background.learned());
    ck_assert_int_eq(cv::countNonZero(bench.last.motion), 0);
    cv::Mat picture = ground();
    const cv::Rect object(40, 50, 40, 50), shade(180, 50, 60, 50);
    picture(object) = cv::Scalar(20);
    picture(shade) *= 0.65;
    bench.show(picture, 2);
    ck_assert_int_gt(marked(bench.last.motion, object), object.area() * 9 / 10);
    ck_assert_int_eq(marked(bench.last.shadow, object), 0);
    ck_assert_int_gt(marked(bench.last.shadow, shade), shade.area() * 7 / 10);
    ck_assert_int_lt(marked(bench.last.motion, shade), shade.area() / 5);
}
END_TEST

START_TEST(whatStopsBecomesBackgroundInTime)
{
    Bench bench;
    bench.show(ground(), 50);
    cv::Mat picture = ground();
    const cv::Rect object(40, 50, 40, 50);
    picture(object) = cv::Scalar(230);
    bench.show(picture, 8);
    ck_assert_int_gt(marked(bench.last.motion, object), object.area() * 9 / 10);
    bench.show(picture, 100);
    ck_assert_int_lt(marked(bench.last.motion, object), object.area() / 10);
}
END_TEST

START_TEST(timeCountsAndNotFrames)
{
    // The same second, at 10 and at 100 frames per second.
    for (const int fps : {10, 100}) {
        Background background;
        for (int i = 0; i <= fps; ++i)
            background.next(withNoise(ground(), 1.0, static_cast<uint64_t>(i)), i ? 1.0 / fps : 0.0,
                            1.0);
        ck_assert(background.learned());
        cv::Mat picture = ground();
        picture(cv::Rect(40, 50, 40, 50)) = cv::Scalar(230);
        int seen = 0;
        for (int i = 0; i < fps; ++i)
            seen += cv::countNonZero(background.next(picture, 1.0 / fps, 1.0).motion) > 1000;
        // Learning starts with equal shares, so the object is absorbed sooner than in the long run.
        ck_assert_int_ge(seen, fps / 12);
        background.reset();
        ck_assert(!background.learned());
    }
}
END_TEST

START_TEST(anUnreadablePictureIsNotJudged)
{
    Bench bench;
    bench.show(ground(), 30);
    ck_assert(
        bench.background.next(cv::Mat(kView, CV_8U, cv::Scalar(255)), 0.04, 1.0).motion.empty());
    bench.show(ground(), 1);
    ck_assert_int_eq(cv::countNonZero(bench.last.motion), 0);
}
END_TEST

START_TEST(theResidualShowsASubjectAndNotItsOldPlace)
{
    const cv::Mat scene = soft(900, 500, 12);
    ResidualMotion residual;
    PictureGeometry geometry;
    cv::Mat mask;
    for (int i = 0; i < 12; ++i) {
        const cv::Mat frame =
            withSubject(view(scene, {300 + 2.0 * i, 250}, kView), {60 + 6 * i, 90});
        geometry = PictureGeometry(reduced(frame));
        residual.advance(frame, Similarity{1, 0, -2, 0}, i ? 0.04 : 0.0);
        mask = residual.moving(geometry, 1.0, 1.0);
        ck_assert_int_eq(mask.empty(), i < 4);
    }
    ck_assert_int_gt(marked(mask, {102, 70, 48, 40}), 48 * 40 / 2);
    ck_assert_int_lt(marked(mask, {0, 0, 64, 180}), 20);
    ck_assert_int_lt(marked(mask, {165, 0, 155, 180}), 20);
    residual.reset();
    ck_assert(residual.moving(geometry, 1.0, 1.0).empty());
}
END_TEST

START_TEST(aCreepingCameraIsNoticed)
{
    // Half a pixel per second after a long stillness: no frame shows it, but soon every one of
    // these hard edges would "move".
    cv::Mat scene = texture(900, 500, 12) > 118;
    scene = scene * 0.7 + 40;
    cv::GaussianBlur(scene, scene, {}, 0.8);
    WatchedStream stream;
    for (int i = 0; i < 550; ++i) {
        const double x = 400 + 0.02 * std::max(0, i - 270);
        const cv::Mat frame = view(scene, {x, 250}, kView);
        stream.show(withNoise(frame, 1.0, static_cast<uint64_t>(i)));
        ck_assert_double_lt(stream.last.result.intensity, 0.01);
    }
    ck_assert(stream.events.empty());
}
END_TEST

START_TEST(theWarmUpsLastAsLongAsTheContractSays)
{
    WarmUp warmUp;
    for (int i = 0; i <= 25; ++i) {
        warmUp.next(timeOf(i).now);
        ck_assert_int_eq(warmUp.running(), i < 25);
    }
    warmUp.afterCut();
    ck_assert(warmUp.running());
    for (int i = 0; i <= 6; ++i) {  // 25 frames per second: five frames are 200 ms
        warmUp.next(timeOf(30 + i).now);
        ck_assert_int_eq(warmUp.running(), i < 5);
    }
    warmUp.afterCut();
    for (int i = 0; i <= 12; ++i) {  // 50 frames per second: ten frames are 200 ms
        warmUp.next(timeOf(100 + i, 50).now);
        ck_assert_int_eq(warmUp.running(), i < 10);
    }
    warmUp.restart();
    warmUp.next(timeOf(200).now);
    ck_assert(warmUp.running());
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("subject-mask",
               {anObjectIsMotionAndAShadowIsShadow, whatStopsBecomesBackgroundInTime,
                timeCountsAndNotFrames, anUnreadablePictureIsNotJudged,
                theResidualShowsASubjectAndNotItsOldPlace, aCreepingCameraIsNoticed,
                theWarmUpsLastAsLongAsTheContractSays});
}
