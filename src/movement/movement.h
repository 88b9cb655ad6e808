// A predicted movement: what moves next, why we think so, and how sure we are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/record.h"

namespace animatize {

struct Movement {
    std::string category;  ///< camera_movement character_action environment_animation
    std::string name;      ///< standard term: static push_in pan tilt zoom roll tracking ...
    std::optional<std::string> direction;  ///< left right up down in out clockwise ...
    std::string slot;                      ///< clause of the prompt: camera subject environment
    std::string rule;                      ///< id of the rule that says so
    std::string phrase;                    ///< what it says, for the prompt of a moving picture
    std::string still;                     ///< the same for a still picture
    std::vector<std::string> avoid;        ///< nouns for a negative prompt
    std::string justification;             ///< quotes the measured evidence
    double confidence = 0.0;               ///< 0..1, computed from the evidence
    double priority = 0.0;                 ///< order in the prompt, highest first
    double speed = 0.0;                    ///< magnitude in the contract's units/s, 0 if none
};

/// The fields of the contract and `speed`, where there is one (phrases and priority stay inside).
Record toRecord(const Movement& movement);
/// What such a record holds; fields that are missing stay empty.
Movement movementFrom(const Record& record);

}  // namespace animatize
