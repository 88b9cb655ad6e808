// How an overlay looks: its palette, and its sizes for a frame.
//
//   const Style style({1920, 1080}, 1.0);
//   style.text;          // 18.6 pixels: the em of an ordinary word
//   style.safe;          // nothing but boxes and grids reaches beyond it
//
// Sizes follow the reference: the height of the frame, or three quarters of its displayed width
// where that is less (a portrait). They are in rows; what is drawn is as many columns wide as look
// the same.
#pragma once

#include <cstdint>

#include <opencv2/core.hpp>

namespace animatize {

/// Straight, not premultiplied; shares.
struct Colour {
    double red = 0, green = 0, blue = 0, alpha = 1;

    /// From 0xRRGGBB.
    static constexpr Colour of(uint32_t hex, double alpha = 1.0)
    {
        return {(hex >> 16 & 255) / 255.0, (hex >> 8 & 255) / 255.0, (hex & 255) / 255.0, alpha};
    }
    /// What tells colours apart in keys: 0xAARRGGBB.
    uint32_t code() const;

    bool operator==(const Colour&) const = default;
};

namespace palette {
constexpr Colour kGround = Colour::of(0x0b0f14, 0.78);  ///< of plates
constexpr Colour kShade = Colour::of(0x05070a, 0.6);  ///< beside lines, so that they show on white
constexpr Colour kText = Colour::of(0xf4f6f8);
constexpr Colour kDim = Colour::of(0xb4bdc8);
constexpr Colour kGrey = Colour::of(0x8a93a0);
constexpr Colour kBlue = Colour::of(0x5ab0ff);
constexpr Colour kCyan = Colour::of(0x6fe3f2);
constexpr Colour kGreen = Colour::of(0x5fd98c);
constexpr Colour kAmber = Colour::of(0xffc34d);
constexpr Colour kOrange = Colour::of(0xff8f4a);
constexpr Colour kViolet = Colour::of(0xc3a6ff);
constexpr Colour kOnAir = Colour::of(0xd92d35, 0.92);
}  // namespace palette

/// The colour of a region, the same for as long as it is followed; neighbours in number differ.
Colour colourOf(uint64_t id);

/// How much there is room for.
enum class Detail { Nothing, Boxes, All };

struct Style {
    /// As OverlayArtist has them; an aspect that can't be is taken for 1.
    Style(cv::Size frame, double pixelAspect);

    /// Columns that look as wide as `rows` look high; at least 1.
    int columns(double rows) const;

    cv::Size frame;
    double aspect = 1.0;      ///< displayed width / height of a pixel, 1/16 to 16
    double reference = 0.0;   ///< rows; what sizes follow
    double text = 0.0;        ///< em of an ordinary word, rows
    double smallText = 0.0;   ///< em of what is said discreetly
    double padding = 0.0;     ///< around words on a plate, and between plates
    int core = 1, shade = 1;  ///< of a line: the bright part, the dark part on each side; rows
    cv::Rect safe;            ///< 5 % from each border, as EBU R 95 wants it for graphics
    Detail detail = Detail::All;
    bool roomy = true;  ///< there is room for what is nice to know
};

}  // namespace animatize
