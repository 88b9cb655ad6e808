#include "generate/render/view_map.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace animatize {
namespace {

constexpr double kDegree = CV_PI / 180.0;
constexpr double kLongLens = 1.2;  // focal length / longer side
constexpr double kMostCover = 64.0;
constexpr int kPathSteps = 32;

/// Takes rays of the turned, rolled and zoomed camera back to those of the first one.
cv::Matx33d turnBack(const CameraPose& pose, const Frame2d& frame)
{
    const double pan = std::atan(pose.pan * frame.size.width * frame.pixelAspect / frame.focal());
    const double tilt = std::atan(pose.tilt * frame.size.height / frame.focal());
    const double cp = std::cos(pan), sp = std::sin(pan), ct = std::cos(tilt), st = std::sin(tilt);
    const double cr = std::cos(pose.roll * kDegree), sr = std::sin(pose.roll * kDegree);
    const double wide = std::exp(-pose.zoom);
    const cv::Matx33d turn(cp, 0, sp, 0, 1, 0, -sp, 0, cp), lift(1, 0, 0, 0, ct, -st, 0, st, ct);
    const cv::Matx33d roll(cr * wide, -sr * wide, 0, sr * wide, cr * wide, 0, 0, 0, 1);
    return turn * lift * roll;
}

}  // namespace

double Frame2d::focal() const
{
    return kLongLens * std::max(size.width * pixelAspect, static_cast<double>(size.height));
}

ViewMap::ViewMap(const Frame2d& frame, const PlannedPath& path, const DepthRange& depth, double t)
    : size_(frame.size),
      unit_(frame.focal() / frame.pixelAspect, frame.focal()),
      centre_((frame.size.width - 1) / 2.0, (frame.size.height - 1) / 2.0),
      pivot_(centre_[0] + path.pivot.x * frame.size.width,
             centre_[1] + path.pivot.y * frame.size.height),
      steady_(path.steady)
{
    const auto coverAt = [&](double at) {
        stand(poseAt(path, at), frame);
        return leastCover(depth, path.reach);
    };
    double most = 1.0;
    for (int i = 1; path.shake > 0.0 && i <= kPathSteps; ++i)
        most = std::max(most, coverAt(i / double(kPathSteps)));
    const double needed = coverAt(t);
    // A shaking view grows once and stays grown: it must not breathe.
    grow(std::max(needed, 1.0 + (most - 1.0) * eased(t * kMoveSeconds * 2.0)));
}

void ViewMap::stand(const CameraPose& pose, const Frame2d& frame)
{
    back_ = cv::Matx33d::diag({unit_[0], unit_[1], 1.0}) * turnBack(pose, frame);
    across_ = {pose.truck * size_.width, -pose.pedestal * size_.height};
    aside_ = centre_ - steady_ * across_;
    forward_ = pose.dolly;
}

// All rays lie on a plane: those of neighbours are the same vector apart.
void ViewMap::grow(double cover)
{
    cover_ = cover;
    const cv::Vec2d first = pivot_ - pivot_ / cover - centre_;
    corner_ = back_ * cv::Vec3d(first[0] / unit_[0], first[1] / unit_[1], 1.0);
    right_ = back_ * cv::Vec3d(1.0 / (cover * unit_[0]), 0, 0);
    down_ = back_ * cv::Vec3d(0, 1.0 / (cover * unit_[1]), 0);
}

double ViewMap::mostSlide() const
{
    double most = 0.0;
    for (const double x : {0.0, size_.width - 1.0})
        for (const double y : {0.0, size_.height - 1.0})
            most = std::max(most, cv::norm(at(x, y).slide));
    return most;
}

// A view's picture at one depth is a quadrilateral, and each corner moves straight with the depth:
// when the corners are inside at both ends of the depth, all is.
bool ViewMap::inside(double cover, const DepthRange& depth, double reach)
{
    grow(cover);
    const double farX = reach * size_.width / 2.0 + 1e-6, farY = reach * size_.height / 2.0 + 1e-6;
    for (const double x : {-0.5, size_.width - 0.5})
        for (const double y : {-0.5, size_.height - 0.5})
            for (const double w : {depth.farthest, depth.nearest}) {
                const cv::Vec2d seen = at(x, y).at(w) - centre_;
                if (!(std::abs(seen[0]) <= farX && std::abs(seen[1]) <= farY))
                    return false;
            }
    return true;
}

double ViewMap::leastCover(const DepthRange& depth, double reach)
{
    if (inside(1.0, depth, reach))
        return 1.0;
    double out = 1.0, in = kMostCover;
    for (int i = 0; i < 48; ++i) {
        const double middle = (out + in) / 2.0;
        (inside(middle, depth, reach) ? in : out) = middle;
    }
    return in;
}

}  // namespace animatize
