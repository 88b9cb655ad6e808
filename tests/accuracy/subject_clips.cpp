#include "accuracy/subject_clips.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr double kPi = 3.14159265358979323846;

// A number 0..1 of a seed and a place.
double dice(uint64_t seed, uint64_t place)
{
    uint64_t z = (seed * 1000003 + place + 1) * 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<double>((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

// Radius of the outline against its mean, about 0.7 to 1.3.
double outline(uint64_t seed, double angle)
{
    double radius = 1.0;
    for (uint64_t k = 2; k <= 5; ++k)
        radius += 0.25 / static_cast<double>(k) * (2.0 * dice(seed, k) - 1.0) *
                  std::cos(static_cast<double>(k) * angle + 2.0 * kPi * dice(seed, 10 + k));
    return radius;
}

// Catmull and Rom's weights of the four samples around a position.
cv::Vec4f cubic(double at)
{
    const auto t = static_cast<float>(at), u = 1.0f - t;
    return {-0.5f * t * u * u, 1.0f - 2.5f * t * t + 1.5f * t * t * t,
            1.0f - 2.5f * u * u + 1.5f * u * u * u, -0.5f * u * t * t};
}

float sampleAt(const cv::Mat& photo, double u, double v)
{
    const int left = cvFloor(u) - 1, top = cvFloor(v) - 1;
    const cv::Vec4f across = cubic(u - cvFloor(u)), down = cubic(v - cvFloor(v));
    float sum = 0.0f;
    for (int i = 0; i < 4; ++i) {
        const auto* row =
            photo.ptr<float>(cv::borderInterpolate(top + i, photo.rows, cv::BORDER_REFLECT_101));
        for (int k = 0; k < 4; ++k)
            sum += down[i] * across[k] *
                   row[cv::borderInterpolate(left + k, photo.cols, cv::BORDER_REFLECT_101)];
    }
    return sum;
}

// Exact positions (cv::warpAffine rounds to 1/32 pixel), in floating point until the noise is in.
cv::Mat sampled(const cv::Mat& photo, const cv::Matx23d& m, const cv::Size& size)
{
    cv::Mat view(size, CV_32F);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            view.at<float>(y, x) = sampleAt(photo, m(0, 0) * x + m(0, 1) * y + m(0, 2),
                                            m(1, 0) * x + m(1, 1) * y + m(1, 2));
    return view;
}

// The camera's path: places, log of the scale, degrees.
struct StagePose {
    double x = 0.0, y = 0.0, zoom = 0.0, roll = 0.0;
};

StagePose poseAt(const Stage& stage, double time)
{
    const StageCamera& c = stage.camera;
    if (c.course) {
        const CameraPose told = c.course(time);
        return {told.x, told.y, told.zoom, told.roll};
    }
    const double t = time - stage.seconds / 2.0;
    double along = c.pan * t;
    if (c.whip > 0.0)  // a bell of this width about the middle
        along = c.pan * c.whip / 2.0 * std::tanh(2.0 * t / c.whip);
    StagePose pose{along * kStageSize.width, -c.tilt * kStageSize.height * t, c.zoom * t,
                   c.roll * t};
    for (uint64_t k = 0; k < 4; ++k) {
        const double hertz = 1.0 + 5.0 * dice(stage.seed, 30 + k);
        const double phase = 2.0 * kPi * dice(stage.seed, 40 + k);
        const double size = c.shake / std::sqrt(2.0);
        pose.x += size * std::sin(2.0 * kPi * hertz * time + phase);
        pose.y += size * std::sin(2.0 * kPi * hertz * 1.13 * time + 2.0 * phase);
        pose.roll += 0.15 * size * std::sin(2.0 * kPi * hertz * 0.9 * time + 3.0 * phase);
    }
    return pose;
}

cv::Mat seen(const Photo& photo, const StagePose& pose)
{
    const double scale = std::exp(pose.zoom), angle = pose.roll * kPi / 180.0;
    const double c = std::cos(angle) / scale, s = std::sin(angle) / scale;
    const double cx = (kStageSize.width - 1) / 2.0, cy = (kStageSize.height - 1) / 2.0;
    const double x = photo.grey.cols / 2.0 + pose.x, y = photo.grey.rows / 2.0 + pose.y;
    return sampled(photo.grey, {c, -s, x - c * cx + s * cy, s, c, y - s * cx - c * cy}, kStageSize);
}

}  // namespace

std::vector<Photo> stagePhotographs()
{
    std::vector<Photo> photos = photographs();
    for (Photo& photo : photos) {
        cv::resize(photo.grey, photo.grey, {}, 0.5, 0.5, cv::INTER_AREA);
        cv::GaussianBlur(photo.grey, photo.grey, {}, 0.6);
    }
    return photos;
}

cv::Mat StageClip::groundAt(double time)
{
    if (stage_.camera.blurred) {
        cv::Mat sum = seen(*stage_.ground, poseAt(stage_, time));
        for (int i = 1; i < 4; ++i)
            sum += seen(*stage_.ground, poseAt(stage_, time + i / (8.0 * kFps)));
        return sum / 4.0;
    }
    const bool still = stage_.camera.pan == 0.0 && stage_.camera.tilt == 0.0 &&
                       stage_.camera.zoom == 0.0 && stage_.camera.roll == 0.0 &&
                       stage_.camera.shake == 0.0 && !stage_.camera.course;
    if (!still)
        return seen(*stage_.ground, poseAt(stage_, time));
    if (still_.empty())
        still_ = seen(*stage_.ground, {});
    return still_.clone();
}

// Edges are soft by a pixel, as a lens makes them.
void StageClip::place(const CutOut& cutOut, double time, StageFrame& frame, cv::Mat& light) const
{
    const double unit = kStageSize.height;
    const double length = std::max(1e-9, cv::norm(cutOut.speed));
    const cv::Point2d across(-cutOut.speed.y / length, cutOut.speed.x / length);
    const double swing = cutOut.wave * std::sin(2.0 * kPi * 0.7 * time);
    const cv::Point2d middle = cutOut.course
                                   ? unit * cutOut.course(time)
                                   : unit * (cutOut.at + time * cutOut.speed + swing * across);
    const double radius = unit * cutOut.size / 2.0 * std::exp(cutOut.growth * time);
    const int reach = static_cast<int>(1.5 * radius) + 2;
    const cv::Rect box = cv::Rect(cvFloor(middle.x) - reach, cvFloor(middle.y) - reach,
                                  2 * reach + 1, 2 * reach + 1) &
                         cv::Rect({0, 0}, kStageSize);
    cv::Mat mask(kStageSize, CV_8U, cv::Scalar(0));
    if (!box.empty()) {
        const cv::Mat& skin = cutOut.skin->grey;
        const cv::Matx23d map(1, 0,
                              box.x - middle.x + skin.cols * (0.3 + 0.4 * dice(cutOut.seed, 1)), 0,
                              1, box.y - middle.y + skin.rows * (0.3 + 0.4 * dice(cutOut.seed, 2)));
        const cv::Mat patch = sampled(skin, map, box.size());
        for (int y = box.y; y < box.br().y; ++y) {
            for (int x = box.x; x < box.br().x; ++x) {
                const double dx = x - middle.x, dy = y - middle.y;
                const double edge = radius * outline(cutOut.seed, std::atan2(dy, dx));
                const double alpha = std::clamp(edge - std::hypot(dx, dy) + 0.5, 0.0, 1.0);
                auto& into = light.at<float>(y, x);
                const float here = cutOut.shade > 0.0 ? static_cast<float>(cutOut.shade) * into
                                                      : patch.at<float>(y - box.y, x - box.x);
                into += static_cast<float>(alpha) * (here - into);
                if (alpha >= 0.5)
                    mask.at<uint8_t>(y, x) = 255;
            }
        }
    }
    if (cutOut.shade > 0.0) {
        cv::bitwise_or(frame.shaded, mask, frame.shaded);
        return;
    }
    frame.shaded.setTo(0, mask);
    for (cv::Mat& behind : frame.masks)
        behind.setTo(0, mask);
    frame.masks.push_back(mask);
    cv::bitwise_or(frame.moving, mask, frame.moving);
}

StageFrame StageClip::frame(int index)
{
    const double time = index / kFps;
    StageFrame frame;
    cv::Mat light = groundAt(time);
    frame.moving = cv::Mat(kStageSize, CV_8U, cv::Scalar(0));
    frame.shaded = frame.moving.clone();
    for (const CutOut& cutOut : stage_.cutOuts)
        place(cutOut, time, frame, light);
    frame.grey = sensed(light, stage_.noise, stage_.seed * 1000 + static_cast<uint64_t>(index));
    return frame;
}

cv::Mat sensed(const cv::Mat& grey, double noise, uint64_t seed)
{
    cv::RNG generator(seed * 2654435761u + 1);
    cv::Mat grain(grey.size(), CV_32F), sum;
    generator.fill(grain, cv::RNG::NORMAL, 0.0, noise / 2.0);
    cv::add(grey, grain, sum, cv::noArray(), CV_32F);
    cv::Mat picture;
    sum.convertTo(picture, CV_8U);
    return picture;
}

}  // namespace animatize::accuracy
