#include "scene/analyses/leading_lines.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace animatize {
namespace {

constexpr double kDegrees = 180.0 / CV_PI;
constexpr size_t kMostTried = 40;    // of the longest, pair by pair
constexpr double kSlack = 0.045;     // sine of the angle by which a line may miss the point
constexpr double kAxis = 0.07;       // sine: what is that level or upright leads nowhere
constexpr double kLeastAngle = 0.1;  // sine: flatter crossings are nowhere in particular
constexpr int kSectors = 30;         // of 6 degrees, directions of a half circle
constexpr int kLeastLines = 5, kLeastSectors = 3;
constexpr double kLeastLength = 0.9;  // widths, together
constexpr double kLeastShare = 0.3;

double cross(const cv::Point2d& a, const cv::Point2d& b)
{
    return a.x * b.y - a.y * b.x;
}

// Longest first, without those along the frame: a house front is no corridor.
std::vector<Segment> slanted(const std::vector<Segment>& segments)
{
    std::vector<Segment> some;
    for (const Segment& segment : segments) {
        const cv::Point2d way = segment.direction();
        if (std::abs(way.x) > kAxis && std::abs(way.y) > kAxis)
            some.push_back(segment);
    }
    std::stable_sort(some.begin(), some.end(),
                     [](const Segment& a, const Segment& b) { return a.length > b.length; });
    return some;
}

// How well the segment leads there, 0..1. One that the point lies on, or next to, doesn't.
double leads(const Segment& segment, const cv::Point2d& to)
{
    const cv::Point2d way = to - segment.middle();
    const double distance = cv::norm(way);
    if (distance < 0.6 * segment.length)
        return 0.0;
    const double miss = cross(segment.direction(), way) / distance / kSlack;
    return std::max(0.0, 1.0 - miss * miss);
}

double support(const std::vector<Segment>& segments, const cv::Point2d& to)
{
    double sum = 0.0;
    for (const Segment& segment : segments)
        sum += segment.length * leads(segment, to);
    return sum;
}

std::optional<cv::Point2d> crossing(const Segment& a, const Segment& b, double height)
{
    const double sine = cross(a.direction(), b.direction());
    if (std::abs(sine) < kLeastAngle)
        return std::nullopt;
    const double along = cross(b.from - a.from, b.direction()) / sine;
    const cv::Point2d at = a.from + a.direction() * along;
    const bool inside = at.x > 0.0 && at.x < 1.0 && at.y > 0.0 && at.y < height;
    return inside ? std::optional(at) : std::nullopt;
}

std::optional<cv::Point2d> bestCrossing(const std::vector<Segment>& segments, double height)
{
    std::optional<cv::Point2d> best;
    double most = 0.0;
    const size_t count = std::min(kMostTried, segments.size());
    for (size_t i = 0; i < count; ++i)
        for (size_t k = i + 1; k < count; ++k) {
            const auto at = crossing(segments[i], segments[k], height);
            const double got = at ? support(segments, *at) : 0.0;
            if (got > most) {
                most = got;
                best = at;
            }
        }
    return best;
}

// The point with the least angles to all that lead to it: least squares of the distances from
// the lines, each over its length from there.
cv::Point2d refined(const std::vector<Segment>& segments, cv::Point2d to)
{
    cv::Matx22d sum = cv::Matx22d::zeros();
    cv::Vec2d right(0.0, 0.0);
    for (const Segment& segment : segments) {
        const double far = cv::norm(to - segment.middle());
        const double weight = segment.length * leads(segment, to) / std::max(1e-6, far * far);
        const cv::Vec2d normal(-segment.direction().y, segment.direction().x);
        const cv::Vec2d at(segment.middle().x, segment.middle().y);
        sum += weight * (normal * normal.t());
        right += weight * normal * normal.dot(at);
    }
    cv::Vec2d point;
    const bool solved = cv::solve(sum, right, point, cv::DECOMP_CHOLESKY);
    return solved ? cv::Point2d(point[0], point[1]) : to;
}

struct Evidence {
    int lines = 0, sectors = 0;
    double length = 0.0;
};

Evidence evidenceFor(const std::vector<Segment>& segments, const cv::Point2d& to)
{
    Evidence evidence;
    std::array<bool, kSectors> seen{};
    for (const Segment& segment : segments) {
        if (leads(segment, to) <= 0.0)
            continue;
        ++evidence.lines;
        evidence.length += segment.length;
        const cv::Point2d way = segment.direction();
        const double angle = std::atan2(way.y, way.x) * kDegrees + 180.0;
        seen[static_cast<size_t>(angle * kSectors / 180.0) % kSectors] = true;
    }
    evidence.sectors = static_cast<int>(std::count(seen.begin(), seen.end(), true));
    return evidence;
}

}  // namespace

std::optional<LeadingLines> findLeadingLines(const std::vector<Segment>& segments, double height)
{
    const std::vector<Segment> lines = slanted(segments);
    auto to = bestCrossing(lines, height);
    if (!to)
        return std::nullopt;
    constexpr int kRounds = 4;
    for (int round = 0; round < kRounds; ++round)
        to = refined(lines, *to);
    const Evidence evidence = evidenceFor(lines, *to);
    double all = 0.0;
    for (const Segment& line : lines)
        all += line.length;
    const double share = all > 0.0 ? evidence.length / all : 0.0;
    const bool inside = to->x >= 0.0 && to->x <= 1.0 && to->y >= 0.0 && to->y <= height;
    if (!inside || evidence.lines < kLeastLines || evidence.sectors < kLeastSectors ||
        evidence.length < kLeastLength || share < kLeastShare)
        return std::nullopt;
    return LeadingLines{*to, share};
}

}  // namespace animatize
