// ImageView: where the pixels of one frame lie, in every layout of the contract.
//
// A view owns nothing and never outlives the mapping that it describes. Of interlaced material
// it shows the first field only; `frameWidth` x `frameHeight` stay the size of the whole picture.
#pragma once

#include <cstddef>
#include <cstdint>

namespace animatize {

/// How the samples of a component are stored.
enum class Packing {
    Bytes,    ///< one byte a sample, `step` bytes apart
    Words16,  ///< two bytes little-endian, `step` bytes apart, value = word >> shift (8 bits
              ///< remain)
    V210,     ///< 4:2:2, 6 pixels in four 32-bit words of 3 x 10 bits
    Uyvp,     ///< 4:2:2, 2 pixels in 5 bytes of 4 x 10 bits, big-endian
};

/// One of Y U V or R G B. `data` is null where the format has no such component.
struct Component {
    const uint8_t* data = nullptr;
    ptrdiff_t stride = 0;  ///< bytes from row to row, may be negative
    int step = 1;          ///< bytes from sample to sample (Bytes, Words16)
    int width = 0;         ///< samples in a row
    int height = 0;        ///< rows
};

struct ImageView {
    Packing packing = Packing::Bytes;
    int shift = 0;  ///< Words16 only
    bool rgb = false;
    Component components[3];  ///< Y U V or R G B; V210 and Uyvp: all in components[0]
    int width = 0;            ///< pixels in a row
    int height = 0;           ///< rows of the view (half of the frame's when interlaced)
    int frameWidth = 0;
    int frameHeight = 0;
    double pixelAspect = 1.0;  ///< width / height of one pixel of the whole frame, as displayed
    int black = 16;            ///< 8-bit code of nominal black
    int white = 235;           ///< 8-bit code of nominal white
    int chromaRange = 224;     ///< 8-bit span of U and V around 128
    double kr = 0.299;         ///< luma weights of red and blue, from the colorimetry
    double kb = 0.114;
};

}  // namespace animatize
