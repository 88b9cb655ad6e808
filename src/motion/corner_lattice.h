// CornerLattice: how well each place of a picture can be tracked.
//
// The smaller eigenvalue of the gradients' structure tensor (Shi and Tomasi), from block sums of
// the gradients that tracking needs anyway: on a lattice of four pixels, which is as fine as a
// window of sixteen pixels cares for.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "motion/flow_pyramid.h"

namespace animatize {

struct Corner {
    cv::Point2f at;      ///< pixels
    float score = 0.0f;  ///< smaller eigenvalue near the point (8 x 8), grey levels squared
    float hold = 0.0f;   ///< the same over the whole window that is tracked
};

class CornerLattice {
  public:
    static constexpr int kStep = 4;

    void build(const FlowPyramid& pyramid);
    bool empty() const { return columns_ == 0; }

    /// The best corner of each cell of about `cell` pixels; cells without any contrast give none.
    void bestPerCell(int cell, std::vector<Corner>& corners) const;
    /// The best `most` corners on a non-zero pixel of `mask` within `box`, best first.
    void bestWithin(const cv::Rect& box, const cv::Mat& mask, size_t most,
                    std::vector<Corner>& found) const;

  private:
    struct Tensor {
        float xx = 0.0f, yy = 0.0f, xy = 0.0f;
    };
    struct Best {
        float score = 0.0f;
        int column = -1, row = -1;
    };
    void sumRows(const cv::Mat& gradient, int top);
    Tensor sum(int column, int row, int reach) const;
    float score(int column, int row) const;
    Corner at(int column, int row) const;

    int columns_ = 0, rows_ = 0;      ///< lattice points; point 0, 0 lies at pixel kStep, kStep
    std::vector<Tensor> blocks_;      ///< (columns_ + 1) x (rows_ + 1)
    std::vector<int> xx_, yy_, xy_;   ///< of one row of blocks, per pixel column
    mutable std::vector<Best> best_;  ///< scratch
};

}  // namespace animatize
