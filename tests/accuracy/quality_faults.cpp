#include "accuracy/quality_faults.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "accuracy/look_photos.h"

namespace animatize::accuracy {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

cv::Mat plain(const cv::Mat& picture, const cv::Scalar& colour)
{
    return cv::Mat(picture.size(), CV_8UC3, colour);
}

cv::Mat oneColour(const cv::Mat& picture, double level, uint64_t)
{
    return plain(picture, cv::Scalar::all(level));
}

// A colour by chance, with a sensor's noise.
cv::Mat flatNoise(const cv::Mat& picture, double sigma, uint64_t seed)
{
    cv::RNG random(seed + 101);
    const cv::Scalar colour(random.uniform(0, 256), random.uniform(0, 256), random.uniform(0, 256));
    return grainy(plain(picture, colour), sigma, seed);
}

// From one colour to another by `strength` levels, in a direction by chance.
cv::Mat gradient(const cv::Mat& picture, double strength, uint64_t seed)
{
    cv::RNG random(seed + 7);
    const double angle = random.uniform(0.0, 2.0 * CV_PI);
    const cv::Vec3d from(random.uniform(0.0, 255.0 - strength),
                         random.uniform(0.0, 255.0 - strength),
                         random.uniform(0.0, 255.0 - strength));
    cv::Mat result(picture.size(), CV_8UC3);
    for (int y = 0; y < result.rows; ++y)
        for (int x = 0; x < result.cols; ++x) {
            const double along = std::cos(angle) * (x / static_cast<double>(result.cols) - 0.5) +
                                 std::sin(angle) * (y / static_cast<double>(result.rows) - 0.5);
            for (int c = 0; c < 3; ++c)
                result.at<cv::Vec3b>(y, x)[c] =
                    cv::saturate_cast<uint8_t>(from[c] + strength * (along / 1.42 + 0.5));
        }
    return result;
}

// Random colours in cells of `strength` pixels.
cv::Mat noise(const cv::Mat& picture, double strength, uint64_t seed)
{
    const int cell = static_cast<int>(strength);
    cv::Mat cells(picture.rows / cell + 1, picture.cols / cell + 1, CV_8UC3), result;
    cv::RNG random(seed * 13 + 1);
    random.fill(cells, cv::RNG::UNIFORM, 0, 256);
    cv::resize(cells, result, {}, cell, cell, cv::INTER_NEAREST);
    return result(cv::Rect({}, picture.size())).clone();
}

// The same, smoothly enlarged: what a model makes that never found a picture in its noise.
cv::Mat softNoise(const cv::Mat& picture, double strength, uint64_t seed)
{
    const int cell = static_cast<int>(strength);
    cv::Mat cells(picture.rows / cell + 2, picture.cols / cell + 2, CV_8UC3), result;
    cv::RNG random(seed * 17 + 1);
    random.fill(cells, cv::RNG::NORMAL, 128, 50);
    cv::resize(cells, result, {}, cell, cell, cv::INTER_LINEAR);
    return result(cv::Rect({}, picture.size())).clone();
}

// Gaussian noise over the picture.
cv::Mat noisy(const cv::Mat& picture, double sigma, uint64_t seed)
{
    cv::Mat noise(picture.size(), CV_32FC3), result;
    cv::RNG random(seed * 19 + 1);
    random.fill(noise, cv::RNG::NORMAL, 0.0, sigma);
    picture.convertTo(result, CV_32F);
    result += noise;
    result.convertTo(result, CV_8U);
    return result;
}

cv::Mat blur(const cv::Mat& picture, double sigma, uint64_t)
{
    return blurred(picture, sigma * picture.cols / 1280.0);
}

// 100 - quality, so that more is worse.
cv::Mat compressed(const cv::Mat& picture, double strength, uint64_t)
{
    std::vector<uint8_t> bytes;
    cv::imencode(".jpg", picture, bytes,
                 {cv::IMWRITE_JPEG_QUALITY, 100 - static_cast<int>(strength)});
    return cv::imdecode(bytes, cv::IMREAD_COLOR);
}

cv::Mat over(const cv::Mat& picture, double stops, uint64_t)
{
    return exposed(picture, stops);
}

cv::Mat under(const cv::Mat& picture, double stops, uint64_t)
{
    return exposed(picture, -stops);
}

// Contrast is lost: 1 = all.
cv::Mat faded(const cv::Mat& picture, double strength, uint64_t)
{
    cv::Mat result;
    picture.convertTo(result, -1, 1.0 - strength, 128.0 * strength);
    return result;
}

// A share of the blocks of 16 pixels is in the place of another.
cv::Mat shuffled(const cv::Mat& picture, double share, uint64_t seed, int side)
{
    const int across = picture.cols / side, count = across * (picture.rows / side);
    std::vector<int> order(static_cast<size_t>(count)), chosen;
    std::iota(order.begin(), order.end(), 0);
    cv::RNG random(seed * 23 + 1);
    for (int i = 0; i < count; ++i)
        if (random.uniform(0.0, 1.0) < share)
            chosen.push_back(i);
    std::vector<int> other = chosen;
    for (size_t i = other.size(); i > 1; --i)
        std::swap(other[i - 1], other[static_cast<size_t>(random.uniform(0, static_cast<int>(i)))]);
    cv::Mat result = picture.clone();
    const auto block = [&](int i) {
        return cv::Rect(i % across * side, i / across * side, side, side);
    };
    for (size_t i = 0; i < chosen.size(); ++i)
        picture(block(chosen[i])).copyTo(result(block(other[i])));
    return result;
}

cv::Mat shuffled8(const cv::Mat& picture, double share, uint64_t seed)
{
    return shuffled(picture, share, seed, 8);
}
cv::Mat shuffled16(const cv::Mat& picture, double share, uint64_t seed)
{
    return shuffled(picture, share, seed, 16);
}
cv::Mat shuffled64(const cv::Mat& picture, double share, uint64_t seed)
{
    return shuffled(picture, share, seed, 64);
}

// The lower part is missing: grey, from within a row of blocks, as decoders leave it.
cv::Mat cutOff(const cv::Mat& picture, double share, const cv::Scalar& colour, uint64_t seed)
{
    cv::Mat result = picture.clone();
    const int blocks = static_cast<int>(picture.rows * (1.0 - share)) / 16 * 16;
    cv::RNG random(seed + 29);
    const int within = random.uniform(0, picture.cols / 16) * 16;
    result.rowRange(std::min(blocks + 16, picture.rows), picture.rows).setTo(colour);
    result(cv::Range(blocks, std::min(blocks + 16, picture.rows)), cv::Range(within, picture.cols))
        .setTo(colour);
    return result;
}

cv::Mat halfGrey(const cv::Mat& picture, double share, uint64_t seed)
{
    return cutOff(picture, share, cv::Scalar::all(128), seed);
}
cv::Mat halfBlack(const cv::Mat& picture, double share, uint64_t seed)
{
    return cutOff(picture, share, cv::Scalar::all(0), seed);
}

// A share of the rows is that of a decoder gone astray: one colour each.
cv::Mat striped(const cv::Mat& picture, double share, uint64_t seed)
{
    cv::Mat result = picture.clone();
    cv::RNG random(seed + 31);
    for (int y = 0; y < result.rows; ++y)
        if (random.uniform(0.0, 1.0) < share)
            result.row(y).setTo(
                cv::Scalar(random.uniform(0, 256), random.uniform(0, 256), random.uniform(0, 256)));
    return result;
}

// Rows begin at the wrong place, by up to `strength` of the width.
cv::Mat torn(const cv::Mat& picture, double strength, uint64_t seed)
{
    cv::Mat result(picture.size(), picture.type());
    cv::RNG random(seed + 37);
    for (int y = 0; y < result.rows; ++y) {
        const int by = random.uniform(0, std::max(1, static_cast<int>(strength * picture.cols)));
        picture.row(y)
            .colRange(by, picture.cols)
            .copyTo(result.row(y).colRange(0, picture.cols - by));
        if (by > 0)
            picture.row(y).colRange(0, by).copyTo(
                result.row(y).colRange(picture.cols - by, picture.cols));
    }
    return result;
}

const QualityFault kFaults[] = {
    {"one colour", {0, 3, 60, 128, 200, 252, 255}, 0.0, oneColour},
    {"flat and noise", {0.5, 1, 2, 4, 8, 16, 32}, 0.0, flatNoise},
    {"gradient", {4, 16, 64, 128, 255}, 0.0, gradient},
    {"noise in cells", {1, 2, 4, 8, 16}, 0.0, noise},
    {"soft noise", {2, 4, 8, 16}, 0.0, softNoise},
    {"noise", {4, 8, 16, 32, 64, 128}, 100.0, noisy},
    {"blur", {1, 2, 4, 8, 16}, 16.0, blur},
    {"jpeg", {5, 25, 50, 70, 80, 90, 95, 99}, 99.0, compressed},
    {"over-exposure", {0.5, 1, 2, 3, 4, 6, 8}, kNever, over},
    {"under-exposure", {1, 2, 4, 6, 8, 10, 14}, 14.0, under},
    {"faded", {0.2, 0.5, 0.8, 0.9, 0.95, 0.98}, 0.98, faded},
    {"blocks of 8", {0.02, 0.1, 0.3, 0.6, 1.0}, 0.6, shuffled8},
    {"blocks of 16", {0.02, 0.1, 0.3, 0.6, 1.0}, 0.6, shuffled16},
    {"blocks of 64", {0.02, 0.1, 0.3, 0.6, 1.0}, kNever, shuffled64},
    {"grey below", {0.05, 0.1, 0.2, 0.4, 0.6, 0.9}, 0.2, halfGrey},
    {"black below", {0.05, 0.1, 0.2, 0.4, 0.6, 0.9}, 0.2, halfBlack},
    {"stripes", {0.02, 0.1, 0.3, 0.6, 1.0}, 0.6, striped},
    {"torn rows", {0.005, 0.02, 0.1, 0.5}, 0.5, torn},
};

}  // namespace

std::span<const QualityFault> qualityFaults()
{
    return kFaults;
}

}  // namespace animatize::accuracy
