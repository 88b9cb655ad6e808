// Conflict: a movement that had evidence and is not said, and what it lost to.
#pragma once

#include <optional>
#include <string>

#include "record/record.h"

namespace animatize {

struct Conflict {
    std::string name;                      ///< of the movement that lost
    std::optional<std::string> direction;  ///< its direction
    std::string rule;                      ///< id of its rule
    std::string reason;        ///< contradiction; same: already said; keep: the operator locked it
    double score = 0.0;        ///< priority x confidence
    std::string lostTo;        ///< id of the rule that won; with `keep` the name that is kept
    double winnerScore = 0.0;  ///< its score, a tenth more for what was said before; 0 with `keep`
};

/// The record "conflict": name direction rule reason score, and lost-to with winner-score or, with
/// the reason `keep`, kept.
Record toRecord(const Conflict& conflict);

}  // namespace animatize
