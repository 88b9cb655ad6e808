// ShadowFinder: which of the pixels that got darker only lie in a shadow.
//
// On luma alone everything darker could be a shadow. One leaves a share of the light that is
// about the same all over, so the pattern of the ground stays: the same gradients, times that
// share. Where the ground has no pattern nothing can be told, and the neighbours decide.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "motion/bit_mask.h"

namespace animatize {

class ShadowFinder {
  public:
    /// The shadows among `changed`, pixels of `now` (CV_8UC1) that don't belong to the ground
    /// `before`. `noise` of one picture, grey levels (standard deviation).
    const BitMask& among(const BitMask& changed, const cv::Mat& now, const cv::Mat& before,
                         double noise);

  private:
    static constexpr int kBlock = 4;  // pixels

    struct Sums {
        int now = 0, before = 0, nowNow = 0, beforeBefore = 0, both = 0;
        Sums& operator+=(const Sums& other);
    };
    size_t at(int column, int row) const
    {
        return static_cast<size_t>(row) * static_cast<size_t>(columns_) +
               static_cast<size_t>(column);
    }
    enum class Verdict { Other, Flat, Shadow };

    void findDarker(const BitMask& changed, const cv::Mat& now, const cv::Mat& before);
    void sumAround(int column, int row, const cv::Mat& now, const cv::Mat& before);
    Verdict judge(int column, int row, double noise) const;
    void markBlock(int column, int row, BitMask& mask) const;

    BitMask darker_, flat_, shadow_;
    std::vector<uint16_t> inBlock_;  ///< darker pixels
    int columns_ = 0, rows_ = 0;
    std::vector<Sums> sums_;
    std::vector<uint8_t> summed_;
};

}  // namespace animatize
