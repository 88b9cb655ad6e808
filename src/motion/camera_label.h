// CameraLabel: one word for what the camera does, that doesn't flicker.
//
// The four components, made comparable as displacement at the frame's edge, are integrated with
// a leak. The largest names the motion if it stands out from the camera's own shake; to change
// the word takes more than to keep it.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "motion/camera_path.h"
#include "motion/leaky_mean.h"

namespace animatize {

class CameraLabel {
  public:
    /// One frame's motion at the edge (see EdgeMotion), `seconds` long.
    /// `atRest`: that the scene hasn't moved for a while, as far as a slow move goes.
    void add(const EdgeMotion& step, double seconds, double confidence = 1.0, bool atRest = false);
    /// A frame in which the scene gave no hold: the word is kept for a second at most.
    void miss(double seconds);
    /// Another scene: what was measured says nothing any more, the word is kept as after miss().
    void startAnew();
    void clear();

    const std::optional<std::string>& word() const { return word_; }

  private:
    struct Candidate {
        size_t component = 0;
        double speed = 0.0;
    };
    Candidate strongest() const;
    bool moves(const Candidate& best) const;
    bool goesOn(const Candidate& best) const;
    std::string next() const;

    std::array<LeakyMean, 4> speed_;   ///< now
    std::array<LeakyMean, 4> course_;  ///< over the last second
    LeakyMean confidence_;
    std::array<LeakyMean, 4> shake_;  ///< squared deviation from speed_
    std::optional<std::string> word_;
    std::optional<size_t> component_;  ///< of the word; absent while static
    double sign_ = 1.0;
    double heldFor_ = 0.0;
    double unknownFor_ = 0.0;
    double measured_ = 0.0;
    int frames_ = 0;
};

}  // namespace animatize
