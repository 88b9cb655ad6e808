// PromptWriter: decides when a new prompt is due, and writes it: at a shot's first scene
// record (without a scene analyzer in front: at the first frame with motion), when the predicted
// movements or the settings really change, else every interval. Never flickers: a prompt stands
// for at least a second inside a shot.
//
// Puts MovementPredictor and PromptExpander together. Not thread-safe. A frame on which nothing
// is due makes no text and costs a few microseconds.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "metrics/metric_scope.h"
#include "movement/movement_predictor.h"
#include "prompt/prompt_expander.h"
#include "trace/span.h"

namespace animatize {

class PromptWriter {
  public:
    /// Prompts by their source, and what the stages take, are counted in the scope.
    explicit PromptWriter(MetricScopeRef scope = ownScope());

    /// Other words for a prompt, before anybody has heard it; the id stays.
    using Improve = std::function<Prompt(const Prompt& prompt)>;

    /// One frame. A prompt only when a new one is due; current() is the one that stands.
    /// Errors: a target without a dialect; it is tried again when the next prompt is due.
    Result<std::optional<Prompt>> write(const Evidence& evidence, const PromptSettings& settings,
                                        const Improve& improve = {});
    const std::optional<Prompt>& current() const { return current_; }
    /// The same in better words, as a new prompt that replaces the one of its id; nothing when
    /// another one stands by now.
    std::optional<Prompt> replace(Prompt better);

    MovementPredictor& predictor() { return predictor_; }
    const PromptExpander& expander() const { return expander_; }

    /// Flush, caps, discontinuity: nothing stands any more. Numbers are not used again.
    void reset();

    /// prompts, prompts-SOURCE, shots, mean-confidence and mean-movements since resetSummary().
    Record summary() const;
    void resetSummary();

  private:
    bool isDue(const Evidence& evidence, const PromptSettings& settings) const;
    bool hasChanged(const PromptSettings& settings) const;
    void enterShot(uint64_t shot);
    TraceContext trace();
    static void describe(const Prompt& prompt, TraceSpan& span);
    void predict(const Evidence& evidence);
    Result<Prompt> compile(const Evidence& evidence, const PromptSettings& settings) const;
    void remember(const Evidence& evidence, const PromptSettings& settings);
    void count(const Prompt& prompt);

    MovementPredictor predictor_;
    PromptExpander expander_;
    std::optional<Prompt> current_;
    bool tried_ = false;        ///< in this shot; also when it ended in an error
    uint64_t lastWritten_ = 0;  ///< FrameTime::now
    uint64_t revision_ = 0;     ///< of the predictor, when last compared
    std::string signature_;     ///< of the movements at the last prompt
    PromptSettings settings_;   ///< of the last prompt
    uint64_t number_ = 0;
    uint64_t shot_ = 0;

    const MetricScopeRef scope_;
    Histogram &tookRules_, &tookCompile_;
    std::map<std::string, CountSince> bySource_;
    uint64_t promptsWritten_ = 0, shotsSeen_ = 0, movementsSaid_ = 0, lastCountedShot_ = 0;
    double confidenceSum_ = 0.0;
    TraceSpan span_;  ///< of the shot
};

}  // namespace animatize
