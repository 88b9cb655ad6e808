// DepthFromMotion: what is near and what is far, from how fast it moves when the camera travels.
//
// Dense flow between the frame and an earlier one of the same shot. A camera that travels along
// t moves what is seen at p, at the distance Z, by e / Z, e = (tx, ty) - tz p: all along lines
// that meet where it travels to. So: the t that the flow's directions fit best, then 1 / Z from the
// flow's length along e. A camera that only turns or zooms gives one speed for all and no map; what
// moves by itself goes its own way, off these lines, and is filled from its surroundings.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

#include "base/ring.h"
#include "frame/reduced_picture.h"
#include "scene/parallax_map.h"

namespace animatize {

class DepthFromMotion {
  public:
    /// Another shot.
    void reset();
    /// Each frame, with its time (ns): now and then one is kept to be compared with.
    void see(const ReducedPicture& picture, uint64_t now);
    /// The map of a frame that comes after those seen so far, or of one up to 0.1 s before it, as
    /// the flow is what costs most of an analysis. Nothing without parallax.
    std::optional<ParallaxMap> measure(const ReducedPicture& picture, uint64_t now, cv::Size cells);

  private:
    struct Past {
        cv::Mat luma, thumb;
        uint64_t time = 0;
    };
    const Past* reference(uint64_t now) const;

    static constexpr size_t kMostPast = 8;
    Ring<Past, kMostPast> past_;
    std::optional<uint64_t> measured_;  ///< when the map was
    std::optional<ParallaxMap> map_;
    double age_ = 0.25;  ///< seconds between the frames to compare, as fast as the camera goes
};

}  // namespace animatize
