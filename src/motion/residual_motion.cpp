#include "motion/residual_motion.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "motion/exposure.h"
#include "motion/majority.h"
#include "motion/neighbour_range.h"

namespace animatize {
namespace {

constexpr double kBetween = 0.03;  // seconds between the pictures that are kept
constexpr double kNear = 0.12, kFar = 0.28;
constexpr double kLongest = 2.5;  // seconds back that still say something
constexpr double kFloor = 3.0;    // grey levels
constexpr double kNoises = 2.5;

// Where the earlier picture covers this one, its border left out.
cv::Mat overlap(const cv::Matx23d& map, const cv::Size& size)
{
    constexpr double kBorder = 2.0;
    const double right = size.width - 1 - kBorder, bottom = size.height - 1 - kBorder;
    const cv::Point2d corners[4] = {
        {kBorder, kBorder}, {right, kBorder}, {right, bottom}, {kBorder, bottom}};
    constexpr int kShift = 4;
    std::vector<cv::Point> polygon;
    for (const cv::Point2d& c : corners) {
        const double x = map(0, 0) * c.x + map(0, 1) * c.y + map(0, 2);
        const double y = map(1, 0) * c.x + map(1, 1) * c.y + map(1, 2);
        polygon.emplace_back(cv::saturate_cast<int>(x * (1 << kShift)),
                             cv::saturate_cast<int>(y * (1 << kShift)));
    }
    cv::Mat mask(size, CV_8U, cv::Scalar(0));
    cv::fillConvexPoly(mask, polygon, cv::Scalar(255), cv::LINE_8, kShift);
    return mask;
}

}  // namespace

void ResidualMotion::advance(const cv::Mat& luma, const Similarity& similarity, double seconds)
{
    for (Past& past : past_) {
        past.toNow = similarity * past.toNow;
        past.age += seconds;
    }
    // The last picture stays only when it is far enough from the one before it.
    if (past_.size() > 1 && past_[1].age - past_[0].age < kBetween)
        past_.pop_front();
    Past now;
    if (past_.size() >= kMostPast) {
        now = std::move(past_.back());
        past_.pop_back();
    }
    luma.copyTo(now.luma);
    now.toNow = Similarity{};
    now.age = 0.0;
    past_.push_front(std::move(now));
}

const ResidualMotion::Past* ResidualMotion::about(double age, const Past* olderThan) const
{
    const Past* best = nullptr;
    for (const Past& past : past_) {
        const bool possible = past.age > (olderThan ? olderThan->age : 0.0) && past.age < kLongest;
        if (possible && (!best || std::abs(past.age - age) < std::abs(best->age - age)))
            best = &past;
    }
    return best;
}

cv::Mat ResidualMotion::disagreement(const Past& past, const PictureGeometry& geometry) const
{
    const cv::Mat& now = past_.front().luma;
    const cv::Matx23d map = geometry.pixelMap(past.toNow);
    cv::Mat before;
    cv::warpAffine(past.luma, before, map, now.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    const cv::Mat valid = overlap(map, now.size());
    applyExposure(before, matchExposure(before, now, valid), 0.0, before);
    cv::Mat distance;
    cv::min(NeighbourRange(before).distance(now), NeighbourRange(now).distance(before), distance);
    cv::bitwise_and(distance, valid, distance);
    return distance;
}

cv::Mat ResidualMotion::moving(const PictureGeometry& geometry, double noise,
                               double strictness) const
{
    const Past* near = about(kNear, nullptr);
    const Past* far = near ? about(kFar, near) : nullptr;
    if (!far)
        return {};
    cv::Mat distance, mask;
    cv::min(disagreement(*near, geometry), disagreement(*far, geometry), distance);
    cv::threshold(distance, mask, strictness * (kFloor + kNoises * noise), 255, cv::THRESH_BINARY);
    majority(mask, mask, 3);
    const cv::Mat brush = cv::getStructuringElement(cv::MORPH_ELLIPSE, {9, 9});
    cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, brush);
    majority(mask, mask, 5);
    return mask;
}

}  // namespace animatize
