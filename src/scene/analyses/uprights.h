// The upright lines of a picture: walls, posts, trees, and how the camera is turned against them.
#pragma once

#include <vector>

#include "scene/analyses/segments.h"

namespace animatize {

struct Uprights {
    double roll = 0.0;    ///< degrees, content counter-clockwise, of an upright in the middle
    double bend = 0.0;    ///< degrees of lean per width: uprights meet above or below
    int count = 0;        ///< segments that agree
    double length = 0.0;  ///< theirs, in widths
    double share = 0.0;   ///< of the length of all segments within 20 degrees of upright
    double spread = 0.0;  ///< from the leftmost to the rightmost, in widths

    /// Enough of them, and not by chance.
    bool sure() const;
};

Uprights fitUprights(const std::vector<Segment>& segments);

}  // namespace animatize
