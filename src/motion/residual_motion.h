// ResidualMotion: what moves against the scene while the camera moves.
//
// Two earlier pictures are laid over this one by the camera's own motion. A pixel moves if it
// agrees with neither: one earlier picture alone would also mark where a subject was before. To
// agree means to lie within the range of the neighbouring pixels, so that an error of a pixel
// at an edge is no motion.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "motion/bit_mask.h"
#include "motion/neighbour_range.h"
#include "motion/similarity.h"

namespace animatize {

class ResidualMotion {
  public:
    void reset() { past_.clear(); }
    /// Takes the next picture; `similarity` leads here from the picture before.
    void advance(const cv::Mat& luma, const Similarity& similarity, double seconds);
    /// What moves in the picture given last (CV_8UC1, 255 = yes). Empty until the past is long
    /// enough. `noise` in grey levels, `strictness` 1 is normal.
    const cv::Mat& moving(const PictureGeometry& geometry, double noise, double strictness);

  private:
    struct Past {
        cv::Mat luma;
        Similarity toNow;
        double age = 0.0;  ///< seconds
    };
    void disagreement(const Past& past, const PictureGeometry& geometry, cv::Mat& into);
    const Past* about(double age, const Past* olderThan) const;

    static constexpr size_t kMostPast = 12;
    std::vector<Past> past_;  ///< newest (now) last

    NeighbourRange range_, rangeBefore_;
    cv::Mat before_, matched_, valid_, distance_, other_, mask_;
    BitMask bits_;
};

}  // namespace animatize
