// Colour copies of a frame: quick ones from samples, good ones from all pixels.
#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "frame/colour.h"
#include "frame/reduced_picture.h"
#include "frame/samples.h"
#include "frame/serially.h"

namespace animatize {
namespace {

// All samples of one component as a picture of the component's own size.
cv::Mat plane(const ImageView& view, int which)
{
    const cv::Size size = componentSize(view, which);
    if (size.empty())
        return cv::Mat(1, 1, CV_8UC1, cv::Scalar(128));
    cv::Mat result(size, CV_8UC1);
    withReader(view, which, [&](const auto& reader) {
        for (int y = 0; y < size.height; ++y) {
            const uint8_t* row = reader.row(y);
            uint8_t* out = result.ptr(y);
            for (int x = 0; x < size.width; ++x)
                out[x] = static_cast<uint8_t>(reader.at(row, x));
        }
    });
    return result;
}

// A field's rows are spread over the frame, with rows between them: doubled ones make steps of
// every slanted edge.
cv::Mat wholeFrame(const ImageView& view, cv::Mat plane)
{
    if (view.height == view.frameHeight)
        return plane;
    const int rows = std::max(
        1, static_cast<int>(static_cast<int64_t>(plane.rows) * view.frameHeight / view.height));
    cv::Mat spread;
    cv::resize(plane, spread, {plane.cols, rows}, 0, 0, cv::INTER_LINEAR);
    return spread;
}

// The part of a plane that whole boxes cover; the rest at the right and bottom is left out.
cv::Mat covered(const cv::Mat& plane, const ImageView& view, cv::Size boxes, int factor)
{
    const auto part = [factor](int count, int samples, int frame) {
        const int64_t exact = static_cast<int64_t>(count) * factor * samples;
        return std::clamp(static_cast<int>((exact + frame - 1) / frame), 1, samples);
    };
    return plane(cv::Rect(0, 0, part(boxes.width, plane.cols, view.frameWidth),
                          part(boxes.height, plane.rows, view.frameHeight)));
}

cv::Mat fitted(const cv::Mat& plane, cv::Size size)
{
    if (plane.size() == size)
        return plane;
    const bool enlarges = plane.cols < size.width || plane.rows < size.height;
    cv::Mat result;
    cv::resize(plane, result, size, 0, 0, enlarges ? cv::INTER_LINEAR : cv::INTER_AREA);
    return result;
}

int shrinkFactor(int frameWidth, int frameHeight, int longSide)
{
    const int longer = std::max(frameWidth, frameHeight), most = std::max(1, longSide);
    return (longer + most - 1) / most;
}

}  // namespace

cv::Mat reducedColour(const ImageView& view, int longSide)
{
    const double longer = std::max(view.frameWidth, view.frameHeight);
    const double scale = std::min(1.0, std::max(1, longSide) / longer);
    const auto side = [scale](int length) {
        return std::max(1, static_cast<int>(std::lround(length * scale)));
    };
    cv::Mat samples(side(view.frameHeight), side(view.frameWidth), CV_8UC3);
    sampleView(view, samples);
    cv::Mat colour;
    cv::transform(samples, colour, rgbOfSamples(view));
    return colour;
}

cv::Size colourPictureSize(int frameWidth, int frameHeight, int longSide)
{
    const int factor = shrinkFactor(frameWidth, frameHeight, longSide);
    return {std::max(1, frameWidth / factor), std::max(1, frameHeight / factor)};
}

cv::Mat shrunkPicture(const cv::Mat& picture, int longSide)
{
    const int factor = shrinkFactor(picture.cols, picture.rows, longSide);
    if (factor == 1)
        return picture;
    const cv::Size size = colourPictureSize(picture.cols, picture.rows, longSide);
    const cv::Rect boxes(0, 0, std::min(picture.cols, size.width * factor),
                         std::min(picture.rows, size.height * factor));
    cv::Mat shrunk;
    serially([&] { cv::resize(picture(boxes), shrunk, size, 0, 0, cv::INTER_AREA); });
    return shrunk;
}

cv::Mat colourPicture(const ImageView& view, int longSide)
{
    const int factor = shrinkFactor(view.frameWidth, view.frameHeight, longSide);
    const cv::Size size = colourPictureSize(view.frameWidth, view.frameHeight, longSide);
    cv::Mat planes[3], samples, colour;
    for (int c = 0; c < 3; ++c) {
        const cv::Mat whole = wholeFrame(view, plane(view, c));
        planes[c] = fitted(covered(whole, view, size, factor), size);
    }
    cv::merge(planes, 3, samples);
    cv::transform(samples, colour, rgbOfSamples(view));
    return colour;
}

}  // namespace animatize
