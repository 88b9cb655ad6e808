// RestTest: does the scene still stand where it stood half a second ago?
//
// From one frame to the next a talking head and a creeping camera look alike. Over half a second
// they don't: a face has turned into another face, but a table's edge under a camera at rest lies
// exactly where it lay, and under a camera that creeps nothing does.
#pragma once

#include <vector>

#include "motion/global_motion.h"

namespace animatize {

class RestTest {
  public:
    /// Looks from time to time: a tracking per fifth of a second, a picture per three fifths.
    void next(const cv::Mat& luma, const TrackedPicture& now, const PictureGeometry& geometry,
              double noise, double seconds);
    void reset();

    /// Enough of the scene, widely spread, hasn't moved.
    bool atRest() const { return atRest_; }

  private:
    bool look(const TrackedPicture& now, const PictureGeometry& geometry, double noise);

    TrackedPicture anchor_;
    PointTracker tracker_;
    std::vector<Corner> corners_;
    std::vector<cv::Point2f> places_;
    std::vector<cv::Point2d> resting_;
    double age_ = 0.0, sinceLook_ = 0.0;
    bool atRest_ = false;
};

}  // namespace animatize
