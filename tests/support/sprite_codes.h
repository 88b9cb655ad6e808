// What a sprite's pixel is in the codes of a frame, in real numbers and by the definitions of
// ITU-R BT.601: the truth that blenders are measured by. And sprites of chance.
#pragma once

#include <random>

#include "overlay/sprite_samples.h"

namespace animatize::test {

/// The code of a channel times alpha, of a premultiplied pixel B G R A. Codes of ten bits are four
/// times those of eight, and 0..1023 where these are 0..255.
inline double codeOf(const ImageView& view, int channel, bool ten, const cv::Vec4b& pixel)
{
    const double alpha = pixel[3] / 255.0;
    const double r = pixel[2] / 255.0, g = pixel[1] / 255.0, b = pixel[0] / 255.0;
    const bool full = view.white == 255;
    const double most = ten ? 1023 : 255, unit = ten ? 4 : 1;
    const double black = full ? 0 : 16 * unit, white = full ? most : 235 * unit;
    if (channel == SampleSlot::kAlpha)
        return 255.0 * alpha;
    if (view.rgb)
        return alpha * black + (white - black) * (channel == 0 ? r : channel == 1 ? g : b);
    const double y = view.kr * r + (1 - view.kr - view.kb) * g + view.kb * b;
    if (channel == 0)
        return alpha * black + (white - black) * y;
    const double range = full ? most : 224 * unit;
    const double difference =
        channel == 1 ? (b - y) / (2 * (1 - view.kb)) : (r - y) / (2 * (1 - view.kr));
    return alpha * 128 * unit + range * difference;
}

/// Pixels that are seen through, that hide and that do both.
inline Sprite spriteOf(int width, int height, cv::Point at, std::minstd_rand& random)
{
    auto pixels = std::make_shared<cv::Mat>(height, width, CV_8UC4);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int kind = static_cast<int>(random() % 4);
            const auto alpha = kind == 0 ? 0 : kind == 1 ? 255 : static_cast<int>(random() % 256);
            auto& pixel = pixels->at<cv::Vec4b>(y, x);
            for (int c = 0; c < 3; ++c)
                pixel[c] = static_cast<uint8_t>(random() % static_cast<unsigned>(alpha + 1));
            pixel[3] = static_cast<uint8_t>(alpha);
        }
    return {pixels, at};
}

}  // namespace animatize::test
