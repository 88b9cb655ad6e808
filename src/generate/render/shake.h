// Hand shake: six streams of 1/f noise, as the hand of somebody who holds a camera makes.
//
// Each value is hashed from seed, axis, octave and place on a lattice in time, so that any moment
// can be asked for in any order, without state.
#pragma once

#include <cstdint>

namespace animatize {

/// One axis at a time in seconds (any finite): zero mean, smooth, within -1..1, mostly within
/// +-0.5. Four octaves from 0.7 Hz up, each half as strong as the one below (1/f).
double shakeAt(uint64_t seed, unsigned axis, double seconds);

/// SplitMix64's finaliser (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators,
/// 2014).
uint64_t hashed(uint64_t value);

}  // namespace animatize
