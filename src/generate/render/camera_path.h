// PlannedPath: where the camera of a predicted movement stands, from t = 0 to t = 1.
//
//   const PlannedPath path = planPath(movements, seen, lens, seed);
//   const CameraPose half = poseAt(path, 0.5);
//
// The camera starts and stops softly (3 t^2 - 2 t^3) and stands at the zero pose at t = 0, whatever
// the movement. Units and signs are the contract's: what the camera does, so that the content moves
// the other way. Pure functions, any thread.
//
// How near a thing is counts as inverse depth: 1 at the nearest distance, kFarthest at the
// farthest; a truck or a dolly moves what is seen by as much as this says.
#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "movement/movement.h"

namespace animatize {

/// Inverse depth of what is farthest: 0.3 = three times as far away as the nearest.
constexpr double kFarthest = 0.3;

inline double inverseDepth(double nearness)
{
    return kFarthest + (1.0 - kFarthest) * nearness;
}

/// How far the camera is from where it started.
struct CameraPose {
    double pan = 0.0;       ///< picture widths that the middle of the view turns away
    double tilt = 0.0;      ///< picture heights
    double zoom = 0.0;      ///< ln of the focal length's factor
    double roll = 0.0;      ///< degrees on square pixels
    double truck = 0.0;     ///< to the right: widths that what is nearest (1) moves against 0
    double pedestal = 0.0;  ///< up, the same in heights
    double dolly = 0.0;     ///< forward, in distances of what is nearest
    bool operator==(const CameraPose&) const = default;
};

/// What the path has to know of the picture.
struct Seen {
    bool depth = false;     ///< otherwise all is at `focus`
    double focus = 1.0;     ///< inverse depth of the subject
    cv::Point2d subject{};  ///< its place, shares of the picture from the centre, y down
    double aspect = 1.0;    ///< displayed width / height
};

struct PlannedPath {
    CameraPose end;       ///< at t = 1, without the shake
    double focus = 1.0;   ///< inverse depth whose size a dolly zoom keeps
    double steady = 1.0;  ///< inverse depth that truck and pedestal leave in its place
    double shake = 0.0;   ///< 0 = none, 1 = a calm hand
    uint64_t seed = 0;
    bool holdsFocus = false;  ///< a dolly zoom: the focal length makes up for the dolly
    double reach = 1.0;       ///< how many times the picture's size the view may see at most
    cv::Point2d pivot{};      ///< what the growing view keeps in place, as Seen::subject

    bool moves() const { return shake > 0.0 || !(end == CameraPose{}); }
};

/// Seconds of stream time that a move covers: speeds times this give its amounts.
constexpr double kMoveSeconds = 2.0;

/// The first movement of the camera that says where it goes (static pan whip_pan tilt roll zoom
/// push_in pull_out truck pedestal tracking arc dolly_zoom), and how the camera is held, where that
/// is said before or behind it (handheld, shaky). None: static.
/// Amount = speed x kMoveSeconds within bounds that look like a camera; speed 0 (unknown): a
/// moderate amount. Without depth a push is a zoom and a truck a shift of the whole picture; an arc
/// and a dolly zoom stand still.
PlannedPath planPath(const std::vector<Movement>& movements, const Seen& seen, uint64_t seed);

/// The pose at t (0..1, clamped), eased, with its shake.
CameraPose poseAt(const PlannedPath& path, double t);

/// 0..1, soft at both ends; t outside of 0..1 is its ends.
double eased(double t);

}  // namespace animatize
