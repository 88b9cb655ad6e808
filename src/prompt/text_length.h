// Length of a text in the unit that a model counts, and text of the operator's made safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace animatize {

enum class LengthUnit { Words, Characters, Utf16 };

/// Words are parted by blanks, characters are code points, UTF-16 units as Runway counts them
/// (2 for code points above U+FFFF). `text` is valid UTF-8.
size_t lengthOf(std::string_view text, LengthUnit unit);

/// As many whole words from the front as fit; as many code points when the first is too long.
std::string cutToWords(const std::string& text, LengthUnit unit, size_t most);

/// What an operator typed, as one line: valid UTF-8, control characters and writing-direction
/// overrides taken out, blanks closed up, no punctuation at the end that would double ours,
/// at most `most` code points (whole words).
std::string cleanText(const std::string& text, size_t most);

}  // namespace animatize
