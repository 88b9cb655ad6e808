// What a text that somebody else wrote has to keep before it is taken for a prompt: the target's
// length, and no movement, direction or person that the evidence contradicts. The words are data
// (words/film_terms.json).
//
// A word that the operator or the draft used is never held against the text.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "movement/movement.h"
#include "prompt/text_length.h"

namespace animatize {

struct PromptLimits {
    LengthUnit unit = LengthUnit::Characters;
    size_t most = 0;
    bool takesNegative = false;
    std::vector<Movement> movements;  ///< all that may be said to move
    std::string allowed;              ///< draft and operator's words
    bool nobody = false;              ///< a detector looked and found nobody
};

/// A text as one clean line, or what is wrong with it: "says a pan to the right, ...".
Result<std::string> checkedPrompt(const std::string& text, const PromptLimits& limits);

}  // namespace animatize
