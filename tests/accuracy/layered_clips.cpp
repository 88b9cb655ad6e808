#include "accuracy/layered_clips.h"

#include <cmath>

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr double kShape = 60.0;   // pixels: about the size of what stands in front
constexpr double kPlenty = 0.35;  // standard deviations above which something stands

CameraPose poseOf(const LayeredPlan& plan, double seconds, double distance)
{
    const double t = seconds - 0.5 * (plan.frames - 1) / kFps;
    const double near = plan.flat ? 1.0 : distance;
    CameraPose pose;
    pose.x = plan.travel.right * kWidth * t / near;
    pose.y = -plan.travel.up * kWidth * t / near;
    // The layer is `near` away at t = 0 and a travelled `in` nearer later.
    pose.zoom = -std::log(1.0 - plan.travel.in * t / near);
    return pose;
}

}  // namespace

// Hills of smooth noise, cut at a height, with an edge of a pixel or two.
Photo shapes(const cv::Size& size, uint64_t seed)
{
    cv::RNG random(seed * 77 + 5);
    cv::Mat hills(size.height / 4, size.width / 4, CV_32F);
    random.fill(hills, cv::RNG::NORMAL, 0.0, 1.0);
    cv::GaussianBlur(hills, hills, {}, kShape / 4 / 2.0);
    cv::Scalar mean, deviation;
    cv::meanStdDev(hills, mean, deviation);
    cv::resize(hills, hills, size, 0, 0, cv::INTER_CUBIC);
    hills = (hills / deviation[0] - kPlenty) * (kShape / 4.0);
    return {"", cv::min(cv::max(hills, 0.0), 1.0)};
}

cv::Mat render(const LayeredPlan& plan, int index)
{
    const double seconds = index / kFps;
    cv::Mat view = viewOf(*plan.layers.back(), poseOf(plan, seconds, 1.0));
    for (size_t i = plan.layers.size() - 1; i-- > 0;) {
        const CameraPose pose = poseOf(plan, seconds, plan.distances[i]);
        const Photo& layer = *plan.layers[i];
        const cv::Mat shape = viewOf(plan.shapes[i], pose);
        view += shape.mul(viewOf(layer, pose) - view);
    }
    cv::Mat grey;
    test::withNoise(view, 3.0, plan.seed * 1000 + static_cast<uint64_t>(index))
        .convertTo(grey, CV_8U);
    return grey;
}

LayeredPlan layeredPlan(const std::vector<Photo>& photos, const Travel& travel, size_t seed,
                        bool flat)
{
    constexpr double kDistances[] = {0.35, 0.5, 0.7, 1.0};
    LayeredPlan plan;
    const size_t count = 2 + seed % 3;
    for (size_t i = 0; i < count; ++i) {
        plan.layers.push_back(&photos[(seed * 5 + i * 3) % photos.size()]);
        plan.distances.push_back(kDistances[4 - count + i]);
    }
    for (size_t i = 0; i + 1 < count; ++i)
        plan.shapes.push_back(shapes(plan.layers[i]->grey.size(), seed + i));
    plan.flat = flat;
    plan.travel = travel;
    plan.frames = 32;
    plan.seed = seed;
    return plan;
}

cv::Mat nearness(const LayeredPlan& plan, int index)
{
    cv::Mat near(kHeight, kWidth, CV_32F, cv::Scalar(1.0 / plan.distances.back()));
    for (size_t i = plan.layers.size() - 1; i-- > 0;) {
        const CameraPose pose = poseOf(plan, index / kFps, plan.distances[i]);
        near.setTo(1.0 / plan.distances[i], viewOf(plan.shapes[i], pose) > 0.5);
    }
    return near;
}

}  // namespace animatize::accuracy
