// What a language model answered: a chat completion whose content is JSON of the schema of
// llm_request.h. One bad item loses only itself.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "prompt/llm_request.h"

namespace animatize {

struct LlmText {
    std::string text, negative;
    bool operator==(const LlmText&) const = default;
};

/// The texts by the ids of the items. Error: no completion, cut off at its length, refused, or
/// not of the schema as a whole.
Result<std::map<std::string, LlmText>> readCompletion(const std::string& body);

/// The item's text out of them, checked (prompt_check.h); the error says what was wrong with it.
Result<LlmText> answerFor(const LlmItem& item, const std::map<std::string, LlmText>& texts);

/// The results of a batch file, by custom_id; lines without a usable answer are counted.
struct LlmBatchResults {
    std::map<std::string, LlmText> texts;
    size_t bad = 0;
};
Result<LlmBatchResults> readBatchResults(const std::string& lines, const std::string& source);

}  // namespace animatize
