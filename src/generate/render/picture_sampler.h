// Renders a view from a grid of looked-up places: what is in front, and on the slopes that lead up
// to an edge, what lies behind.
#pragma once

#include <opencv2/core.hpp>

#include "generate/render/look_up.h"
#include "generate/render/planar_picture.h"
#include "generate/render/texture.h"

namespace animatize {

/// A picture, and the same without what stands in front; of one size. No `behind` where a look-up
/// has no opacity.
struct Layers {
    Texture front, behind;
};

/// The view: CV_8UC3 of the given size, into memory that is reused if it fits. Places are in the
/// texture's memory or are taken to its edge.
void sample(const Layers& layers, const LookUp& lookUp, cv::Size size, cv::Mat& view);

/// The same for 4:2:0. `luma` has one component, `chroma` two (U V), of half its padding and a
/// picture of half the size (halfSize); places are those of luma.
void sample(const Layers& luma, const Layers& chroma, const LookUp& lookUp,
            const PlanarTarget& view);

}  // namespace animatize
