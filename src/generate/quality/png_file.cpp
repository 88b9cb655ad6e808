// PNG: a signature, then chunks of length, type, data and CRC-32. What makes the picture is in
// IHDR, PLTE, tRNS and IDAT; everything else is left behind, as are the frames of an animation
// (APNG), whose chunks a plain reader doesn't know.
#include <zlib.h>

#include "generate/quality/picture_formats.h"

namespace animatize {
namespace {

constexpr const char* kType = "PNG";
constexpr size_t kSignature = 8, kAround = 12;  // length, type and CRC of a chunk
constexpr uint32_t kMostSide = 0x7fffffff;
constexpr uint64_t kMostExpansion = 1032;  // of deflate: 258 bytes from 2 bits

struct Chunk {
    std::string_view type, data, whole;
    uint32_t checksum = 0;

    bool isIntact() const
    {
        const auto* from = reinterpret_cast<const Bytef*>(type.data());
        return crc32(0, from, static_cast<uInt>(type.size() + data.size())) == checksum;
    }
    /// One that a reader must not skip: its first letter is a capital.
    bool isCritical() const { return (type[0] & 0x20) == 0; }
};

Result<Chunk> chunkAt(const PictureBytes& bytes, size_t at)
{
    const size_t size = bytes.big(at, 4);
    if (!bytes.has(at, kAround) || !bytes.has(at + kAround, size))
        return brokenOff(kType);
    return Chunk{bytes.part(at + 4, 4), bytes.part(at + 8, size), bytes.part(at, size + kAround),
                 bytes.big(at + 8 + size, 4)};
}

uint32_t channelsOf(uint32_t colourType)
{
    switch (colourType) {
        case 0:
        case 3:
            return 1;
        case 4:
            return 2;
        case 2:
            return 3;
        case 6:
            return 4;
        default:
            return 0;
    }
}

/// Bits of a pixel.
Result<uint64_t> readHeader(const Chunk& chunk, PictureFile& file)
{
    const PictureBytes header(chunk.data);
    const uint32_t width = header.big(0, 4), height = header.big(4, 4);
    const uint32_t depth = header.big(8, 1), colourType = header.big(9, 1);
    if (chunk.type != "IHDR" || header.size() != 13 || width == 0 || height == 0 ||
        width > kMostSide || height > kMostSide || channelsOf(colourType) == 0)
        return damaged(kType, "its header makes no sense");
    file.width = static_cast<int>(width);
    file.height = static_cast<int>(height);
    file.alpha = colourType == 4 || colourType == 6;
    return uint64_t{channelsOf(colourType)} * depth;
}

/// What the chunk adds to the picture.
Status take(const Chunk& chunk, PictureFile& file, uint64_t& deflated)
{
    const bool pixels = chunk.type == "IDAT", transparency = chunk.type == "tRNS";
    const bool used = pixels || transparency || chunk.type == "IHDR" || chunk.type == "PLTE" ||
                      chunk.type == "IEND";
    if (!used && chunk.isCritical())
        return damaged(kType, "it has a part that isn't known");
    if (used && !chunk.isIntact())
        return damaged(kType, "a checksum is wrong");
    if (chunk.type == "eXIf")
        file.orientation = orientationIn(chunk.data);
    if (used)
        file.essence += chunk.whole;
    file.alpha |= transparency;
    deflated += pixels ? chunk.data.size() : 0;
    return ok();
}

}  // namespace

Result<PictureFile> readPngFile(const PictureBytes& bytes)
{
    PictureFile file;
    file.essence = bytes.part(0, kSignature);
    uint64_t deflated = 0, bits = 0;
    for (size_t at = kSignature;;) {
        const Result<Chunk> chunk = chunkAt(bytes, at);
        if (!chunk)
            return chunk.error();
        if (at == kSignature) {
            const Result<uint64_t> pixel = readHeader(*chunk, file);
            if (!pixel)
                return pixel.error();
            bits = *pixel;
        }
        if (const Status taken = take(*chunk, file, deflated); !taken)
            return taken.error();
        at += chunk->whole.size();
        if (chunk->type == "IEND")
            break;
    }
    const uint64_t row = (static_cast<uint64_t>(file.width) * bits + 7) / 8;
    if (deflated * kMostExpansion < row * static_cast<uint64_t>(file.height))
        return damaged(kType, "it has fewer bytes than its size takes");
    return file;
}

}  // namespace animatize
