// Clause: one thing that a prompt says, small enough to be dropped as a whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace animatize {

struct Clause {
    std::string slot;  ///< one of kClauseSlots
    std::string text;
    std::optional<size_t> movement{};  ///< index of the movement that it says
    std::vector<std::string> avoid{};  ///< nouns that would contradict it
};

/// What a prompt does not say, and why.
struct DroppedClause {
    std::string slot, text, reason;
};

/// lead: what a start frame needs said first. base, style, mood, manner, keep, avoid: the
/// operator's (manner is the intensity). camera, subject, environment: movements. The others: the
/// scene.
constexpr std::string_view kClauseSlots =
    "lead base style mood manner keep avoid camera subject environment transition state scene "
    "scale light colour lens composition";

}  // namespace animatize
