// Lays sprites over a frame in its own format.
//
//   SpriteBlender blender(shape);
//   blender.blend(artist.next(input, kAllLayers), {0, 1, 1080}, planes);   // each frame
//
// Each sample that a sprite touches becomes (old x keep + add) / whole, rounded: within half a
// code of what real numbers would give where a pixel has a sample of its own, within one where
// pixels share one. A frame with an alpha of its own is laid under as Porter and Duff's "over" has
// it, colours not premultiplied. No sample beside the sprites is changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "overlay/sprite_samples.h"

namespace animatize {

/// Where a plane lies.
struct PlaneMemory {
    uint8_t* data = nullptr;  ///< null: the plane is left alone
    ptrdiff_t stride = 0;     ///< bytes from row to row, may be negative
    int rows = 0;             ///< that may be touched
    size_t bytes = 0;         ///< of a row that may be touched
};

/// `memory` holds what `part` was made for; what isn't there is left out.
void blendPart(const SpritePart& part, const PlaneShape& plane, const PlaneMemory& memory);

/// Keeps what sprites became for as long as they are shown. One thread at a time.
class SpriteBlender {
  public:
    explicit SpriteBlender(FrameShape shape) : shape_(std::move(shape)) {}

    /// The lowest first. `planes`: of the rows that `rows` tells, one for each of the shape's.
    void blend(const std::vector<Sprite>& sprites, const PictureRows& rows,
               const std::vector<PlaneMemory>& planes);
    /// How many sprites were converted so far: those that stay the same are converted once.
    uint64_t converted() const { return converted_; }

  private:
    struct Kept {
        Sprite sprite;
        std::vector<SpritePart> parts;
    };
    /// Both fields of a frame have their own.
    struct Field {
        PictureRows rows;
        std::vector<Kept> kept;  ///< in the order of the last call
    };

    Field& fieldOf(const PictureRows& rows);
    Kept take(std::vector<Kept>& kept, size_t likely, const Sprite& sprite,
              const PictureRows& rows);

    FrameShape shape_;
    std::vector<Field> fields_;
    uint64_t converted_ = 0;
};

}  // namespace animatize
