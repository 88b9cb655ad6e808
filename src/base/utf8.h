// Texts from outside made safe to write: valid UTF-8 of bounded length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace animatize {

/// The text with U+FFFD for every byte that isn't UTF-8 (zeros too), cut to at most `most` bytes
/// and never inside a character.
std::string validUtf8(std::string_view text, size_t most);

}  // namespace animatize
