#include "scene/depth_from_motion.h"

#include "analyses/analysed.h"
#include "scene/analyses/depth.h"
#include "scene/scene_analyzer.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSize(640, 360), kCells(32, 18);
constexpr uint64_t kFrame = 40 * kMillisecond;

// A far plane and a near one before its left half, seen by a camera that trucks to the right.
cv::Mat seen(double moved, double nearTimes)
{
    static const cv::Mat far = leaves({1000, 500}, 3), near = leaves({1000, 500}, 8);
    cv::Mat picture = view(far, {500.0 + moved, 250.0}, kSize);
    const cv::Mat front = view(near, {500.0 + moved * nearTimes, 250.0}, kSize);
    front(cv::Rect(60, 60, 220, 300)).copyTo(picture(cv::Rect(60, 60, 220, 300)));
    return picture;
}

std::optional<ParallaxMap> watch(DepthFromMotion& depth, double step, double nearTimes)
{
    for (int i = 0; i < 10; ++i)
        depth.see(reduced(seen(i * step, nearTimes)), i * kFrame);
    return depth.measure(reduced(seen(10 * step, nearTimes)), 10 * kFrame, kCells);
}

SceneFrame frameOf(SceneAnalyzer& analyzer, CutTest& cuts, const cv::Mat& picture, int index)
{
    const ReducedPicture small = reduced(picture);
    const CutFeatures cut = cuts.next(small);
    return *analyzer.analyze(small, imageView(picture), cut, timeOf(index), {});
}

}  // namespace

START_TEST(whatMovesFasterIsNearer)
{
    DepthFromMotion depth;
    const auto map = watch(depth, 2.0, 2.5);
    ck_assert(map.has_value());
    const double front = cv::mean(map->near(cv::Rect(4, 4, 9, 13)))[0];
    const double back = cv::mean(map->near(cv::Rect(17, 1, 14, 16)))[0];
    ck_assert_double_gt(front, back + 0.4);
}
END_TEST

START_TEST(onePlaneHasNoDepth)
{
    DepthFromMotion depth;
    ck_assert(!watch(depth, 2.0, 1.0));
}
END_TEST

START_TEST(aCameraAtRestHasNoDepth)
{
    DepthFromMotion depth;
    ck_assert(!watch(depth, 0.0, 2.5));
}
END_TEST

START_TEST(anotherShotIsNotComparedWith)
{
    DepthFromMotion depth;
    ck_assert(watch(depth, 2.0, 2.5).has_value());
    depth.reset();
    ck_assert(!depth.measure(reduced(seen(20.0, 2.5)), 10 * kFrame, kCells));
}
END_TEST

START_TEST(oddPicturesAreSilent)
{
    DepthFromMotion depth;
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 300), cv::Size(640, 20), kSize}) {
        depth.see(reduced(texture(std::max(size.width, 8), std::max(size.height, 8),
                                  3)(cv::Rect({}, size))
                              .clone()),
                  0);
        depth.see(reduced(cv::Mat(size, CV_8U, cv::Scalar(0))), 3 * kFrame);
        ck_assert(
            !depth.measure(reduced(cv::Mat(size, CV_8U, cv::Scalar(90))), 6 * kFrame, kCells));
        ck_assert(!depth.measure(reduced(cv::Mat(size, CV_8U, cv::Scalar(90))), 0, kCells));
        depth.reset();
    }
}
END_TEST

START_TEST(aFastTravelIsFollowed)
{
    DepthFromMotion depth;
    depth.see(reduced(seen(0.0, 1.4)), 0);
    const auto map = depth.measure(reduced(seen(110.0, 1.4)), 6 * kFrame, kCells);
    ck_assert(map.has_value());
    ck_assert_double_gt(cv::mean(map->near(cv::Rect(4, 4, 9, 13)))[0],
                        cv::mean(map->near(cv::Rect(20, 1, 11, 16)))[0] + 0.3);
}
END_TEST

START_TEST(theRecordSaysWhichMethod)
{
    SceneAnalyzer analyzer;
    CutTest cuts;
    SceneFrame frame;
    for (int i = 0; i < 16; ++i) {
        frame = frameOf(analyzer, cuts, seen(i * 2.0, 2.5), i);
        if (i == 0)
            ck_assert(frame.result.scene->depth.text("method")->starts_with("proxy"));
    }
    ck_assert(*frame.result.scene->depth.text("method") == "parallax");
    ck_assert(frame.result.scene->nearness.size() == kCells);
    const cv::Mat other = colourTexture(kSize.width, kSize.height, 77);
    for (int i = 16; i < 22; ++i)
        frame = frameOf(analyzer, cuts, other, i);
    ck_assert_uint_eq(frame.result.shotId, 2);
    ck_assert(frame.result.scene->depth.text("method")->starts_with("proxy"));
}
END_TEST

START_TEST(aCircleIsTurnedTheWayThatAGlanceSees)
{
    const cv::Mat picture = grass(kSize, 3);
    const ReducedPicture small = reduced(picture);
    const ImageView view = imageView(picture);
    ParallaxMap map{cv::Mat(kCells, CV_32F), true};
    for (int y = 0; y < kCells.height; ++y)
        map.near.row(y) = 1.0 - y / 17.0;  // the ground far, the top near
    const Nearness turned = nearness(AnalysisInput(small, view, std::nullopt, nullptr, &map));
    ck_assert_double_gt(turned.map.at<float>(17, 5), turned.map.at<float>(0, 5));
    map.circling = false;
    const Nearness trusted = nearness(AnalysisInput(small, view, std::nullopt, nullptr, &map));
    ck_assert_double_lt(trusted.map.at<float>(17, 5), trusted.map.at<float>(0, 5));
}
END_TEST

START_TEST(aThingOfKnownSizeIsAsNearAsItIsLarge)
{
    const cv::Mat picture = grass(kSize, 3);
    const ReducedPicture small = reduced(picture);
    const ImageView view = imageView(picture);
    const std::vector<SceneObject> objects = {{"person", 0.9, 0.1, 0.05, 0.2, 0.9},
                                              {"person", 0.9, 0.6, 0.45, 0.1, 0.1},
                                              {"kite", 0.9, 0.8, 0.0, 0.1, 0.2}};
    const Nearness plain = nearness(AnalysisInput(small, view, std::nullopt, nullptr));
    const Nearness sized = nearness(AnalysisInput(small, view, std::nullopt, &objects));
    ck_assert(std::string(plain.method) == "proxy: place, focus, texture");
    ck_assert(std::string(sized.method) == "proxy: place, focus, texture, size");
    const cv::Rect large(4, 2, 5, 8), far(20, 8, 2, 1), kite(26, 0, 3, 3);
    ck_assert_double_gt(cv::mean(sized.map(large))[0], cv::mean(plain.map(large))[0] + 0.1);
    ck_assert_double_lt(cv::mean(sized.map(far))[0], cv::mean(plain.map(far))[0] - 0.1);
    ck_assert_double_eq_tol(cv::mean(sized.map(kite))[0], cv::mean(plain.map(kite))[0], 1e-6);
}
END_TEST

int main()
{
    return run("depth-from-motion",
               {whatMovesFasterIsNearer, onePlaneHasNoDepth, aCameraAtRestHasNoDepth,
                anotherShotIsNotComparedWith, oddPicturesAreSilent, aFastTravelIsFollowed,
                theRecordSaysWhichMethod, aCircleIsTurnedTheWayThatAGlanceSees,
                aThingOfKnownSizeIsAsNearAsItIsLarge});
}
