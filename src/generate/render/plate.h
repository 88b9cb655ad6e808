// The background plate: the picture with what stands in front taken out, for the places that come
// into view when the camera moves.
//
// Where something stood, a push-pull pyramid fills in: colours that are known are averaged into
// ever coarser pictures, and from there fill the holes of the finer ones (Gortler et al.: The
// Lumigraph, 1996). Linear in the number of pixels, without chance. It invents no detail: the fill
// is soft.
#pragma once

#include <opencv2/core.hpp>

#include "generate/render/relief.h"

namespace animatize {

/// `padded`: CV_8U with 1 to 4 components, padded as the relief is; of chroma half of both, so that
/// nodes are `spacing` samples apart. Size and type are those of `padded`; the relief has a ground.
cv::Mat makePlate(const cv::Mat& padded, const Relief& relief, double spacing);

/// Fills where `known` (CV_32F, 0..1) isn't 1, in place. `colours`: CV_32F with 1 to 4 components,
/// same size.
/// Where nothing at all is known, it stays as it was.
void pushPull(cv::Mat& colours, const cv::Mat& known);

}  // namespace animatize
