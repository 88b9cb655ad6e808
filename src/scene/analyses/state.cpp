// state: signals that are no picture. Judged on the thumbnail, whose cells average the camera's
// noise away. Colour bars are known by the order of their hues and their falling brightness, in
// the seven columns of SMPTE bars or the eight of EBU bars.
#include <algorithm>
#include <array>
#include <cmath>

#include "scene/analyses/analyses.h"

namespace animatize {
namespace {

constexpr int kBarRows = 20;  // of 36: SMPTE bars have other patterns below

struct Range {
    double low = 0, high = 0, mean = 0;
};

// All but the outermost 1 % of the cells, on each side.
Range rangeOf(const cv::Mat& plane)
{
    std::vector<uint8_t> sorted(plane.begin<uint8_t>(), plane.end<uint8_t>());
    std::sort(sorted.begin(), sorted.end());
    const size_t cut = sorted.size() / 100;
    return {double(sorted[cut]), double(sorted[sorted.size() - 1 - cut]), cv::mean(plane)[0]};
}

struct Bar {
    cv::Scalar mean;
    double deviation = 0;
};

Bar barAt(const cv::Mat& thumb, int index, int count)
{
    const double width = static_cast<double>(thumb.cols) / count;
    const int left = static_cast<int>(std::ceil(index * width)) + 1;
    const int right = static_cast<int>((index + 1) * width) - 1;
    cv::Scalar mean, deviation;
    cv::meanStdDev(thumb(cv::Range(2, kBarRows), cv::Range(left, right)), mean, deviation);
    return {mean, std::max({deviation[0], deviation[1], deviation[2]})};
}

// Signs of U and V of yellow, cyan, green, magenta, red, blue.
constexpr std::array<std::array<int, 2>, 6> kHues = {
    {{-1, 0}, {0, -1}, {-1, -1}, {1, 1}, {0, 1}, {1, 0}}};

bool hasHue(const cv::Scalar& colour, const std::array<int, 2>& hue)
{
    constexpr double kClear = 20.0;
    for (int i = 0; i < 2; ++i)
        if (hue[i] != 0 && hue[i] * (colour[i + 1] - 128.0) < kClear)
            return false;
    return true;
}

bool isNeutral(const cv::Scalar& colour)
{
    return std::abs(colour[1] - 128.0) < 10.0 && std::abs(colour[2] - 128.0) < 10.0;
}

bool areBars(const cv::Mat& thumb, int count)
{
    double brighter = 256.0;
    for (int i = 0; i < count; ++i) {
        const Bar bar = barAt(thumb, i, count);
        const bool hue = i == 0 || i == 7 ? isNeutral(bar.mean) : hasHue(bar.mean, kHues[i - 1]);
        if (!hue || bar.deviation > 8.0 || bar.mean[0] >= brighter)
            return false;
        brighter = bar.mean[0];
    }
    return true;
}

}  // namespace

void analyseState(const AnalysisInput& input, SceneRecord& record)
{
    cv::Mat planes[3];
    cv::split(input.thumb(), planes);
    const Range light = rangeOf(planes[0]), u = rangeOf(planes[1]), v = rangeOf(planes[2]);
    const double chroma = std::max(u.high - u.low, v.high - v.low);
    if (light.mean < 8.0 && light.high < 24.0)
        record.state = "black";
    else if (light.mean > 246.0 && light.low > 230.0)
        record.state = "white";
    else if (light.high - light.low < 8.0 && chroma < 16.0)
        record.state = "flat";
    else if (areBars(input.thumb(), 7) || areBars(input.thumb(), 8))
        record.state = "bars";
    else
        record.state = "normal";
}

}  // namespace animatize
