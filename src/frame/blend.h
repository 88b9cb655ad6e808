// Mixes rows of samples as they lie in memory: for dissolves between frames of one format, without
// leaving the format. Luma and colour differences mix as R G B would, so nothing is converted.
#pragma once

#include <cstddef>
#include <cstdint>

#include "frame/image_view.h"

namespace animatize {

/// Each sample of `into` becomes share x itself + (1 - share) x that of `under`, rounded (half
/// up; the share to 1/65536). 0 and 1 leave the samples of the one or the other as they are.
/// `bytes`: of both rows; a sample that isn't whole at their end is not to be relied on.
/// `unusedBits`: Words16 only, zeros below the sample (P010: 6).
void blendRow(Packing packing, int unusedBits, const uint8_t* under, uint8_t* into, size_t bytes,
              double share);

}  // namespace animatize
