// Dialect: how one target model wants to be spoken to, as data (dialects/*.json): which clauses
// in which order, how they are joined, how long the text may be and in which unit, what becomes
// of negatives, what changes when a start frame travels along, what its camera terms mean.
// docs/dialects.md explains the file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "prompt/clause.h"
#include "prompt/text_length.h"

namespace animatize {

/// What becomes of things that the picture should not show.
enum class Negatives {
    None,       ///< left out
    Field,      ///< nouns in a field of their own
    Positives,  ///< said as what is wanted instead, where there is such a word
    Prose       ///< a sentence of the text: "Avoid ..."
};

/// Which clauses stand where.
struct Layout {
    std::vector<std::vector<std::string>> sentences;  ///< slots, in order; others are not said
    std::map<std::string, size_t> mostOf;             ///< clauses of a slot
    std::string lead;       ///< said first, e.g. that the picture goes on; may be empty
    std::string keeps;      ///< said in the slot keep unless the operator says what to keep
    std::string otherwise;  ///< the text when there is nothing to say

    bool says(const std::string& slot) const;
};

/// One parameter of a model's own camera control, and the movement that sets it.
struct CameraControl {
    std::string movement, direction;  ///< names of the contract; direction may be empty
    std::string parameter;            ///< the model's
    std::string word;                 ///< its value; or, when empty:
    double atFull = 0.0;              ///< value at `fullSpeed`, with the model's sign
    double fullSpeed = 1.0;           ///< in the unit of the movement's speed
};

/// A model that speaks the dialect, where it differs or ends.
struct DialectModel {
    std::string id;
    std::optional<size_t> most;     ///< its own limit, in the dialect's unit
    std::string sunset, successor;  ///< YYYY-MM-DD from which on it is gone; may be empty
};

struct Dialect {
    std::string name, description;
    bool still = false;  ///< says movements as of a still picture
    Layout alone, withStartFrame;
    bool expectsStartFrame = false;  ///< when the operator doesn't say
    std::string within, between;     ///< joins clauses of a sentence, and sentences
    std::string end;                 ///< of each sentence
    bool capital = false;            ///< sentences begin with a capital
    LengthUnit unit = LengthUnit::Characters;
    size_t most = 0;
    std::vector<std::string> importance;  ///< slots, the most important first
    Negatives negatives = Negatives::None;
    std::vector<std::pair<std::string, std::string>> rewrite;  ///< words of camera clauses
    std::vector<CameraControl> control;
    std::vector<DialectModel> models;

    const Layout& layout(bool startFrame) const { return startFrame ? withStartFrame : alone; }
    /// Null when nothing special is known of it.
    const DialectModel* model(const std::string& id) const;
    size_t mostFor(const std::string& modelId) const;
};

/// A dialect from the text of its file; the error names source and field.
Result<Dialect> readDialect(const std::string& json, const std::string& source);

/// The built-in dialects, sorted by name.
Result<std::vector<Dialect>> builtInDialects();

/// A sentence for the operator when `model` is gone on `today` (YYYY-MM-DD); else empty.
std::string sunsetWarning(const Dialect& dialect, const std::string& model,
                          const std::string& today);

}  // namespace animatize
