#include "scene/analyses/lighting.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr double kGamma = 2.4;  // BT.1886
constexpr double kFlare = 0.02;

double linear(double level)
{
    return std::pow(std::clamp(level / 255.0, 0.0, 1.0), kGamma);
}

// Stops from dark to bright.
double stopsBetween(double dark, double bright)
{
    return std::log2((linear(bright) + kFlare) / (linear(dark) + kFlare));
}

struct Halves {
    cv::Mat dark;             // 255 where it is
    double threshold = 0.0;   // levels
    double separation = 0.0;  // share of the variance that lies between the two
};

// N. Otsu, "A threshold selection method from gray-level histograms" (1979).
Halves halvesOf(const cv::Mat& luma)
{
    Halves halves;
    halves.threshold =
        cv::threshold(luma, halves.dark, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    cv::Scalar mean, deviation;
    cv::meanStdDev(luma, mean, deviation);
    const double variance = deviation[0] * deviation[0];
    const double share = cv::countNonZero(halves.dark) / static_cast<double>(luma.total());
    if (variance < 1.0 || share <= 0.0 || share >= 1.0)
        return halves;
    const double apart = cv::mean(luma, ~halves.dark)[0] - cv::mean(luma, halves.dark)[0];
    halves.separation = share * (1.0 - share) * apart * apart / variance;
    return halves;
}

// The dark area that has most of the light on both sides of it, and not too small.
struct Thing {
    cv::Mat mask;
    cv::Rect box;
    double share = 0.0;
};

std::optional<Thing> largestDark(const cv::Mat& dark)
{
    cv::Mat labels, stats, centroids;
    const int count = cv::connectedComponentsWithStats(dark, labels, stats, centroids);
    int best = 0;
    for (int label = 1; label < count; ++label)
        if (best == 0 ||
            stats.at<int>(label, cv::CC_STAT_AREA) > stats.at<int>(best, cv::CC_STAT_AREA))
            best = label;
    if (best == 0)
        return std::nullopt;
    const int* row = stats.ptr<int>(best);
    return Thing{labels == best,
                 {row[cv::CC_STAT_LEFT], row[cv::CC_STAT_TOP], row[cv::CC_STAT_WIDTH],
                  row[cv::CC_STAT_HEIGHT]},
                 row[cv::CC_STAT_AREA] / static_cast<double>(dark.total())};
}

// Share of the rows of its upper two thirds in which the frame is bright left and right of it.
double enclosed(const cv::Mat& dark, const Thing& thing)
{
    int rows = 0, count = 0;
    for (int y = thing.box.y; y < thing.box.y + std::max(1, thing.box.height * 2 / 3);
         ++y, ++count) {
        const auto* row = dark.ptr<uint8_t>(y);
        const auto* own = thing.mask.ptr<uint8_t>(y);
        const uint8_t *first = std::find(own, own + dark.cols, 255), *end = own + dark.cols;
        if (first == end)
            continue;
        while (end[-1] != 255)
            --end;
        const auto left = std::count(row, row + (first - own), 0);
        const auto right = std::count(row + (end - own), row + dark.cols, 0);
        rows += left * 12 >= dark.cols && right * 12 >= dark.cols ? 1 : 0;
    }
    return static_cast<double>(rows) / count;
}

// Share of the top border that is bright.
double brightAbove(const cv::Mat& dark)
{
    const cv::Mat top = dark.rowRange(0, std::max(1, dark.rows / 12));
    return 1.0 - cv::countNonZero(top) / static_cast<double>(top.total());
}

// Mean gradient inside, away from the outline.
double innerTexture(const AnalysisInput& input, const cv::Mat& mask)
{
    cv::Mat inside;
    cv::erode(mask, inside, cv::Mat::ones(5, 5, CV_8U));
    cv::resize(inside, inside, input.luma().size(), 0, 0, cv::INTER_NEAREST);
    return cv::countNonZero(inside) > 0 ? cv::mean(input.gradients().magnitude, inside)[0] : 1.0;
}

// Levels to the right of it minus those to the left, per pixel, each over its own brightness.
cv::Mat relativeSlope(const cv::Mat& thumb)
{
    cv::Mat luma, logarithm, slope;
    cv::extractChannel(thumb, luma, 0);
    luma.convertTo(logarithm, CV_32F);
    cv::log(logarithm + 4.0, logarithm);
    cv::GaussianBlur(logarithm, logarithm, {}, 1.0);
    cv::Sobel(logarithm, slope, CV_32F, 1, 0, 1, 0.5);
    return slope;
}

double medianOf(const cv::Mat& map)
{
    std::vector<float> values(map.begin<float>(), map.end<float>());
    const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

BackLight backLight(const AnalysisInput& input)
{
    const cv::Mat& luma = input.half();
    const Halves halves = halvesOf(luma);
    if (halves.separation <= 0.6)
        return {};
    const std::optional<Thing> thing = largestDark(halves.dark);
    if (!thing || thing->share < 0.04 || thing->share > 0.65)
        return {};
    const double dark = cv::mean(luma, thing->mask)[0], bright = cv::mean(luma, ~halves.dark)[0];
    const double before =
        ramp(halves.separation, 0.6, 0.75) * ramp(brightAbove(halves.dark), 0.5, 0.8) *
        ramp(enclosed(halves.dark, *thing), 0.4, 0.7) * ramp(bright / 255.0, 0.35, 0.5);
    const double darkness = before * ramp(dark / 255.0, 0.25, 0.12);
    const double outline =
        darkness > 0.0 ? ramp(innerTexture(input, thing->mask), 0.02, 0.008) : 0.0;
    return {before * ramp(stopsBetween(dark, bright), 1.0, 3.0), darkness * outline};
}

std::optional<double> sideLight(const AnalysisInput& input)
{
    constexpr int kZones = 3;
    constexpr double kEven = 0.4;  // stops: nothing gets brighter anywhere
    const cv::Mat slope = relativeSlope(input.thumb());
    std::array<double, kZones * kZones> zones;
    for (int i = 0; i < kZones * kZones; ++i) {
        const int row = i / kZones, column = i % kZones;
        zones[i] = medianOf(
            slope(cv::Range(row * slope.rows / kZones, (row + 1) * slope.rows / kZones),
                  cv::Range(column * slope.cols / kZones, (column + 1) * slope.cols / kZones))
                .clone());
    }
    std::sort(zones.begin(), zones.end());
    const double stops = kGamma * slope.cols / std::log(2.0);
    const double middle = zones[zones.size() / 2] * stops;
    // All but one zone on the same side of nothing, by a quarter of the middle at least.
    const double agreed = (middle > 0.0 ? zones[1] : zones[zones.size() - 2]) * stops;
    if (std::max(std::abs(zones.front()), std::abs(zones.back())) * stops < kEven)
        return 0.0;
    if (agreed * middle <= 0.0 || std::abs(agreed) < 0.25 * std::abs(middle))
        return std::nullopt;
    return middle;
}

}  // namespace animatize
