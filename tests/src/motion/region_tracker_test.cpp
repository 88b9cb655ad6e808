#include "motion/region_tracker.h"

#include <set>

#include <opencv2/imgproc.hpp>

#include "motion/blob_follower.h"
#include "motion/motion_result.h"
#include "motion/subject_flow.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

constexpr double kFrame = 0.04;

PictureGeometry geometry()
{
    return PictureGeometry(reduced(cv::Mat(180, 320, CV_8U, cv::Scalar(0))));
}

Blob blob(double x, double y, int size)
{
    Blob blob;
    blob.box = cv::Rect(cvRound(x), cvRound(y), size, size);
    blob.pixels = size * size;
    return blob;
}

}  // namespace

START_TEST(piecesAreFoundBiggestFirstAndSmallOnesAreNot)
{
    cv::Mat mask(180, 320, CV_8U, cv::Scalar(0));
    mask(cv::Rect(10, 10, 20, 20)) = cv::Scalar(255);
    mask(cv::Rect(100, 50, 30, 40)) = cv::Scalar(255);
    mask(cv::Rect(200, 100, 3, 3)) = cv::Scalar(255);
    BlobMap map;
    map.find(mask, 29);
    ck_assert_int_eq(map.blobs.size(), 2);
    ck_assert(map.blobs[0].box == cv::Rect(100, 50, 30, 40));
    ck_assert_int_eq(map.pixels, 1200 + 400);
    map.find(cv::Mat(180, 320, CV_8U, cv::Scalar(0)), 1);
    ck_assert(map.blobs.empty());
    map.find({}, 1);
    ck_assert(map.blobs.empty());
}
END_TEST

START_TEST(thereAreAtMost64Pieces)
{
    cv::Mat mask(180, 320, CV_8U, cv::Scalar(0));
    for (int y = 0; y < 9; ++y)
        for (int x = 0; x < 16; ++x)
            mask(cv::Rect(x * 20, y * 20, 8, 8)) = cv::Scalar(255);
    BlobMap map;
    map.find(mask, 10);
    ck_assert_int_eq(map.blobs.size(), 64);
    ck_assert_int_eq(map.pixels, 144 * 64);
}
END_TEST

START_TEST(crossingRegionsKeepTheirIdsAndGetVelocities)
{
    RegionTracker tracker;
    std::vector<TrackedRegion> regions;
    for (int i = 0; i < 30; ++i)
        regions = tracker.next({blob(20 + 4 * i, 40, 20), blob(250 - 3 * i, 110, 20)}, geometry(),
                               Similarity{}, kFrame);
    ck_assert_uint_eq(regions[0].id, 1);
    ck_assert_uint_eq(regions[1].id, 2);
    ck_assert_uint_eq(regions[0].age, 30);
    ck_assert_double_eq_tol(regions[0].velocity->x, 100.0, 5.0);
    ck_assert_double_eq_tol(regions[1].velocity->x, -75.0, 5.0);
    ck_assert_double_eq_tol(regions[0].velocity->y, 0.0, 2.0);
}
END_TEST

START_TEST(theCamerasMotionIsTakenOutOfTheVelocity)
{
    // Content moves 5 left per frame, the region stays in place: it moves right in the scene.
    RegionTracker tracker;
    std::vector<TrackedRegion> regions;
    const Similarity pan{1, 0, -5, 0};
    for (int i = 0; i < 20; ++i)
        regions = tracker.next({blob(150, 80, 24)}, geometry(), pan, kFrame);
    ck_assert_uint_eq(regions[0].id, 1);
    ck_assert_double_eq_tol(regions[0].velocity->x, 125.0, 5.0);
}
END_TEST

START_TEST(aShortAbsenceKeepsTheIdALongOneDoesNot)
{
    RegionTracker tracker;
    const auto see = [&](int x) {
        return tracker.next({blob(x, 80, 24)}, geometry(), Similarity{}, kFrame)[0].id;
    };
    const auto blink = [&](int frames) {
        for (int i = 0; i < frames; ++i)
            tracker.next({}, geometry(), Similarity{}, kFrame);
    };
    for (int i = 0; i < 10; ++i)
        see(50 + 2 * i);
    blink(5);
    ck_assert_uint_eq(see(80), 1);
    blink(30);
    ck_assert_uint_eq(see(80), 2);
    tracker.reset();
    ck_assert_uint_eq(see(80), 3);
}
END_TEST

START_TEST(regionsThatMeetInABlobArePartedAndKeepTheirIds)
{
    RegionTracker tracker;
    BlobMap map;
    std::vector<TrackedRegion> regions;
    int merged = 0;
    for (int i = 0; i < 40; ++i) {
        // Two squares that pass each other on overlapping lanes; they touch from frame 11 on.
        const cv::Rect left(30 + 5 * i, 60, 40, 40), right(210 - 5 * i, 80, 40, 40);
        cv::Mat mask(180, 320, CV_8U, cv::Scalar(0));
        mask(left & cv::Rect(0, 0, 320, 180)) = cv::Scalar(255);
        mask(right & cv::Rect(0, 0, 320, 180)) = cv::Scalar(255);
        map.find(mask, 29);
        merged += map.blobs.size() == 1;
        tracker.part(map, geometry(), Similarity{}, kFrame);
        ck_assert_int_eq(map.blobs.size(), 2);
        ck_assert_int_eq(map.blobs[0].pixels + map.blobs[1].pixels, cv::countNonZero(mask));
        ck_assert_int_eq(map.pixels, cv::countNonZero(mask));
        for (const Blob& blob : map.blobs) {
            cv::Rect hull;
            ck_assert_int_eq(map.within(blob, mask, hull), blob.pixels);
            ck_assert(hull == blob.box);
        }
        regions = tracker.next(map.blobs, geometry(), Similarity{}, kFrame);
        ck_assert_uint_eq(regions[0].id + regions[1].id, 3);
    }
    ck_assert_int_gt(merged, 6);
    const size_t first = regions[0].id == 1 ? 0 : 1;
    ck_assert_double_gt(regions[first].velocity->x * (map.blobs[first].box.x > 150 ? 1 : -1), 50);
}
END_TEST

START_TEST(whatGoesTogetherStaysOne)
{
    RegionTracker tracker;
    BlobMap map;
    for (int i = 0; i < 30; ++i) {
        cv::Mat mask(180, 320, CV_8U, cv::Scalar(0));
        mask(cv::Rect(20 + 4 * i, 40, 30, 30)) = cv::Scalar(255);
        mask(cv::Rect(20 + 4 * i, i < 12 ? 72 : 70, 30, 30)) = cv::Scalar(255);
        map.find(mask, 29);
        tracker.part(map, geometry(), Similarity{}, kFrame);
        ck_assert_int_eq(map.blobs.size(), i < 12 ? 2 : 1);
        tracker.next(map.blobs, geometry(), Similarity{}, kFrame);
    }
}
END_TEST

START_TEST(looksTellApartWhatComesBack)
{
    // Both vanish; only what looks like the first one comes back, nearer to the second.
    RegionTracker tracker;
    const auto dressed = [](double x, size_t bin) {
        Blob one = blob(x, 80, 24);
        one.appearance[bin] = 1.0f;
        return one;
    };
    for (int i = 0; i < 12; ++i)
        tracker.next({dressed(100, 2), dressed(140, 12)}, geometry(), Similarity{}, kFrame);
    for (int i = 0; i < 12; ++i)
        tracker.next({}, geometry(), Similarity{}, kFrame);
    ck_assert_uint_eq(tracker.next({dressed(125, 2)}, geometry(), Similarity{}, kFrame)[0].id, 1);
}
END_TEST

START_TEST(idsAreUniqueHoweverManyRegionsComeAndGo)
{
    RegionTracker tracker;
    std::set<uint64_t> seen;
    for (int i = 0; i < 40; ++i) {
        std::vector<Blob> blobs;
        for (int k = 0; k < 64; ++k)
            blobs.push_back(blob((k * 37 + i * 91) % 300, (k * 53 + i * 29) % 160, 6));
        std::set<uint64_t> now;
        for (const TrackedRegion& region : tracker.next(blobs, geometry(), Similarity{}, kFrame))
            now.insert(region.id);
        ck_assert_int_eq(now.size(), 64);
        seen.insert(now.begin(), now.end());
    }
    ck_assert_uint_eq(*seen.begin(), 1);
    ck_assert_uint_eq(*seen.rbegin(), seen.size());
}
END_TEST

START_TEST(pointsOnABlobGiveItsStep)
{
    const cv::Mat scene = texture(400, 300, 2), subject = texture(200, 200, 5);
    TrackedPicture before, now;
    cv::Mat a = scene(cv::Rect(0, 0, 320, 180)).clone(), b = a.clone();
    subject(cv::Rect(50, 50, 60, 60)).copyTo(a(cv::Rect(100, 60, 60, 60)));
    subject(cv::Rect(50, 50, 60, 60)).copyTo(b(cv::Rect(103, 58, 60, 60)));
    before.build(a);
    now.build(b);
    cv::Mat mask(180, 320, CV_8U, cv::Scalar(0));
    mask(cv::Rect(108, 63, 50, 50)) = cv::Scalar(255);
    BlobMap map;
    map.find(mask, 29);
    BlobFollower().follow(map, mask, before, now, geometry(), Similarity{});
    ck_assert_int_ge(map.blobs[0].steps.size(), 3);
    const cv::Point2d step = medianOf(map.blobs[0].steps);
    ck_assert_double_eq_tol(step.x, 3.0, 0.1);
    ck_assert_double_eq_tol(step.y, -2.0, 0.1);
}
END_TEST

START_TEST(flowIsTheMedianSpeedAndTheMeanDirection)
{
    SubjectFlow flow;
    std::vector<Blob> blobs{blob(10, 10, 20), blob(200, 100, 10)};
    blobs[0].steps = {{0, -2}, {0, -2}};
    std::vector<TrackedRegion> regions{{1, 5, true, cv::Point2d(0, -50)},
                                       {2, 5, true, cv::Point2d(30, 0)}};
    std::vector<MotionRegion> boxes(2);
    boxes[0] = {1, 0.03, 0.05, 0.06, 0.11, 0.007, {}, {}, 5};
    boxes[1] = {2, 0.62, 0.55, 0.03, 0.05, 0.002, {}, {}, 5};
    flow.next(blobs, regions, boxes, kFrame);
    ck_assert_double_eq_tol(*flow.speed(), 50.0, 1e-6);
    ck_assert_double_eq_tol(*flow.direction(), 81.5, 0.1);  // atan2(400 * 50, 100 * 30)
    regions[1].velocity = cv::Point2d(0, 200);              // the two cancel out
    flow.next(blobs, regions, boxes, kFrame);
    ck_assert(!flow.direction());
    flow.next({}, {}, {}, kFrame);
    ck_assert(!flow.speed() && !flow.direction());
    ck_assert_str_eq(flow.pattern().c_str(), "none");
}
END_TEST

START_TEST(thePatternTellsOnePlaceFromEverywhere)
{
    SubjectFlow flow;
    const std::vector<Blob> blobs(2);
    const std::vector<TrackedRegion> regions(2);
    std::vector<MotionRegion> boxes(2);
    boxes[0] = {1, 0.0, 0.0, 0.1, 0.1, 0.01, {}, {}, 1};
    boxes[1] = {2, 0.9, 0.9, 0.1, 0.1, 0.01, {}, {}, 1};
    flow.next(blobs, regions, boxes, kFrame);
    ck_assert_str_eq(flow.pattern().c_str(), "distributed");
    flow.reset();
    boxes[1].x = boxes[1].y = 0.15;
    flow.next(blobs, regions, boxes, kFrame);
    ck_assert_str_eq(flow.pattern().c_str(), "localized");
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run(
        "region-tracker",
        {piecesAreFoundBiggestFirstAndSmallOnesAreNot, thereAreAtMost64Pieces,
         crossingRegionsKeepTheirIdsAndGetVelocities, theCamerasMotionIsTakenOutOfTheVelocity,
         regionsThatMeetInABlobArePartedAndKeepTheirIds, whatGoesTogetherStaysOne,
         looksTellApartWhatComesBack, aShortAbsenceKeepsTheIdALongOneDoesNot,
         idsAreUniqueHoweverManyRegionsComeAndGo, pointsOnABlobGiveItsStep,
         flowIsTheMedianSpeedAndTheMeanDirection, thePatternTellsOnePlaceFromEverywhere});
}
