#include "motion/camera_speed.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kMemory = 0.2;      // seconds over which errors are watched
constexpr double kAgility = 5.5e-4;  // frame heights by which a held camera changes its step
constexpr double kCorrelated = 4.0;  // neighbours err together: the fit's own error is too small

}  // namespace

void CameraSpeed::Component::add(double step, double error, double agility, double seconds)
{
    const double measured = step / seconds;
    if (!known) {
        speed = measured;
        known = true;
        return;
    }
    const double miss = measured - speed;
    bias.add(miss, seconds, kMemory);
    size.add(std::abs(miss), seconds, kMemory);
    const double signal = size.value() > 0.0 ? std::abs(bias.value()) / size.value() : 0.0;
    const double unsure = kCorrelated * error;
    const double trust = agility * agility / (agility * agility + unsure * unsure);
    speed += std::clamp(std::max(signal, trust), 0.0, 1.0) * miss;
}

void CameraSpeed::add(const GlobalMotion& step, double height, double seconds)
{
    const Similarity& s = step.similarity;
    const std::array<double, 4> values{s.tx, s.ty, std::log(s.scale()), std::atan2(s.b, s.a)};
    for (size_t i = 0; i < 4; ++i) {
        const bool shift = i < 2;
        // Scale and angle move the picture's edge, about its height from the middle.
        components_[i].add(values[i], shift ? step.shiftError : step.turnError,
                           shift ? kAgility * height : kAgility, seconds);
    }
}

Similarity CameraSpeed::during(double seconds) const
{
    const auto step = [&](size_t i) { return components_[i].speed * seconds; };
    const double scale = std::exp(step(2));
    return {scale * std::cos(step(3)), scale * std::sin(step(3)), step(0), step(1)};
}

}  // namespace animatize
