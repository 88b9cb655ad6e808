// PromptExpander: movements and scene -> text, in the dialect of a target model.
//
// It collects what there is to say, of the movements, the scene and the operator; the compiler
// (prompt_compiler.h) fits that into the dialect of the target.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "movement/evidence.h"
#include "movement/look.h"
#include "prompt/dialect.h"
#include "prompt/prompt.h"

namespace animatize {

/// What the operator wants.
struct PromptSettings {
    std::string target = "generic";      ///< name of a dialect
    std::string targetModel;             ///< of the target, for its own limit
    std::string basePrompt;              ///< what there should be, in front
    std::string style;                   ///< look, behind
    std::string mood;                    ///< one or two words, such as "melancholy"
    std::string intensity = "balanced";  ///< subtle balanced bold
    std::string keep;                    ///< what must not change, by commas
    std::string negativePrompt;          ///< nouns that should not be there, by commas
    std::string startFrame = "auto";     ///< auto yes no: whether the picture travels along
    uint64_t interval = 2'000'000'000;   ///< ns between prompts inside a shot

    /// Whether a prompt would have the same words; the interval is none.
    bool sameWords(const PromptSettings& other) const;
};

/// What of it the rules may ask for.
Intent intentOf(const PromptSettings& settings);

/// Whether the picture travels with the prompt, as the operator says or else the target expects.
bool hasStartFrame(const PromptSettings& settings, const Dialect& dialect);

/// The parts of a list by commas, without blanks around them; at most 16.
std::vector<std::string> listOf(const std::string& text);

class PromptExpander {
  public:
    PromptExpander();
    ~PromptExpander();

    /// All of a prompt but its id, shot and start, which are the caller's. Error: no such target.
    Result<Prompt> expand(const std::vector<Movement>& movements, const std::vector<Look>& looks,
                          const Evidence& evidence, const PromptSettings& settings) const;

    /// Names of the dialects there are.
    std::vector<std::string> targets() const;
    /// Null when there is none for the target.
    const Dialect* dialect(const std::string& target) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace animatize
