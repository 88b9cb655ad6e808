// The packet in the PNG file: one more chunk, in its place, and the same picture.
#include "generate/provenance/png_xmp.h"

#include <algorithm>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "generate/keyframe_files.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

using Bytes = std::vector<uint8_t>;

struct Chunk {
    std::string type, data;
    bool sound;  ///< by its checksum
};

uint32_t numberAt(const Bytes& bytes, size_t at)
{
    return uint32_t{bytes[at]} << 24 | uint32_t{bytes[at + 1]} << 16 |
           uint32_t{bytes[at + 2]} << 8 | bytes[at + 3];
}

/// Bit by bit, as the PNG specification defines it.
uint32_t checksum(const std::string& bytes)
{
    uint32_t sum = 0xffffffffu;
    for (const char c : bytes) {
        sum ^= static_cast<uint8_t>(c);
        for (int bit = 0; bit < 8; ++bit)
            sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
    }
    return ~sum;
}

std::vector<Chunk> chunksOf(const Bytes& png)
{
    std::vector<Chunk> chunks;
    for (size_t at = 8; at < png.size();) {
        const size_t size = numberAt(png, at);
        ck_assert_uint_le(at + 12 + size, png.size());
        const auto type = png.begin() + static_cast<ptrdiff_t>(at) + 4;
        const auto end = type + 4 + static_cast<ptrdiff_t>(size);
        chunks.push_back({std::string(type, type + 4), std::string(type + 4, end),
                          numberAt(png, at + 8 + size) == checksum(std::string(type, end))});
        at += 12 + size;
    }
    return chunks;
}

Bytes plain()
{
    const auto png = pngOf(test::colourTexture(64, 48, 5));
    ck_assert(static_cast<bool>(png));
    return *png;
}

START_TEST(thePacketFollowsTheHeader)
{
    const std::string packet = "<x>\xc3\xa4</x>";
    const auto marked = withXmp(plain(), packet);
    ck_assert(static_cast<bool>(marked));
    const std::vector<Chunk> chunks = chunksOf(*marked);
    ck_assert_str_eq(chunks[0].type.c_str(), "IHDR");
    ck_assert_str_eq(chunks[1].type.c_str(), "iTXt");
    ck_assert(chunks[1].data == std::string("XML:com.adobe.xmp") + std::string(5, '\0') + packet);
    ck_assert_str_eq(chunks.back().type.c_str(), "IEND");
    for (const Chunk& chunk : chunks)
        ck_assert_msg(chunk.sound, "%s", chunk.type.c_str());
}
END_TEST

START_TEST(allElseStaysAsItWas)
{
    const Bytes before = plain();
    const auto marked = withXmp(before, "<packet/>");
    Bytes after = *marked;
    const ptrdiff_t added = static_cast<ptrdiff_t>(after.size() - before.size());
    ck_assert_int_eq(added, 12 + 22 + 9);
    after.erase(after.begin() + 33, after.begin() + 33 + added);
    ck_assert(after == before);
}
END_TEST

START_TEST(thePictureIsTheSame)
{
    const Bytes before = plain();
    const auto marked = withXmp(before, std::string(100'000, 'x'));
    const cv::Mat one = cv::imdecode(before, cv::IMREAD_UNCHANGED);
    const cv::Mat two = cv::imdecode(*marked, cv::IMREAD_UNCHANGED);
    ck_assert(!two.empty() && one.size() == two.size() && one.type() == two.type());
    ck_assert_double_eq(cv::norm(one, two, cv::NORM_INF), 0.0);
}
END_TEST

START_TEST(anEmptyPacketIsOneToo)
{
    const auto marked = withXmp(plain(), "");
    ck_assert_uint_eq(chunksOf(*marked)[1].data.size(), 22);
}
END_TEST

START_TEST(whatIsNoPngIsRefused)
{
    const Bytes png = plain();
    Bytes otherSignature = png, otherHeader = png, otherLength = png;
    otherSignature[0] = 0x88;
    otherHeader[12] = 'J';
    otherLength[11] = 14;
    for (const Bytes& bytes : {Bytes{}, Bytes(png.begin(), png.begin() + 32), otherSignature,
                               otherHeader, otherLength, Bytes(1000, 0xff)}) {
        const auto marked = withXmp(bytes, "<packet/>");
        ck_assert(!marked);
        ck_assert(marked.error().message.find("no PNG") != std::string::npos);
    }
    ck_assert(static_cast<bool>(withXmp(Bytes(png.begin(), png.begin() + 33), "<packet/>")));
}
END_TEST

START_TEST(whatAChunkCannotHoldIsRefused)
{
    // Nobody reads what the view is of: its size is enough to refuse it.
    static const char first = 'x';
    const auto marked = withXmp(plain(), std::string_view(&first, 0x7fffffff));
    ck_assert(!marked);
    ck_assert(marked.error().message.find("2147483647 bytes") != std::string::npos);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("png-xmp",
                     {thePacketFollowsTheHeader, allElseStaysAsItWas, thePictureIsTheSame,
                      anEmptyPacketIsOneToo, whatIsNoPngIsRefused, whatAChunkCannotHoldIsRefused});
}
