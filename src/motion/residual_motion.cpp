#include "motion/residual_motion.h"

#include <algorithm>
#include <cmath>

#include "motion/exposure.h"

namespace animatize {
namespace {

constexpr double kBetween = 0.03;  // seconds between the pictures that are kept
constexpr double kNear = 0.12, kFar = 0.4;
constexpr double kLongest = 2.5;  // seconds back that still say something
constexpr double kFloor = 2.0;    // grey levels
constexpr double kNoises = 1.8;
constexpr int kGap = 7;  // pixels: half of what is closed

constexpr double kBorder = 2.0;  // pixels of the earlier picture that are left out
constexpr int kFixed = 16;       // bits behind the point

// Narrows from..to to where lowest <= start + x * step <= highest.
void narrow(double start, double step, double lowest, double highest, int& from, int& to)
{
    if (std::abs(step) < 1e-9) {
        if (start < lowest || start > highest)
            to = from;
        return;
    }
    const double a = (lowest - start) / step, b = (highest - start) / step;
    const double most = 1e6;
    from = std::max(from, static_cast<int>(std::ceil(std::clamp(std::min(a, b), -most, most))));
    to = std::min(to, static_cast<int>(std::floor(std::clamp(std::max(a, b), -most, most))) + 1);
}

// Bilinear; `u` and `v` in fixed point.
uint8_t sampleAt(const cv::Mat& picture, int u, int v)
{
    const uint8_t* p = picture.ptr(v >> kFixed) + (u >> kFixed);
    const uint8_t* q = p + picture.step;
    const int across = u >> (kFixed - 8) & 255, down = v >> (kFixed - 8) & 255;
    const int top = 256 * p[0] + across * (p[1] - p[0]);
    const int bottom = 256 * q[0] + across * (q[1] - q[0]);
    return static_cast<uint8_t>((256 * top + down * (bottom - top) + (1 << 15)) >> 16);
}

// `into` becomes what `picture` has where `map` leads from each pixel, `valid` (255) where it has
// something. A third of cv::warpAffine, and no second pass for what is covered.
void warp(const cv::Mat& picture, const cv::Matx23d& map, cv::Mat& into, cv::Mat& valid)
{
    into.create(picture.size(), CV_8U);
    valid.create(picture.size(), CV_8U);
    into.setTo(0);
    valid.setTo(0);
    constexpr double one = 1 << kFixed;
    const int acrossStep = cvRound(map(0, 0) * one), downStep = cvRound(map(1, 0) * one);
    for (int y = 0; y < into.rows; ++y) {
        const double u = map(0, 1) * y + map(0, 2), v = map(1, 1) * y + map(1, 2);
        int from = 0, to = into.cols;
        narrow(u, map(0, 0), kBorder, picture.cols - 2 - kBorder, from, to);
        narrow(v, map(1, 0), kBorder, picture.rows - 2 - kBorder, from, to);
        if (from >= to)
            continue;
        std::fill(valid.ptr(y) + from, valid.ptr(y) + to, uint8_t{255});
        int across = cvRound((u + from * map(0, 0)) * one);
        int down = cvRound((v + from * map(1, 0)) * one);
        uint8_t* row = into.ptr(y);
        for (int x = from; x < to; ++x, across += acrossStep, down += downStep)
            row[x] = sampleAt(picture, across, down);
    }
}

}  // namespace

void ResidualMotion::advance(const cv::Mat& luma, const Similarity& similarity, double seconds)
{
    for (Past& past : past_) {
        past.toNow = similarity * past.toNow;
        past.age += seconds;
    }
    // The last picture stays only when it is far enough from the one before it.
    const size_t count = past_.size();
    const bool near = count > 1 && past_[count - 2].age - past_[count - 1].age < kBetween;
    if (!near && count < kMostPast)
        past_.emplace_back();
    else if (!near)
        std::rotate(past_.begin(), past_.begin() + 1, past_.end());
    Past& now = past_.back();
    luma.copyTo(now.luma);
    now.toNow = Similarity{};
    now.age = 0.0;
}

const ResidualMotion::Past* ResidualMotion::about(double age, const Past* olderThan) const
{
    const Past* best = nullptr;
    for (size_t i = past_.size(); i-- > 0;) {
        const Past& past = past_[i];
        const bool possible = past.age > (olderThan ? olderThan->age : 0.0) && past.age < kLongest;
        if (possible && (!best || std::abs(past.age - age) < std::abs(best->age - age)))
            best = &past;
    }
    return best;
}

void ResidualMotion::disagreement(const Past& past, const PictureGeometry& geometry, cv::Mat& into)
{
    const cv::Mat& now = past_.back().luma;
    warp(past.luma, geometry.pixelMap(past.toNow.inverse()), before_, valid_);
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
    range_.of(past_.back().luma);
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
