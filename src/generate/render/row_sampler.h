// Samples a texture at a row of places: bilinear, in fixed point.
//
// A place has kPlace bits behind the point, of which kWeights count: weights of 1/128 sample. They
// add up to one exactly, so that what is plain stays as it is, and so does what lies on whole
// places. There is one way to do it that every processor knows, and a faster one for AVX2: the same
// sums, the same bytes.
#pragma once

#include <vector>

#include "generate/render/texture.h"

namespace animatize {

constexpr int kPlace = 15;
constexpr int kWeights = 7;

/// Places of a row of samples in a texture, in 1 / 2^kPlace: those of each `run`-th sample, with
/// straight lines between. Sample i lies at x[n] + ((x[n + 1] - x[n]) >> log2(run)) * (i - n run),
/// n = i / run.
struct RowPlaces {
    int run;                ///< 1, 2, 4 or 8
    std::vector<int> x, y;  ///< of one size; what is behind the last node repeats it

    /// Room for that many samples, and for what a RowSampler reads behind them.
    RowPlaces(int run, int samples);
};

/// Writes the samples from `first` (a multiple of 8) to before `end` of each component to
/// `out[component][first]` and so on, and nothing behind them.
using RowSampler = void (*)(const Texture& texture, const RowPlaces& places, int first, int end,
                            uchar* const* out);

/// The way that every processor knows.
void sampleAnywhere(const Texture& texture, const RowPlaces& places, int first, int end,
                    uchar* const* out);

/// The way for AVX2; null where the processor hasn't got it.
RowSampler avx2RowSampler();

/// The fastest that this processor has.
RowSampler rowSampler();

}  // namespace animatize
