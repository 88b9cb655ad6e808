// decodePicture(): bytes that a stranger sent -> a picture, or a sentence why there is none.
//
//   const Result<cv::Mat> picture = decodePicture(answer.bytes);
//   if (!picture) return picture.error();        // "the picture (PNG) broke off: ..."
//   const Judgement judgement = judge(*picture, start);
//
// What becomes of a picture:
// - PNG, JPEG or WebP, told by content. Of animations (APNG, WebP) the first picture.
// - 16 bits become 8; grey, palettes, YCbCr and CMYK become R G B, without colour profiles.
// - What is transparent lies before black, as video does where nothing is: a picture that is
//   transparent all over is a black one. (A single colour that PNG declares to be transparent is
//   shown.)
// - EXIF's orientation is carried out, in all three formats.
// A picture that isn't whole is an error, never half a picture: the structure of the file and the
// checksums of PNG are checked first (picture_file.h), and a warning of libjpeg is an error. JPEG
// and WebP have no checksums: bytes that were changed into other valid codes go unnoticed. (Of
// files with 64 wrong bytes libjpeg sees four of five, libwebp one of three.)
//
// What the limits promise:
// - Bytes, sides and pixels are compared before anything is decoded or allocated for it. With the
//   defaults some 500 MB may be used on the way: a progressive CMYK picture takes eight bytes a
//   pixel for its coefficients, four for the inks and three for the colours.
// - Time of JPEG: decoding stops within about a row or pass after `mostTime`.
// - Time of PNG and WebP: OpenCV can't be interrupted, so work is bounded by pixels and bytes only,
//   which is half a second for a photograph as large as the defaults allow. What took longer than
//   `mostTime` is refused afterwards all the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <opencv2/core.hpp>

#include "base/clock.h"
#include "base/result.h"

namespace animatize {

struct DecodeLimits {
    size_t mostBytes = size_t{64} << 20;
    double mostPixels = 7680.0 * 4320.0;  ///< a frame of 8K; services make 16 Mpx at most
    int mostSide = 16384;
    uint64_t mostTime = 10 * kSecond;  ///< ns
};

/// CV_8UC3, R G B. Never throws; for any thread. Errors: no picture of these kinds, too large,
/// damaged, broken off, took too long.
Result<cv::Mat> decodePicture(const std::string& bytes, const DecodeLimits& limits = {});

}  // namespace animatize
