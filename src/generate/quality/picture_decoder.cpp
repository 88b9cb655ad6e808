#include "generate/quality/picture_decoder.h"

#include <algorithm>
#include <climits>
#include <exception>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "frame/serially.h"
#include "generate/quality/fourth_channel.h"
#include "generate/quality/jpeg_decoder.h"
#include "generate/quality/picture_file.h"

namespace animatize {
namespace {

std::string megapixels(double pixels)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", pixels / 1e6);
    return text;
}

Status checkSize(const PictureFile& file, const DecodeLimits& limits)
{
    const double pixels = static_cast<double>(file.width) * file.height;
    if (std::max(file.width, file.height) <= limits.mostSide && pixels <= limits.mostPixels)
        return ok();
    return Error{"the picture is too large: " + std::to_string(file.width) + "x" +
                 std::to_string(file.height) + " pixels, where at most " +
                 std::to_string(limits.mostSide) + " a side and " + megapixels(limits.mostPixels) +
                 " million are decoded"};
}

/// PNG and WebP, by OpenCV; an empty one where it can't.
cv::Mat decodeByOpenCv(const PictureFile& file)
{
    const cv::Mat bytes(1, static_cast<int>(file.essence.size()), CV_8U,
                        const_cast<char*>(file.essence.data()));
    cv::Mat picture =
        cv::imdecode(bytes, file.alpha ? cv::IMREAD_UNCHANGED
                                       : cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
    if (picture.depth() == CV_16U)
        picture.convertTo(picture, CV_8U, 1.0 / 257.0);
    if (picture.channels() == 4)
        picture = timesFourth(picture);
    if (picture.channels() == 1 && !picture.empty())
        cv::cvtColor(picture, picture, cv::COLOR_GRAY2RGB);
    else if (!picture.empty())
        cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
    return picture;
}

Result<cv::Mat> decodeFrame(const PictureFile& file, uint64_t mostTime)
{
    if (file.type == "image/jpeg")
        return decodeJpeg(file.essence, mostTime);
    const cv::Mat picture = decodeByOpenCv(file);
    if (picture.type() == CV_8UC3 && picture.size() == file.frame.size())
        return picture;
    return Error{"the picture is damaged: its pixels can't be decoded"};
}

/// The whole canvas, where the picture is a part of it.
cv::Mat onCanvas(const cv::Mat& picture, const PictureFile& file)
{
    if (picture.size() == cv::Size(file.width, file.height))
        return picture;
    cv::Mat canvas(file.height, file.width, CV_8UC3, cv::Scalar::all(0));
    picture.copyTo(canvas(file.frame));
    return canvas;
}

/// EXIF: 2 mirrored, 3 upside down, 4 both, 5..8 the same of what is transposed.
cv::Mat upright(cv::Mat picture, unsigned orientation)
{
    constexpr int kNone = 2;
    static constexpr int kFlips[] = {kNone, 1, -1, 0, kNone, 1, -1, 0};
    if (orientation >= 5)
        cv::transpose(picture, picture);
    if (const int flip = kFlips[orientation - 1]; flip != kNone)
        cv::flip(picture, picture, flip);
    return picture;
}

Result<cv::Mat> decode(const PictureFile& file, const DecodeLimits& limits)
{
    const SteadyClock clock;
    const uint64_t start = clock.now();
    Result<cv::Mat> picture = Error{"the picture can't be decoded"};
    serially([&] {
        picture = decodeFrame(file, limits.mostTime);
        if (picture)
            *picture = upright(onCanvas(*picture, file), file.orientation);
    });
    if (picture && clock.now() - start > limits.mostTime)
        return Error{"the picture took too long to decode"};
    return picture;
}

}  // namespace

Result<cv::Mat> decodePicture(const std::string& bytes, const DecodeLimits& limits)
{
    if (bytes.size() > std::min(limits.mostBytes, size_t{INT_MAX}))
        return Error{"the picture is too large: " + std::to_string(bytes.size()) +
                     " bytes, where at most " + std::to_string(limits.mostBytes) + " are read"};
    try {
        const Result<PictureFile> file = readPictureFile(bytes);
        if (!file)
            return file.error();
        const Status fits = checkSize(*file, limits);
        return fits ? decode(*file, limits) : fits.error();
    } catch (const std::exception& trouble) {
        return Error{std::string("the picture can't be decoded: ") + trouble.what()};
    }
}

}  // namespace animatize
