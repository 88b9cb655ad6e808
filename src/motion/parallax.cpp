#include "motion/parallax.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kMemory = 0.6;        // seconds
constexpr double kLeastWatched = 0.5;  // seconds before anything is said
constexpr double kLeastDwell = 0.5;    // seconds between two changes
constexpr size_t kLeastPoints = 40;
constexpr double kLeastFlow = 0.25;  // square pixels per frame, root mean square
constexpr double kFarthest = 0.9;    // of the flow: what misses by more is a subject
constexpr double kMostBend = 0.35;   // of the flow, at the edges of a lens of 60 degrees
constexpr double kTrackError = 0.05;
// Begins and ends: share of the speed, and energy along over energy across.
constexpr double kBegins = 0.09, kEnds = 0.05;
constexpr double kClear = 1.9, kUnclear = 1.4;
constexpr double kUsual =
    0.18;  // share that depth usually makes; what couldn't be seen isn't "none"
// A subject that goes the camera's way is compact, depth is all over the frame.
constexpr double kLeastSpread = 0.25, kLeastSpots = 12.0;

}  // namespace

void Parallax::miss()
{
    for (LeakyMean* mean : {&along_, &across_, &motion_, &spread_, &spots_})
        mean->clear();
    for (LeakyMean& mean : course_)
        mean.clear();
    watched_ = heldFor_ = 0.0;
    share_.reset();
    translation_.reset();
}

bool Parallax::collect(const std::vector<PointPair>& pairs, const Similarity& similarity,
                       const PictureGeometry& geometry)
{
    misses_.clear();
    flow_ = 0.0;
    for (const PointPair& pair : pairs) {
        const cv::Point2d flow = similarity(pair.from) - pair.from;
        const double length = cv::norm(flow);
        const cv::Point2d by = pair.to - similarity(pair.from);
        if (length < kTrackError || cv::norm(by) > kFarthest * length + 3.0 * kTrackError)
            continue;
        misses_.push_back({pair.from, by, flow / length});
        flow_ += flow.dot(flow);
    }
    flow_ /= std::max<double>(1.0, static_cast<double>(misses_.size()));
    return misses_.size() >= kLeastPoints && std::sqrt(flow_) > kLeastFlow && geometry.width > 0.0;
}

// Least squares of one number, the strength of (p.t) p for the mean direction of the flow.
void Parallax::flatten(const PictureGeometry& geometry)
{
    cv::Point2d direction;
    for (const Miss& miss : misses_)
        direction += miss.along;
    direction *= 1.0 / static_cast<double>(misses_.size());
    const auto bend = [&](const cv::Point2d& at) {
        return at * (at.dot(direction) / (geometry.width * geometry.width));
    };
    double product = 0.0, square = 1e-9;
    for (const Miss& miss : misses_) {
        if (cv::norm(miss.by) > kMostBend * std::sqrt(flow_))
            continue;
        const cv::Point2d b = bend(miss.at);
        product += b.dot(miss.by);
        square += b.dot(b);
    }
    for (Miss& miss : misses_)
        miss.by -= bend(miss.at) * (product / square);
}

void Parallax::measure(const PictureGeometry& geometry, double seconds)
{
    double along = 0.0, across = 0.0, fourth = 0.0;
    double x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
    for (const Miss& miss : misses_) {
        const double a = miss.by.dot(miss.along), c = miss.by.cross(miss.along);
        const double energy = a * a;
        along += energy;
        across += c * c;
        fourth += energy * energy;
        x += energy * miss.at.x;
        y += energy * miss.at.y;
        xx += energy * miss.at.x * miss.at.x;
        yy += energy * miss.at.y * miss.at.y;
        xy += energy * miss.at.x * miss.at.y;
    }
    const auto count = static_cast<double>(misses_.size());
    const double sum = std::max(along, 1e-12);
    const double vx = xx / sum - x * x / (sum * sum), vy = yy / sum - y * y / (sum * sum);
    const double c = xy / sum - x * y / (sum * sum);
    const double spread = 12.0 * std::sqrt(std::max(0.0, vx * vy - c * c));
    spread_.add(spread / (geometry.width * geometry.height), seconds, kMemory);
    spots_.add(along * along / std::max(fourth, 1e-12), seconds, kMemory);
    along_.add(along / count, seconds, kMemory);
    across_.add(across / count, seconds, kMemory);
    motion_.add(flow_, seconds, kMemory);
}

void Parallax::add(const std::vector<PointPair>& pairs, const Similarity& similarity,
                   const EdgeMotion& step, const PictureGeometry& geometry, double seconds)
{
    if (seconds <= 0.0)
        return;
    if (!collect(pairs, similarity, geometry)) {
        miss();
        return;
    }
    flatten(geometry);
    measure(geometry, seconds);
    for (size_t i = 0; i < step.size(); ++i)
        course_[i].add(step[i] / seconds, seconds, kMemory);
    decide(seconds);
}

const char* Parallax::kind() const
{
    size_t most = 0;
    for (size_t i = 1; i < course_.size(); ++i)
        if (std::abs(course_[i].value()) > std::abs(course_[most].value()))
            most = i;
    static const char* const kKinds[] = {"truck", "pedestal", nullptr, "none"};
    if (most != 2)
        return kKinds[most];
    return course_[2].value() > 0.0 ? "push" : "pull";
}

void Parallax::decide(double seconds)
{
    watched_ += seconds;
    heldFor_ += seconds;
    if (watched_ < kLeastWatched)
        return;
    const double excess = std::max(0.0, along_.value() - across_.value());
    share_ = std::sqrt(excess / motion_.value());
    const bool travels = translation_ && *translation_ != "none";
    const double floor = across_.value() + kTrackError * kTrackError;
    const double ratio = along_.value() / floor;
    const bool seen = *share_ > (travels ? kEnds : kBegins) &&
                      ratio > (travels ? kUnclear : kClear) && spread_.value() > kLeastSpread &&
                      spots_.value() > kLeastSpots;
    const bool visible = kUsual * kUsual * motion_.value() > kClear * floor;
    std::optional<std::string> word;
    if (seen || visible)
        word = seen ? kind() : "none";
    if (translation_ == word || (translation_ && heldFor_ < kLeastDwell))
        return;
    translation_ = std::move(word);
    heldFor_ = 0.0;
}

}  // namespace animatize
