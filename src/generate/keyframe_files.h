// Keyframes as PNG files that say where they come from, inside (provenance/xmp.h) and in a JSON
// file beside (provenance/side_car.h): same keyframes, same bytes; a file appears whole or not at
// all.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "base/result.h"
#include "generate/keyframe.h"
#include "generate/numbered_path.h"

namespace animatize {

/// The picture (CV_8UC3, R G B) as a PNG file's bytes.
Result<std::vector<uint8_t>> pngOf(const cv::Mat& picture);

/// The same for a whole set, in order, each with its XMP packet; shorter when asked to stop.
std::vector<Result<std::vector<uint8_t>>> pngsOf(const std::vector<Keyframe>& keyframes,
                                                 const std::stop_token& stop);

/// Writes file i as number firstNumber + i, sets the `location` of keyframe i when it is there and
/// writes its side-car then, so that who sees the side-car finds the picture. Returns one error per
/// file that could not be written; a picture without its side-car has its location all the same.
std::vector<Error> writeFiles(const std::vector<Result<std::vector<uint8_t>>>& files,
                              const NumberedPath& path, uint64_t firstNumber,
                              std::vector<Keyframe>& keyframes);

}  // namespace animatize
