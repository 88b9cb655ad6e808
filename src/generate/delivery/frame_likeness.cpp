#include "generate/delivery/frame_likeness.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"

namespace animatize {
namespace {

constexpr int kMostBits = 20;
constexpr int kMostColour = 24, kMeanColour = 4;  // 8-bit steps
constexpr double kLeastSpread = 4.0;              // of the luma, 8-bit steps

std::array<uint64_t, 4> wavesOf(const cv::Mat& luma)
{
    cv::Mat small, waves;
    luma.convertTo(small, CV_32F);
    cv::dct(small, waves);
    std::array<float, 256> lowest;
    for (int i = 0; i < 256; ++i)  // without the constant part's row and column
        lowest[i] = waves.at<float>(1 + i / 16, 1 + i % 16);
    std::array<float, 256> sorted = lowest;
    std::nth_element(sorted.begin(), sorted.begin() + 128, sorted.end());
    std::array<uint64_t, 4> bits{};
    for (int i = 0; i < 256; ++i)
        bits[i / 64] |= uint64_t{lowest[i] > sorted[128]} << (i % 64);
    return bits;
}

}  // namespace

FrameLikeness likenessOf(const cv::Mat& picture)
{
    FrameLikeness made;
    if (picture.empty() || picture.type() != CV_8UC3)
        return made;
    serially([&] {
        cv::Mat luma, square;
        const cv::Mat fields(8, 8, CV_8UC3, made.colours.data());
        cv::Mat into = fields;
        cv::resize(picture, into, into.size(), 0, 0, cv::INTER_AREA);
        cv::resize(picture, square, {64, 64}, 0, 0, cv::INTER_AREA);
        cv::cvtColor(square, luma, cv::COLOR_RGB2GRAY);
        cv::Scalar mean, spread;
        cv::meanStdDev(luma, mean, spread);
        made.telling = spread[0] >= kLeastSpread;
        made.waves = wavesOf(luma);
    });
    return made;
}

int distance(const FrameLikeness& one, const FrameLikeness& other)
{
    int bits = 0;
    for (size_t i = 0; i < one.waves.size(); ++i)
        bits += std::popcount(one.waves[i] ^ other.waves[i]);
    return bits;
}

bool alike(const FrameLikeness& one, const FrameLikeness& other)
{
    if (!one.telling || !other.telling || distance(one, other) > kMostBits)
        return false;
    int most = 0, sum = 0;
    for (size_t i = 0; i < one.colours.size(); ++i) {
        const int apart = std::abs(one.colours[i] - other.colours[i]);
        most = std::max(most, apart);
        sum += apart;
    }
    return most <= kMostColour && sum <= kMeanColour * static_cast<int>(one.colours.size());
}

}  // namespace animatize
