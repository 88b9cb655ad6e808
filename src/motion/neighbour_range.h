// NeighbourRange: what a picture's pixels may become when it shifts by half a pixel.
//
// At an edge, an error of registration (or a mast in the wind) changes a pixel by as much as any
// subject would; but it stays between the pixel and its neighbours.
#pragma once

#include <opencv2/imgproc.hpp>

namespace animatize {

class NeighbourRange {
  public:
    explicit NeighbourRange(const cv::Mat& picture)
    {
        cv::erode(picture, low_, {});
        cv::dilate(picture, high_, {});
        cv::addWeighted(low_, 0.5, picture, 0.5, 0.0, low_);
        cv::addWeighted(high_, 0.5, picture, 0.5, 0.0, high_);
    }

    /// How far the pixels of another picture lie outside, grey levels.
    cv::Mat distance(const cv::Mat& picture) const
    {
        cv::Mat above, below;
        cv::subtract(picture, high_, above);
        cv::subtract(low_, picture, below);
        cv::max(above, below, above);
        return above;
    }

  private:
    cv::Mat low_, high_;
};

}  // namespace animatize
