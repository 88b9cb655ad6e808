// One spelling for words and set phrases of English and of film language that mean the same in any
// place, written by hand. A miss costs a request; a wrong pair gives a wrong shot.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "prompt/text_tokens.h"

namespace animatize {

/// The one spelling of a word: British, hyphens and abbreviations of film, digits, misspellings
/// that are no words themselves. The same word when there is nothing to change.
std::string spelledAlike(const std::string& word);

/// "do" and "not" of "don't"; none when the word is no contraction.
std::optional<std::pair<std::string, std::string>> uncontracted(const std::string& word);

/// The same text with set phrases as one word: "close up of" -> "close-up of".
TextTokens withPhrases(const TextTokens& tokens);

}  // namespace animatize
