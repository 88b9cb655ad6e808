// What an operator says to the machine and not of the shot: "could you please show me ...".
#pragma once

#include "prompt/text_tokens.h"

namespace animatize {

/// The tokens without greeting, request and thanks. Only whole, known phrases at the two ends go;
/// "please" inside, "show dogs" and "make a wish" stay.
TextTokens withoutRequest(const TextTokens& tokens);

}  // namespace animatize
