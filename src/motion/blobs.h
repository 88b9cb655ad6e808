// Blobs: the connected pieces of a mask that are large enough, and how each one moved.
#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "motion/global_motion.h"

namespace animatize {

struct Blob {
    int label = 0;  ///< its value in BlobMap::labels
    cv::Rect box;   ///< pixels
    int pixels = 0;
    cv::Point2d centre;              ///< of mass, pixels
    std::vector<cv::Point2d> steps;  ///< of points on it since the last frame, against the scene,
                                     ///< square pixels; empty where nothing can be followed
};

struct BlobMap {
    static constexpr size_t kMost = 64;

    std::vector<Blob> blobs;  ///< biggest first, at most kMost
    cv::Mat labels;           ///< whole numbers; only meaningful when there are blobs
    int pixels = 0;           ///< of all pieces that are large enough
};

BlobMap findBlobs(const cv::Mat& mask, int leastPixels);

/// Follows points of each blob back to the picture before; `camera` must be known.
void followBlobs(BlobMap& map, const cv::Mat& mask, const TrackedPicture& before,
                 const TrackedPicture& now, const PictureGeometry& geometry,
                 const Similarity& camera);

/// Component-wise median; `points` is not empty.
cv::Point2d medianOf(const std::vector<cv::Point2d>& points);

}  // namespace animatize
