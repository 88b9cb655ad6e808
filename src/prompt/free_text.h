// Free text made soft: two texts that become the same one mean the same shot. No model, no
// measure of likeness: wrong pairs ("pan left", "pan right") are more alike than right ones.
#pragma once

#include <string>
#include <string_view>

namespace animatize {

/// The text that all rewordings share which are surely rewordings. Text that is not valid UTF-8
/// comes back as it is. Pure; any thread.
std::string softFreeText(std::string_view text);

}  // namespace animatize
