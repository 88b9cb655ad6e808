// Lines that lead the eye to one point: a road, a pier, a corridor.
#pragma once

#include <optional>
#include <vector>

#include "scene/analyses/segments.h"

namespace animatize {

struct LeadingLines {
    cv::Point2d to;      ///< the vanishing point, as in Segment
    double share = 0.0;  ///< of the length of all straight edges that are neither level nor upright
};

/// `height` of the picture, in widths. Nothing unless several lines of different directions, which
/// is more than chance would give, meet in one point inside the picture.
std::optional<LeadingLines> findLeadingLines(const std::vector<Segment>& segments, double height);

}  // namespace animatize
