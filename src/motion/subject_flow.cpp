#include "motion/subject_flow.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kDegrees = 180.0 / 3.14159265358979323846;
constexpr double kTogether = 0.2;      // resultant over sum of lengths: less has no direction
constexpr double kStill = 0.5;         // square pixels per second: no direction below it
constexpr double kSpreadMemory = 0.5;  // seconds
constexpr double kDistributed = 0.25;  // root mean square, shares; the whole frame has 0.41
constexpr double kHysteresis = 0.04;

}  // namespace

void SubjectFlow::reset()
{
    speed_.reset();
    direction_.reset();
    spread_.clear();
    pattern_ = "none";
}

std::optional<double> SubjectFlow::medianSpeed()
{
    double total = 0.0;
    for (const Weighted& one : speeds_)
        total += one.weight;
    std::sort(speeds_.begin(), speeds_.end(),
              [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
    double seen = 0.0;
    for (const Weighted& one : speeds_) {
        seen += one.weight;
        if (seen >= total / 2)
            return one.value;
    }
    return std::nullopt;
}

// Each piece counts by its pixels, evenly over the points followed on it.
void SubjectFlow::addSpeeds(const Blob& blob, const TrackedRegion& region, double seconds)
{
    if (seconds > 0.0)
        for (const cv::Point2d& step : blob.steps)
            speeds_.push_back(
                {cv::norm(step) / seconds, blob.pixels / static_cast<double>(blob.steps.size())});
    if (blob.steps.empty() && region.velocity)
        speeds_.push_back({cv::norm(*region.velocity), static_cast<double>(blob.pixels)});
}

void SubjectFlow::next(const std::vector<Blob>& blobs, const std::vector<TrackedRegion>& regions,
                       const std::vector<MotionRegion>& boxes, double seconds)
{
    speeds_.clear();
    cv::Point2d sum;
    double lengths = 0.0, pixels = 0.0;
    for (size_t i = 0; i < blobs.size(); ++i) {
        addSpeeds(blobs[i], regions[i], seconds);
        if (!regions[i].velocity)
            continue;
        sum += blobs[i].pixels * *regions[i].velocity;
        lengths += blobs[i].pixels * cv::norm(*regions[i].velocity);
        pixels += blobs[i].pixels;
    }
    speed_ = medianSpeed();
    direction_.reset();
    if (lengths > kStill * pixels && cv::norm(sum) > kTogether * lengths) {
        const double degrees = std::atan2(-sum.y, sum.x) * kDegrees;
        direction_ = degrees < 0.0 ? degrees + 360.0 : degrees;
    }
    spread(boxes, seconds);
}

// Of the area around its middle, every region as an even rectangle.
void SubjectFlow::spread(const std::vector<MotionRegion>& boxes, double seconds)
{
    if (boxes.empty()) {
        pattern_ = "none";
        spread_.clear();
        return;
    }
    double area = 0.0, x = 0.0, y = 0.0, square = 0.0;
    for (const MotionRegion& r : boxes) {
        const double cx = r.x + r.width / 2, cy = r.y + r.height / 2;
        area += r.area;
        x += r.area * cx;
        y += r.area * cy;
        square += r.area * (cx * cx + cy * cy + (r.width * r.width + r.height * r.height) / 12.0);
    }
    const double variance = square / area - (x * x + y * y) / (area * area);
    spread_.add(std::sqrt(std::max(0.0, variance)), std::max(seconds, 1e-3), kSpreadMemory);
    const double border = kDistributed + (pattern_ == "distributed" ? -kHysteresis : kHysteresis);
    pattern_ = spread_.value() > border ? "distributed" : "localized";
}

}  // namespace animatize
