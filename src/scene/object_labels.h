// The names of a detector's classes.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace animatize {

/// One name a line, blanks at its ends left out, empty lines at the end of the file ignored; 1 to
/// 10000 names of 1 to 64 characters in UTF-8.
Result<std::vector<std::string>> readLabels(const std::string& path);

/// What the classes are called where no file says it: those of COCO if there are 80 of them, else
/// "class-0", "class-1", ...
std::vector<std::string> usualLabels(size_t classes);

}  // namespace animatize
