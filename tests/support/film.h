// A film of six seconds with something of everything that the elements report: it stands still, a
// thing moves through the picture, the camera pans, a hard cut, another scene.
#pragma once

#include <gst/video/video.h>
#include <opencv2/core.hpp>

#include "gst/base/ref.h"

namespace animatize::test {

class Film {
  public:
    static constexpr int kWidth = 192, kHeight = 144, kFrames = 150;
    static constexpr int kMoves = 35, kPans = 65, kCut = 100;  ///< first frames of what happens

    Film();
    GstVideoInfo info() const;
    /// Frame 0 .. kFrames - 1 in RGB, with timestamps from `start` on at 25 frames/s.
    BufferRef frame(int index, GstClockTime start = 0) const;

  private:
    cv::Mat picture(int index) const;
    cv::Mat first_, second_;
};

}  // namespace animatize::test
