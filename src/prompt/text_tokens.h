// The operator's words taken apart: words, separators, other signs; case folded where a capital
// surely means nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace animatize {

struct TextToken {
    enum class Kind { Word, Separator, Sign };
    Kind kind = Kind::Word;
    std::string text;  ///< of a separator all its marks, such as ".," (never blanks)

    bool isWord(std::string_view word) const { return kind == Kind::Word && text == word; }
    bool isSeparator() const { return kind == Kind::Separator; }
};

using TextTokens = std::vector<TextToken>;

/// The parts of a text in Latin letters without accents. None for what must be taken as it
/// stands: text that is not valid UTF-8 or very long, another script or language, quotations,
/// lettering, and signs whose plain form means something else (the 2 of "10²").
std::optional<TextTokens> tokensOf(std::string_view text);

}  // namespace animatize
