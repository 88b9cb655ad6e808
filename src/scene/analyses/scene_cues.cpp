#include "scene/analyses/scene_cues.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/uprights.h"

namespace animatize {
namespace {

constexpr size_t kMostOblique = 40;
constexpr double kPasses = 0.025;  // widths: as near as that a line goes through a point
constexpr double kOblique = 0.17;  // sine of 10 degrees: nearer to an axis it is none

double distanceTo(const Segment& line, const cv::Point2d& point)
{
    const cv::Point2d way = line.direction(), off = point - line.from;
    return std::abs(off.x * way.y - off.y * way.x);
}

std::vector<Segment> obliqueOf(std::vector<Segment> all)
{
    std::erase_if(all, [](const Segment& one) {
        const cv::Point2d way = one.direction();
        return std::min(std::abs(way.x), std::abs(way.y)) < kOblique;
    });
    std::stable_sort(all.begin(), all.end(),
                     [](const Segment& a, const Segment& b) { return a.length > b.length; });
    if (all.size() > kMostOblique)
        all.resize(kMostOblique);
    return all;
}

std::optional<cv::Point2d> crossing(const Segment& a, const Segment& b)
{
    const cv::Point2d u = a.direction(), v = b.direction(), off = b.from - a.from;
    const double sine = u.x * v.y - u.y * v.x;
    if (std::abs(sine) < 0.2)
        return std::nullopt;
    return a.from + u * ((off.x * v.y - off.y * v.x) / sine);
}

// Length that flees to a point, by where it lies: above left, above right, below left, below right.
using Quarters = std::array<double, 4>;

Quarters fleeing(const std::vector<Segment>& lines, const cv::Point2d& point)
{
    Quarters quarters{};
    for (const Segment& line : lines)
        if (distanceTo(line, point) < kPasses) {
            const cv::Point2d at = line.middle();
            quarters[(at.y > point.y ? 2 : 0) + (at.x > point.x ? 1 : 0)] += line.length;
        }
    return quarters;
}

// The edges of the ceiling on both sides, and the floor's on at least one.
double boxed(const Quarters& quarters)
{
    const double floor = std::max(quarters[2], quarters[3]);
    return std::min({quarters[0], quarters[1], floor});
}

double bestBox(const std::vector<Segment>& lines, double height)
{
    double best = 0.0;
    for (size_t i = 0; i < lines.size(); ++i)
        for (size_t k = i + 1; k < lines.size(); ++k) {
            const auto point = crossing(lines[i], lines[k]);
            if (point && point->x > 0.15 && point->x < 0.85 && point->y > 0.15 * height &&
                point->y < 0.85 * height)
                best = std::max(best, boxed(fleeing(lines, *point)));
        }
    return best;
}

struct Lights {
    int count = 0;
    int first = 0, last = 0;  // columns
};

// Bright spots, each at most a hundredth of the picture.
Lights lightsOf(const cv::Mat& bright)
{
    cv::Mat labels, stats, centroids;
    const int found = cv::connectedComponentsWithStats(bright, labels, stats, centroids);
    Lights lights{0, bright.cols, 0};
    for (int label = 1; label < found; ++label) {
        const int* row = stats.ptr<int>(label);
        if (row[cv::CC_STAT_AREA] * 100 > static_cast<int>(bright.total()))
            continue;
        ++lights.count;
        lights.first = std::min(lights.first, row[cv::CC_STAT_LEFT]);
        lights.last = std::max(lights.last, row[cv::CC_STAT_LEFT] + row[cv::CC_STAT_WIDTH]);
    }
    return lights;
}

double share(const cv::Mat& mask)
{
    return cv::countNonZero(mask) / static_cast<double>(mask.total());
}

}  // namespace

double roomEvidence(const AnalysisInput& input)
{
    const Uprights uprights = fitUprights(input.segments());
    if (!uprights.sure())
        return 0.0;
    const double upright = ramp(uprights.spread, 0.1, 0.4);
    const double height = input.half().rows / (input.half().cols * input.pixelAspect());
    return upright * ramp(bestBox(obliqueOf(input.segments()), height), 0.05, 0.15);
}

double nightEvidence(const AnalysisInput& input)
{
    const cv::Mat& luma = input.half();
    const cv::Mat dark = luma<50, bright = luma> 140;
    const double darkness = ramp(share(dark), 0.5, 0.75) *
                            ramp(share(dark.rowRange(0, std::max(1, dark.rows / 3))), 0.5, 0.8);
    if (darkness <= 0.0 || share(bright) > 0.15)
        return 0.0;
    const Lights lights = lightsOf(bright);
    const double spread = static_cast<double>(lights.last - lights.first) / luma.cols;
    return darkness * ramp(lights.count, 2.0, 7.0) * ramp(spread, 0.2, 0.5);
}

}  // namespace animatize
