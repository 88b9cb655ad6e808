// LookUp: where the nodes of a view look, and what lies between them.
//
// Places are known at every `step`-th pixel of the view and lie on straight lines between: the
// field that a camera makes is smooth, so an eighth of the resolution loses nothing that is seen.
#pragma once

#include <algorithm>
#include <vector>

#include <opencv2/core.hpp>

#include "generate/render/row_sampler.h"

namespace animatize {

/// Where each node looks, for nodes `step` pixels apart over the view and one beyond.
struct LookUp {
    static constexpr int kFraction = 8;
    static constexpr int kOpaque = 256;

    int step = 8;                     ///< a power of two, 1..8
    cv::Mat_<cv::Vec2i> front, back;  ///< places in the padded picture, in 1 / 2^kFraction pixels
    cv::Mat_<int> opacity;            ///< of the front, 0..kOpaque; empty: all opaque, and no back

    static cv::Size nodesFor(cv::Size view, int step);
};

/// Which samples of the view: each pixel, or those of chroma, which has half as many each way and
/// lies beside every other pixel, between two rows (planar_picture.h).
enum class Lattice { Pixels, Chroma };

/// Goes through the samples of a view row by row, downwards or upwards.
class LookUpRows {
  public:
    /// The look-up outlives it.
    LookUpRows(const LookUp& lookUp, Lattice lattice, cv::Size samples);

    /// The next row, or none.
    bool next();
    /// Its number.
    int row() const { return row_; }
    /// Where its samples look, in samples of a texture on the same lattice.
    const RowPlaces& front() const { return front_; }

    /// A part of the row over which something behind is seen.
    struct Edge {
        int first = 0, count = 0;  ///< samples
        int opacity[8] = {};       ///< of the front, 0..LookUp::kOpaque
        RowPlaces back{8, 8};
    };
    /// How many of those there may be in this row, and whether number `which` is one.
    size_t edges() const { return edges_.size(); }
    bool edge(size_t which, Edge& into) const;

  private:
    int nodeOf(size_t run) const { return static_cast<int>(run) * run_ * every_ / step_; }
    int placeOf(int above, int below, int axis) const;
    int opacityAt(int node) const;
    void enter();
    void enter(int axis, std::vector<int>& places, std::vector<int>& moves) const;
    void findEdges();

    const LookUp& lookUp_;
    const cv::Size samples_;
    const int step_;   ///< pixels from node to node
    const int every_;  ///< pixels from sample to sample
    const int run_;    ///< samples from node to node
    const int half_;   ///< 1 where samples lie between two rows
    const int scale_;  ///< from places of nodes, step_^2 times, to those of samples
    const bool upwards_;
    int row_, nodeRow_ = -1;
    int part_ = 0;  ///< half pixels below the row of nodes
    RowPlaces front_, moves_;
    std::vector<size_t> edges_;  ///< runs
};

}  // namespace animatize
