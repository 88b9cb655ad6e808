#include "motion/residual_motion.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "motion/exposure.h"

namespace animatize {
namespace {

constexpr double kBetween = 0.03;  // seconds between the pictures that are kept
constexpr double kNear = 0.12, kFar = 0.28;
constexpr double kLongest = 2.5;  // seconds back that still say something
constexpr double kFloor = 3.0;    // grey levels
constexpr double kNoises = 2.5;
constexpr int kGap = 4;  // pixels: half of what is closed

// Where the earlier picture covers this one, its border left out.
void overlap(const cv::Matx23d& map, const cv::Size& size, cv::Mat& mask)
{
    constexpr double kBorder = 2.0;
    const double right = size.width - 1 - kBorder, bottom = size.height - 1 - kBorder;
    const cv::Point2d corners[4] = {
        {kBorder, kBorder}, {right, kBorder}, {right, bottom}, {kBorder, bottom}};
    constexpr int kShift = 4;
    std::array<cv::Point, 4> polygon;
    size_t n = 0;
    for (const cv::Point2d& c : corners) {
        const double x = map(0, 0) * c.x + map(0, 1) * c.y + map(0, 2);
        const double y = map(1, 0) * c.x + map(1, 1) * c.y + map(1, 2);
        polygon[n++] = {cv::saturate_cast<int>(x * (1 << kShift)),
                        cv::saturate_cast<int>(y * (1 << kShift))};
    }
    mask.create(size, CV_8U);
    mask.setTo(0);
    cv::fillConvexPoly(mask, polygon, cv::Scalar(255), cv::LINE_8, kShift);
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

void ResidualMotion::disagreement(const Past& past, const PictureGeometry& geometry, cv::Mat& into)
{
    const cv::Mat& now = past_.front().luma;
    const cv::Matx23d map = geometry.pixelMap(past.toNow);
    cv::warpAffine(past.luma, before_, map, now.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    overlap(map, now.size(), valid_);
    applyExposure(before_, matchExposure(before_, now, valid_), 0.0, matched_);
    forgiveClipped(before_, now, matched_);
    rangeBefore_.of(matched_);
    rangeBefore_.distance(now, into);
    range_.distance(matched_, other_);
    cv::min(into, other_, into);
    cv::bitwise_and(into, valid_, into);
}

const cv::Mat& ResidualMotion::moving(const PictureGeometry& geometry, double noise,
                                      double strictness)
{
    mask_.release();
    const Past* near = about(kNear, nullptr);
    const Past* far = near ? about(kFar, near) : nullptr;
    if (!far)
        return mask_;
    range_.of(past_.front().luma);
    disagreement(*near, geometry, distance_);
    disagreement(*far, geometry, mask_);
    cv::min(distance_, mask_, distance_);
    bits_.pack(distance_, cvFloor(std::min(254.0, strictness * (kFloor + kNoises * noise))) + 1);
    bits_.majority3();
    bits_.close(kGap);
    bits_.majority5();
    bits_.unpack(mask_);
    return mask_;
}

}  // namespace animatize
