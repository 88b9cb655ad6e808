// aesthetics: a documented formula, no taste. With the components, each 0..1,
//   sharpness    of the record
//   exposure     1 for a mean brightness of 0.45 and nothing clipped; falls with the distance
//                from that mean and with the shares of pixels at nominal black and white
//   contrast     the record's, full at 0.5
//   colour       the record's colourfulness, full at 0.6
//   composition  the thirds of the salient subject; 0.5 where there is none
//   clean        1 without noise, 0 from a standard deviation of 24 levels
// overall = sqrt(exposure) clean (0.45 sharpness + 0.2 contrast + 0.2 colour + 0.15 composition):
// nothing makes up for a picture that is blown out or drowned in noise.
#include <cmath>

#include "scene/analyses/analyses.h"
#include "scene/analyses/noise.h"

namespace animatize {
namespace {

constexpr int kNearWhite = 250;
constexpr int kNearBlack = 5;

struct Clipped {
    double white = 0.0, black = 0.0;  // shares of the pixels
};

Clipped clippedOf(const cv::Mat& luma)
{
    const auto pixels = static_cast<double>(luma.total());
    return {cv::countNonZero(luma >= kNearWhite) / pixels,
            cv::countNonZero(luma <= kNearBlack) / pixels};
}

double exposureOf(double brightness, const Clipped& clipped)
{
    const double off = (brightness - 0.45) / 0.55;
    return std::max(0.0, 1.0 - off * off) * (1.0 - ramp(clipped.white, 0.0, 0.6)) *
           (1.0 - ramp(clipped.black, 0.1, 0.9));
}

}  // namespace

void analyseAesthetics(const AnalysisInput& input, SceneRecord& record)
{
    if (!input.hasStructure())
        return;
    const double sharpness = record.sharpness;
    const double exposure = exposureOf(record.brightness, clippedOf(input.luma()));
    const double contrast = ramp(record.contrast, 0.0, 0.5);
    const double colour = ramp(record.colourfulness, 0.0, 0.6);
    const double composition = record.composition.number("thirds").value_or(0.5);
    const double clean = 1.0 - ramp(noiseOf(input.luma()), 0.0, 24.0);
    const double built = 0.45 * sharpness + 0.2 * (contrast + colour) + 0.15 * composition;
    record.aesthetics = Record("aesthetics");
    record.aesthetics.add("overall", std::sqrt(exposure) * clean * built);
    record.aesthetics.add("sharpness", sharpness).add("exposure", exposure);
    record.aesthetics.add("contrast", contrast).add("colour", colour);
    record.aesthetics.add("composition", composition).add("clean", clean);
}

}  // namespace animatize
