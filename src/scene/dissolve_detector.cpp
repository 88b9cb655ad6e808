#include "scene/dissolve_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>

#include "scene/transition_lines.h"

namespace animatize {
namespace {

using Cells = std::array<float, 3 * ShotHistory::kCells>;

constexpr std::array<int, 7> kSpans = {10, 14, 20, 28, 38, 50, 62};  // frames that are looked at
constexpr int kLongest = 56;                                         // steps of a ramp
constexpr int kBefore = 2, kAfter = 4;  // frames on both sides that a fit needs
constexpr int kMarginBefore = 5, kMarginAfter = 6;
constexpr int kRounds = 3;
constexpr int kWait = 4;                          // frames
constexpr uint64_t kLatest = 800 * kMillisecond;  // behind the end
constexpr double kLeastLevels = 8.0;              // root mean square between both ends
constexpr double kMostAside = 0.35;               // squared, of the distance between the ends
constexpr double kAsideAtOnce = 0.05, kAsideOfMotion = 0.006;  // what moves, by the frame
constexpr double kMostError[kRounds] = {0.16, 0.14, 0.1};
constexpr double kMostSlope = 0.4;  // of both sides, against the ramp's
constexpr double kLeastUnexplained = 0.74;
constexpr float kChangedLevels = 8.0f;  // of a cell, Y, U and V together
constexpr double kLeastChanged = 0.75;
constexpr double kMostByLight = 0.7;
constexpr double kMostContrast = 0.78;                       // in the middle, of that of both ends
constexpr double kLeastMixture = 0.75, kMostMixture = 1.35;  // 1 = that of a dissolve
constexpr double kLeastScore = 0.18;

double product(const Cells& a, const Cells& b, const Cells& origin)
{
    constexpr size_t kLanes = 16;  // independent sums: floating point may not be reordered
    float sums[kLanes] = {};
    for (size_t i = 0; i < a.size(); i += kLanes)
        for (size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += (a[i + lane] - origin[i + lane]) * (b[i + lane] - origin[i + lane]);
    return std::accumulate(std::begin(sums), std::end(sums), 0.0);
}

// From one picture to another; where a picture lies along it (0..1) and how far aside.
struct Line {
    const Cells& from;
    const Cells& to;
    double length = product(to, to, from);

    bool isLong() const
    {
        return length >= kLeastLevels * kLeastLevels * static_cast<double>(from.size());
    }
    double along(const Cells& picture) const { return product(picture, to, from) / length; }
    double aside(const Cells& picture, double along) const
    {
        return std::max(0.0, product(picture, picture, from) / length - along * along);
    }
};

// Ages of the last frame before and the first behind.
struct Ends {
    int before = 0, behind = 0;
    double error = 0.0;
};

// One look at the middle spares nearly all of the work.
bool mayHold(const ShotHistory& history, int span)
{
    const Line line{history.back(span).cells, history.back(0).cells};
    if (!line.isLong())
        return false;
    const Cells& middle = history.back(span / 2).cells;
    const double along = line.along(middle);
    return along > 0.1 && along < 0.9 && line.aside(middle, along) < kMostAside;
}

// Fits a ramp into the frames of ages `first` down to `last`, along the line between `ends`.
std::optional<Ends> fitted(const ShotHistory& history, const Ends& ends, int first, int last)
{
    const Line line{history.back(ends.before).cells, history.back(ends.behind).cells};
    if (!line.isLong())
        return std::nullopt;
    std::array<float, kLongestRow> row{};
    size_t count = 0;
    for (int age = first; age >= last && count < row.size(); --age)
        row[count++] = static_cast<float>(line.along(history.back(age).cells));
    const auto ramp = bestRamp({row.data(), count}, kBefore, kAfter, kLongest);
    if (!ramp)
        return std::nullopt;
    // On both sides it has to be level, or it is a part of something longer.
    const double steps = ramp->last - ramp->first;
    const double before = row[static_cast<size_t>(ramp->first)] - row[0];
    const double behind = row[count - 1] - row[static_cast<size_t>(ramp->last)];
    const auto after = static_cast<double>(count) - 1.0 - ramp->last;
    const bool level = before * steps < kMostSlope * std::max(1, ramp->first) &&
                       behind * steps < kMostSlope * std::max(1.0, after);
    return Ends{first - ramp->first, first - ramp->last, level ? ramp->error : 1.0};
}

// The ends of the window are only a guess; the ramp's own ends are a better line.
std::optional<Ends> refined(const ShotHistory& history, int span)
{
    std::optional<Ends> ends = fitted(history, {span, 0}, span, 0);
    for (int round = 0; ends; ++round) {
        const bool unlevel = ends->error >= 1.0 && round + 1 == kRounds;
        if (unlevel || (ends->error < 1.0 && ends->error > kMostError[round]))
            return std::nullopt;
        if (round + 1 == kRounds)
            break;
        ends = fitted(history, *ends, std::min(history.size() - 1, ends->before + kMarginBefore),
                      std::max(0, ends->behind - kMarginAfter));
    }
    return ends;
}

double energy(const ShotHistory::Frame& frame)
{
    cv::Scalar mean, deviation;
    cv::meanStdDev(frame.thumb.detail, mean, deviation);
    return deviation[0] * deviation[0];
}

// What lies around the middle, between the ends: means over its frames.
struct Inside {
    double aside = 0.0;     // as above
    double contrast = 1.0;  // of the detail, over what it would be in motion
    double mixture = 0.0;   // of the detail, over what it would be in a dissolve
};

Inside lookInside(const ShotHistory& history, const Ends& ends)
{
    const Line line{history.back(ends.before).cells, history.back(ends.behind).cells};
    const double old = energy(history.back(ends.before)), fresh = energy(history.back(ends.behind));
    double aside = 0.0, seen = 0.0, motion = 0.0, dissolve = 0.0;
    int count = 0;
    for (int age = ends.before - 1; age > ends.behind; --age) {
        const Cells& cells = history.back(age).cells;
        const double share = line.along(cells);
        if (share < 0.25 || share > 0.75)
            continue;
        aside += line.aside(cells, share);
        seen += energy(history.back(age));
        motion += (1.0 - share) * old + share * fresh;
        dissolve += (1.0 - share) * (1.0 - share) * old + share * share * fresh;
        ++count;
    }
    if (count == 0 || dissolve <= 0.0)
        return {};
    return {aside / count, seen / motion, seen / dissolve};
}

// How much of the variance of `b` is `a`, brighter or darker and of more or less colour.
double explainedByLight(const Cells& a, const Cells& b)
{
    constexpr size_t kCount = ShotHistory::kCells;
    double variance = 0.0, explained = 0.0;
    for (size_t plane = 0; plane < a.size(); plane += kCount) {
        double sumA = 0.0, sumB = 0.0, squareA = 0.0, squareB = 0.0, both = 0.0;
        for (size_t i = plane; i < plane + kCount; ++i) {
            sumA += a[i];
            sumB += b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
            both += a[i] * b[i];
        }
        const double spreadA = squareA - sumA * sumA / kCount, shared = both - sumA * sumB / kCount;
        variance += squareB - sumB * sumB / kCount;
        explained += spreadA > 0.0 && shared > 0.0 ? shared * shared / spreadA : 0.0;
    }
    return variance > 0.0 ? explained / variance : 0.0;
}

double changedShare(const Cells& a, const Cells& b)
{
    constexpr size_t kCount = ShotHistory::kCells;
    int changed = 0;
    for (size_t i = 0; i < kCount; ++i) {
        const float levels = std::abs(a[i] - b[i]) + std::abs(a[i + kCount] - b[i + kCount]) +
                             std::abs(a[i + 2 * kCount] - b[i + 2 * kCount]);
        changed += levels > kChangedLevels;
    }
    return static_cast<double>(changed) / kCount;
}

// Another scene everywhere: no title over the same, no other light on the same.
bool areForeign(const ShotHistory::Frame& a, const ShotHistory::Frame& b)
{
    if (ShotHistory::plainness(a) != Plain::No || ShotHistory::plainness(b) != Plain::No)
        return false;  // a fade
    if (changedShare(a.cells, b.cells) < kLeastChanged)
        return false;
    if (std::max(explainedByLight(a.cells, b.cells), explainedByLight(b.cells, a.cells)) >
        kMostByLight)
        return false;
    const double rest = unexplained(a.thumb, b.thumb).value_or(0.0);
    return rest >= kLeastUnexplained &&
           unexplainedAtOneContrast(a.thumb, b.thumb).value_or(0.0) >= kLeastUnexplained;
}

}  // namespace

void DissolveDetector::consider(const ShotHistory& history, int span)
{
    const std::optional<Ends> ends = refined(history, span);
    if (!ends || history.back(0).time.now - history.back(ends->behind).time.now > kLatest)
        return;
    const Inside inside = lookInside(history, *ends);
    const double score = 1.0 - inside.contrast - 2.0 * ends->error;
    const double mostAside = kAsideAtOnce + kAsideOfMotion * (ends->before - ends->behind);
    if (inside.mixture < kLeastMixture || inside.mixture > kMostMixture ||
        inside.contrast > kMostContrast || inside.aside > mostAside || score < kLeastScore)
        return;
    if (best_ && score <= best_->dissolve.score)
        return;
    const ShotHistory::Frame& behind = history.back(ends->behind);
    if (!areForeign(history.back(ends->before), behind))
        return;
    best_ = {{"dissolve", history.back(ends->before - 1).time, behind.time, behind.time, score}, 0};
}

// The first that is found may be a part of a longer one: the clearest of a few frames is taken.
std::optional<GradualTransition> DissolveDetector::next(const ShotHistory& history)
{
    const uint64_t now = history.back(0).time.now;
    const uint64_t oldest = history.back(history.size() - 1).time.now;
    if (best_ && best_->dissolve.start.now <= oldest)
        best_.reset();
    if (best_)
        ++best_->waited;
    for (const int span : kSpans)
        if (span < history.size() && mayHold(history, span))
            consider(history, span);
    if (!best_ || (best_->waited < kWait && now - best_->dissolve.end.now < kLatest))
        return std::nullopt;
    const GradualTransition found = best_->dissolve;
    best_.reset();
    return found;
}

}  // namespace animatize
