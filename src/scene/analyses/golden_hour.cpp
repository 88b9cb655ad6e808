// golden-hour: how much speaks for a low sun, 0..1, in `light`; absent where the colour of the
// light is unknown. A product, since a lamp is warm as well:
//   warm     1 for a light of 3600 K and less, 0 from 5200 K, straight in reciprocal kelvin
//   outside  a sky that hangs smoothly from the top and gets brighter downwards, to where the sun
//            is, over at least half of the width; or the evidence for a landscape, nature, a town,
//            water or a sky; less what speaks for a room
//   low      0.5, and more by back light, silhouette or side light
#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/analyses.h"

namespace animatize {
namespace {

double evidenceOf(const SceneRecord& record, std::initializer_list<std::string_view> names)
{
    double most = 0.0;
    for (size_t i = 0; i < kSceneTypes.size(); ++i)
        if (std::find(names.begin(), names.end(), kSceneTypes[i]) != names.end())
            most = std::max(most, record.sceneEvidence[i]);
    return most;
}

// Share of the columns of the thumbnail in which the upper part brightens smoothly downwards.
double glowingSky(const cv::Mat& thumb)
{
    constexpr int kSteepest = 14;  // levels from row to row: a cloud, no roof
    constexpr int kLeastRise = 12, kLeastLevel = 50;
    cv::Mat luma;
    cv::extractChannel(thumb, luma, 0);
    cv::GaussianBlur(luma, luma, {3, 3}, 0.8);
    const int rows = thumb.rows / 3;
    int columns = 0;
    for (int x = 0; x < thumb.cols; ++x) {
        bool smooth = true;
        for (int y = 1; y < rows; ++y)
            smooth &= std::abs(luma.at<uint8_t>(y, x) - luma.at<uint8_t>(y - 1, x)) <= kSteepest;
        const int top = luma.at<uint8_t>(0, x), low = luma.at<uint8_t>(rows - 1, x);
        columns += smooth && low >= top + kLeastRise && low >= kLeastLevel ? 1 : 0;
    }
    return static_cast<double>(columns) / thumb.cols;
}

}  // namespace

void analyseGoldenHour(const AnalysisInput& input, SceneRecord& record)
{
    const auto part = [&](const char* name) { return record.light.number(name); };
    const std::optional<double> kelvin = part("colour-temperature");
    if (!kelvin)
        return;
    const double warm = ramp(1e6 / *kelvin, 1e6 / 5200.0, 1e6 / 3600.0);
    const double outside =
        std::max(evidenceOf(record, {"landscape", "nature", "urban", "water", "sky"}),
                 ramp(glowingSky(input.thumb()), 0.4, 0.7)) *
        (1.0 - evidenceOf(record, {"interior"}));
    const double low = std::max({part("back-light").value_or(0.0), part("silhouette").value_or(0.0),
                                 part("side-light").value_or(0.0)});
    record.light.add("golden-hour", warm * outside * (0.5 + 0.5 * low));
}

}  // namespace animatize
