// Straight lines in a row of numbers: level, then a ramp, then level again. A fade is such a line
// in the brightness, a dissolve in the share of the new picture.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace animatize {

/// Longer rows are cut off.
constexpr size_t kLongestRow = 128;

/// Positions in the row; `first` is the last value before the ramp, `last` the first one behind
/// it, so that ramp(i) = (i - first) / (last - first) between them.
struct Ramp {
    int first = 0, last = 0;
    double error = 0.0;  ///< root mean square of what doesn't lie on it, the ramp's height = 1
};

/// The ramp from 0 to 1 that fits `values` best, of 3..`longest` steps and with at least `before`
/// values at 0 and `after` at 1; nothing where there is no room.
std::optional<Ramp> bestRamp(std::span<const float> values, int before, int after, int longest);

/// A straight rise from `values[0]` to the level of the `after` values behind it (2 or more).
struct Rise {
    int steps = 0;       ///< the value with this index is the first on that level
    double level = 0.0;  ///< above `values[0]`
    double error = 0.0;  ///< root mean square, the level = 1
};

/// The rise of 3..`longest` steps that fits best; nothing where there is no room or no rise.
std::optional<Rise> bestRise(std::span<const float> values, int after, int longest);

}  // namespace animatize
