// brightness: the mean luma. contrast: the root mean square contrast, twice the standard
// deviation, so that half black and half white is 1.
//
// light:
// key: low when at least 60 % of the pixels are darker than 0.25 and the median is below 0.2; high
//   when 60 % are brighter than 0.6 and at most 5 % darker than 0.25; else normal.
// contrast-ratio: (L95 + 0.05) / (L5 + 0.05), the formula of WCAG 2 on the 5th and 95th percentile
//   of linear light (luma to the power of 2.4): 1 to 21.
// back-light, silhouette: see lighting.h. side-light: by how much one side is lit more, 1 = three
//   stops across the picture; side-light-from: left or right.
// colour-temperature: kelvin, see illuminant.h.
#include <algorithm>
#include <cmath>

#include "frame/level_counts.h"
#include "scene/analyses/analyses.h"
#include "scene/analyses/illuminant.h"
#include "scene/analyses/lighting.h"

namespace animatize {
namespace {

// 0..1.
double levelAt(const LevelCounts& counts, double share)
{
    return counts.levelAt(share) / 255.0;
}

const char* keyOf(const LevelCounts& counts)
{
    constexpr int kDark = 63, kBright = 153;  // 0.25 and 0.6
    if (counts.shareUpTo(kDark) >= 0.6 && levelAt(counts, 0.5) < 0.2)
        return "low";
    return 1.0 - counts.shareUpTo(kBright) >= 0.6 && counts.shareUpTo(kDark) <= 0.05 ? "high"
                                                                                     : "normal";
}

double contrastRatioOf(const LevelCounts& counts)
{
    constexpr double kGamma = 2.4, kFlare = 0.05;
    const auto light = [&](double share) { return std::pow(levelAt(counts, share), kGamma); };
    return (light(0.95) + kFlare) / (light(0.05) + kFlare);
}

void addDirection(const AnalysisInput& input, Record& light)
{
    constexpr double kFull = 3.0, kNone = 0.5;  // stops
    const BackLight back = backLight(input);
    light.add("back-light", back.backLight).add("silhouette", back.silhouette);
    const std::optional<double> side = sideLight(input);
    if (!side)
        return;
    light.add("side-light", ramp(std::abs(*side), kNone, kFull));
    if (std::abs(*side) > kNone)
        light.add("side-light-from", *side > 0.0 ? "right" : "left");
}

}  // namespace

void analyseLight(const AnalysisInput& input, SceneRecord& record)
{
    cv::Scalar mean, deviation;
    cv::meanStdDev(input.picture().luma, mean, deviation);
    record.brightness = mean[0] / 255.0;
    record.contrast = std::min(1.0, 2.0 * deviation[0] / 255.0);
    if (record.state != "normal" || !input.hasStructure())
        return;
    const LevelCounts counts(input.luma());
    record.light = Record("light");
    record.light.add("key", keyOf(counts)).add("contrast-ratio", contrastRatioOf(counts));
    addDirection(input, record.light);
    record.light.add("colour-temperature", colourTemperature(input.colour()));
}

}  // namespace animatize
