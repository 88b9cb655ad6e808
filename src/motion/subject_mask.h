// SubjectMask: what moves in the scene, whatever the camera does.
//
// While the camera stands, a learned background; while it moves, and until the background has
// been learned anew, the residual against the camera's motion.
#pragma once

#include <array>

#include <opencv2/core.hpp>

#include "motion/background.h"
#include "motion/camera_path.h"
#include "motion/global_motion.h"
#include "motion/leaky_mean.h"
#include "motion/residual_motion.h"

namespace animatize {

class SubjectMask {
  public:
    struct Input {
        const cv::Mat& luma;
        const TrackedPicture& tracked;  ///< of the same picture
        const PictureGeometry& geometry;
        const GlobalMotion& camera;
        double seconds = 0.0;      ///< since the picture before; 0 for the first
        double sensitivity = 0.5;  ///< 0..1
    };

    void reset();
    /// CV_8UC1 masks of the picture's size; empty when it can't be judged.
    const MovingPixels& next(const Input& input);
    /// The picture given last at a constant exposure; empty while the camera moves, or when it
    /// can't be judged.
    const cv::Mat& steady() const;
    /// Whether all of the picture changed at once: it was neither a subject nor the camera.
    bool disturbed() const { return disturbed_; }

  private:
    bool cameraMoves(const Input& input);
    bool drifted(const Input& input);
    void judgeStill(const Input& input, double strictness);
    void judgeMoving(const Input& input, double strictness);

    Background background_;
    ResidualMotion residual_;
    MovingPixels pixels_;
    TrackedPicture anchor_;  ///< where the background began
    GlobalMotionFinder sinceAnchor_;
    double sinceCheck_ = 0.0;  ///< seconds since the anchor was last compared
    double anchorAge_ = 0.0;
    std::array<LeakyMean, 4> drift_;  ///< pixels per second at the edge
    bool moves_ = false;
    double unknownFor_ = 0.0;
    double lastShare_ = 0.0;
    bool disturbed_ = false;
};

}  // namespace animatize
