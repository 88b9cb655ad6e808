// Rule: what a movement, or a look, needs to be said, and what it then says. Made from JSON by
// readRules(); docs/rules.md explains the file to those who write one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "movement/condition.h"
#include "movement/intent.h"
#include "movement/wording.h"

namespace animatize {

/// Words for how fast or how much, by the magnitude of a field: the first band that is not
/// reached, or the last.
struct Bands {
    struct Band {
        std::optional<double> below;
        std::string adverb, adjective;
    };
    std::string name, unit;
    std::vector<Band> bands;

    const Band& at(double magnitude) const;
};

/// A field and its place among the facts of the rule set.
struct FieldSlot {
    const EvidenceField* field = nullptr;
    size_t slot = 0;
};

constexpr std::string_view kMovementCategories =
    "camera_movement character_action environment_animation";
constexpr std::string_view kLookCategories = "composition light lens colour state transition";

struct Rule {
    std::string id, name;
    std::string category;  ///< one of kMovementCategories or kLookCategories
    bool look = false;     ///< says what the picture is, not what moves
    std::string slot;      ///< clause that it makes
    std::string movement;  ///< its name, or that of the look
    std::optional<std::string> direction;
    std::optional<FieldSlot> directionFrom;
    std::vector<Condition> all, any, unless;
    uint64_t dwell = 0;    ///< ns that it must hold
    uint64_t release = 0;  ///< ns that it must be gone
    double priority = 0.0, weight = 0.0;
    std::vector<std::string> contradicts;  ///< "pan" or "pan left"
    std::optional<FieldSlot> speed;
    Bands bands;
    Wording motion, still;           ///< what it says of a moving and of a still picture
    std::vector<std::string> avoid;  ///< nouns for a negative prompt
    Wording justification;
    std::vector<FieldSlot> confidence;
    bool suggestion = false;           ///< something that was not measured: locks suppress it
    std::vector<std::string> changes;  ///< what it would change, of kKeepNames

    /// Whether a movement of this name and direction is excluded by `contradicts`.
    bool excludes(const std::string& movementName, const std::string& movementDirection) const;
    /// What of that which the operator keeps this rule would change; null: nothing.
    const std::string* locked(const Intent* intent) const;
};

/// All rules that run together.
struct RuleSet {
    std::vector<Rule> rules;
    std::vector<const EvidenceField*> fields;  ///< all that the rules ask for, by slot

    /// The slot of a field; makes one for a new field.
    size_t slotOf(const EvidenceField* field);
};

struct RuleText {
    std::string source;  ///< names the file in errors
    std::string json;
};

/// One rule set from one or several documents. The error names source, rule and field.
Result<RuleSet> readRules(const std::vector<RuleText>& texts);

/// The rules that are built in. Broken ones are a defect of the build: the error says which.
Result<RuleSet> builtInRules();

/// Names that camera_movement rules may use, by blanks (CameraBench's terms).
std::string_view cameraMovements();

}  // namespace animatize
