#include "motion/sway.h"

#include <cmath>

namespace animatize {
namespace {

constexpr double kMemory = 0.2;  // seconds: hands swing at 1.5 to 7 Hz
constexpr double kSpan = 2.0;    // seconds

}  // namespace

void Sway::add(double step, double seconds)
{
    clock_ += seconds;
    place_ += step;
    const double fresh = 1.0 - std::exp(-seconds / kMemory);
    smooth_ += fresh * (place_ - smooth_);
    smoother_ += fresh * (smooth_ - smoother_);
    const double off = place_ - (2.0 * smooth_ - smoother_);
    if (off * furthest_ < 0.0) {
        swings_.push_back({std::abs(furthest_), clock_});
        furthest_ = off;
    } else if (std::abs(off) > std::abs(furthest_)) {
        furthest_ = off;
    }
}

double Sway::size() const
{
    if (swings_.size() < kSwings || clock_ - swings_.front().at > kSpan)
        return 0.0;
    return nthOf(swings_, kSwings / 2, [](const Swing& one) { return one.size; });
}

}  // namespace animatize
