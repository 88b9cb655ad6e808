#include "motion/parallax.h"

#include <cmath>

#include "support/suite.h"

namespace animatize::test {
namespace {

constexpr double kFrame = 0.04;

PictureGeometry frame()
{
    PictureGeometry geometry;
    geometry.width = 320;
    geometry.height = 180;
    return geometry;
}

struct Scene {
    double near = 1.6;     ///< how much faster every third corner moves than the rest
    double noise = 0.05;   ///< pixels
    bool compact = false;  ///< near only in a corner of the frame
    double bend = 0.0;     ///< of a wide lens, (p.t) p
};

// A second of a camera whose far corners move by `far`.
Parallax after(const Similarity& far, const Scene& scene, int frames = 25)
{
    Parallax parallax;
    cv::RNG rng(5);
    const EdgeMotion step{-far.tx / 320, far.ty / 320, std::log(far.scale()) / 2, 0};
    for (int k = 0; k < frames; ++k) {
        std::vector<PointPair> pairs;
        for (int i = 0; i < 180; ++i) {
            const cv::Point2d p(rng.uniform(-155.0, 155.0), rng.uniform(-85.0, 85.0));
            const bool close = scene.compact ? p.x > 100 && p.y > 30 : i % 3 == 0;
            const cv::Point2d flow = (far(p) - p) * (close ? scene.near : 1.0);
            const cv::Point2d bent = scene.bend * p.dot({far.tx, far.ty}) / (160.0 * 160.0) * p;
            const cv::Point2d miss(rng.gaussian(scene.noise), rng.gaussian(scene.noise));
            pairs.push_back({p, p + flow + bent + miss, 0.2});
        }
        parallax.add(pairs, far, step, frame(), kFrame);
    }
    return parallax;
}

std::string said(const Parallax& parallax)
{
    return parallax.translation().value_or("absent");
}

}  // namespace

START_TEST(depthTellsTravellingFromTurning)
{
    const struct {
        Similarity motion;
        const char* travels;
    } cases[] = {
        {{1.015, 0, 0, 0}, "push"},
        {{0.985, 0, 0, 0}, "pull"},
        {{1, 0, 2.0, 0}, "truck"},
        {{1, 0, 0, -2.0}, "pedestal"},
    };
    for (const auto& one : cases) {
        ck_assert(said(after(one.motion, {1.6})) == one.travels);
        ck_assert(said(after(one.motion, {1.0})) == "none");
    }
}
END_TEST

START_TEST(theShareIsWhatDepthMakesOfTheSpeed)
{
    // A third of the corners at 1.3 of the speed: sqrt(0.09 / 3) of it.
    const Parallax parallax = after({1, 0, 3.0, 0}, {1.3, 0.02});
    ck_assert_double_eq_tol(*parallax.share(), std::sqrt(0.03), 0.02);
    ck_assert_double_lt(*after({1, 0, 3.0, 0}, {1.0, 0.02}).share(), 0.02);
}
END_TEST

START_TEST(noiseIsNoDepth)
{
    ck_assert(said(after({1, 0, 1.0, 0}, {1.0, 0.3})) != "truck");
    ck_assert(said(after({1, 0, 0.4, 0}, {1.0, 0.3})) == "absent");
}
END_TEST

START_TEST(aSubjectThatGoesAlongIsNoDepth)
{
    ck_assert(said(after({1, 0, 2.0, 0}, {1.6, 0.05, true})) == "none");
}
END_TEST

START_TEST(aWideLensThatTurnsIsNoDepth)
{
    ck_assert(said(after({1, 0, 3.0, 0}, {1.0, 0.05, false, 0.3})) == "none");
}
END_TEST

START_TEST(withoutMotionThereIsNothingToSay)
{
    ck_assert(!after({}, {}).share());
    ck_assert(said(after({1, 0, 0.1, 0}, {})) == "absent");
    ck_assert(said(after({1, 0, 2.0, 0}, {}, 10)) == "absent");
    Parallax parallax = after({1, 0, 2.0, 0}, {});
    parallax.add({}, {}, {}, frame(), kFrame);
    ck_assert(!parallax.share() && !parallax.translation());
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("parallax", {depthTellsTravellingFromTurning, theShareIsWhatDepthMakesOfTheSpeed,
                            noiseIsNoDepth, aSubjectThatGoesAlongIsNoDepth,
                            aWideLensThatTurnsIsNoDepth, withoutMotionThereIsNothingToSay});
}
