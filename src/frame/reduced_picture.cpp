#include "frame/reduced_picture.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "frame/box_average.h"
#include "frame/colour.h"
#include "frame/samples.h"

namespace animatize {
namespace {

// Memory that somebody else still looks at (a kept picture shares it) is not written again.
void prepare(cv::Mat& picture, cv::Size size, int type)
{
    if (picture.u && picture.u->refcount > 1)
        picture.release();
    picture.create(size, type);
}

cv::Size boxOf(const ImageView& view, int analysisWidth)
{
    const double longer = std::max(view.frameWidth, view.frameHeight);
    const int across = std::clamp(static_cast<int>(std::lround(longer / analysisWidth)), 1, 256);
    const double share = static_cast<double>(view.height) / view.frameHeight;
    const int down = std::max(1, static_cast<int>(std::lround(across * share)));
    return {std::min(across, view.width), std::min(down, view.height)};
}

// Brightness is averaged over all pixels, colour over a few samples of each cell.
void makeThumb(const ImageView& view, ReducedPicture& into)
{
    const cv::Size size(ReducedPicture::kThumbWidth, ReducedPicture::kThumbHeight);
    uint8_t memory[ReducedPicture::kThumbWidth * ReducedPicture::kThumbHeight * 3];
    cv::Mat samples(size, CV_8UC3, memory);
    sampleView(view, samples);
    prepare(into.thumb, size, CV_8UC3);
    cv::transform(samples, into.thumb, yuvOfSamples(view));
    cv::Mat luma(size, CV_8UC1, memory);
    cv::resize(into.luma, luma, size, 0, 0, cv::INTER_AREA);
    cv::insertChannel(luma, into.thumb, 0);
}

}  // namespace

void reduce(const ImageView& view, int analysisWidth, ReducedPicture& into)
{
    const cv::Size box = boxOf(view, analysisWidth);
    prepare(into.luma, {view.width / box.width, view.height / box.height}, CV_8UC1);
    averageBoxes(view, box, into.luma);
    into.frameWidth = view.frameWidth;
    into.frameHeight = view.frameHeight;
    into.stepX = box.width;
    into.stepY = static_cast<double>(box.height) * view.frameHeight / view.height;
    into.pixelAspect = view.pixelAspect * into.stepX / into.stepY;
    makeThumb(view, into);
}

uint64_t fingerprint(const ImageView& view)
{
    constexpr uint64_t kSamples = 256;
    constexpr uint64_t kPrime = 0x100000001b3;        // FNV-1a
    constexpr uint64_t kGolden = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio: spreads evenly
    uint64_t hash = 0xcbf29ce484222325;
    const auto fold = [&hash](uint64_t value) { hash = (hash ^ value) * kPrime; };
    const auto width = static_cast<uint64_t>(view.width);
    const auto height = static_cast<uint64_t>(view.height);
    fold(width);
    fold(height);
    for (uint64_t i = 0; i < kSamples; ++i) {
        // Every sample in a row and a column of its own: thin bars are hit as well.
        const auto x = static_cast<int>(((i * kGolden) >> 32) * width >> 32);
        const auto y = static_cast<int>((2 * i + 1) * height / (2 * kSamples));
        withReader(view, view.rgb ? static_cast<int>(i % 3) : 0, [&](const auto& reader) {
            fold(static_cast<uint64_t>(reader.at(reader.row(y), x)));
        });
    }
    return hash;
}

}  // namespace animatize
