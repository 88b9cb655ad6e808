// MovementPredictor: rules over measured evidence -> movements and looks with justification.
//
// Rules are data (rules/*.json, or a file of the user's): conditions over fields of Evidence with
// units, dwell time, hysteresis, weight, and what they say. Not thread-safe.
//
// Where two movements exclude each other, the one of higher priority x confidence is said; the
// other takes over only when it is clearly better (by a tenth). What lost, and to what, is in
// conflicts(). Looks (what the picture is: light, lens, composition) go by the same rules.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "movement/conflict.h"
#include "movement/evidence.h"
#include "movement/forecast.h"
#include "movement/look.h"
#include "movement/movement.h"

namespace animatize {

class MovementPredictor {
  public:
    /// With the built-in rules.
    MovementPredictor();
    ~MovementPredictor();
    MovementPredictor(const MovementPredictor&) = delete;
    MovementPredictor& operator=(const MovementPredictor&) = delete;

    /// Takes the rules of a JSON text instead; an error names source, rule and field, and keeps
    /// the rules that were running.
    Status loadRules(const std::string& json, const std::string& source);
    /// Back to the built-in ones.
    void useBuiltInRules();

    /// One frame, in order. Movements that hold now, most important first: update() and
    /// movements().
    std::vector<Movement> predict(const Evidence& evidence);

    /// One frame, in order, without making any text. A frame that was skipped under QoS changes
    /// nothing for up to a second; another shot id is another scene.
    void update(const Evidence& evidence);
    /// What holds since the last update, most important first.
    std::vector<Movement> movements() const;
    /// What the picture is, most important first; at most two of a slot. At the first analysis of
    /// a shot at once, from then on only what dwelt.
    std::vector<Look> looks() const;
    /// The movements that had evidence and are not said, the best first, at most 16.
    std::vector<Conflict> conflicts() const;
    /// Changes when, and only when, the set of names and directions of the movements does.
    uint64_t revision() const;
    /// The set of names and directions, as a text to compare.
    std::string signature() const;

    /// What is to be expected since the last update.
    const Forecast& forecast() const;

    /// Forgets dwell times and what held: another scene comes.
    void reset();

    size_t ruleCount() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace animatize
