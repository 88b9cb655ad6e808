// The straight pieces of a picture's edges.
//
// Pixels whose gradients point the same way grow together, strongest first; a region that is long
// for its width is a piece of a line (after R. Grompone von Gioi et al., "LSD: a fast line segment
// detector", 2010, without its significance test: what a line must hold is asked by its users).
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace animatize {

/// On square pixels of a picture that is 1 wide, from its top left corner, y down.
struct Segment {
    cv::Point2d from, to;
    double length = 0.0;

    cv::Point2d middle() const { return (from + to) * 0.5; }
    cv::Point2d direction() const { return (to - from) * (1.0 / length); }
};

/// Of `luma` (CV_8UC1, some 160 pixels wide: the cost grows with the pixels), whose pixels are
/// `aspect` times as wide as high. Of at least `shortest` pixels, at most 512; always in the same
/// order.
std::vector<Segment> lineSegments(const cv::Mat& luma, double aspect, double shortest = 9.0);

}  // namespace animatize
