// Blobs: the connected pieces of a mask that are large enough, and how each one moved.
//
// Pieces are found over runs of pixels (union-find), not over a picture of labels: a mask has a
// few hundred runs. The map keeps its memory from frame to frame.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <opencv2/core.hpp>

#include "base/fixed_list.h"
#include "motion/bit_mask.h"
#include "motion/global_motion.h"

namespace animatize {

/// What a piece looks like: how its pixels spread over 16 steps of grey, shares.
using Appearance = std::array<float, 16>;

struct Blob {
    static constexpr size_t kMostSteps = 6;

    int label = 0;  ///< of its runs
    cv::Rect box;   ///< pixels
    int pixels = 0;
    cv::Point2d centre;  ///< of mass, pixels
    /// Of points on it since the last frame, against the scene, square pixels; empty where
    /// nothing can be followed.
    FixedList<cv::Point2d, kMostSteps> steps;
    Appearance appearance{};
    bool parted = false;  ///< a part of a larger piece
};

/// Pixels from..to - 1 of a row, all in one piece.
struct BlobRun {
    int y = 0, from = 0, to = 0;
    int label = 0;
};

class BlobMap {
  public:
    static constexpr size_t kMost = 64;

    std::vector<Blob> blobs;  ///< biggest first, at most kMost
    int pixels = 0;           ///< of all pieces that are large enough

    /// The pieces (8-connected) of a CV_8UC1 mask with at least that many pixels.
    void find(const cv::Mat& mask, int leastPixels);
    /// Parts a piece: each pixel goes to the box it lies deepest in. Parts that are too small are
    /// left out; the blobs are out of order until order().
    void part(size_t blob, std::span<const cv::Rect2d> boxes);
    void order();
    /// Fills in what each piece looks like; `luma` is the picture of the mask.
    void look(const cv::Mat& luma);
    /// Leaves out the pieces that `unwanted` (one per blob) names.
    void drop(const std::vector<uint8_t>& unwanted);

    /// How many pixels of a piece are set in a CV_8UC1 mask; `hull` becomes their bounds.
    int within(const Blob& blob, const cv::Mat& mask, cv::Rect& hull) const;
    std::span<const BlobRun> runs() const { return runs_; }

  private:
    void findRuns();
    void joinRows();
    int rootOf(int label);
    void join(int a, int b);
    void collect();

    int leastPixels_ = 1;
    BitMask bits_;
    std::vector<BlobRun> runs_;
    std::vector<int> parent_;
    std::vector<Blob> pieces_;
    std::vector<BlobRun> parts_;
    std::vector<int> blobOf_;  ///< by label; -1: too small
};

/// Component-wise median of at most Blob::kMostSteps points; not empty.
cv::Point2d medianOf(std::span<const cv::Point2d> points);

}  // namespace animatize
