// Intent: what only the operator can know: the mood, how far suggestions may go, and what must
// stay as it is.
//
// Rules ask for it as "operator." fields. Rules that suggest something that was not measured name
// what they would change; none that would change what is kept is said.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace animatize {

struct Intent {
    enum class Intensity { Subtle, Balanced, Bold };

    std::string mood;  ///< in the operator's words; empty: none
    Intensity intensity = Intensity::Balanced;
    std::vector<std::string> keep;  ///< words of kKeepNames

    bool keeps(std::string_view name) const;
};

/// What can be kept, by blanks: what a suggestion may change.
constexpr std::string_view kKeepNames =
    "camera-motion subject-motion environment-motion framing focus light colour subject background";

/// The words of Intent::Intensity, in its order, by blanks.
constexpr std::string_view kIntensityNames = "subtle balanced bold";

/// The moods that rules can ask for, by blanks.
constexpr std::string_view kMoodKinds = "calm tense sad joyful intimate energetic epic mysterious";

std::string_view nameOf(Intent::Intensity intensity);

/// The names of a list such as "camera-motion, framing", each once, in the order given. The error
/// says which name is none of kKeepNames.
Result<std::vector<std::string>> readKeep(std::string_view list);

/// The kind of mood that a text speaks of, by its whole words ("company" is no "calm"); absent when
/// it speaks of none. Of several the first in the text counts.
std::optional<std::string_view> moodKindOf(std::string_view mood);

}  // namespace animatize
