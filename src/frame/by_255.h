// Division by 255 without a division: shares of 255 are what eight bits can say of "how much".
#pragma once

#include <cstdint>

namespace animatize {

/// Nearest of v / 255, for 0 <= v <= 255 x 255; 16 bits are enough, and half as wide as int.
inline uint8_t by255(uint16_t v)
{
    const auto rounded = static_cast<uint16_t>(v + 128);
    return static_cast<uint8_t>(static_cast<uint16_t>(rounded + (rounded >> 8)) >> 8);
}

}  // namespace animatize
