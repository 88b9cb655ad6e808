#include "motion/rest_test.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kLookEvery = 0.2, kLeastAge = 0.35, kMostAge = 0.95;  // seconds
constexpr double kStill = 0.25;  // pixels; a creep of a hundredth of a width per second has 1.1
constexpr double kSigmas = 2.0;
constexpr double kLeastShare = 0.2;  // of the corners
constexpr size_t kLeastCorners = 8;
constexpr double kLeastSpread = 0.3;  // of that of corners all over the frame
constexpr int kCell = 16;             // pixels of a corner

// Of points all over a frame it is 1: those have a twelfth of its area squared as variances.
double spreadOf(const std::vector<cv::Point2d>& points, const PictureGeometry& geometry)
{
    cv::Point2d mean;
    double xx = 0.0, yy = 0.0, xy = 0.0;
    for (const cv::Point2d& p : points) {
        mean += p;
        xx += p.x * p.x;
        yy += p.y * p.y;
        xy += p.x * p.y;
    }
    const auto count = static_cast<double>(points.size());
    mean *= 1.0 / count;
    const double a = xx / count - mean.x * mean.x, b = yy / count - mean.y * mean.y;
    const double c = xy / count - mean.x * mean.y;
    return 12.0 * std::sqrt(std::max(0.0, a * b - c * c)) / (geometry.width * geometry.height);
}

}  // namespace

void RestTest::reset()
{
    anchor_.clear();
    atRest_ = false;
}

void RestTest::next(const cv::Mat& luma, const TrackedPicture& now, const PictureGeometry& geometry,
                    double noise, double seconds)
{
    age_ += seconds;
    sinceLook_ += seconds;
    if (!anchor_.empty() && anchor_.pyramid.size == now.pyramid.size) {
        if (age_ >= kLeastAge && sinceLook_ >= kLookEvery) {
            atRest_ = look(now, geometry, noise);
            sinceLook_ = 0.0;
        }
        if (age_ < kMostAge)
            return;
    }
    anchor_.build(luma);
    anchor_.corners.bestPerCell(kCell, corners_);
    age_ = sinceLook_ = 0.0;
}

bool RestTest::look(const TrackedPicture& now, const PictureGeometry& geometry, double noise)
{
    places_.clear();
    for (const Corner& corner : corners_)
        places_.push_back(corner.at);
    TrackOptions fine;
    fine.levels = 0;
    const auto& tracks = tracker_.track(anchor_.pyramid, now.pyramid, places_, places_, fine);
    resting_.clear();
    size_t clear = 0;
    for (size_t i = 0; i < tracks.size(); ++i) {
        const double sigma = cornerSigma(corners_[i], noise);
        if (sigma > kStill)
            continue;
        ++clear;
        const double reach = std::hypot(kStill, kSigmas * sigma);
        if (tracks[i].found && cv::norm(tracks[i].to - places_[i]) < reach)
            resting_.push_back(geometry.toSquare(places_[i]));
    }
    return resting_.size() >= kLeastCorners &&
           static_cast<double>(resting_.size()) >= kLeastShare * static_cast<double>(clear) &&
           spreadOf(resting_, geometry) >= kLeastSpread;
}

}  // namespace animatize
