// CameraLabel: one word for what the camera does, that doesn't flicker.
//
// The four components, made comparable as displacement at the frame's edge, are integrated with
// a leak. The largest names the motion if it stands out from the camera's own shake; to change
// the word takes more than to keep it.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/ring.h"
#include "motion/camera_path.h"
#include "motion/leaky_mean.h"
#include "motion/sway.h"

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
    struct Deviation {
        double seconds = 0.0;  ///< how long its frame was
        std::array<float, 4> size{};
    };
    struct Candidate {
        size_t component = 0;
        double speed = 0.0;
    };
    Candidate strongest() const;
    void integrate(const EdgeMotion& step, double seconds, bool atRest);
    void decide(double seconds);
    void followChange(size_t component, double speed, double seconds);
    double shakeOf(size_t component) const;
    void remember(const Deviation& deviation);
    bool getsAway(const Candidate& best) const;
    bool moves(const Candidate& best) const;
    bool goesOn(const Candidate& best) const;
    std::string next() const;

    static constexpr size_t kMostDeviations = 64;
    std::array<LeakyMean, 4> now_;
    std::array<double, 4> changedFor_{}, way_{};
    std::array<LeakyMean, 4> speed_;   ///< since it changed, a quarter of a second
    std::array<LeakyMean, 4> course_;  ///< over the last second
    std::array<Sway, 4> sway_;
    LeakyMean confidence_;
    Ring<Deviation, kMostDeviations> deviations_;  ///< from speed_, a second of them
    std::optional<std::string> word_;
    std::optional<size_t> component_;  ///< of the word; absent while static
    double sign_ = 1.0;
    double heldFor_ = 0.0;
    double restsFor_ = 0.0;
    double unknownFor_ = 0.0;
    double measured_ = 0.0;
    int frames_ = 0;
};

}  // namespace animatize
