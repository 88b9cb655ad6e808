#include "generate/provenance/png_xmp.h"

#include <algorithm>
#include <string>

#include <zlib.h>

namespace animatize {
namespace {

constexpr std::string_view kBegin("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);
constexpr size_t kHeaderEnd = 8 + 4 + 4 + 13 + 4;  // signature, length, type, data, CRC
constexpr size_t kMostData = 0x7fffffff;

// Keyword, not compressed (flag, method), no language, no translated keyword.
constexpr std::string_view kText("iTXtXML:com.adobe.xmp\0\0\0\0\0", 26);

void append(std::string& out, uint32_t number)
{
    for (const int shift : {24, 16, 8, 0})
        out += static_cast<char>(number >> shift & 0xff);
}

std::string chunkOf(std::string_view packet)
{
    std::string body(kText);
    body += packet;
    std::string chunk;
    append(chunk, static_cast<uint32_t>(body.size() - 4));
    chunk += body;
    append(chunk, static_cast<uint32_t>(
                      crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), body.size())));
    return chunk;
}

}  // namespace

Result<std::vector<uint8_t>> withXmp(std::vector<uint8_t> png, std::string_view packet)
{
    if (png.size() < kHeaderEnd ||
        !std::equal(kBegin.begin(), kBegin.end(), png.begin(),
                    [](char one, uint8_t other) { return static_cast<uint8_t>(one) == other; }))
        return Error{"metadata can't be put into a picture that is no PNG file"};
    if (packet.size() > kMostData - kText.size())
        return Error{"metadata of " + std::to_string(packet.size()) +
                     " bytes doesn't fit into a PNG file"};
    const std::string chunk = chunkOf(packet);
    png.insert(png.begin() + kHeaderEnd, chunk.begin(), chunk.end());
    return png;
}

}  // namespace animatize
