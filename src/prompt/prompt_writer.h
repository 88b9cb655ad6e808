// PromptWriter: decides when a new prompt is due, and writes it: at a shot's first scene
// record, when the predicted movements really change, else every interval. Never flickers: a
// prompt stands for at least a second inside a shot.
//
// Puts MovementPredictor and PromptExpander together. Not thread-safe.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "movement/movement_predictor.h"
#include "prompt/prompt_expander.h"

namespace animatize {

class PromptWriter {
  public:
    /// One frame. A prompt only when a new one is due; current() is the one that stands.
    Result<std::optional<Prompt>> write(const Evidence& evidence, const PromptSettings& settings);
    const std::optional<Prompt>& current() const { return current_; }

    MovementPredictor& predictor() { return predictor_; }

    /// Flush, caps, discontinuity: nothing stands any more.
    void reset();

    Record summary() const;
    void resetSummary();

  private:
    MovementPredictor predictor_;
    PromptExpander expander_;
    std::optional<Prompt> current_;
    uint64_t lastChange_ = 0;
    uint64_t number_ = 0;
    uint64_t shot_ = 0;
    uint64_t promptsWritten_ = 0;
    double confidenceSum_ = 0.0;
};

}  // namespace animatize
