// WebP: chunks in a RIFF container. The picture is a VP8 or VP8L chunk, with its transparency in
// ALPH before VP8; animations have these inside of ANMF chunks. The size is read from the picture
// itself, not only from what the container says of it.
#include <optional>

#include "generate/quality/picture_formats.h"

namespace animatize {
namespace {

constexpr const char* kType = "WebP";
constexpr size_t kChunkHeader = 8, kRiffHeader = 12, kFrameHeader = 16;
constexpr uint32_t kHasAlpha = 0x10;

struct Chunk {
    std::string_view type, data, whole;  ///< `whole` with the byte that makes its size even
};

Result<Chunk> chunkAt(const PictureBytes& bytes, size_t at)
{
    const size_t size = bytes.little(at + 4, 4), even = size + (size & 1);
    if (!bytes.has(at, kChunkHeader) || !bytes.has(at + kChunkHeader, size))
        return brokenOff(kType);
    return Chunk{bytes.part(at, 4), bytes.part(at + kChunkHeader, size),
                 bytes.part(at, even + kChunkHeader)};
}

std::string fourBytes(size_t number)
{
    std::string bytes;
    for (int i = 0; i < 4; ++i)
        bytes += static_cast<char>(number >> (8 * i) & 0xff);
    return bytes;
}

std::string threeBytes(int number)
{
    return fourBytes(static_cast<size_t>(number)).substr(0, 3);
}

/// A still picture and its transparency.
struct Still {
    Chunk picture;
    std::optional<Chunk> alpha;
    cv::Size size;
    bool transparent = false;

    Status measure();
    std::string file() const;
};

Status Still::measure()
{
    const PictureBytes bytes(picture.data);
    if (picture.type == "VP8L" && bytes.size() >= 5 && bytes.big(0, 1) == 0x2f) {
        const uint32_t bits = bytes.little(1, 4);
        size = cv::Size(static_cast<int>(bits & 0x3fff) + 1,
                        static_cast<int>(bits >> 14 & 0x3fff) + 1);
        transparent = (bits >> 28 & 1) != 0;
        return ok();
    }
    const bool key = bytes.size() >= 10 && (bytes.big(0, 1) & 1) == 0;
    if (picture.type != "VP8 " || !key || bytes.big(3, 3) != 0x9d012a)
        return damaged(kType, "its picture has no header");
    size = cv::Size(static_cast<int>(bytes.little(6, 2) & 0x3fff),
                    static_cast<int>(bytes.little(8, 2) & 0x3fff));
    transparent = alpha.has_value();
    return size.empty() ? damaged(kType, "its header doesn't say its size") : ok();
}

std::string Still::file() const
{
    std::string chunks;
    if (alpha) {
        chunks = "VP8X" + fourBytes(10) + static_cast<char>(kHasAlpha) + std::string(3, '\0') +
                 threeBytes(size.width - 1) + threeBytes(size.height - 1);
        chunks += alpha->whole;
        chunks.resize(chunks.size() + (chunks.size() & 1));
    }
    chunks += picture.whole;
    chunks.resize(chunks.size() + (chunks.size() & 1));
    return "RIFF" + fourBytes(chunks.size() + 4) + "WEBP" + chunks;
}

/// The first still among the chunks from `at`.
Result<Still> firstStill(const PictureBytes& bytes, size_t at)
{
    Still still;
    while (at < bytes.size()) {
        const Result<Chunk> chunk = chunkAt(bytes, at);
        if (!chunk)
            return chunk.error();
        if (chunk->type == "ALPH")
            still.alpha = *chunk;
        if (chunk->type == "VP8 " || chunk->type == "VP8L") {
            still.picture = *chunk;
            if (chunk->type == "VP8L")
                still.alpha.reset();
            const Status measured = still.measure();
            return measured ? Result<Still>(still) : measured.error();
        }
        at += chunk->whole.size();
    }
    return damaged(kType, "it has no pixels");
}

/// What the chunks beside the picture say.
struct Container {
    std::optional<cv::Size> canvas;
    std::optional<Chunk> firstFrame;
    unsigned orientation = 1;
};

Result<Container> readContainer(const PictureBytes& bytes)
{
    Container container;
    for (size_t at = kRiffHeader; at < bytes.size();) {
        const Result<Chunk> chunk = chunkAt(bytes, at);
        if (!chunk)
            return chunk.error();
        const PictureBytes data(chunk->data);
        if (chunk->type == "VP8X")
            container.canvas = cv::Size(static_cast<int>(data.little(4, 3)) + 1,
                                        static_cast<int>(data.little(7, 3)) + 1);
        if (chunk->type == "ANMF" && !container.firstFrame)
            container.firstFrame = *chunk;
        if (chunk->type == "EXIF")
            container.orientation = orientationIn(chunk->data);
        at += chunk->whole.size();
    }
    return container;
}

}  // namespace

Result<PictureFile> readWebPFile(const PictureBytes& all)
{
    const size_t end = size_t{all.little(4, 4)} + kChunkHeader;
    if (end > all.size())
        return brokenOff(kType);
    const PictureBytes bytes(all.part(0, end));
    const Result<Container> container = readContainer(bytes);
    if (!container)
        return container.error();
    const auto& frame = container->firstFrame;
    const Result<Still> still = frame ? firstStill(PictureBytes(frame->data), kFrameHeader)
                                      : firstStill(bytes, kRiffHeader);
    if (!still)
        return still.error();
    PictureFile file;
    file.alpha = still->transparent;
    file.orientation = container->orientation;
    file.essence = still->file();
    const PictureBytes place(frame ? frame->data : std::string_view());
    file.frame = cv::Rect(cv::Point(static_cast<int>(2 * place.little(0, 3)),
                                    static_cast<int>(2 * place.little(3, 3))),
                          still->size);
    const cv::Size canvas = container->canvas.value_or(still->size);
    if ((file.frame & cv::Rect({}, canvas)) != file.frame || (!frame && canvas != still->size))
        return damaged(kType, "its picture doesn't fit its canvas");
    file.width = canvas.width;
    file.height = canvas.height;
    return file;
}

}  // namespace animatize
