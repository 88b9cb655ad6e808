// Plate: rows of words on dark ground, which is how an overlay says something.
//
//   Plate plate;
//   plate.accent = palette::kGreen;                              // a bar at the left edge
//   plate.rows = {{{"remote", {.size = 20, .bold = true}}, {"stability", {.size = 16}}}};
//   Picture picture = draw(plate, style, setter);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "overlay/pango_text.h"

namespace animatize {

struct PlateText {
    std::string words;
    TextLook look;
    Colour colour = palette::kText;

    bool operator==(const PlateText&) const = default;
};

/// Words at the left and at the right end of a row; either may be empty.
struct PlateRow {
    PlateText left, right;

    bool operator==(const PlateRow&) const = default;
};

struct Plate {
    std::vector<PlateRow> rows;
    std::optional<Colour> accent;
    Colour ground = palette::kGround;
    double most = 0.0;  ///< of its width, rows; longer words end in an ellipsis. 0: any

    bool operator==(const Plate&) const = default;
};

/// As small as its words allow. Null when there are none, or no font.
Picture draw(const Plate& plate, const Style& style, TextSetter& setter);

/// What tells plates apart in a cache.
std::string keyOf(const Plate& plate);

}  // namespace animatize
