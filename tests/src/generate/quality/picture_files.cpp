#include "picture_files.h"

#include <cstdio>

#include <jpeglib.h>
#include <zlib.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace animatize::test {
namespace {

std::string big(uint32_t number, int bytes = 4)
{
    std::string text;
    for (int i = bytes - 1; i >= 0; --i)
        text += static_cast<char>(number >> (8 * i) & 0xff);
    return text;
}

std::string little(uint32_t number, int bytes = 4)
{
    const std::string text = big(number, bytes);
    return {text.rbegin(), text.rend()};
}

std::string deflated(const std::string& text)
{
    uLongf size = compressBound(text.size());
    std::string result(size, '\0');
    compress2(reinterpret_cast<Bytef*>(result.data()), &size,
              reinterpret_cast<const Bytef*>(text.data()), text.size(), 9);
    result.resize(size);
    return result;
}

}  // namespace

std::string pngChunk(const std::string& type, const std::string& data)
{
    const std::string checked = type + data;
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
    return big(static_cast<uint32_t>(data.size())) + checked + big(static_cast<uint32_t>(sum));
}

std::string pngFile(const PngParts& parts)
{
    const auto width = static_cast<uint32_t>(parts.size.width);
    const auto height = static_cast<uint32_t>(parts.size.height);
    const std::string header = big(width) + big(height) + static_cast<char>(parts.depth) +
                               static_cast<char>(parts.colourType) + std::string(3, '\0');
    const size_t row = parts.rows.size() / height;
    std::string filtered;
    for (uint32_t y = 0; y < height; ++y)
        filtered += '\0' + parts.rows.substr(y * row, row);
    return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", header) + parts.before +
           pngChunk("IDAT", deflated(filtered)) + parts.after + pngChunk("IEND", "");
}

std::string encoded(const std::string& suffix, const cv::Mat& picture,
                    const std::vector<int>& settings)
{
    cv::Mat swapped;
    cv::cvtColor(picture, swapped,
                 picture.channels() == 4 ? cv::COLOR_RGBA2BGRA : cv::COLOR_RGB2BGR);
    std::vector<uint8_t> bytes;
    cv::imencode(suffix, swapped, bytes, settings);
    return {bytes.begin(), bytes.end()};
}

std::string cmykJpeg(cv::Size size, const cv::Vec4b& inks, bool adobe)
{
    jpeg_compress_struct info;
    jpeg_error_mgr errors;
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* bytes = nullptr;
    unsigned long count = 0;
    jpeg_mem_dest(&info, &bytes, &count);
    info.image_width = static_cast<JDIMENSION>(size.width);
    info.image_height = static_cast<JDIMENSION>(size.height);
    info.input_components = 4;
    info.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 100, TRUE);
    info.write_Adobe_marker = adobe ? TRUE : FALSE;
    jpeg_start_compress(&info, TRUE);
    cv::Mat row(1, size.width, CV_8UC4, cv::Scalar(inks[0], inks[1], inks[2], inks[3]));
    JSAMPROW line = row.ptr();
    while (info.next_scanline < info.image_height)
        jpeg_write_scanlines(&info, &line, 1);
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::string file(reinterpret_cast<const char*>(bytes), count);
    free(bytes);
    return file;
}

std::string withSegment(const std::string& jpeg, uint8_t marker, const std::string& content)
{
    const std::string segment = std::string("\xff") + static_cast<char>(marker) +
                                big(static_cast<uint32_t>(content.size() + 2), 2) + content;
    return jpeg.substr(0, 2) + segment + jpeg.substr(2);
}

std::string tiffOf(unsigned orientation, bool bigEndian)
{
    const auto number = [&](uint32_t value, int bytes) {
        return bigEndian ? big(value, bytes) : little(value, bytes);
    };
    // One other entry in front, as real ones have.
    const std::string make = number(0x010f, 2) + number(2, 2) + number(1, 4) + number(0, 4);
    const std::string entry =
        number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + number(0, 2);
    return (bigEndian ? "MM" : "II") + number(42, 2) + number(8, 4) + number(2, 2) + make + entry +
           number(0, 4);
}

std::string riffChunk(const std::string& type, const std::string& data)
{
    return type + little(static_cast<uint32_t>(data.size())) + data +
           std::string(data.size() & 1, '\0');
}

std::string webpFile(const std::string& chunks)
{
    return "RIFF" + little(static_cast<uint32_t>(chunks.size() + 4)) + "WEBP" + chunks;
}

std::string chunksOf(const std::string& webp)
{
    return webp.substr(12);
}

std::string canvasChunk(uint8_t flags, cv::Size canvas)
{
    return riffChunk("VP8X", little(flags) + little(static_cast<uint32_t>(canvas.width - 1), 3) +
                                 little(static_cast<uint32_t>(canvas.height - 1), 3));
}

std::string frameChunk(const std::string& chunks, cv::Point corner, cv::Size size)
{
    return riffChunk("ANMF", little(static_cast<uint32_t>(corner.x / 2), 3) +
                                 little(static_cast<uint32_t>(corner.y / 2), 3) +
                                 little(static_cast<uint32_t>(size.width - 1), 3) +
                                 little(static_cast<uint32_t>(size.height - 1), 3) +
                                 little(100, 3) + std::string(1, '\0') + chunks);
}

}  // namespace animatize::test
