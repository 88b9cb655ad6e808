// A frame of the stream in its own planes, and how a picture of somebody else's is brought into the
// same codes.
//
//   std::optional<PlanarStill> still = planarStill(view);      // a copy; none: not 8-bit 4:2:0
//   scene.planar = still->picture;
//   scene.planar = inCodes(servicesPicture, still->codes);     // R G B of the same size
#pragma once

#include <optional>

#include <opencv2/core.hpp>

#include "frame/image_view.h"
#include "generate/render/planar_picture.h"

namespace animatize {

struct PlanarStill {
    PlanarPicture picture;
    cv::Matx34f codes;  ///< from R G B (0..255) to the codes of Y U V, by range and matrix
};

/// Only of progressive frames: a field has half of its rows elsewhere.
std::optional<PlanarStill> planarStill(const ImageView& view);

/// `picture`: CV_8UC3, R G B. Chroma is averaged over what it stands for.
PlanarPicture inCodes(const cv::Mat& picture, const cv::Matx34f& codes);

}  // namespace animatize
