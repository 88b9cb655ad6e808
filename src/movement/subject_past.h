// SubjectPast: what the subject did over the last seconds: whether it moved before, how its way
// turns and bends, whether it goes to and fro, how it grows.
//
// A subject is the same while the id of its region is, and while it is found where it was: when
// somebody stops, the region may go and the person stay.
#pragma once

#include <optional>

#include "movement/evidence.h"
#include "movement/regions.h"
#include "movement/samples.h"

namespace animatize {

class SubjectPast {
  public:
    /// One frame with a timestamp, in order; whether fact() may say something else now.
    bool add(const Evidence& evidence, uint64_t now);
    /// One of the Subject... changes.
    Fact fact(Change change) const;

  private:
    bool isTheSame(const Evidence& evidence) const;
    bool forget();
    void addGrowth(const Evidence& evidence, uint64_t now);
    void addWay(const Evidence& evidence, uint64_t now);

    Samples size_, speed_, way_, x_, y_;
    Velocity velocity_;  ///< smoothed: one noisy frame turns nothing
    double width_ = 0, height_ = 0;
    std::optional<double> zoom_;  ///< of the camera, smoothed: it is not the subject's growth
    std::optional<double> id_;    ///< of the region
    double lastX_ = 0, lastY_ = 0;
    bool known_ = false;
    std::optional<uint64_t> sampled_;
};

}  // namespace animatize
