// RegionTracker: gives blobs an identity that lasts, and a velocity.
//
// Each region is expected where its velocity and the camera's motion take it; the blob that lies
// there is the same thing. A region that isn't seen for a moment is remembered.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "motion/blobs.h"
#include "motion/leaky_mean.h"
#include "motion/similarity.h"

namespace animatize {

struct TrackedRegion {
    uint64_t id = 0;
    uint32_t age = 0;   ///< frames in which it was seen
    bool goes = false;  ///< it has left the place where it began, on a rather straight way
    std::optional<cv::Point2d> velocity;  ///< square pixels per second, against the scene
};

class RegionTracker {
  public:
    /// Forgets the regions; ids go on.
    void reset() { tracks_.clear(); }
    /// One answer per blob, in their order. `camera` leads from the frame before to this one.
    std::vector<TrackedRegion> next(const std::vector<Blob>& blobs, const PictureGeometry& geometry,
                                    const Similarity& camera, double seconds);

  private:
    struct Track {
        uint64_t id = 0;
        uint32_t age = 0;
        cv::Point2d centre, size;  ///< square pixels
        cv::Point2d origin;        ///< where it began, in this picture
        cv::Point2d seenAt;        ///< where it was when last seen, in this picture
        double way = 0.0;          ///< all that it has gone since
        bool goes = false;
        LeakyMean vx, vy;
        bool moving = false;  ///< a velocity is known
        double missing = 0.0;
    };
    struct Pair {
        double score;
        size_t track, blob;
    };
    void predict(const Similarity& camera, double seconds);
    std::vector<Pair> pairs(const std::vector<Blob>& blobs, const PictureGeometry& geometry) const;
    static void follow(Track& track, const Blob& blob, const PictureGeometry& geometry,
                       double seconds);

    static constexpr size_t kMostTracks = 2 * BlobMap::kMost;
    std::vector<Track> tracks_;
    uint64_t nextId_ = 1;
};

}  // namespace animatize
