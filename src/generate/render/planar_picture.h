// Pictures as video has them: 8-bit 4:2:0, a plane of luma and one or two of chroma.
//
//   PlanarPicture still{luma, chroma};              // owned: what a renderer is made of
//   PlanarTarget frame = {y, 1920, u, v, 960, 1, {1920, 1080}};   // I420; into memory of others
//   renderer.render(0.5, frame);
//   blend(frame, live, 0.25);                       // a quarter of the live picture
//
// Codes are the stream's own: nobody here asks for their range or matrix.
//
// A chroma sample stands for two by two pixels: it lies beside the left one of them and between the
// rows (MPEG-2's siting). Samples that lie in the middle of all four (MPEG-1's) come out the same:
// what moves a picture hardly changes over half a pixel.
#pragma once

#include <cstddef>
#include <cstdint>

#include <opencv2/core.hpp>

namespace animatize {

struct PlanarPicture {
    cv::Mat luma;    ///< CV_8UC1, any size from 1x1
    cv::Mat chroma;  ///< CV_8UC2, U V: halfSize() of the luma's size
};

/// Samples of chroma for so many pixels: halves, rounded up.
cv::Size halfSize(cv::Size size);

/// Where the planes of a frame lie; owns nothing. I420 and YV12 have `uvStep` 1; NV12 and NV21 have
/// 2, and u and v are neighbours.
struct PlanarTarget {
    uint8_t* y = nullptr;
    ptrdiff_t yStride = 0;  ///< bytes from row to row, at least a row's
    uint8_t* u = nullptr;
    uint8_t* v = nullptr;
    ptrdiff_t uvStride = 0;
    int uvStep = 1;
    cv::Size size;  ///< of the luma
};

/// Sizes and layouts as they are said above.
bool fits(const PlanarPicture& picture);

/// R G B of half the size, for who looks what there is to see: codes are taken for those of video
/// (16..235; the matrix of BT.709 above 576 rows, else BT.601).
cv::Mat colourLook(const PlanarPicture& picture);

/// Bit for bit. The sizes are the same.
void copyTo(const PlanarPicture& picture, const PlanarTarget& into);

/// One row of chroma into a target; `u`, `v`: as many samples as the row has.
void storeChroma(const uint8_t* u, const uint8_t* v, int row, const PlanarTarget& into);

/// `into` becomes `share` (0..1, clamped) of `other` and the rest of itself: linear in the codes,
/// rounded to the nearest; 0 leaves it and 1 copies, bit for bit. Both are of one size; their
/// layouts may differ. What lies between the rows is not written.
void blend(const PlanarTarget& into, const PlanarTarget& other, double share);
/// The same for pictures of one size and type, CV_8U with any number of channels.
void blend(cv::Mat& into, const cv::Mat& other, double share);

}  // namespace animatize
