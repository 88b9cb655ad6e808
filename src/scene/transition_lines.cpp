#include "scene/transition_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace animatize {
namespace {

constexpr int kLeastSteps = 3;
constexpr double kMostSlope = 0.4;  // behind a rise, against its own

// Sums over the first n values: a ramp anywhere costs the same few additions.
class Sums {
  public:
    explicit Sums(std::span<const float> values)
    {
        for (size_t i = 0; i < values.size(); ++i) {
            const double value = values[i], at = static_cast<double>(i);
            one_[i + 1] = one_[i] + value;
            square_[i + 1] = square_[i] + value * value;
            byIndex_[i + 1] = byIndex_[i] + at * value;
        }
    }

    /// Sum of (value - target)^2 over [from, to).
    double apart(int from, int to, double target) const
    {
        return over(square_, from, to) - 2.0 * target * over(one_, from, to) +
               target * target * (to - from);
    }

    /// Sum of (value - (i - first) / steps)^2 over [first, first + steps).
    double fromRamp(int first, int steps) const
    {
        const double n = steps, last = n - 1.0;
        const int end = first + steps;
        const double crossed = (over(byIndex_, first, end) - first * over(one_, first, end)) / n;
        const double ramp = last * n * (2.0 * last + 1.0) / 6.0 / (n * n);
        return over(square_, first, end) - 2.0 * crossed + ramp;
    }

  private:
    using Row = std::array<double, kLongestRow + 1>;

    static double over(const Row& row, int from, int to)
    {
        return row[static_cast<size_t>(to)] - row[static_cast<size_t>(from)];
    }

    Row one_{}, square_{}, byIndex_{};
};

}  // namespace

std::optional<Ramp> bestRamp(std::span<const float> values, int before, int after, int longest)
{
    const int count = static_cast<int>(std::min(values.size(), kLongestRow));
    const Sums sums(values.first(static_cast<size_t>(count)));
    std::optional<Ramp> best;
    for (int first = before - 1; first + kLeastSteps + after <= count; ++first) {
        const double level = sums.apart(0, first, 0.0);
        const int most = std::min(longest, count - after - first);
        for (int steps = kLeastSteps; steps <= most; ++steps) {
            const double error =
                level + sums.fromRamp(first, steps) + sums.apart(first + steps, count, 1.0);
            if (!best || error < best->error)
                best = {first, first + steps, error};
        }
    }
    if (best)
        best->error = std::sqrt(std::max(0.0, best->error) / count);
    return best;
}

std::optional<Rise> bestRise(std::span<const float> values, int after, int longest)
{
    std::optional<Rise> best;
    const int count = static_cast<int>(values.size());
    for (int steps = kLeastSteps; steps <= longest && steps + after <= count; ++steps) {
        const auto behind = values.subspan(static_cast<size_t>(steps), static_cast<size_t>(after));
        const double level = std::accumulate(behind.begin(), behind.end(), 0.0) / after - values[0];
        const double slope = (behind.back() - behind.front()) / (after - 1.0);
        if (level <= 0.0 || slope * steps > kMostSlope * level)
            continue;
        double error = 0.0;
        for (int i = 0; i < steps + after; ++i) {
            const double value = (values[static_cast<size_t>(i)] - values[0]) / level;
            const double apart = value - std::min(1.0, static_cast<double>(i) / steps);
            error += apart * apart;
        }
        error = std::sqrt(error / (steps + after));
        if (!best || error < best->error)
            best = {steps, level, error};
    }
    return best;
}

}  // namespace animatize
