// Clips with exact masks and identities: pieces of photographs that cross a real photograph, some
// in front of others, under light and noise as told. Same seeds, same pixels, on every machine.
//
// They are rendered at the size that is analysed (320 x 180). Noise is that of a sensor of
// 640 x 360: averaged over the 2 x 2 pixels of one, half of it is left.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include <opencv2/core.hpp>

#include "accuracy/photo_clips.h"

namespace animatize::accuracy {

const cv::Size kStageSize(320, 180);

/// The same photographs for that size.
std::vector<Photo> stagePhotographs();

/// A piece of a photograph with an irregular outline, on a straight way.
struct CutOut {
    const Photo* skin = nullptr;
    uint64_t seed = 0;
    double size = 0.2;      ///< mean diameter, shares of the height
    cv::Point2d at, speed;  ///< middle at time 0, and per second, in shares of the height
    double shade = 0.0;     ///< > 0: only a shadow, which leaves this share of the light
    double wave = 0.0;      ///< shares of the height by which it swings across its way
    double growth = 0.0;    ///< ln/s
    std::function<cv::Point2d(double seconds)> course{};  ///< instead of the straight way
};

/// How the camera moves, in units of the contract; all at once.
struct StageCamera {
    const char* name = "still";
    double pan = 0.0, tilt = 0.0, zoom = 0.0, roll = 0.0;
    double shake = 0.0;     ///< pixels, root mean square, 1 to 6 Hz
    double whip = 0.0;      ///< > 0: the pan comes and goes within this time, seconds
    bool blurred = false;   ///< the shutter is open for half of a frame
    CameraCourse course{};  ///< instead of all that, in pixels of kStageSize
};

struct Stage {
    const Photo* ground = nullptr;
    std::vector<CutOut> cutOuts;  ///< later ones are in front
    StageCamera camera;
    double noise = 3.0;
    double seconds = 2.0;
    uint64_t seed = 0;
};

struct StageFrame {
    cv::Mat grey;                ///< CV_8UC1
    std::vector<cv::Mat> masks;  ///< CV_8UC1, what is seen of each cut-out
    cv::Mat moving;              ///< all of them together, shadows left out
    cv::Mat shaded;              ///< where there is only a shadow
};

class StageClip {
  public:
    explicit StageClip(const Stage& stage) : stage_(stage) {}
    int frames() const { return static_cast<int>(stage_.seconds * kFps); }
    StageFrame frame(int index);

  private:
    cv::Mat groundAt(double time);
    void place(const CutOut& cutOut, double time, StageFrame& frame, cv::Mat& light) const;

    Stage stage_;
    cv::Mat still_;  ///< what a camera that stands sees
};

/// `grey` with the noise of the stage's sensor.
cv::Mat sensed(const cv::Mat& grey, double noise, uint64_t seed);

}  // namespace animatize::accuracy
