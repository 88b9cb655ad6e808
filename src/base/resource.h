// The text files that are built into the library: rules, dialects.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace animatize {

/// The text of a built-in file such as "rules/camera.json".
Result<std::string> resourceText(std::string_view path);

/// The names of the built-in files in a folder such as "rules", sorted.
std::vector<std::string> resourceNames(std::string_view folder);

/// The text (or bytes) of a file on disk, of at most so many bytes, whole MiB.
Result<std::string> fileText(const std::string& path, size_t mostBytes = 16 * 1024 * 1024);

}  // namespace animatize
