// JPEG: segments, each after a marker 0xFF xx, and between them the entropy-coded scans, in which
// 0xFF is followed by 0 or the number of a restart. Only the markers are looked at here; whether
// the scans can be decoded is up to the decoder.
#include "generate/quality/picture_formats.h"

namespace animatize {
namespace {

constexpr const char* kType = "JPEG";
constexpr uint32_t kStartOfScan = 0xda, kEndOfImage = 0xd9;
/// Each scan is a pass over the whole picture. Encoders make about ten, the standard allows
/// thousands.
constexpr unsigned kMostScans = 100;

bool isFrameHeader(uint32_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/// Markers of metadata, except the two that say which colours the numbers are (JFIF, Adobe).
bool isIncidental(uint32_t marker)
{
    const bool application = marker >= 0xe0 && marker <= 0xef;
    return marker == 0xfe || (application && marker != 0xe0 && marker != 0xee);
}

/// Where the next marker after entropy-coded data is; the size of all when there is none.
size_t endOfScan(const PictureBytes& bytes, size_t at)
{
    for (; bytes.has(at, 2); ++at) {
        if (bytes.big(at, 1) != 0xff)
            continue;
        const uint32_t next = bytes.big(at + 1, 1);
        if (next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7))
            return at;
    }
    return bytes.size();
}

Status readFrameHeader(std::string_view segment, PictureFile& file)
{
    const PictureBytes header(segment);
    if (file.width > 0)
        return damaged(kType, "it has two headers");
    file.height = static_cast<int>(header.big(1, 2));
    file.width = static_cast<int>(header.big(3, 2));
    return file.width > 0 && file.height > 0 ? ok()
                                             : damaged(kType, "its header doesn't say its size");
}

class JpegWalk {
  public:
    explicit JpegWalk(const PictureBytes& bytes) : bytes_(bytes) {}

    Result<PictureFile> run()
    {
        file_.essence = "\xff\xd8";
        for (at_ = 2;;) {
            while (bytes_.big(at_, 2) == 0xffff)
                ++at_;  // markers may be padded
            if (!bytes_.has(at_, 2))
                return brokenOff(kType);
            if (bytes_.big(at_, 1) != 0xff)
                return damaged(kType, "there is no marker where one should be");
            const uint32_t marker = bytes_.big(at_ + 1, 1);
            if (marker == kEndOfImage)
                break;
            if (const Status step = segment(marker); !step)
                return step.error();
        }
        if (scans_ == 0)
            return damaged(kType, "it has no pixels");
        file_.essence += "\xff\xd9";
        return std::move(file_);
    }

  private:
    /// The segment at the marker, and the scan behind it where it begins one.
    Status segment(uint32_t marker)
    {
        const size_t size = bytes_.big(at_ + 2, 2);
        if (size < 2 || !bytes_.has(at_ + 2, size))
            return size < 2 && bytes_.has(at_, 4) ? damaged(kType, "a segment has no size")
                                                  : brokenOff(kType);
        const std::string_view content = bytes_.part(at_ + 4, size - 2);
        size_t end = at_ + 2 + size;
        if (const Status read = note(marker, content); !read)
            return read;
        if (marker == kStartOfScan)
            end = endOfScan(bytes_, end);
        if (!isIncidental(marker))
            file_.essence += bytes_.part(at_, end - at_);
        at_ = end;
        return ok();
    }

    Status note(uint32_t marker, std::string_view content)
    {
        constexpr uint32_t kExif = 0xe1;
        constexpr std::string_view kExifName("Exif\0\0", 6);
        if (isFrameHeader(marker))
            return readFrameHeader(content, file_);
        if (marker == kStartOfScan && file_.width == 0)
            return damaged(kType, "it has pixels before a header");
        if (marker == kStartOfScan && ++scans_ > kMostScans)
            return damaged(kType, "it takes too many passes to decode");
        if (marker == kExif && content.starts_with(kExifName))
            file_.orientation = orientationIn(content.substr(kExifName.size()));
        return ok();
    }

    const PictureBytes bytes_;
    PictureFile file_;
    size_t at_ = 0;
    unsigned scans_ = 0;
};

}  // namespace

Result<PictureFile> readJpegFile(const PictureBytes& bytes)
{
    return JpegWalk(bytes).run();
}

}  // namespace animatize
