#include "movement/forecast_fields.h"

namespace animatize {
namespace {

constexpr double kAny = 1e9;  // no natural bound

using Rows = std::vector<EvidenceField>;

EvidenceField number(std::string_view path, std::string_view unit, double lowest, double highest,
                     std::string_view meaning)
{
    return {path,    FieldKind::Number,     unit, lowest, highest, "",
            meaning, FieldSource::Forecast, 0,    "",     ""};
}

EvidenceField text(std::string_view path, std::string_view words, std::string_view meaning)
{
    return {path, FieldKind::Text, "", 0, 0, words, meaning, FieldSource::Forecast, 0, "", ""};
}

// Each for half a second and for a second.
void addHorizons(Rows& rows, const EvidenceField& half, std::string_view fullPath)
{
    rows.push_back(half);
    rows.push_back(half);
    rows.back().path = fullPath;
}

}  // namespace

std::vector<EvidenceField> forecastRows()
{
    Rows rows;
    const auto both = [&](std::string_view half, std::string_view full, std::string_view unit,
                          double lowest, double highest, std::string_view meaning) {
        addHorizons(rows, number(half, unit, lowest, highest, meaning), full);
    };
    both("forecast.camera-pan-500ms", "forecast.camera-pan-1s", "widths/s", -kAny, kAny,
         "pan that is to be expected then");
    both("forecast.camera-tilt-500ms", "forecast.camera-tilt-1s", "heights/s", -kAny, kAny,
         "tilt that is to be expected then");
    both("forecast.camera-zoom-500ms", "forecast.camera-zoom-1s", "ln/s", -kAny, kAny,
         "zoom that is to be expected then");
    both("forecast.camera-roll-500ms", "forecast.camera-roll-1s", "degrees/s", -kAny, kAny,
         "roll that is to be expected then");
    rows.push_back(number("forecast.camera-rest", "s", 0, 2, "until a slowing camera stands"));
    both("forecast.subject-x-500ms", "forecast.subject-x-1s", "share", 0, 1,
         "centre of what will be seen of the subject");
    both("forecast.subject-y-500ms", "forecast.subject-y-1s", "share", 0, 1,
         "centre of what will be seen of the subject");
    both("forecast.subject-width-500ms", "forecast.subject-width-1s", "share", 0, 1,
         "of what will be seen of the subject");
    both("forecast.subject-height-500ms", "forecast.subject-height-1s", "share", 0, 1,
         "of what will be seen of the subject");
    both("forecast.subject-vx-500ms", "forecast.subject-vx-1s", "widths/s", -kAny, kAny,
         "in the picture, camera left in");
    both("forecast.subject-vy-500ms", "forecast.subject-vy-1s", "heights/s", -kAny, kAny,
         "in the picture, camera left in, > 0 down");
    const Rows others = {
        number("forecast.subject-exit", "s", 0, 2, "until the subject is out of the frame"),
        text("forecast.subject-exit-side", "left right up down", "where it leaves"),
        number("forecast.sway-period", "s", 0, 4, "of what moves to and fro"),
        number("forecast.sway-strength", "0..1", 0, 1, "1: each time the same"),
        number("forecast.surge-period", "s", 0, 4, "of motion that grows and fades"),
        number("forecast.surge-strength", "0..1", 0, 1, "1: each time the same"),
        number("forecast.light-period", "s", 0, 4, "of the brightness"),
        number("forecast.light-strength", "0..1", 0, 1, "1: each time the same"),
        number("forecast.shot-length", "s", 0, kAny, "median of the last shots"),
        number("forecast.shot-regularity", "0..1", 0, 1, "1: all shots last equally long"),
        number("forecast.next-cut", "s", 0, kAny, "until the next cut, median"),
        number("forecast.next-cut-confidence", "0..1", 0, 1,
               "probability that it comes within half as much of then"),
        number("forecast.cut-within-1s", "0..1", 0, 1, "probability of a cut within a second"),
    };
    rows.insert(rows.end(), others.begin(), others.end());
    return rows;
}

}  // namespace animatize
