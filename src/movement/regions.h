// The moving regions of a frame, and what they do together: main direction, who goes past whom,
// what goes against the stream.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "movement/evidence.h"
#include "record/record.h"

namespace animatize {

/// Shares of the frame, x y the top left corner.
struct Box {
    double x = 0, y = 0, width = 0, height = 0;
    double centreX() const { return x + width / 2; }
    double centreY() const { return y + height / 2; }
    double area() const { return width * height; }
};

/// Frame heights/s on square pixels, y down.
struct Velocity {
    double x = 0, y = 0;
    double speed() const;
};

struct Region {
    const Record* record = nullptr;
    Box box;
    double area = 0;  ///< share of the frame under the mask
    std::optional<Velocity> velocity;
};

constexpr double kLeastMoving = 0.005;  ///< heights/s: slower has no direction

Box boxOf(const Record& record);
/// Shared area of two boxes.
double overlap(const Box& a, const Box& b);
/// left right up down
std::string_view headingOf(const Velocity& v);
/// 0 right, 90 up.
double degreesOf(const Velocity& v);
/// 0..180; absent where one of them hardly moves.
std::optional<double> degreesBetween(const Velocity& a, const Velocity& b);

/// At most 64; `aspect`: width over height of the frame.
std::vector<Region> regionsOf(const Record* motion, double aspect);

/// The "regions." facts. Of the passing pairs only the eight biggest regions are looked at.
void addRegionFacts(const std::vector<Region>& regions, DerivedFacts& facts);

}  // namespace animatize
