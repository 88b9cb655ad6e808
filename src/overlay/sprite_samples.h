// What an overlay lays over a frame, as the samples of the frame's own format.
//
//   const FrameShape shape = ...;                         // how the format's samples lie
//   const auto parts = samplesOf(sprite, shape, {0, 1, 1080});
//   blendPart(parts[0], shape.planes[0], memory[0]);      // sprite_blend.h
//
// A sprite is converted once and blended often: then a sample costs one multiplication and one
// addition, old x keep + add, whatever the format. Where several pixels share a sample (chroma) it
// gets the mean of those that the frame has; sprites at odd places are widened by transparent
// pixels. Colours go by the frame's matrix and range, and are mixed as they lie in memory, as in
// frame/blend.h.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "frame/image_view.h"
#include "overlay/overlay_artist.h"

namespace animatize {

/// One sample of a group that repeats along the row.
struct SampleSlot {
    static constexpr int kAlpha = 3, kNothing = 4;

    int channel = kNothing;  ///< 0 1 2: Y U V or R G B; alpha; or bytes that mean nothing
    int pixel = 0;           ///< the first of the group's pixels that it covers
    int pixels = 1;          ///< how many, across
};

struct PlaneShape {
    Packing packing = Packing::Bytes;
    int shift = 0;                  ///< Words16: word = sample << shift
    std::vector<SampleSlot> slots;  ///< of a group, as they lie in memory
    int pixels = 1;                 ///< across a group
    int rows = 1;                   ///< of pixels, that share a row of samples: 1 or 2

    /// Ten bits a sample, otherwise eight.
    bool isTen() const { return packing != Packing::Bytes; }
    /// Index of the group's sample that is alpha; -1: opaque.
    int alphaSlot() const;
};

struct FrameShape {
    int width = 0;  ///< pixels
    std::vector<PlaneShape> planes;
    ImageView colour;  ///< of it only what is said of colours
};

/// Which rows of the picture lie in memory: row r is row first + step r of the picture.
struct PictureRows {
    int first = 0, step = 1, count = 0;

    bool operator==(const PictureRows&) const = default;
};

/// What of a sprite lies in one plane: `rows` x `samples`, from row `row` and group `group` on.
struct SpritePart {
    int row = 0, rows = 0;
    int group = 0, samples = 0;

    /// In eight bits keep is 0..255 and add 255 x the code, in ten 0..1020 and 1020 x the code:
    /// means of up to four alphas are whole numbers there.
    std::vector<uint8_t> keep8;
    std::vector<uint16_t> add8;
    std::vector<uint16_t> keep10;
    std::vector<uint32_t> add10;

    static constexpr int kWhole8 = 255, kWhole10 = 1020;
    bool empty() const { return rows == 0 || samples == 0; }
};

/// One part for each plane; empty ones where the sprite isn't in the frame, or no picture.
std::vector<SpritePart> samplesOf(const Sprite& sprite, const FrameShape& shape,
                                  const PictureRows& rows);

}  // namespace animatize
