// Relief: how near each place of a picture is, as heights on a coarse grid over it.
//
// A depth map knows its cells and no more: between them the relief is smooth, so that no edge in it
// is sharper than what is known. What is near is dilated outwards by half a cell: an object takes a
// rim of its background along rather than losing its own edge.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

#include "generate/render/view_map.h"

namespace animatize {

struct Relief {
    /// CV_32F, inverse depth (camera_path.h): node (i, j) is at the pixel (i, j) * step - pad.
    cv::Mat_<float> heights;
    /// The same without what is in front of something: each place as far as its surroundings.
    /// Empty when there are no edges that anything could come out from behind of.
    cv::Mat_<float> ground;
    /// With a ground: 1 where the heights are what was measured, 0 on the slopes that lead up to
    /// an edge, where the ground is to be seen.
    cv::Mat_<float> surface;
    int step = 8;  ///< pixels between nodes, a power of two, 1..8
    int pad = 8;   ///< pixels around the picture, >= 1
    DepthRange range;

    bool flat() const { return range.nearest - range.farthest < 1e-3; }
};

/// Pixels between nodes for a picture of this size: 8 at 1920.
int nodeStep(cv::Size size);

/// How near the subject is (inverse depth): the median of `nearness` in `box` (shares of the
/// picture; without one the middle third), or a lower quantile than that (0..1).
double focusOf(const cv::Mat& nearness, const std::optional<cv::Rect2d>& box,
               double quantile = 0.5);

/// `nearness`: CV_32F, any size, 0 = far, 1 = near; anything else, an empty map and one that says
/// the same everywhere make it flat, at the inverse depth 1.
Relief makeRelief(const cv::Mat& nearness, cv::Size size, int pad);

/// Whether such a map tells near from far.
bool hasDepth(const cv::Mat& nearness);

/// Draws the relief together about `focus` until nothing slides more than `mostHole` pixels away
/// from what is beside it, when an inverse depth of 1 slides by `slide` pixels: what a hole is
/// filled with is a guess, so holes stay small. Returns the factor, 0..1.
double limitHoles(Relief& relief, double focus, double slide, double mostHole);

/// Nothing is nearer than `focus` any more.
void flattenFront(Relief& relief, double focus);

/// Cuts what stands in front from what lies behind it, where the relief is too steep to be one
/// sheet: where it would fold over as an inverse depth of 1 slides by `slide` pixels. Slopes that
/// are just not as steep take the place of the edges, and `ground` goes on behind them.
/// `reach`: pixels behind an edge that may come into view.
void cutEdges(Relief& relief, double slide, double reach);

}  // namespace animatize
