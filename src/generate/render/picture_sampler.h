// Renders a view from a grid of looked-up places: bilinear, in fixed point, four channels at a
// time.
//
// Places are known at every `step`-th pixel of the view and lie on straight lines between: the
// field that a camera makes is smooth, so an eighth of the resolution loses nothing that is seen.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// CV_8UC4 with room around: what lies outside of the picture is its mirror image, so that no
/// border is ever seen and no look-up leaves the memory.
struct Texture {
    cv::Mat pixels;
    int pad = 0;  ///< pixels on each side
};

/// `picture`: CV_8UC3; `pad` >= 1.
Texture makeTexture(const cv::Mat& picture, int pad);

/// Where each node looks, for nodes `step` pixels apart over the view and one beyond.
struct LookUp {
    static constexpr int kFraction = 8;
    static constexpr int kOpaque = 256;

    int step = 8;                     ///< a power of two, 1..8
    cv::Mat_<cv::Vec2i> front, back;  ///< places in the padded texture, in 1 / 2^kFraction pixels
    cv::Mat_<int> opacity;            ///< of the front, 0..kOpaque; empty: all opaque, and no back

    static cv::Size nodesFor(cv::Size view, int step);
};

/// The view: CV_8UC3 of the given size, into memory that is reused if it fits. Places are in the
/// texture's memory or are taken to its edge. `plate`: as `texture`, same size; may be empty if
/// `opacity` is.
void sample(const Texture& texture, const Texture& plate, const LookUp& lookUp, cv::Size size,
            cv::Mat& view);

}  // namespace animatize
