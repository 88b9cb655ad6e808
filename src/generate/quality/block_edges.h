// Edges on a grid of blocks: what too strong compression leaves, or a decoder that has lost its
// place.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// How much higher the steps between neighbouring pixels are on the lines of the grid than on both
/// sides of them, over 0.4 levels plus the mean step of the picture: 0 = not at all. After
/// Z. Wang, H. R. Sheikh and A. C. Bovik, "No-reference perceptual quality assessment of JPEG
/// compressed images" (2002), which compares the same steps. Here the median over all lines of the
/// grid is taken, of both directions the lesser, and no step counts for more than 32 levels: real
/// edges, however straight, lie on a few lines or run one way.
///
/// Grids of 8 (in any position: what was blocky may have been cropped), and of 16 and 64 pixels
/// from the corner. JPEG of quality 10 gives about 1.6, of 50 about 0.7, photographs up to 0.3.
/// `luma`: CV_8UC1 as it was decoded, not resized. 0 where there are fewer than four lines a way.
double blockEdges(const cv::Mat& luma);

}  // namespace animatize
