// FreezeDetector: whether the same picture is shown again and again.
//
// A repeated frame has the same pixels; a still picture out of an encoder nearly so: its blocks
// are skipped, so that most pixels keep their value from frame to frame, and what a key frame
// changes are a few levels around the same picture. Sensor noise changes most pixels in every
// frame, and a thing that moves changes some place by more than an encoder does.
#pragma once

#include <cstdint>
#include <optional>

#include <opencv2/core.hpp>

namespace animatize {

class FreezeDetector {
  public:
    /// The next frame's reduced luma (CV_8UC1, 0..255) at `now` ns. True from the frame on that
    /// has the evidence of a second; false again from the first frame that differs.
    bool next(const cv::Mat& luma, uint64_t now);
    void reset() { *this = {}; }

  private:
    void startAt(const cv::Mat& luma, uint64_t now);
    bool moved(const cv::Mat& luma);
    double changedShare(const cv::Mat& luma);

    cv::Mat anchor_, last_;  ///< first frame of the stretch, and the one before
    cv::Mat coveredDifference_, means_, difference_;  ///< kept for their memory
    uint64_t since_ = 0, lastTime_ = 0;
    int frames_ = 0;     ///< of the stretch
    double busy_ = 0.0;  ///< leaky mean: frames in which more than a few pixels changed
    bool frozen_ = false;
};

}  // namespace animatize
