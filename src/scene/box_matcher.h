// BoxMatcher: finds what is in a box again in a later picture.
//
// Normalised cross-correlation of a small copy (at most kSide pixels) with the surroundings of the
// place where it is expected. Not by corners: things of ten pixels have more corners of the ground
// behind them than of their own.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

class BoxMatcher {
  public:
    static constexpr int kSide = 24;

    /// What `box` looks like in `luma` (CV_8UC1); the box may reach beyond the picture.
    BoxMatcher(const cv::Mat& luma, const cv::Rect2d& box);

    struct Match {
        cv::Rect2d box;
        double score = 0.0;  ///< correlation, -1..1; 0 where there is nothing to hold on to
    };
    /// Where it is in `luma`, at most `reach` pixels from `expected` (of about its size), which it
    /// prefers. `resizes`: it may have become some hundredths larger or smaller as well.
    Match find(const cv::Mat& luma, const cv::Rect2d& expected, double reach, bool resizes) const;

    /// Takes over some of what it looks like now.
    void learn(const cv::Mat& luma, const cv::Rect2d& box);

  private:
    cv::Mat cut(const cv::Mat& luma, const cv::Rect2d& box) const;
    Match findAt(const cv::Mat& luma, const cv::Rect2d& expected, double reach) const;

    cv::Size size_;      ///< of the copy
    double shrink_ = 1;  ///< pixels of the picture per pixel of the copy, of a box of boxSize_
    cv::Size2d boxSize_;
    cv::Mat patch_;
    bool flat_ = false;
};

}  // namespace animatize
