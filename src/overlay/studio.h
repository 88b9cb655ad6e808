// Studio: what all layers draw with: the style, the fonts, and the pictures drawn before.
//
//   Picture side = studio.picture({kTopSide, width, 0, 0, colour.code()}, [&] { return ...; });
//   Picture plate = studio.plate(words);      // the same words: the same picture, not set again
//
// Bounded in number and bytes; what was used last stays.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

#include "base/lru_cache.h"
#include "overlay/plate.h"

namespace animatize {

/// What a picture shows, in numbers; their meaning is up to its kind.
struct PictureKey {
    enum Kind : int { Side, Bracket, Arrow, Dial, Border, Mark, Level };

    Kind kind = Side;
    int a = 0, b = 0, c = 0, d = 0;
    uint32_t colour = 0;

    auto operator<=>(const PictureKey&) const = default;
};

class Studio {
  public:
    Studio(cv::Size frame, double pixelAspect);

    const Style& style() const { return style_; }

    /// The picture that this key has, drawn when it isn't known.
    Picture picture(const PictureKey& key, const std::function<Picture()>& draw);
    /// Null when nothing of it can be seen.
    Picture plate(const Plate& plate);
    /// One word or two on a plate.
    Picture label(std::string_view words, const Colour& colour);

    uint64_t textsSet() const { return setter_.count(); }

  private:
    Style style_;
    TextSetter setter_;
    LruCache<PictureKey, Picture> pictures_;
    LruCache<std::string, Picture> plates_;
};

}  // namespace animatize
