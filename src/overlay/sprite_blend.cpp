#include "overlay/sprite_blend.h"

#include <algorithm>
#include <cstring>

#include "frame/by_255.h"

namespace animatize {
namespace {

void bytesRow(uint8_t* __restrict samples, const uint8_t* __restrict keep,
              const uint16_t* __restrict add, int count)
{
    for (int i = 0; i < count; ++i)
        samples[i] = by255(static_cast<uint16_t>(samples[i] * keep[i] + add[i]));
}

bool isOpaque(const uint8_t* samples, int step, int alpha, int count)
{
    int all = 255;
    for (int i = alpha; i < count; i += step)
        all &= samples[i];
    return all == 255;
}

/// "Over" for a pixel that isn't opaque itself: colours count by their alphas.
void overPixel(uint8_t* samples, const uint8_t* keep, const uint16_t* add, int step, int alpha)
{
    const int under = samples[alpha] * keep[alpha];  // in 1 / 255^2, as `add` of alpha
    const int whole = under + add[alpha];
    if (keep[alpha] == 255 || whole == 0)
        return;
    for (int i = 0; i < step; ++i)
        if (i != alpha)
            samples[i] =
                static_cast<uint8_t>((samples[i] * under + 255 * add[i] + whole / 2) / whole);
    samples[alpha] = by255(static_cast<uint16_t>(whole));
}

void alphaRow(uint8_t* samples, const uint8_t* keep, const uint16_t* add, int count, int step,
              int alpha)
{
    if (isOpaque(samples, step, alpha, count))
        return bytesRow(samples, keep, add, count);
    for (int i = 0; i + step <= count; i += step)
        overPixel(samples + i, keep + i, add + i, step, alpha);
}

uint32_t tenBits(uint32_t old, uint32_t keep, uint32_t add)
{
    constexpr uint32_t kWhole = SpritePart::kWhole10;
    return (old * keep + add + kWhole / 2) / kWhole;
}

void wordsRow(uint8_t* samples, const uint16_t* keep, const uint32_t* add, int count, int shift)
{
    for (int i = 0; i < count; ++i) {
        uint16_t word;
        std::memcpy(&word, samples + 2 * i, 2);
        word = static_cast<uint16_t>(tenBits(static_cast<uint32_t>(word >> shift), keep[i], add[i])
                                     << shift);
        std::memcpy(samples + 2 * i, &word, 2);
    }
}

/// Three samples in a word, the first lowest.
void v210Row(uint8_t* samples, const uint16_t* keep, const uint32_t* add, int count)
{
    for (int i = 0; i + 3 <= count; i += 3) {
        uint32_t word, mixed = 0;
        std::memcpy(&word, samples + i / 3 * 4, 4);
        for (int k = 0; k < 3; ++k)
            mixed |= tenBits(word >> (10 * k) & 1023, keep[i + k], add[i + k]) << (10 * k);
        std::memcpy(samples + i / 3 * 4, &mixed, 4);
    }
}

/// Four samples in five bytes, the first highest; of the last group there may be less.
void uyvpRow(uint8_t* samples, size_t bytes, const uint16_t* keep, const uint32_t* add, int count)
{
    for (int i = 0; i + 4 <= count; i += 4, samples += 5) {
        const size_t there = std::min<size_t>(5, bytes);
        uint64_t group = 0, mixed = 0;
        for (size_t b = 0; b < 5; ++b)
            group = group << 8 | (b < there ? samples[b] : 0);
        for (int k = 0; k < 4; ++k)
            mixed = mixed << 10 | tenBits(static_cast<uint32_t>(group >> (30 - 10 * k) & 1023),
                                          keep[i + k], add[i + k]);
        for (size_t b = 0; b < there; ++b)
            samples[b] = static_cast<uint8_t>(mixed >> (32 - 8 * b));
        bytes -= there;
    }
}

/// Bytes from the start of a row to a group.
size_t bytesBefore(const PlaneShape& plane, int group)
{
    const size_t samples = static_cast<size_t>(group) * plane.slots.size();
    switch (plane.packing) {
        case Packing::Bytes:
            return samples;
        case Packing::Words16:
            return 2 * samples;
        case Packing::V210:
            return samples / 3 * 4;
        case Packing::Uyvp:
            return samples / 4 * 5;
    }
    return 0;
}

/// How many of a part's samples lie in `bytes`.
int samplesIn(const PlaneShape& plane, size_t bytes, int samples)
{
    const auto least = [=](size_t there) {
        return static_cast<int>(std::min(there, static_cast<size_t>(samples)));
    };
    switch (plane.packing) {
        case Packing::Bytes:
            return least(bytes);
        case Packing::Words16:
            return least(bytes / 2);
        case Packing::V210:
            return least(bytes / 4 * 3);
        case Packing::Uyvp:
            return least((bytes + 4) / 5 * 4);
    }
    return 0;
}

void blendRow(const SpritePart& part, const PlaneShape& plane, size_t first, uint8_t* samples,
              size_t bytes, int count, int alpha)
{
    const auto step = static_cast<int>(plane.slots.size());
    switch (plane.packing) {
        case Packing::Bytes:
            if (alpha >= 0)
                return alphaRow(samples, part.keep8.data() + first, part.add8.data() + first, count,
                                step, alpha);
            return bytesRow(samples, part.keep8.data() + first, part.add8.data() + first, count);
        case Packing::Words16:
            return wordsRow(samples, part.keep10.data() + first, part.add10.data() + first, count,
                            plane.shift);
        case Packing::V210:
            return v210Row(samples, part.keep10.data() + first, part.add10.data() + first, count);
        case Packing::Uyvp:
            return uyvpRow(samples, bytes, part.keep10.data() + first, part.add10.data() + first,
                           count);
    }
}

}  // namespace

void blendPart(const SpritePart& part, const PlaneShape& plane, const PlaneMemory& memory)
{
    const size_t before = bytesBefore(plane, part.group);
    if (part.empty() || !memory.data || before >= memory.bytes)
        return;
    const size_t bytes = memory.bytes - before;
    const int count = samplesIn(plane, bytes, part.samples), alpha = plane.alphaSlot();
    const int rows = std::min(part.rows, memory.rows - part.row);
    for (int r = 0; r < rows; ++r)
        blendRow(part, plane, static_cast<size_t>(r) * static_cast<size_t>(part.samples),
                 memory.data + (part.row + r) * memory.stride + before, bytes, count, alpha);
}

void SpriteBlender::blend(const std::vector<Sprite>& sprites, const PictureRows& rows,
                          const std::vector<PlaneMemory>& planes)
{
    Field& field = fieldOf(rows);
    std::vector<Kept> next;
    next.reserve(sprites.size());
    for (const Sprite& sprite : sprites) {
        next.push_back(take(field.kept, next.size(), sprite, rows));
        const std::vector<SpritePart>& parts = next.back().parts;
        for (size_t p = 0; p < std::min(parts.size(), planes.size()); ++p)
            blendPart(parts[p], shape_.planes[p], planes[p]);
    }
    field.kept = std::move(next);
}

SpriteBlender::Field& SpriteBlender::fieldOf(const PictureRows& rows)
{
    for (Field& field : fields_)
        if (field.rows == rows)
            return field;
    fields_.push_back({rows, {}});
    return fields_.back();
}

// Most sprites are where they were in the list.
SpriteBlender::Kept SpriteBlender::take(std::vector<Kept>& kept, size_t likely,
                                        const Sprite& sprite, const PictureRows& rows)
{
    const auto same = [&](const Kept& one) { return one.sprite == sprite; };
    auto found = likely < kept.size() && same(kept[likely])
                     ? kept.begin() + static_cast<ptrdiff_t>(likely)
                     : std::find_if(kept.begin(), kept.end(), same);
    if (found != kept.end())
        return std::exchange(*found, {});  // moved out; an empty one is like no other
    ++converted_;
    return {sprite, samplesOf(sprite, shape_, rows)};
}

}  // namespace animatize
