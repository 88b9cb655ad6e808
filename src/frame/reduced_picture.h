// The reduced picture: the one small copy of a frame that every analysis looks at.
//
// It is made by averaging whole boxes of pixels (an exact factor, no resampling), so that a
// shift of the frame is the same shift of the picture. Luma is normalised by the colorimetry's
// range: 0 = nominal black, 255 = nominal white, no transfer function.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include <opencv2/core.hpp>

#include "frame/image_view.h"

namespace animatize {

struct ReducedPicture {
    /// Size of the thumbnail, whatever the frame's size and shape.
    static constexpr int kThumbWidth = 64;
    static constexpr int kThumbHeight = 36;

    cv::Mat luma;   ///< CV_8UC1, rows x cols
    cv::Mat thumb;  ///< CV_8UC3, kThumbHeight x kThumbWidth: luma as above, U and V around 128
    int frameWidth = 0;
    int frameHeight = 0;
    double stepX = 1.0;        ///< frame pixels per pixel of `luma`, across
    double stepY = 1.0;        ///< and down
    double pixelAspect = 1.0;  ///< displayed width / height of one pixel of `luma`

    /// Share of the frame's width (height) at a horizontal (vertical) position in `luma`.
    double shareX(double x) const { return x * stepX / frameWidth; }
    double shareY(double y) const { return y * stepY / frameHeight; }
};

/// Averages `view` to about `analysisWidth` pixels along its longer side; a frame that is
/// already smaller is copied. Any size from 1x1; analysisWidth 64..1280.
/// Reuses the memory of `into` when the size is unchanged.
void reduce(const ImageView& view, int analysisWidth, ReducedPicture& into);

/// A small colour copy (CV_8UC3, R G B, full range) of about `longSide` pixels along the longer
/// side, sampled from the view: for colour measures and for showing.
cv::Mat reducedColour(const ImageView& view, int longSide);

/// The whole frame as CV_8UC3, R G B, full range, at most `longSide` pixels along the longer
/// side (averaged down by a whole factor if it is larger). Interlaced: the first field, with
/// its rows interpolated to the frame's height.
cv::Mat colourPicture(const ImageView& view, int longSide);
/// The size of that picture.
cv::Size colourPictureSize(int frameWidth, int frameHeight, int longSide);
/// The same of a picture that was copied at its full size: averaged down by a whole factor, or the
/// picture itself where it is no larger.
cv::Mat shrunkPicture(const cv::Mat& picture, int longSide);

/// 256 samples spread over the view, folded into a number: the same memory with the same pixels
/// gives the same number. Tells whether someone painted on a frame since it was reduced.
uint64_t fingerprint(const ImageView& view);

}  // namespace animatize
