// JPEG pictures by libjpeg itself. OpenCV, which decodes the other formats, shows whatever memory
// held below the place where a JPEG breaks off, and no word of the decoder's warnings gets through.
#pragma once

#include <cstdint>
#include <string>

#include <opencv2/core.hpp>

#include "base/result.h"

namespace animatize {

/// CV_8UC3, R G B, upright or not as it is stored. Grey and CMYK pictures become R G B too.
/// `file`: a JPEG file whose size was looked at before (picture_file.h). The clock is looked at
/// between rows and passes: after `mostTime` ns it gives up. Never throws for what is in the file.
/// Errors: damaged (the first warning of libjpeg is one), took too long.
Result<cv::Mat> decodeJpeg(const std::string& file, uint64_t mostTime);

}  // namespace animatize
