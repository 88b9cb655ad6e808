// Parallax: whether the camera itself moves, or only turns and zooms.
//
// A camera that turns or zooms moves all of the scene alike, however far it is; one that travels
// moves what is near faster than what is far, along the same lines (the epipolar lines, which are
// the lines of the flow itself where nothing turns). So: what the corners miss the similarity by
// along the flow, less what they miss it by across the flow, which is what noise and subjects do as
// well. What a wide lens adds while it turns, (p.t) p, is taken out first.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "motion/camera_path.h"
#include "motion/leaky_mean.h"
#include "motion/similarity.h"

namespace animatize {

class Parallax {
  public:
    /// One step of a known camera: the corners, the similarity, and the same motion at the edge.
    void add(const std::vector<PointPair>& pairs, const Similarity& similarity,
             const EdgeMotion& step, const PictureGeometry& geometry, double seconds);
    /// A moment without measurement.
    void miss();

    /// Root mean square of the differences in speed that depth makes, over that of the speed; 0 for
    /// a flat scene or one that is only turned over. Absent until half a second of motion is seen.
    const std::optional<double>& share() const { return share_; }
    /// none push pull truck pedestal; absent where neither depth nor its absence could be seen.
    const std::optional<std::string>& translation() const { return translation_; }

  private:
    struct Miss {
        cv::Point2d at, by, along;  ///< square pixels; unit vector of the flow
    };
    bool collect(const std::vector<PointPair>& pairs, const Similarity& similarity,
                 const PictureGeometry& geometry);
    void flatten(const PictureGeometry& geometry);
    void measure(const PictureGeometry& geometry, double seconds);
    void decide(double seconds);
    const char* kind() const;

    std::vector<Miss> misses_;
    double flow_ = 0.0;                  ///< mean square of the flow of one step
    LeakyMean along_, across_, motion_;  ///< mean squares, square pixels
    LeakyMean spread_, spots_;           ///< of where it is seen
    std::array<LeakyMean, 4> course_;    ///< the edge motion per second
    double watched_ = 0.0;               ///< seconds
    double heldFor_ = 0.0;
    std::optional<double> share_;
    std::optional<std::string> translation_;
};

}  // namespace animatize
