#include "scene/analyses/uprights.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kDegrees = 180.0 / CV_PI;
constexpr double kMostLean = 20.0;  // degrees
constexpr double kMostRoll = 15.0;  // degrees
constexpr double kMostSure = 12.0;  // of those that are believed
constexpr double kMostBend = 40.0;  // degrees per width
constexpr double kAgree = 1.5;      // degrees
constexpr double kSteady = 0.03;    // square widths: holds the bend near none
constexpr size_t kMostTried = 40;   // of the longest, pair by pair

struct Lean {
    double at = 0.0;     // widths from the middle
    double angle = 0.0;  // degrees to the left at the top
    double length = 0.0;
};

std::vector<Lean> leansOf(const std::vector<Segment>& segments)
{
    std::vector<Lean> leans;
    for (const Segment& segment : segments) {
        const cv::Point2d way = segment.to - segment.from;
        const double angle = std::atan(way.y != 0.0 ? way.x / way.y : 1e9) * kDegrees;
        if (std::abs(angle) <= kMostLean)
            leans.push_back({segment.middle().x - 0.5, angle, segment.length});
    }
    std::stable_sort(leans.begin(), leans.end(),
                     [](const Lean& a, const Lean& b) { return a.length > b.length; });
    return leans;
}

struct Model {
    double roll = 0.0, bend = 0.0;

    double miss(const Lean& lean) const { return lean.angle - roll - bend * lean.at; }
    bool possible() const { return std::abs(roll) <= kMostRoll && std::abs(bend) <= kMostBend; }
};

double support(const std::vector<Lean>& leans, const Model& model)
{
    double sum = 0.0;
    for (const Lean& lean : leans) {
        const double miss = model.miss(lean) / kAgree;
        sum += lean.length * std::max(0.0, 1.0 - miss * miss);
    }
    return sum;
}

// A pair that stands close together says nothing of the bend: it is tried as parallel.
Model through(const Lean& a, const Lean& b)
{
    constexpr double kApart = 0.15;
    if (std::abs(a.at - b.at) < kApart)
        return {(a.angle + b.angle) / 2.0, 0.0};
    const double bend = (a.angle - b.angle) / (a.at - b.at);
    return {a.angle - bend * a.at, bend};
}

Model bestModel(const std::vector<Lean>& leans)
{
    Model best;
    double most = -1.0;
    const size_t count = std::min(kMostTried, leans.size());
    for (size_t i = 0; i < count; ++i)
        for (size_t k = i; k < count; ++k) {
            const Model model = through(leans[i], leans[k]);
            const double got = model.possible() ? support(leans, model) : -1.0;
            if (got > most) {
                most = got;
                best = model;
            }
        }
    return best;
}

// Least squares over those that agree. A weight of few degrees on the bend: it is usually small.
Model refined(const std::vector<Lean>& leans, const Model& model)
{
    double w = 0, x = 0, xx = 0, y = 0, xy = 0;
    for (const Lean& lean : leans) {
        if (std::abs(model.miss(lean)) > kAgree)
            continue;
        w += lean.length;
        x += lean.length * lean.at;
        xx += lean.length * lean.at * lean.at;
        y += lean.length * lean.angle;
        xy += lean.length * lean.at * lean.angle;
    }
    if (w <= 0.0)
        return model;
    xx += kSteady * w;
    const double bend = (w * xy - x * y) / (w * xx - x * x);
    return {(y - bend * x) / w, bend};
}

}  // namespace

bool Uprights::sure() const
{
    return std::abs(roll) <= kMostSure && count >= 6 && length >= 1.0 && share >= 0.45 &&
           spread >= 0.3;
}

Uprights fitUprights(const std::vector<Segment>& segments)
{
    const std::vector<Lean> leans = leansOf(segments);
    if (leans.size() < 2)
        return {};
    const Model model = refined(leans, bestModel(leans));
    Uprights uprights{model.roll, model.bend};
    double all = 0.0, left = 1.0, right = -1.0;
    for (const Lean& lean : leans) {
        all += lean.length;
        if (std::abs(model.miss(lean)) > kAgree)
            continue;
        ++uprights.count;
        uprights.length += lean.length;
        left = std::min(left, lean.at);
        right = std::max(right, lean.at);
    }
    uprights.share = uprights.length / all;
    uprights.spread = std::max(0.0, right - left);
    return uprights;
}

}  // namespace animatize
