#include "overlay/overlay_style.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace animatize {
namespace {

constexpr double kLeastText = 10.0, kLeastSmallText = 9.0;  // an em that can be read at all
constexpr double kWords = 150.0, kBoxes = 16.0;             // least reference for them
constexpr double kRoomy = 300.0;

double usable(double aspect)
{
    return std::isfinite(aspect) && aspect > 0.0 ? std::clamp(aspect, 1.0 / 16.0, 16.0) : 1.0;
}

uint32_t level(double share)
{
    return static_cast<uint32_t>(std::lround(std::clamp(share, 0.0, 1.0) * 255.0));
}

}  // namespace

uint32_t Colour::code() const
{
    return level(alpha) << 24 | level(red) << 16 | level(green) << 8 | level(blue);
}

Colour colourOf(uint64_t id)
{
    constexpr std::array<uint32_t, 8> kHues = {0x4cc9f0, 0xf78fb3, 0x7ae582, 0xb79cff,
                                               0xff8a80, 0x5eead4, 0xe3f06a, 0x6ea8ff};
    return Colour::of(kHues[id % kHues.size()]);
}

Style::Style(cv::Size size, double pixelAspect)
    : frame(std::max(size.width, 1), std::max(size.height, 1)), aspect(usable(pixelAspect))
{
    reference = std::min<double>(frame.height, 0.75 * frame.width * aspect);
    text = std::max(kLeastText, 0.0172 * reference);
    smallText = std::max(kLeastSmallText, 0.0145 * reference);
    padding = std::max(3.0, 0.3 * text);
    core = std::max(1, static_cast<int>(std::lround(0.0022 * reference)));
    shade = std::max(1, core / 2);
    const int x = static_cast<int>(0.05 * frame.width), y = static_cast<int>(0.05 * frame.height);
    safe = cv::Rect(x, y, frame.width - 2 * x, frame.height - 2 * y);
    detail = reference >= kWords   ? Detail::All
             : reference >= kBoxes ? Detail::Boxes
                                   : Detail::Nothing;
    roomy = reference >= kRoomy;
}

int Style::columns(double rows) const
{
    return std::max(1, static_cast<int>(std::lround(rows / aspect)));
}

}  // namespace animatize
