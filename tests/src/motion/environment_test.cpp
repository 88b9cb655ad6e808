#include "motion/environment.h"

#include <cmath>

#include "watched_stream.h"

namespace animatize::test {
namespace {

const cv::Rect kTree(40, 20, 120, 110);

// A hard texture whose leaves swing about their places, each row at its own time.
cv::Mat windy(int index, double wind = 2.5)
{
    static const cv::Mat ground = soft(400, 260, 12);
    static const cv::Mat leaves = texture(400, 260, 33);
    cv::Mat picture = ground(cv::Rect(0, 0, kView.width, kView.height)).clone();
    for (int y = kTree.y; y < kTree.br().y; ++y) {
        const int shift = cvRound(wind * std::sin(0.9 * index + 0.35 * y + std::sin(0.13 * index)));
        const uint8_t* from = leaves.ptr(y) + kTree.x + 10 + shift;
        std::copy(from, from + kTree.width, picture.ptr(y) + kTree.x);
    }
    return withNoise(picture, 1.0, static_cast<uint64_t>(index));
}

}  // namespace

START_TEST(whatSwaysIsEnvironmentAndNoSubject)
{
    WatchedStream stream;
    for (int i = 0; i < 100; ++i) {
        stream.show(windy(i));
        if (i < 50)
            continue;
        ck_assert_double_lt(stream.last.result.intensity, 0.01);
        const double share = kTree.area() / static_cast<double>(kView.area());
        ck_assert_double_gt(stream.last.result.environment, 0.6 * share);
        ck_assert_double_lt(stream.last.result.environment, 1.6 * share);
    }
    ck_assert_int_eq(stream.begun(), 0);
}
END_TEST

START_TEST(whatCrossesItIsASubject)
{
    WatchedStream stream;
    for (int i = 0; i < 75; ++i)
        stream.show(windy(i, 1.2));
    int seen = 0;
    for (int i = 75; i < 110; ++i) {
        const cv::Point at(40 + 5 * (i - 75), 80);
        const MotionResult& result = stream.show(withSubject(windy(i, 1.2), at)).result;
        for (const MotionRegion& region : result.regions)
            seen += std::abs(320 * (region.x + region.width / 2) - at.x) < 15 &&
                    std::abs(180 * (region.y + region.height / 2) - at.y) < 15;
    }
    ck_assert_int_gt(seen, 21);  // it must first have gone somewhere
    ck_assert_int_eq(stream.begun(), 1);
}
END_TEST

START_TEST(aSceneThatIsStillHasNone)
{
    WatchedStream stream;
    const cv::Mat scene = soft(320, 180, 5);
    for (int i = 0; i < 80; ++i) {
        stream.show(withNoise(withSubject(scene, {20 + 4 * i, 90}), 2.0, static_cast<uint64_t>(i)));
        ck_assert_double_lt(stream.last.result.environment, i < 50 ? 0.1 : 1e-9);
    }
    ck_assert_double_gt(stream.last.result.intensity, 0.0);
}
END_TEST

START_TEST(aCameraThatMovesForgetsIt)
{
    Environment environment;
    BlobMap none;
    const cv::Mat watched(kView, CV_8U, cv::Scalar(255));
    for (int i = 0; i < 40; ++i)
        environment.next(windy(i), 1.0, i ? 0.04 : 0.0, none, {});
    ck_assert_int_gt(environment.pixelsWithin(watched), 5000);
    for (int i = 0; i < 20; ++i)
        environment.next({}, 1.0, 0.04, none, {});
    ck_assert_int_gt(environment.pixelsWithin(watched), 5000);  // a moment of doubt is none
    for (int i = 0; i < 10; ++i)
        environment.next({}, 1.0, 0.04, none, {});
    ck_assert_int_eq(environment.pixelsWithin(watched), 0);
    environment.next(cv::Mat(1, 1, CV_8U, cv::Scalar(9)), 1.0, 0.04, none, {});
    environment.next(cv::Mat(1, 1, CV_8U, cv::Scalar(99)), 1.0, 0.04, none, {});
    ck_assert_int_eq(environment.pixelsWithin(cv::Mat(1, 1, CV_8U, cv::Scalar(255))), 0);
}
END_TEST

START_TEST(whereItSwaysIsToldAndShared)
{
    Environment environment;
    BlobMap none;
    cv::Mat places;
    int changes = 0;
    for (int i = 0; i < 100; ++i) {
        environment.next(windy(i), 1.0, i ? 0.04 : 0.0, none, {});
        if (i < 10)
            ck_assert(environment.places().empty());  // too early to say
        changes += environment.places().data != places.data;
        places = environment.places();
    }
    ck_assert_int_lt(changes, 12);
    ck_assert_double_eq_tol(environment.learning(), 99 * 0.04, 1e-9);
    ck_assert_int_eq(places.type(), CV_8UC1);
    ck_assert(places.size() == cv::Size(kView.width / 4, kView.height / 4));
    const cv::Rect tree(kTree.tl() / 4, kTree.size() / 4);
    const double all = cv::countNonZero(places), inside = cv::countNonZero(places(tree));
    ck_assert_double_gt(inside, 0.7 * tree.area());
    ck_assert_double_gt(inside, 0.9 * all);
    const cv::Mat before = places.clone();
    for (int i = 0; i < 30; ++i)
        environment.next({}, 1.0, 0.04, none, {});
    ck_assert(environment.places().empty());
    ck_assert_double_lt(environment.learning(), 0.3);
    ck_assert_double_eq(cv::norm(places, before, cv::NORM_INF), 0.0);  // nobody wrote into it
}
END_TEST

START_TEST(theDetectorTellsWhereItSways)
{
    WatchedStream stream;
    for (int i = 0; i < 100; ++i)
        stream.show(windy(i));
    const MotionResult& result = stream.last.result;
    ck_assert_int_gt(cv::countNonZero(result.sways), 300);
    ck_assert_double_gt(result.swaysFor, 2.0);
    for (int i = 0; i < 60; ++i)
        stream.show(withNoise(soft(320, 180, 5), 1.0, static_cast<uint64_t>(i)));
    ck_assert_int_lt(cv::countNonZero(stream.last.result.sways), 300);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("environment", {whatSwaysIsEnvironmentAndNoSubject, whatCrossesItIsASubject,
                               aSceneThatIsStillHasNone, aCameraThatMovesForgetsIt,
                               whereItSwaysIsToldAndShared, theDetectorTellsWhereItSways});
}
