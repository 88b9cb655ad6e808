// A prompt: the next movement of a shot, in words, for one target model.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "movement/movement.h"
#include "record/record.h"

namespace animatize {

/// What a prompt does not say, and why.
struct DroppedClause {
    std::string slot, text, reason;
};

struct Prompt {
    std::string id;       ///< SHOT-NUMBER, unique in the stream
    uint64_t shotId = 0;  ///< 0: unknown, left out
    Nanoseconds start;    ///< pts of the first frame that it describes
    std::string text;
    std::string negative;  ///< empty when the target takes none
    std::string target;
    std::string source = "rules";
    double confidence = 0.0;
    std::vector<Movement> movements;     ///< those that the text says
    std::vector<DroppedClause> dropped;  ///< inside only: not in the record
};

/// The fields of the contract.
Record toRecord(const Prompt& prompt);

}  // namespace animatize
