// aesthetics: a documented formula, no taste. With the components, each 0..1,
//   sharpness    of the record
//   exposure     1 for a mean brightness of 0.45 and nothing clipped; falls with the distance
//                from that mean and with the shares of pixels at nominal black and white and of
//                those of which a channel is at its end
//   contrast     the record's, full at 0.5
//   colour       the record's colourfulness, full at 0.6
//                (both over the brightness where it is above 0.45: light alone adds nothing)
//   composition  the thirds of the salient subject; 0.5 where there is none
//   clean        1 without noise, 0 from a standard deviation of 24 levels
//   level        1 for a horizon that is level within 0.25 degrees, 0 from 15 degrees; absent, and
//                1 in the formula, where nothing shows how the picture is turned
// overall = exposure clean (0.5 + 0.5 level)
//           (0.45 sharpness + 0.2 contrast + 0.2 colour + 0.15 composition):
// nothing makes up for a picture that is blown out or drowned in noise.
#include <algorithm>
#include <cmath>
#include <optional>

#include "scene/analyses/analyses.h"
#include "scene/analyses/noise.h"

namespace animatize {
namespace {

constexpr double kMiddle = 0.45;  // brightness
constexpr int kNearWhite = 250;
constexpr int kNearBlack = 5;

struct Clipped {
    double white = 0.0, black = 0.0;  // shares of the pixels
    double channel = 0.0;             // and of those of which at least one channel is full
};

double fullChannels(const cv::Mat& colour)
{
    int full = 0;
    for (int y = 0; y < colour.rows; ++y) {
        const auto* row = colour.ptr<cv::Vec3b>(y);
        for (int x = 0; x < colour.cols; ++x)
            full += std::max({row[x][0], row[x][1], row[x][2]}) >= kNearWhite ? 1 : 0;
    }
    return static_cast<double>(full) / static_cast<double>(colour.total());
}

Clipped clippedOf(const AnalysisInput& input)
{
    const cv::Mat& luma = input.luma();
    const auto pixels = static_cast<double>(luma.total());
    return {cv::countNonZero(luma >= kNearWhite) / pixels,
            cv::countNonZero(luma <= kNearBlack) / pixels, fullChannels(input.colour())};
}

double exposureOf(double brightness, const Clipped& clipped)
{
    const double off = (brightness - kMiddle) / (1.0 - kMiddle);
    return std::max(0.0, 1.0 - off * off) * (1.0 - ramp(clipped.white, 0.0, 0.8)) *
           (1.0 - 0.5 * ramp(clipped.channel, 0.0, 1.0)) * (1.0 - ramp(clipped.black, 0.1, 0.9));
}

// Detail of the small picture that looks like noise is none if the frame itself has less: to
// average a step of pixels takes at least its root off any noise.
double noiseLeft(const AnalysisInput& input, const SceneRecord& record)
{
    const double grain = record.lens.number("grain").value_or(1.0);
    const double step = std::sqrt(std::max(1.0, input.picture().stepX));
    return std::min(noiseOf(input.luma()), 255.0 * grain / step);
}

std::optional<double> levelOf(const SceneRecord& record)
{
    const std::optional<double> roll = record.composition.number("horizon-roll");
    return roll ? std::optional(ramp(std::abs(*roll), 15.0, 0.25)) : std::nullopt;
}

}  // namespace

void analyseAesthetics(const AnalysisInput& input, SceneRecord& record)
{
    if (!input.hasStructure())
        return;
    const double sharpness = record.sharpness;
    const double exposure = exposureOf(record.brightness, clippedOf(input));
    const double light = kMiddle / std::max(kMiddle, record.brightness);
    const double contrast = ramp(record.contrast * light, 0.0, 0.5);
    const double colour = ramp(record.colourfulness * light, 0.0, 0.6);
    const double composition = record.composition.number("thirds").value_or(0.5);
    const double clean = 1.0 - ramp(noiseLeft(input, record), 0.0, 24.0);
    const std::optional<double> level = levelOf(record);
    const double built = 0.45 * sharpness + 0.2 * (contrast + colour) + 0.15 * composition;
    record.aesthetics = Record("aesthetics");
    const double turned = 0.5 + 0.5 * level.value_or(1.0);
    record.aesthetics.add("overall", exposure * clean * turned * built);
    record.aesthetics.add("sharpness", sharpness).add("exposure", exposure);
    record.aesthetics.add("contrast", contrast).add("colour", colour);
    record.aesthetics.add("composition", composition).add("clean", clean);
    record.aesthetics.add("level", level);
}

}  // namespace animatize
