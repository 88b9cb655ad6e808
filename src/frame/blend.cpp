#include "frame/blend.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace animatize {
namespace {

/// Mixes two samples of up to 16 bits in 1 / 2^16: the sum always fits.
class Mix {
  public:
    explicit Mix(double share)
        : over_(static_cast<uint32_t>(std::lround(std::clamp(share, 0.0, 1.0) * kWhole))),
          under_(kWhole - over_)
    {}

    uint32_t operator()(uint32_t under, uint32_t over) const
    {
        return (under * under_ + over * over_ + kWhole / 2) >> 16;
    }

    /// Samples of ten bits, `count` of them packed from the lowest bit up.
    uint64_t tens(uint64_t under, uint64_t over, int count) const
    {
        constexpr uint64_t kTen = 1023;
        uint64_t mixed = 0;
        for (int bit = 0; bit < 10 * count; bit += 10)
            mixed |= uint64_t{(*this)(static_cast<uint32_t>(under >> bit & kTen),
                                      static_cast<uint32_t>(over >> bit & kTen))}
                     << bit;
        return mixed;
    }

  private:
    static constexpr uint32_t kWhole = 1 << 16;
    uint32_t over_, under_;
};

void bytesRow(const Mix mix, const uint8_t* under, uint8_t* into, size_t bytes)
{
    for (size_t i = 0; i < bytes; ++i)
        into[i] = static_cast<uint8_t>(mix(under[i], into[i]));
}

void wordsRow(const Mix mix, int unusedBits, const uint8_t* under, uint8_t* into, size_t bytes)
{
    for (size_t i = 0; i + 2 <= bytes; i += 2) {
        uint16_t below, above;
        std::memcpy(&below, under + i, 2);
        std::memcpy(&above, into + i, 2);
        above = static_cast<uint16_t>(mix(static_cast<uint32_t>(below >> unusedBits),
                                          static_cast<uint32_t>(above >> unusedBits))
                                      << unusedBits);
        std::memcpy(into + i, &above, 2);
    }
}

void v210Row(const Mix mix, const uint8_t* under, uint8_t* into, size_t bytes)
{
    for (size_t i = 0; i + 4 <= bytes; i += 4) {
        uint32_t below, above;
        std::memcpy(&below, under + i, 4);
        std::memcpy(&above, into + i, 4);
        above = static_cast<uint32_t>(mix.tens(below, above, 3));
        std::memcpy(into + i, &above, 4);
    }
}

/// Bytes that the row hasn't got are zeros.
uint64_t bigEndian40(const uint8_t* bytes, size_t count)
{
    uint64_t value = 0;
    for (size_t i = 0; i < 5; ++i)
        value = value << 8 | (i < count ? bytes[i] : 0);
    return value;
}

// Rows of an odd width may end in the middle of a pair: its first pixel takes four of five bytes.
void uyvpRow(const Mix mix, const uint8_t* under, uint8_t* into, size_t bytes)
{
    for (size_t i = 0; i < bytes; i += 5) {
        const size_t count = std::min<size_t>(5, bytes - i);
        const uint64_t mixed =
            mix.tens(bigEndian40(under + i, count), bigEndian40(into + i, count), 4);
        for (size_t b = 0; b < count; ++b)
            into[i + b] = static_cast<uint8_t>(mixed >> (32 - 8 * b));
    }
}

}  // namespace

void blendRow(Packing packing, int unusedBits, const uint8_t* under, uint8_t* into, size_t bytes,
              double share)
{
    const Mix mix(share);
    switch (packing) {
        case Packing::Bytes:
            return bytesRow(mix, under, into, bytes);
        case Packing::Words16:
            return wordsRow(mix, unusedBits, under, into, bytes);
        case Packing::V210:
            return v210Row(mix, under, into, bytes);
        case Packing::Uyvp:
            return uyvpRow(mix, under, into, bytes);
    }
}

}  // namespace animatize
