// Jitter: seeded chance that spreads what would otherwise happen all at once. SplitMix64 (Steele,
// Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): the same everywhere.
#pragma once

#include <cstdint>

namespace animatize {

class Jitter {
  public:
    explicit Jitter(uint64_t seed) : state_(seed) {}

    /// 0 <= x < 1.
    double share()
    {
        uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
    }

  private:
    uint64_t state_;
};

}  // namespace animatize
