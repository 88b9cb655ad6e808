#include "generate/render/shake.h"

#include <cmath>

namespace animatize {
namespace {

constexpr double kSlowest = 0.7;  // Hz: below, a hand follows what it sees
constexpr unsigned kOctaves = 4;

/// -1..1
double latticeAt(uint64_t stream, int64_t index)
{
    const uint64_t bits = hashed(stream + static_cast<uint64_t>(index) * 0x9E3779B97F4A7C15u);
    return static_cast<double>(bits >> 11) * 0x1p-52 - 1.0;
}

double octaveAt(uint64_t stream, double at)
{
    const double below = std::floor(at), part = at - below;
    const auto index = static_cast<int64_t>(below);
    const double weight = part * part * part * (part * (part * 6.0 - 15.0) + 10.0);
    const double from = latticeAt(stream, index), to = latticeAt(stream, index + 1);
    return from + weight * (to - from);
}

}  // namespace

uint64_t hashed(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

double shakeAt(uint64_t seed, unsigned axis, double seconds)
{
    double sum = 0.0, strength = 1.0, all = 0.0, rate = kSlowest;
    for (unsigned octave = 0; octave < kOctaves; ++octave) {
        const uint64_t stream = hashed(hashed(seed + 1) + axis * kOctaves + octave);
        sum += strength * octaveAt(stream, seconds * rate);
        all += strength;
        strength /= 2.0;
        rate *= 2.0;
    }
    return sum / all;
}

}  // namespace animatize
