// CameraPath: how steadily the camera is held, from the shape of its path.
//
// A tripod, a slider and a drone move on smooth curves, a hand does not: what a parabola can't
// follow within half a second is shake. The calmer part of the last moments counts, so that one
// sudden start or stop of a smooth move is not taken for a hand.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "base/ring.h"

namespace animatize {

/// The four things that a camera does, each as displacement at the frame's edge (across: half a
/// width from the middle), in frame widths, so that they compare.
using EdgeMotion = std::array<double, 4>;  // right, up, in, clockwise

class CameraPath {
  public:
    /// One step of the camera, `seconds` long.
    void add(const EdgeMotion& step, double seconds);
    /// A moment without measurement: the path starts anew, the word is kept for a second at most.
    void miss(double seconds);
    void clear();

    /// locked smooth handheld shaky; absent until there is enough of a path.
    const std::optional<std::string>& steadiness() const { return steadiness_; }

  private:
    struct Place {
        double time = 0.0;
        EdgeMotion at{};
    };
    struct Shake {
        double time = 0.0;
        double size = 0.0;
    };
    double shakeNow() const;
    double calm() const;
    double travelled() const;
    const char* judge(double shake) const;
    void decide();

    static constexpr size_t kMostPlaces = 64;
    Ring<Place, kMostPlaces> places_;
    Ring<Shake, kMostPlaces> shakes_;
    std::optional<std::string> steadiness_;
    double heldFor_ = 0.0;
    double unknownFor_ = 0.0;
};

}  // namespace animatize
