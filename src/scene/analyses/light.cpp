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
#include <array>
#include <cmath>

#include "scene/analyses/analyses.h"
#include "scene/analyses/illuminant.h"
#include "scene/analyses/lighting.h"

namespace animatize {
namespace {

// How many pixels are as dark as a level or darker, as a share.
using Darker = std::array<double, 256>;

Darker darkerOf(const cv::Mat& luma)
{
    std::array<int, 256> counts{};
    for (int y = 0; y < luma.rows; ++y) {
        const auto* row = luma.ptr<uint8_t>(y);
        for (int x = 0; x < luma.cols; ++x)
            ++counts[row[x]];
    }
    Darker darker{};
    int sum = 0;
    for (size_t i = 0; i < counts.size(); ++i)
        darker[i] = static_cast<double>(sum += counts[i]) / static_cast<double>(luma.total());
    return darker;
}

double levelAt(const Darker& darker, double share)
{
    return static_cast<double>(std::lower_bound(darker.begin(), darker.end(), share) -
                               darker.begin()) /
           255.0;
}

const char* keyOf(const Darker& darker)
{
    constexpr size_t kDark = 63, kBright = 153;  // 0.25 and 0.6
    if (darker[kDark] >= 0.6 && levelAt(darker, 0.5) < 0.2)
        return "low";
    return 1.0 - darker[kBright] >= 0.6 && darker[kDark] <= 0.05 ? "high" : "normal";
}

double contrastRatioOf(const Darker& darker)
{
    constexpr double kGamma = 2.4, kFlare = 0.05;
    const auto light = [&](double share) { return std::pow(levelAt(darker, share), kGamma); };
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
    const Darker darker = darkerOf(input.luma());
    record.light = Record("light");
    record.light.add("key", keyOf(darker)).add("contrast-ratio", contrastRatioOf(darker));
    addDirection(input, record.light);
    record.light.add("colour-temperature", colourTemperature(input.colour()));
}

}  // namespace animatize
