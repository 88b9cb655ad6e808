// Condition: one question to the evidence, such as "camera-pan above 0.02 widths/s".
//
// Numbers are asked with above, below (both: between), equals or in; words and flags with equals
// or in. `release` is hysteresis: the value at which a rule that holds lets go.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "movement/evidence_fields.h"
#include "movement/fact.h"
#include "record/json_reader.h"

namespace animatize {

struct Condition {
    const EvidenceField* field = nullptr;
    size_t slot = 0;  ///< of the field among all that the rules ask for
    std::optional<double> above, below;
    std::optional<double> release;
    std::optional<double> full;      ///< value at which the margin is full
    std::vector<double> numbers;     ///< equals, in
    std::vector<std::string> words;  ///< equals, in

    /// Whether it is met; false for what isn't known. `held`: the rule held one frame before.
    bool holds(const Fact& fact, bool held) const;

    /// How clearly it is met, 0..1: on the threshold 0.5 (it could as well be otherwise), from
    /// there in a straight line to 1 at `full`, and below 0.5 on the other side, where only
    /// hysteresis holds. Words, flags and equal numbers are met clearly: 1.
    double certainty(const Fact& fact) const;
};

/// Reads one condition; what is wrong is the reader's problem. `slot` stays 0.
/// Checked are the field's name, its unit, thresholds within its range, and its words.
Condition readCondition(const JsonReader& reader);

/// The field that `key` of the reader names, or null and a problem.
const EvidenceField* readField(const JsonReader& reader, const char* key);

/// Checks that `unit` is there and is the field's.
void checkUnit(const JsonReader& reader, const EvidenceField& field);

}  // namespace animatize
