// A prompt: the next movement of a shot, in words, for one target model.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "movement/conflict.h"
#include "movement/movement.h"
#include "prompt/clause.h"
#include "record/record.h"
#include "trace/trace_context.h"

namespace animatize {

struct Prompt {
    std::string id;        ///< SHOT-NUMBER, unique in the stream
    std::string replaces;  ///< id of the prompt that says the same in other words; mostly empty
    uint64_t shotId = 0;   ///< 0: unknown, left out
    Nanoseconds start;     ///< pts of the first frame that it describes
    std::string text;
    std::string negative;  ///< empty when the target takes none
    std::string target;
    std::string source = "rules";
    double confidence = 0.0;
    std::vector<Movement> movements;     ///< those that the text says
    std::vector<Conflict> conflicts;     ///< movements that had evidence, and what they lost to
    std::vector<Clause> said;            ///< inside only: what the text is made of
    std::vector<DroppedClause> dropped;  ///< what the text doesn't say, at most kMostDropped
    /// The model's own camera control, by its own names and signs; empty where it has none.
    Record cameraControl{"camera-control"};
    Record prediction;        ///< of Forecast; empty when nothing is known
    TraceContext trace = {};  ///< its span, below that of its shot; none: not traced
};

constexpr size_t kMostDropped = 32;

/// For the metadata on every buffer: the fields of the contract, and where there are any
/// `replaces`, `camera-control`, `trace-id` and `span-id`.
Record toRecord(const Prompt& prompt);

/// For messages and JSON: also why it says that and not something else, in `conflicts`, `dropped`
/// (list of `clause`: slot, text, reason) and `prediction`, where there are any.
Record toFullRecord(const Prompt& prompt);

}  // namespace animatize
