// How many pixels of a picture have each level.
#pragma once

#include <array>

#include <opencv2/core.hpp>

namespace animatize {

class LevelCounts {
  public:
    /// `luma`: CV_8UC1, not empty.
    explicit LevelCounts(const cv::Mat& luma);

    /// Share of the pixels that have the level, and that are as dark as it or darker.
    double shareOf(int level) const { return shares_[static_cast<size_t>(level)]; }
    double shareUpTo(int level) const { return darker_[static_cast<size_t>(level)]; }
    /// The first level up to which there is `share` of the pixels.
    int levelAt(double share) const;

  private:
    std::array<double, 256> shares_{}, darker_{};
};

}  // namespace animatize
