// What a file of a picture says before anything of it is decoded: its kind by content, its size,
// and whether it is whole.
//
//   const Result<PictureFile> file = readPictureFile(bytes);
//   if (file && file->width * file->height < most) decode(file->essence);
//
// Reads the structure of the three formats that services deliver: PNG (W3C, "Portable Network
// Graphics"; the checksums of what is used are checked), JPEG (ITU-T T.81), WebP (RFC 9649). All
// numbers in them are a stranger's: none is believed beyond the bytes that are there, and nothing
// is allocated by them. Pure functions, for any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <opencv2/core.hpp>

#include "base/result.h"

namespace animatize {

/// "image/png", "image/jpeg" or "image/webp" by the first bytes; "" for everything else.
std::string imageTypeOf(std::string_view bytes);

struct PictureFile {
    std::string type;           ///< as imageTypeOf()
    int width = 0, height = 0;  ///< pixels, > 0, as stored (before `orientation`)
    bool alpha = false;         ///< some of it may be transparent
    unsigned orientation = 1;   ///< EXIF, 1..8: what has to be turned to stand upright
    cv::Rect frame;             ///< where the picture that is decoded lies in width x height
    /// The shortest file of this type that has the picture: no profiles, texts, thumbnails or
    /// unknown parts, which may be bombs of their own; of animations only the first frame.
    std::string essence;
};

/// Errors: neither of the three; damaged or broken off, and in what way.
Result<PictureFile> readPictureFile(std::string_view bytes);

}  // namespace animatize
