// ShotDescription: all that the answer to a prompt request depends on, as named values and the
// operator's words. Who asks fills it; the caches compare it.
//
// Everything that can change the answer is a slot: movements with direction and speed band, scale,
// light, colour, style, target, model, seed, temperature, limit. What is left out here is
// overlooked by the caches, and a wrong answer given.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace animatize {

struct ShotDescription {
    struct Slot {
        std::string name, value;
        auto operator<=>(const Slot&) const = default;
    };

    std::vector<Slot> slots;  ///< in any order; a name may stand there more than once
    std::string freeText;     ///< what the operator typed, untouched
};

/// The slots in the one order in which they are compared.
inline std::vector<ShotDescription::Slot> sortedSlots(const ShotDescription& shot)
{
    std::vector<ShotDescription::Slot> slots = shot.slots;
    std::sort(slots.begin(), slots.end());
    return slots;
}

}  // namespace animatize
