#include "generate/quality/picture_file.h"

#include "generate/quality/picture_formats.h"

namespace animatize {
namespace {

/// TIFF in either order of bytes.
class TiffBytes {
  public:
    explicit TiffBytes(std::string_view tiff) : bytes_(tiff), big_(tiff.starts_with("MM")) {}

    bool isTiff() const { return (big_ || bytes_.part(0, 2) == "II") && number(2, 2) == 42; }
    uint32_t number(size_t at, size_t count) const
    {
        return big_ ? bytes_.big(at, count) : bytes_.little(at, count);
    }

  private:
    const PictureBytes bytes_;
    const bool big_;
};

}  // namespace

unsigned orientationIn(std::string_view text)
{
    constexpr uint32_t kOrientation = 0x0112, kShort = 3, kEntry = 12;
    const TiffBytes tiff(text);
    if (!tiff.isTiff())
        return 1;
    const size_t directory = tiff.number(4, 4);
    const uint32_t entries = tiff.number(directory, 2);
    for (uint32_t i = 0; i < entries; ++i) {
        const size_t entry = directory + 2 + size_t{i} * kEntry;
        if (tiff.number(entry, 2) != kOrientation || tiff.number(entry + 2, 2) != kShort)
            continue;
        const uint32_t value = tiff.number(entry + 8, 2);
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

std::string imageTypeOf(std::string_view bytes)
{
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (bytes.starts_with("\xff\xd8\xff"))
        return "image/jpeg";
    if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP"))
        return "image/webp";
    return {};
}

Result<PictureFile> readPictureFile(std::string_view text)
{
    const PictureBytes bytes(text);
    const std::string type = imageTypeOf(text);
    if (type.empty())
        return Error{"what came is no PNG, JPEG or WebP picture"};
    Result<PictureFile> file = type == "image/png"    ? readPngFile(bytes)
                               : type == "image/jpeg" ? readJpegFile(bytes)
                                                      : readWebPFile(bytes);
    if (!file)
        return file;
    file->type = type;
    if (file->frame.empty())
        file->frame = cv::Rect(0, 0, file->width, file->height);
    return file;
}

}  // namespace animatize
