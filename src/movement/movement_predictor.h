// MovementPredictor: rules over measured evidence -> movements with justification.
//
// Rules are data (rules/*.json, or a file of the user's): conditions over fields of Evidence with
// units, dwell time, hysteresis, weight, and what they say. Not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "movement/evidence.h"
#include "movement/movement.h"

namespace animatize {

class MovementPredictor {
  public:
    /// With the built-in rules.
    MovementPredictor();
    ~MovementPredictor();

    /// Takes the rules of a JSON text instead; an error names source, rule and field, and keeps
    /// the rules that were running.
    Status loadRules(const std::string& json, const std::string& source);
    /// Back to the built-in ones.
    void useBuiltInRules();

    /// One frame, in order. Movements that hold now, most important first.
    std::vector<Movement> predict(const Evidence& evidence);

    /// Forgets dwell times and what held: another scene comes.
    void reset();

    size_t ruleCount() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace animatize
