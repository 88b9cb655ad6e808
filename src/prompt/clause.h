// Clause: one thing that a prompt says, small enough to be dropped as a whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace animatize {

struct Clause {
    std::string slot;  ///< one of kClauseSlots
    std::string text;
    std::optional<size_t> movement;  ///< index of the movement that it says
};

/// base, style: the operator's. camera, subject, environment: movements. The others: the scene.
constexpr std::string_view kClauseSlots =
    "base style camera subject environment state scene scale light colour composition";

}  // namespace animatize
