// PromptExpander: movements and scene -> text, in the dialect of a target model.
//
// Dialects are data (dialects/*.json): order of clauses, length limit and its unit, negatives.
// A text that is too long loses whole clauses, the least important first, never half a word.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "movement/evidence.h"
#include "prompt/prompt.h"

namespace animatize {

struct PromptSettings {
    std::string target = "generic";     ///< generic flux runway
    std::string basePrompt;             ///< what the operator wants, in front
    std::string style;                  ///< look, behind
    uint64_t interval = 2'000'000'000;  ///< ns between prompts inside a shot
};

class PromptExpander {
  public:
    PromptExpander();
    ~PromptExpander();

    /// Text, negative, confidence, movements, target of a prompt; id and start are the caller's.
    Result<Prompt> expand(const std::vector<Movement>& movements, const Evidence& evidence,
                          const PromptSettings& settings) const;

    /// Names of the dialects there are.
    std::vector<std::string> targets() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace animatize
