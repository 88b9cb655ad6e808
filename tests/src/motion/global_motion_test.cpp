#include "motion/global_motion.h"

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

const cv::Size kView(320, 180);

struct Seen {
    GlobalMotion motion;
    PictureGeometry geometry;
};

Seen between(const cv::Mat& a, const cv::Mat& b,
             const std::optional<Similarity>& guess = std::nullopt)
{
    const ReducedPicture first = reduced(a), second = reduced(b);
    TrackedPicture before, now;
    before.build(first.luma);
    now.build(second.luma);
    const PictureGeometry geometry(first);
    return {GlobalMotionFinder().find(before, now, geometry, guess), geometry};
}

Similarity random(cv::RNG& rng)
{
    const double scale = rng.uniform(0.8, 1.25), angle = rng.uniform(-0.5, 0.5);
    return {scale * std::cos(angle), scale * std::sin(angle), rng.uniform(-20.0, 20.0),
            rng.uniform(-20.0, 20.0)};
}

}  // namespace

START_TEST(similaritiesComposeAndInvert)
{
    cv::RNG rng(3);
    const Similarity s = random(rng), t = random(rng);
    const cv::Point2d p(31, -17);
    ck_assert_double_lt(cv::norm((t * s)(p)-t(s(p))), 1e-9);
    ck_assert_double_lt(cv::norm(s.inverse()(s(p)) - p), 1e-9);
    ck_assert_double_eq_tol((t * s).scale(), t.scale() * s.scale(), 1e-9);
}
END_TEST

START_TEST(thePixelMapIsTheSimilarityOverPixels)
{
    ReducedPicture picture;
    picture.luma.create(90, 120, CV_8U);
    picture.frameWidth = 720;
    picture.frameHeight = 540;
    picture.stepX = picture.stepY = 6;
    picture.pixelAspect = 1.5;
    const PictureGeometry geometry(picture);
    cv::RNG rng(5);
    const Similarity s = random(rng);
    const cv::Matx23d map = geometry.pixelMap(s);
    const cv::Point2d p(13, 71);
    const cv::Point2d direct = geometry.toPixel(s(geometry.toSquare(p)));
    ck_assert_double_eq_tol(map(0, 0) * p.x + map(0, 1) * p.y + map(0, 2), direct.x, 1e-9);
    ck_assert_double_eq_tol(map(1, 0) * p.x + map(1, 1) * p.y + map(1, 2), direct.y, 1e-9);
}
END_TEST

START_TEST(theFitFindsTheSceneAmongOutliers)
{
    cv::RNG rng(7);
    const Similarity truth{1.01, 0.02, 3.0, -2.0};
    std::vector<PointPair> pairs;
    for (int i = 0; i < 140; ++i) {
        const cv::Point2d p(rng.uniform(-160.0, 160.0), rng.uniform(-90.0, 90.0));
        const cv::Point2d noise(rng.gaussian(0.05), rng.gaussian(0.05));
        const bool outlier = i % 5 < 2;
        const cv::Point2d stray(rng.uniform(-15.0, 15.0), rng.uniform(-15.0, 15.0));
        pairs.push_back({p, truth(p) + noise + (outlier ? stray : cv::Point2d()), 0.15});
    }
    const SimilarityFit fit = fitSimilarity(pairs, std::nullopt, 30.0);
    ck_assert(fit.found);
    ck_assert_int_ge(fit.inliers, 80);
    for (const cv::Point2d p : {cv::Point2d(0, 0), cv::Point2d(160, 90), cv::Point2d(-160, 90)})
        ck_assert_double_lt(cv::norm(fit.similarity(p) - truth(p)), 0.05);
}
END_TEST

START_TEST(aCompactMajorityIsNotTheScene)
{
    // 70 points on a subject in the middle move together, 50 all around don't move.
    cv::RNG rng(9);
    std::vector<PointPair> pairs;
    for (int i = 0; i < 70; ++i) {
        const cv::Point2d p(rng.uniform(-50.0, 50.0), rng.uniform(-30.0, 30.0));
        pairs.push_back({p, p + cv::Point2d(6, 1), 0.15});
    }
    for (int i = 0; i < 50; ++i) {
        const double angle = i * 0.1257;
        const cv::Point2d p(140 * std::cos(angle), 80 * std::sin(angle));
        pairs.push_back({p, p, 0.15});
    }
    const SimilarityFit fit = fitSimilarity(pairs, std::nullopt, 30.0);
    ck_assert(fit.found);
    ck_assert_double_lt(cv::norm(fit.similarity({0, 0})), 0.01);
}
END_TEST

START_TEST(tooFewOrEqualPointsGiveNoFit)
{
    ck_assert(!fitSimilarity({}, std::nullopt, 30.0).found);
    ck_assert(
        !fitSimilarity({{{0, 0}, {1, 1}, 0.1}, {{50, 0}, {51, 1}, 0.1}}, std::nullopt, 30.0).found);
    const std::vector<PointPair> same(20, PointPair{{5, 5}, {6, 6}, 0.1});
    const SimilarityFit fit = fitSimilarity(same, std::nullopt, 30.0);
    ck_assert(!fit.found || std::isfinite(fit.similarity.tx));
}
END_TEST

START_TEST(renderedMovesAreFoundWithinATwentiethOfAPixel)
{
    const cv::Mat scene = texture(1200, 800, 4);
    struct Step {
        Pose from, to;
        cv::Point2d centre, corner;  // where the middle and the point (150, 80) go
    };
    const double turn = 0.7 * 3.14159265 / 180.0;
    const Step steps[] = {
        {{600, 400}, {603.25, 400}, {-3.25, 0}, {146.75, 80}},
        {{600, 400}, {600, 398.5}, {0, 1.5}, {150, 81.5}},
        {{600, 400, 1.0}, {600, 400, 1.02}, {0, 0}, {153, 81.6}},
        {{600, 400, 1.0, 0.0},
         {600, 400, 1.0, 0.7},
         {0, 0},
         {150 * std::cos(turn) + 80 * std::sin(turn), 80 * std::cos(turn) - 150 * std::sin(turn)}},
    };
    for (const Step& step : steps) {
        const Seen seen = between(view(scene, step.from, kView), view(scene, step.to, kView));
        ck_assert_double_gt(seen.motion.confidence, 0.9);
        ck_assert_double_lt(cv::norm(seen.motion.similarity({0, 0}) - step.centre), 0.05);
        ck_assert_double_lt(cv::norm(seen.motion.similarity({150, 80}) - step.corner), 0.08);
    }
}
END_TEST

START_TEST(aLongStepIsFoundWithoutAGuess)
{
    const cv::Mat scene = texture(1200, 800, 4);
    const Seen seen = between(view(scene, {600, 400}, kView), view(scene, {628, 410}, kView));
    ck_assert(seen.motion.known());
    ck_assert_double_eq_tol(seen.motion.similarity.tx, -28.0, 0.1);
    ck_assert_double_eq_tol(seen.motion.similarity.ty, -10.0, 0.1);
}
END_TEST

START_TEST(flatBlackAndTinyPicturesHaveNoHold)
{
    for (const int value : {0, 128, 255}) {
        const cv::Mat flat(180, 320, CV_8U, cv::Scalar(value));
        ck_assert_double_eq(between(flat, flat).motion.confidence, 0.0);
    }
    const cv::Mat scene = texture(300, 200, 4);
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 200), cv::Size(300, 2),
                                cv::Size(20, 20), cv::Size(23, 100)}) {
        const cv::Mat part = scene(cv::Rect({0, 0}, size)).clone();
        ck_assert_double_eq(between(part, part).motion.confidence, 0.0);
    }
}
END_TEST

START_TEST(noiseAloneHasNoHold)
{
    const cv::Mat flat(180, 320, CV_8U, cv::Scalar(100));
    for (uint64_t seed = 0; seed < 5; ++seed) {
        const Seen seen = between(withNoise(flat, 3, seed), withNoise(flat, 3, seed + 100));
        ck_assert(!seen.motion.known());
    }
}
END_TEST

START_TEST(aMotionThatGoesOnOutweighsAnotherOfTheSameSupport)
{
    // Two interleaved bodies of 60 points each: nothing but the past tells which is the scene.
    cv::RNG rng(11);
    std::vector<PointPair> pairs;
    for (int i = 0; i < 120; ++i) {
        const cv::Point2d p(rng.uniform(-150.0, 150.0), rng.uniform(-80.0, 80.0));
        pairs.push_back({p, p + cv::Point2d(i % 2 ? 5 : -5, 0), 0.15});
    }
    for (const double side : {5.0, -5.0}) {
        const SimilarityFit fit = fitSimilarity(pairs, Similarity{1, 0, side + 0.1, 0}, 30.0);
        ck_assert_double_eq_tol(fit.similarity.tx, side, 0.05);
    }
}
END_TEST

START_TEST(ofTwoPlanesTheOneThatWasFollowedGoesOn)
{
    // The far part of the picture goes one way, the near part another.
    cv::Mat far = texture(700, 400, 3), near = texture(700, 400, 4);
    cv::GaussianBlur(far, far, {}, 1.0);
    cv::GaussianBlur(near, near, {}, 1.0);
    const auto planes = [&](double step) {
        cv::Mat picture = view(far, {350 + step, 200}, kView);
        const cv::Mat below = view(near, {350 - 5 * step, 200}, kView);
        below.rowRange(96, 180).copyTo(picture.rowRange(96, 180));
        return picture;
    };
    for (const double shift : {-1.0, 5.0}) {
        const Seen seen = between(planes(0), planes(1), Similarity{1, 0, shift, 0});
        ck_assert(seen.motion.known());
        ck_assert_double_eq_tol(seen.motion.similarity.tx, shift, 0.3);
    }
}
END_TEST

START_TEST(theFitKnowsHowSureItIs)
{
    for (const double noise : {0.02, 0.2}) {
        double square = 0.0, told = 0.0;
        for (int round = 0; round < 60; ++round) {
            cv::RNG rng(static_cast<uint64_t>(100 + round));
            std::vector<PointPair> pairs;
            for (int i = 0; i < 80; ++i) {
                const cv::Point2d p(rng.uniform(-160.0, 160.0), rng.uniform(-90.0, 90.0));
                const cv::Point2d miss(rng.gaussian(noise), rng.gaussian(noise));
                pairs.push_back({p, p + cv::Point2d(2, 1) + miss, 4 * noise});
            }
            const SimilarityFit fit = fitSimilarity(pairs, std::nullopt, 30.0);
            square += (fit.similarity.tx - 2) * (fit.similarity.tx - 2) / 60;
            told += fit.shiftError / 60;
        }
        ck_assert_double_gt(told, 0.6 * std::sqrt(square));
        ck_assert_double_lt(told, 1.6 * std::sqrt(square));
    }
}
END_TEST

START_TEST(smallPicturesStillHaveACamera)
{
    const cv::Mat scene = texture(600, 400, 4);
    const Seen seen = between(view(scene, {300, 200}, {64, 48}), view(scene, {301, 200}, {64, 48}));
    ck_assert(seen.motion.known());
    ck_assert_double_eq_tol(seen.motion.similarity.tx, -1.0, 0.1);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run(
        "global-motion",
        {similaritiesComposeAndInvert, thePixelMapIsTheSimilarityOverPixels,
         theFitFindsTheSceneAmongOutliers, aCompactMajorityIsNotTheScene,
         tooFewOrEqualPointsGiveNoFit, renderedMovesAreFoundWithinATwentiethOfAPixel,
         aLongStepIsFoundWithoutAGuess, flatBlackAndTinyPicturesHaveNoHold, noiseAloneHasNoHold,
         aMotionThatGoesOnOutweighsAnotherOfTheSameSupport, ofTwoPlanesTheOneThatWasFollowedGoesOn,
         theFitKnowsHowSureItIs, smallPicturesStillHaveACamera});
}
