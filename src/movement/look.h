// A look: what the picture is (light, composition, lens, colour, state, transition), said by a
// rule with the same evidence, dwell and confidence as a movement; it becomes a clause.
#pragma once

#include <string>
#include <vector>

namespace animatize {

struct Look {
    std::string category;            ///< composition light lens colour state transition
    std::string slot;                ///< clause of the prompt
    std::string name;                ///< such as "low-key"
    std::string rule;                ///< id of the rule that says so
    std::string phrase;              ///< for the prompt of a moving picture
    std::string still;               ///< the same for a still picture
    std::vector<std::string> avoid;  ///< nouns for a negative prompt
    std::string justification;       ///< quotes the measured evidence
    double confidence = 0.0;         ///< 0..1, computed from the evidence
    double priority = 0.0;           ///< highest first
};

}  // namespace animatize
