// Clips with exact truth: a camera that moves over a real photograph, with a piece of another
// photograph moving in front, motion blur and camera noise. Same seeds, same pixels, everywhere.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "motion/similarity.h"

namespace animatize::accuracy {

constexpr int kWidth = 640, kHeight = 360;
constexpr double kFps = 25.0;

struct Photo {
    std::string name;
    cv::Mat grey;  ///< CV_32F, shrunk so that a view samples it about 1:1, and low-passed for that
};

/// The photographs of Debian's mate-backgrounds; empty when they are not installed.
std::vector<Photo> photographs();

struct Move {
    std::string label;                                     ///< of the contract
    double pan = 0.0, tilt = 0.0, zoom = 0.0, roll = 0.0;  ///< units of the contract, per second
};

/// Still, and eight directions at three speeds.
std::vector<Move> moves();

/// Where the camera looks, against the middle of the photograph.
struct CameraPose {
    double x = 0.0, y = 0.0;  ///< pixels of the photograph, right and down
    double zoom = 0.0;        ///< ln of the scale
    double roll = 0.0;        ///< degrees that the camera is turned clockwise
};
using CameraCourse = std::function<CameraPose(double seconds)>;

/// A course at constant speed that passes the photograph's middle at `middle` seconds.
CameraCourse steady(const Move& move, double middle);

/// From the view at one time to the view at another, in pixels about the middle of the view.
Similarity between(const CameraCourse& course, double from, double to);

struct ClipPlan {
    const Photo* scene = nullptr;
    const Photo* subject = nullptr;
    double cover = 0.0;  ///< share of the frame that the subject takes
    CameraCourse course;
    int frames = 0;
    uint64_t seed = 0;
    double noise = 3.0;    ///< standard deviation, grey levels
    double shutter = 0.0;  ///< share of the frame's time for which it is open; 0 = no blur
};

/// Frame `index` of the clip, CV_8UC1, kWidth x kHeight.
cv::Mat render(const ClipPlan& plan, int index);

/// The photograph as a camera sees it there, CV_32F; what lies beyond its border is mirrored.
cv::Mat viewOf(const Photo& photo, const CameraPose& pose);

}  // namespace animatize::accuracy
