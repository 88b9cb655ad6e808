// RegionTracker: gives blobs an identity that lasts, and a velocity.
//
// Each region is expected where a constant-velocity Kalman filter and the camera's motion take
// it; the blob that lies there and looks the same is the same thing. A region that isn't seen for
// up to a second is remembered, and a blob into which two regions have run is parted again.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "motion/blobs.h"
#include "motion/similarity.h"

namespace animatize {

struct TrackedRegion {
    uint64_t id = 0;
    uint32_t age = 0;   ///< frames in which it was seen
    bool goes = false;  ///< it has left the place where it began, on a rather straight way
    std::optional<cv::Point2d> velocity;  ///< square pixels per second, against the scene
};

/// Place and speed along one axis: a Kalman filter of white acceleration, written out.
class AxisFilter {
  public:
    void start(double place);
    void predict(double seconds);
    /// Takes a place seen with that standard deviation.
    void seePlace(double place, double sigma);
    void seeSpeed(double speed, double sigma);
    void moveTo(double place) { place_ = place; }
    double place() const { return place_; }
    double speed() const { return speed_; }

  private:
    void correct(double off, double sum, double p, double s);

    double place_ = 0.0, speed_ = 0.0;
    double pp_ = 0.0, ps_ = 0.0, ss_ = 0.0;  ///< covariance
};

class RegionTracker {
  public:
    /// Forgets the regions; ids go on.
    void reset() { tracks_.clear(); }
    /// Parts the blobs in which regions that go different ways have met. Before next(), for the
    /// same frame.
    void part(BlobMap& map, const PictureGeometry& geometry, const Similarity& camera,
              double seconds);
    /// One answer per blob, in their order, valid until the next call. `camera` leads from the
    /// frame before to this one.
    const std::vector<TrackedRegion>& next(const std::vector<Blob>& blobs,
                                           const PictureGeometry& geometry,
                                           const Similarity& camera, double seconds);

  private:
    struct Track {
        uint64_t id = 0;
        uint32_t age = 0;
        AxisFilter x, y;
        cv::Point2d size;    ///< square pixels
        cv::Point2d origin;  ///< where it began, in this picture
        cv::Point2d seenAt;  ///< where it was when last seen, in this picture
        double way = 0.0;    ///< all that it has gone since
        uint32_t steps = 0;  ///< in so many frames
        bool goes = false;
        bool moving = false;  ///< a velocity is known
        double missing = 0.0;
        Appearance appearance{};

        cv::Point2d centre() const { return {x.place(), y.place()}; }
        cv::Point2d speed() const { return {x.speed(), y.speed()}; }
    };
    struct Pair {
        double score;
        size_t track, blob;
    };
    void predict(const Similarity& camera, double seconds);
    void findPairs(const std::vector<Blob>& blobs, const PictureGeometry& geometry);
    static double likeness(const Track& track, const Blob& blob, const PictureGeometry& geometry);
    static void follow(Track& track, const Blob& blob, const PictureGeometry& geometry,
                       double seconds);
    void findMet(const BlobMap& map, const Blob& blob, const PictureGeometry& geometry,
                 const Similarity& camera, double seconds);
    void forget();

    static constexpr size_t kMostTracks = 2 * BlobMap::kMost;
    std::vector<Track> tracks_;
    uint64_t nextId_ = 1;

    std::vector<Pair> pairs_;
    std::vector<size_t> owner_;  ///< by blob, index of its track
    std::vector<uint8_t> taken_;
    std::vector<size_t> met_;
    std::vector<cv::Rect2d> boxes_;
    std::vector<TrackedRegion> regions_;
};

}  // namespace animatize
