// BlobFollower: how each blob moved since the picture before, by a few points on it.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "motion/blobs.h"
#include "motion/flow_pyramid.h"
#include "motion/global_motion.h"
#include "motion/similarity.h"

namespace animatize {

/// Keeps its memory for the next picture.
class BlobFollower {
  public:
    /// Fills in the steps of the largest blobs; `camera` leads from `before` to `now`.
    void follow(BlobMap& map, const cv::Mat& mask, const TrackedPicture& before,
                const TrackedPicture& now, const PictureGeometry& geometry,
                const Similarity& camera);

  private:
    void choosePoints(const BlobMap& map, const cv::Mat& mask, const TrackedPicture& now);

    PointTracker tracker_;
    std::vector<Corner> corners_;
    std::vector<size_t> blobOf_;  ///< by point
    std::vector<cv::Point2f> from_, guess_;
};

}  // namespace animatize
