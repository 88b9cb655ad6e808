// Clips with exact truth: a camera that moves over a real photograph, with a piece of another
// photograph moving in front, and camera noise. Same seeds, same pixels, on every machine.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>

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

struct ClipPlan {
    const Photo* scene = nullptr;
    const Photo* subject = nullptr;
    double cover = 0.0;  ///< share of the frame that the subject takes
    Move move;
    int frames = 0;
    uint64_t seed = 0;
};

/// Frame `index` of the clip, CV_8UC1, kWidth x kHeight, and where the subject is.
struct ClipFrame {
    cv::Mat grey;
    cv::Mat subject;  ///< CV_8UC1 mask
};
ClipFrame render(const ClipPlan& plan, int index);

/// Where a point of one frame is in the next one (pixels about the middle).
cv::Point2d moved(const Move& move, const cv::Point2d& point);

}  // namespace animatize::accuracy
