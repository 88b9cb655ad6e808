// NeighbourRange: what a picture's pixels may become when it shifts by half a pixel.
//
// At an edge, an error of registration (or a mast in the wind) changes a pixel by as much as any
// subject would; but it stays between the pixel and its neighbours.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

class NeighbourRange {
  public:
    /// Of a CV_8UC1 picture.
    void of(const cv::Mat& picture);

    /// How far the pixels of another picture of this size lie outside, grey levels.
    void distance(const cv::Mat& picture, cv::Mat& into) const;

  private:
    cv::Mat low_, high_, least_, most_;
};

}  // namespace animatize
