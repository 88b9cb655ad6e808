// Looks up, for each node of the view, which place of the picture its ray meets first.
//
// A ray crosses the picture on a straight line, from what is nearest to what is farthest
// (view_map.h): the first place on it that is as near as the ray is there, is seen. On the
// slopes that lead up to an edge the ray goes on to the ground behind.
#pragma once

#include "generate/render/look_up.h"
#include "generate/render/relief.h"
#include "generate/render/view_map.h"

namespace animatize {

/// Reuses the memory of `into`. Without ground everything is opaque. `motion`: nodes that the
/// content of each node has moved by itself (scene_motion.h); empty: it hasn't.
void cast(const ViewMap& view, const Relief& relief, const cv::Mat_<cv::Vec2f>& motion,
          cv::Size size, LookUp& into);

}  // namespace animatize
