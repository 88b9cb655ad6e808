#include "generate/camera_move.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"

namespace animatize {
namespace {

constexpr double kDegree = CV_PI / 180.0;
/// The most that the view may grow so that its corners stay inside.
constexpr double kMostCover = 1.3;

/// Least, usual and most amount of one kind of move, in the units of CameraPose.
struct Amounts {
    double least, usual, most;
};
constexpr Amounts kShift{0.04, 0.08, 0.12};
constexpr Amounts kIn{0.06, 0.16, 0.30};
// exp(-0.12): the view is 1.13 pictures wide, 6 % of it mirrored on each side.
constexpr Amounts kOut{0.04, 0.08, 0.12};
constexpr Amounts kTurn{2.0, 4.0, 8.0};

/// What a movement's speed is measured in, besides the unit of the axis itself.
enum class SpeedUnit { Axis, Heights };

/// A movement that a flat picture can show. An empty direction fits every direction, and none.
struct MoveKind {
    std::string_view name, direction;
    double CameraPose::*axis;
    double sign;
    Amounts amounts;
    SpeedUnit unit = SpeedUnit::Axis;
};

constexpr MoveKind kKinds[] = {
    {"push_in", "", &CameraPose::zoom, 1.0, kIn},
    {"pull_out", "", &CameraPose::zoom, -1.0, kOut},
    {"zoom", "in", &CameraPose::zoom, 1.0, kIn},
    {"zoom", "out", &CameraPose::zoom, -1.0, kOut},
    {"pan", "right", &CameraPose::pan, 1.0, kShift},
    {"pan", "left", &CameraPose::pan, -1.0, kShift},
    {"truck", "right", &CameraPose::pan, 1.0, kShift},
    {"truck", "left", &CameraPose::pan, -1.0, kShift},
    {"whip_pan", "right", &CameraPose::pan, 1.0, kShift, SpeedUnit::Heights},
    {"whip_pan", "left", &CameraPose::pan, -1.0, kShift, SpeedUnit::Heights},
    {"tracking", "right", &CameraPose::pan, 1.0, kShift, SpeedUnit::Heights},
    {"tracking", "left", &CameraPose::pan, -1.0, kShift, SpeedUnit::Heights},
    {"tilt", "up", &CameraPose::tilt, 1.0, kShift},
    {"tilt", "down", &CameraPose::tilt, -1.0, kShift},
    {"pedestal", "up", &CameraPose::tilt, 1.0, kShift},
    {"pedestal", "down", &CameraPose::tilt, -1.0, kShift},
    {"tracking", "up", &CameraPose::tilt, 1.0, kShift, SpeedUnit::Heights},
    {"tracking", "down", &CameraPose::tilt, -1.0, kShift, SpeedUnit::Heights},
    {"roll", "clockwise", &CameraPose::roll, 1.0, kTurn},
    {"roll", "counterclockwise", &CameraPose::roll, -1.0, kTurn},
};

const MoveKind* findKind(const Movement& movement)
{
    const std::string direction = movement.direction.value_or("");
    const auto fits = [&](const MoveKind& kind) {
        return kind.name == movement.name &&
               (kind.direction.empty() || kind.direction == direction);
    };
    const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds), fits);
    return found == std::end(kKinds) ? nullptr : found;
}

double amountOf(const Amounts& amounts, double speed)
{
    if (!std::isfinite(speed) || speed == 0.0)
        return amounts.usual;
    return std::clamp(std::abs(speed) * kMoveSeconds, amounts.least, amounts.most);
}

/// The movement's speed in the unit of its axis.
double speedOf(const MoveKind& kind, const Movement& movement, double aspect)
{
    const bool acrossInHeights = kind.unit == SpeedUnit::Heights && kind.axis == &CameraPose::pan;
    return acrossInHeights ? movement.speed / aspect : movement.speed;
}

/// The largest roll whose cover (at most 1 + aspect x sin) stays below kMostCover.
double mostRoll(double aspect)
{
    return std::asin((kMostCover - 1.0) / std::max(aspect, 1.0 / aspect)) / kDegree;
}

/// Rotation of a view point back into the picture, about the centre, in pixels that need not be
/// square.
cv::Matx22d turnBack(double roll, double pixelAspect)
{
    const double c = std::cos(roll * kDegree), s = std::sin(roll * kDegree);
    return {c, -s / pixelAspect, s * pixelAspect, c};
}

/// Where the content's centre went, in pixels of the view.
cv::Vec2d contentShift(const CameraPose& pose, cv::Size size)
{
    return {-pose.pan * size.width, pose.tilt * size.height};
}

/// How much the view has to grow so that its four corners stay inside the picture.
double coverScale(const CameraPose& pose, cv::Size size, double pixelAspect)
{
    const cv::Matx22d back = turnBack(pose.roll, pixelAspect);
    const cv::Vec2d half(size.width / 2.0, size.height / 2.0);
    double scale = 1.0;
    for (const int corner : {0, 1, 2, 3}) {
        const cv::Vec2d at((corner & 1 ? 1 : -1) * half[0], (corner & 2 ? 1 : -1) * half[1]);
        const cv::Vec2d seen = back * (at - contentShift(pose, size));
        scale = std::max({scale, std::abs(seen[0]) / half[0], std::abs(seen[1]) / half[1]});
    }
    return scale;
}

double eased(double t)
{
    const double at = std::clamp(t, 0.0, 1.0);
    return at * at * (3.0 - 2.0 * at);
}

}  // namespace

CameraMove cameraMove(const std::vector<Movement>& movements, cv::Size size, double pixelAspect)
{
    CameraMove move{{}, std::isfinite(pixelAspect) && pixelAspect > 0.0 ? pixelAspect : 1.0};
    const double aspect = size.width * move.pixelAspect / size.height;
    for (const Movement& movement : movements) {
        if (movement.category != "camera_movement")
            continue;
        if (movement.name == "static")
            break;
        if (const MoveKind* kind = findKind(movement)) {
            const double speed = speedOf(*kind, movement, aspect);
            move.end.*(kind->axis) = kind->sign * amountOf(kind->amounts, speed);
            break;
        }
    }
    const double most = mostRoll(aspect);
    move.end.roll = std::clamp(move.end.roll, -most, most);
    return move;
}

CameraPose poseAt(const CameraMove& move, double t)
{
    const double share = eased(t);
    return {move.end.pan * share, move.end.tilt * share, move.end.zoom * share,
            move.end.roll * share};
}

cv::Matx23d viewToPicture(const CameraPose& pose, cv::Size size, double pixelAspect)
{
    const double scale = std::exp(pose.zoom) * coverScale(pose, size, pixelAspect);
    const cv::Matx22d back = turnBack(pose.roll, pixelAspect) * (1.0 / scale);
    const cv::Vec2d centre((size.width - 1) / 2.0, (size.height - 1) / 2.0);
    const cv::Vec2d offset = centre - back * (centre + contentShift(pose, size));
    return {back(0, 0), back(0, 1), offset[0], back(1, 0), back(1, 1), offset[1]};
}

cv::Mat renderView(const cv::Mat& picture, const CameraMove& move, double t)
{
    const CameraPose pose = poseAt(move, t);
    if (pose == CameraPose{})
        return picture.clone();  // no resampling: the same bits
    cv::Mat view;
    serially([&] {
        cv::warpAffine(picture, view, viewToPicture(pose, picture.size(), move.pixelAspect),
                       picture.size(), cv::INTER_CUBIC | cv::WARP_INVERSE_MAP,
                       cv::BORDER_REFLECT_101);
    });
    return view;
}

}  // namespace animatize
