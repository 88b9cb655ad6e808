// Where data files of other packages may lie, by the XDG Base Directory Specification.
#pragma once

#include <string>
#include <vector>

namespace animatize {

/// `folder` under $XDG_DATA_HOME and each of $XDG_DATA_DIRS (empty or not set: /usr/local/share and
/// /usr/share), in this order; whether or not they are there.
std::vector<std::string> dataFolders(const std::string& folder);

}  // namespace animatize
