// CameraMove: where a plain 2-D camera stands over a still picture from t = 0 to t = 1.
//
//   const CameraMove move = cameraMove(job.movements, job.image.size());
//   cv::Mat middle = renderView(job.image, move, 0.5);
//
// t = 0 is the picture itself, bit for bit, whatever the movement; a static move is the picture
// itself at every t. In between the camera starts and stops softly (3 t^2 - 2 t^3).
//
// No border ever shows. Pan, tilt and roll leave the picture's frame, so the view grows while it
// moves, by just as much as its corners need to stay inside (nothing at t = 0, at most 1.3 at the
// end). A pull or zoom out sees more than the picture has: there the picture is continued by its
// mirror image, and the amount is bounded so that at most 6 % on each side are mirrored.
//
// Units and signs are the contract's: what the camera does, so that the content moves the other
// way (pan > 0: content to the left; tilt > 0: content down; roll > 0: content
// counter-clockwise; zoom > 0: content grows). Pure functions, any thread.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "movement/movement.h"

namespace animatize {

/// How far the camera is from where it started.
struct CameraPose {
    double pan = 0.0;   ///< picture widths
    double tilt = 0.0;  ///< picture heights
    double zoom = 0.0;  ///< ln of the scale
    double roll = 0.0;  ///< degrees on square pixels
    bool operator==(const CameraPose&) const = default;
};

struct CameraMove {
    CameraPose end;            ///< at t = 1; it starts at the zero pose
    double pixelAspect = 1.0;  ///< displayed width / height of one pixel of the picture
};

/// Seconds of stream time that a move covers: speeds times this give its amounts.
constexpr double kMoveSeconds = 2.0;

/// The move of the first movement that is the camera's and that a flat picture can show: static,
/// push_in, pull_out, zoom in/out, pan left/right, tilt up/down, roll (counter)clockwise. On a
/// flat picture a push is a zoom, a truck (pedestal) a pan (tilt), and a whip pan or tracking
/// shot, whose speeds are in heights/s, a pan or tilt too. None: static. `size`: at least 1x1.
/// Amount = speed x kMoveSeconds within bounds that look like a camera; speed 0 (unknown): a
/// moderate amount. Roll is smaller on very long pictures.
CameraMove cameraMove(const std::vector<Movement>& movements, cv::Size size,
                      double pixelAspect = 1.0);

/// The pose at t (0..1, clamped), eased.
CameraPose poseAt(const CameraMove& move, double t);

/// Which point of the picture is seen at each pixel of the view (the inverse map that warpAffine
/// takes with WARP_INVERSE_MAP).
cv::Matx23d viewToPicture(const CameraPose& pose, cv::Size size, double pixelAspect);

/// What the camera sees at t: size and type of `picture`, never its memory. `picture`: 8 bits a
/// sample, up to 32766 pixels a side.
cv::Mat renderView(const cv::Mat& picture, const CameraMove& move, double t);

}  // namespace animatize
