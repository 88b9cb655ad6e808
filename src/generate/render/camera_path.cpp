#include "generate/render/camera_path.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "generate/render/shake.h"

namespace animatize {
namespace {

constexpr double kMostOut = 0.12;  // exp(0.12): the view sees 1.13 pictures, 6 % on each side
constexpr double kSettle = 0.5;    // seconds until a hand shakes as it does

/// Least, usual and most amount of one kind of move.
struct Amounts {
    double least, usual, most;
};
constexpr Amounts kShift{0.04, 0.08, 0.12};
constexpr Amounts kIn{0.06, 0.16, 0.30};
constexpr Amounts kOut{0.04, 0.08, kMostOut};
constexpr Amounts kTurn{2.0, 4.0, 8.0};

/// What a movement's speed is measured in, besides the unit of the axis itself.
enum class SpeedUnit { Axis, Heights };
/// What the amount says: of the axis itself, of the subject's growth, of what lies at its depth, of
/// the nearest against the farthest, or of the background's growth.
enum class Meaning { Axis, Growth, Subject, Depth, Background };
/// What stays in its place when the camera goes aside.
enum class Steady { Subject, Farthest, Nothing };

/// A movement that can be shown. An empty direction fits every direction, and none.
struct MoveKind {
    std::string_view name, direction;
    double CameraPose::*axis;
    double sign;
    Amounts amounts;
    Meaning meaning = Meaning::Axis;
    Steady steady = Steady::Subject;
    SpeedUnit unit = SpeedUnit::Axis;
};

using P = CameraPose;
constexpr auto kNone = Steady::Nothing;
constexpr auto kFar = Steady::Farthest;
constexpr auto kHeights = SpeedUnit::Heights;

constexpr MoveKind kKinds[] = {
    {"zoom", "in", &P::zoom, 1.0, kIn},
    {"zoom", "out", &P::zoom, -1.0, kOut},
    {"push_in", "", &P::dolly, 1.0, kIn, Meaning::Growth},
    {"pull_out", "", &P::dolly, -1.0, kOut, Meaning::Growth},
    {"pan", "right", &P::pan, 1.0, kShift},
    {"pan", "left", &P::pan, -1.0, kShift},
    {"whip_pan", "right", &P::pan, 1.0, kShift, Meaning::Axis, kNone, kHeights},
    {"whip_pan", "left", &P::pan, -1.0, kShift, Meaning::Axis, kNone, kHeights},
    {"tilt", "up", &P::tilt, 1.0, kShift},
    {"tilt", "down", &P::tilt, -1.0, kShift},
    {"roll", "clockwise", &P::roll, 1.0, kTurn},
    {"roll", "counterclockwise", &P::roll, -1.0, kTurn},
    {"truck", "right", &P::truck, 1.0, kShift, Meaning::Depth, kFar},
    {"truck", "left", &P::truck, -1.0, kShift, Meaning::Depth, kFar},
    {"pedestal", "up", &P::pedestal, 1.0, kShift, Meaning::Depth, kFar},
    {"pedestal", "down", &P::pedestal, -1.0, kShift, Meaning::Depth, kFar},
    {"tracking", "right", &P::truck, 1.0, kShift, Meaning::Subject, kNone, kHeights},
    {"tracking", "left", &P::truck, -1.0, kShift, Meaning::Subject, kNone, kHeights},
    {"tracking", "up", &P::pedestal, 1.0, kShift, Meaning::Subject, kNone, kHeights},
    {"tracking", "down", &P::pedestal, -1.0, kShift, Meaning::Subject, kNone, kHeights},
    {"arc", "right", &P::truck, 1.0, kShift, Meaning::Depth, Steady::Subject, kHeights},
    {"arc", "left", &P::truck, -1.0, kShift, Meaning::Depth, Steady::Subject, kHeights},
    {"dolly_zoom", "out", &P::dolly, 1.0, kIn, Meaning::Background},
    {"dolly_zoom", "in", &P::dolly, -1.0, kOut, Meaning::Background},
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

double shakeOf(const Movement& movement)
{
    return movement.name == "handheld" ? 1.0 : movement.name == "shaky" ? 2.5 : 0.0;
}

double amountOf(const MoveKind& kind, const Movement& movement, double aspect)
{
    if (!std::isfinite(movement.speed) || movement.speed == 0.0)
        return kind.amounts.usual;
    const bool across = kind.axis == &P::pan || kind.axis == &P::truck;
    const bool inHeights = kind.unit == SpeedUnit::Heights && across;
    const double speed = std::abs(movement.speed) / (inHeights ? aspect : 1.0);
    return std::clamp(speed * kMoveSeconds, kind.amounts.least, kind.amounts.most);
}

/// How far forward the farthest has to come to grow by exp(amount) while the focus keeps its
/// size: (1 - d focus) / (1 - d farthest) = exp(amount).
double backgroundDolly(double amount, double focus)
{
    const double growth = std::exp(amount);
    const double apart = focus - growth * kFarthest;
    return apart > 0.05 ? std::max(-3.0, (1.0 - growth) / apart) : 0.0;
}

double axisAmount(const MoveKind& kind, double amount, const PlannedPath& path, bool depth)
{
    switch (kind.meaning) {
        case Meaning::Growth:
            return std::min(0.8, (1.0 - std::exp(-amount)) / path.focus);
        case Meaning::Subject:
            return amount / path.focus;
        case Meaning::Depth:
            return depth ? amount / (1.0 - kFarthest) : amount / path.focus;
        case Meaning::Background:
            return backgroundDolly(amount, path.focus);
        case Meaning::Axis:
            break;
    }
    return amount;
}

double steadyOf(const MoveKind& kind, const Seen& seen)
{
    if (kind.steady == Steady::Nothing || (!seen.depth && kind.steady == Steady::Farthest))
        return 0.0;
    return kind.steady == Steady::Farthest ? kFarthest : seen.focus;
}

void follow(const MoveKind& kind, const Movement& movement, const Seen& seen, PlannedPath& path)
{
    const bool needsDepth = kind.meaning == Meaning::Background || kind.name == "arc";
    if (needsDepth && !seen.depth)
        return;
    const double amount = kind.sign * amountOf(kind, movement, seen.aspect);
    path.end.*(kind.axis) = axisAmount(kind, amount, path, seen.depth);
    path.steady = steadyOf(kind, seen);
    path.holdsFocus = kind.meaning == Meaning::Background;
    const bool along = kind.axis == &P::zoom || kind.axis == &P::dolly;
    path.reach = along && kind.sign < 0.0 ? std::exp(kMostOut) : 1.0;
    if (kind.name == "arc")
        path.pivot = seen.subject;
}

/// How far a shaking hand is from where it would stand, by axis.
void shake(const PlannedPath& path, double seconds, CameraPose& pose)
{
    struct Axis {
        double P::*axis;
        double most;
    };
    static constexpr Axis kAxes[] = {{&P::pan, 0.012},   {&P::tilt, 0.015},     {&P::roll, 0.8},
                                     {&P::truck, 0.012}, {&P::pedestal, 0.012}, {&P::dolly, 0.02}};
    const double strength = path.shake * eased(seconds / kSettle);
    for (unsigned i = 0; i < std::size(kAxes); ++i)
        pose.*(kAxes[i].axis) += strength * kAxes[i].most * shakeAt(path.seed, i, seconds);
}

}  // namespace

double eased(double t)
{
    const double at = std::clamp(t, 0.0, 1.0);
    return at * at * (3.0 - 2.0 * at);
}

PlannedPath planPath(const std::vector<Movement>& movements, const Seen& seen, uint64_t seed)
{
    PlannedPath path;
    path.focus = path.steady = seen.depth ? std::clamp(seen.focus, kFarthest, 1.0) : 1.0;
    path.seed = seed;
    bool going = false;
    for (const Movement& movement : movements) {
        if (movement.category != "camera_movement")
            continue;
        if (movement.name == "static")
            break;
        const MoveKind* kind = findKind(movement);
        if (kind && !going)
            follow(*kind, movement, seen, path);
        going = going || kind;
        path.shake = std::max(path.shake, shakeOf(movement));
    }
    return path;
}

CameraPose poseAt(const PlannedPath& path, double t)
{
    const double share = eased(t);
    CameraPose pose = path.end;
    for (double P::*axis :
         {&P::pan, &P::tilt, &P::zoom, &P::roll, &P::truck, &P::pedestal, &P::dolly})
        pose.*axis *= share;
    if (path.shake > 0.0)
        shake(path, std::clamp(t, 0.0, 1.0) * kMoveSeconds, pose);
    if (path.holdsFocus)
        pose.zoom += std::log(1.0 - pose.dolly * path.focus);
    return pose;
}

}  // namespace animatize
