// Colour arithmetic of views: 3 x 4 matrices for cv::transform over the raw samples.
//
// Source: the general luma-chroma relation of ITU-R BT.601/709/2020, Y = kr R + kg G + kb B,
// U = (B - Y) / 2(1 - kb), V = (R - Y) / 2(1 - kr), with the codes' ranges from the view.
#pragma once

#include <opencv2/core.hpp>

#include "frame/image_view.h"

namespace animatize {

/// Samples of a view (Y U V or R G B codes) to R G B, 0 = nominal black .. 255 = nominal white.
cv::Matx34f rgbOfSamples(const ImageView& view);

/// The way back: R G B to the view's codes.
cv::Matx34f samplesOfRgb(const ImageView& view);

/// Samples of a view to Y (as above), U and V spanning 255 around 128.
cv::Matx34f yuvOfSamples(const ImageView& view);

/// Fills `into` (CV_8UC3, of the size wanted) with raw samples, averaged over 3 x 3 a pixel.
void sampleView(const ImageView& view, cv::Mat& into);

}  // namespace animatize
