// The record of a keyframe as a JSON file beside its picture, for those who sort pictures without
// opening them: keyframe-00001.json by keyframe-00001.png.
//
// One line as the element's JSON has them (docs/schema/animatize-1.schema.json, type `keyframe`),
// with the `prompt`, `location` being the picture's name without its folder, so that the two can
// move together, and without `elapsed`: with the same input the files are the same, byte by byte.
#pragma once

#include <string>

#include "generate/keyframe.h"

namespace animatize {

/// "a/k-1.png" gives "a/k-1.json", what doesn't end in .png gets .json behind.
std::string sideCarPath(const std::string& picture);

/// The line with its newline. The prompt is cut to 16 KiB.
std::string sideCarOf(const Keyframe& keyframe);

}  // namespace animatize
