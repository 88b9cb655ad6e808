// The three formats behind readPictureFile(), one file each, and what they have in common.
#pragma once

#include "generate/quality/picture_bytes.h"
#include "generate/quality/picture_file.h"

namespace animatize {

Result<PictureFile> readPngFile(const PictureBytes& bytes);
Result<PictureFile> readJpegFile(const PictureBytes& bytes);
Result<PictureFile> readWebPFile(const PictureBytes& bytes);

/// The tag Orientation (0x0112) in the first directory of a TIFF block, as EXIF has it (CIPA
/// DC-008); 1 where there is none that makes sense.
unsigned orientationIn(std::string_view tiff);

inline Error brokenOff(const std::string& type)
{
    return {"the picture (" + type + ") broke off: its end isn't there"};
}
inline Error damaged(const std::string& type, const std::string& what)
{
    return {"the picture (" + type + ") is damaged: " + what};
}

}  // namespace animatize
