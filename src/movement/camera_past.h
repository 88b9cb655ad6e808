// CameraPast: how far the camera has turned lately, and how long after its subject it set off.
#pragma once

#include <optional>

#include "movement/evidence.h"
#include "movement/samples.h"

namespace animatize {

/// When something that stood began to move: it stood for half a second, and has moved since.
class Onset {
  public:
    /// `speed` in heights/s; absent: unknown, which is neither.
    void add(uint64_t now, const std::optional<double>& speed);
    /// Absent while it stands, and where it was not seen to stand before.
    const std::optional<uint64_t>& began() const { return began_; }

  private:
    std::optional<uint64_t> stands_;  ///< since when
    std::optional<uint64_t> began_;
};

class CameraPast {
  public:
    /// One frame with a timestamp, in order.
    void add(const Evidence& evidence, uint64_t now);
    /// PanTravel, TiltTravel or CameraLag.
    Fact fact(Change change) const;

  private:
    void addTravel(const Evidence& evidence, uint64_t now);

    Samples pan_, tilt_;  ///< sums since the shot began, widths and heights
    double panSum_ = 0, tiltSum_ = 0;
    std::optional<uint64_t> last_;
    Onset camera_, subject_;
};

}  // namespace animatize
