// SubjectFlow: how all that moves moves together: speed, direction, spread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motion/blobs.h"
#include "motion/leaky_mean.h"
#include "motion/motion_result.h"
#include "motion/region_tracker.h"

namespace animatize {

class SubjectFlow {
  public:
    void reset();
    /// The three describe the same things, in the same order.
    void next(const std::vector<Blob>& blobs, const std::vector<TrackedRegion>& regions,
              const std::vector<MotionRegion>& boxes, double seconds);

    /// Median speed of the moving pixels, square pixels per second.
    const std::optional<double>& speed() const { return speed_; }
    /// Degrees of the mean velocity; absent where the velocities cancel out.
    const std::optional<double>& direction() const { return direction_; }
    /// none localized distributed
    const std::string& pattern() const { return pattern_; }

  private:
    struct Weighted {
        double value, weight;
    };
    void addSpeeds(const Blob& blob, const TrackedRegion& region, double seconds);
    std::optional<double> medianSpeed();
    void spread(const std::vector<MotionRegion>& boxes, double seconds);

    std::optional<double> speed_, direction_;
    LeakyMean spread_;
    std::string pattern_ = "none";
    std::vector<Weighted> speeds_;  ///< of the frame at hand
};

}  // namespace animatize
