#include "motion/background.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "motion/exposure.h"
#include "motion/majority.h"
#include "motion/neighbour_range.h"

namespace animatize {
namespace {

// Something that stands still becomes background after a tenth of this (MOG2's ratio of 0.9).
constexpr double kMemory = 25.0;  // seconds
// A young background learns faster, but not so fast that a subject in it is taken for it.
constexpr int kFirstFrames = 8;
constexpr double kTrust = 0.35;
constexpr double kMeanMemory = 2.0;    // seconds
constexpr double kExposureLeak = 0.1;  // lets the background follow the light of the day
constexpr double kVarianceThreshold = 16.0;
constexpr double kShadowDepth = 0.45;  // a shadow leaves at least this share of the light
constexpr double kLeastApart = 2.0;    // grey levels beyond what half a pixel of wind explains
constexpr int kPattern = 9;            // pixels across which a shadow must keep the pattern
constexpr double kLeastPattern = 1.0;  // grey levels squared
constexpr double kSamePattern = 0.6;   // correlation
constexpr int kLeastShadow = 12;       // pixels

// Whether the pattern of `now` around a pixel is that of `before`, up to its brightness.
bool samePattern(const cv::Mat& now, const cv::Mat& before, const cv::Point& at)
{
    const cv::Rect around(at.x - kPattern / 2, at.y - kPattern / 2, kPattern, kPattern);
    const cv::Rect window = around & cv::Rect({0, 0}, now.size());
    int n = 0, b = 0, nn = 0, bb = 0, nb = 0;
    for (int y = window.y; y < window.br().y; ++y) {
        const uint8_t *p = now.ptr(y), *q = before.ptr(y);
        for (int x = window.x; x < window.br().x; ++x) {
            n += p[x];
            b += q[x];
            nn += p[x] * p[x];
            bb += q[x] * q[x];
            nb += p[x] * q[x];
        }
    }
    const double count = window.area();
    const double varianceNow = nn / count - (n / count) * (n / count);
    const double varianceBefore = bb / count - (b / count) * (b / count);
    const double covariance = nb / count - (n / count) * (b / count);
    return varianceBefore > kLeastPattern && covariance > 0.0 &&
           covariance * covariance > kSamePattern * kSamePattern * varianceNow * varianceBefore;
}

// Of `candidates` those that keep the pattern, looked at in every second row and column. Where a
// shadow ends its pattern is broken: so it reaches a little further than it is seen.
cv::Mat shadowsAmong(const cv::Mat& candidates, const cv::Mat& now, const cv::Mat& before)
{
    cv::Mat shadow(candidates.size(), CV_8U, cv::Scalar(0));
    for (int y = 0; y < shadow.rows; y += 2)
        for (int x = 0; x < shadow.cols; x += 2)
            if (candidates.at<uint8_t>(y, x) && samePattern(now, before, {x, y}))
                shadow.at<uint8_t>(y, x) = 255;
    cv::dilate(shadow, shadow, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    cv::bitwise_and(shadow, candidates, shadow);
    majority(shadow, shadow, 5);
    return shadow;
}

}  // namespace

void Background::reset()
{
    frames_ = 0;
    seconds_ = 0.0;
    pixels_ = {};
}

void Background::learn(double seconds)
{
    const double fresh = frames_ < kFirstFrames ? 1.0 / (frames_ + 1) : kTrust / (frames_ + 1);
    const auto rate = [&](double memory) {
        return std::max(fresh, 1.0 - std::exp(-seconds / memory));
    };
    model_->apply(matched_, raw_, rate(kMemory));
    if (frames_ == 0) {
        matched_.convertTo(mean_, CV_32F);
        raw_ = cv::Scalar(0);
    }
    const cv::Mat apart = NeighbourRange(reference_).distance(matched_) > kLeastApart;
    majority((raw_ > 0) & apart, outside_, 5);
    cv::bitwise_not(outside_, quiet_);
    cv::accumulateWeighted(matched_, mean_, rate(kMeanMemory), quiet_);
    mean_.convertTo(reference_, CV_8U);
    ++frames_;
    seconds_ += seconds;
}

// On luma alone everything darker could be a shadow; one keeps the pattern of the ground.
void Background::separateShadows()
{
    cv::bitwise_and(outside_, raw_ == 127, pixels_.shadow);
    pixels_.motion = outside_.clone();
    if (cv::countNonZero(pixels_.shadow) < kLeastShadow) {
        pixels_.shadow = cv::Scalar(0);
        return;
    }
    pixels_.shadow = shadowsAmong(pixels_.shadow, matched_, reference_);
    cv::subtract(pixels_.motion, pixels_.shadow, pixels_.motion);
}

const MovingPixels& Background::next(const cv::Mat& luma, double seconds, double strictness)
{
    if (!model_ || frames_ == 0) {
        model_ = cv::createBackgroundSubtractorMOG2(500, kVarianceThreshold, true);
        model_->setShadowThreshold(kShadowDepth);
        luma.copyTo(reference_);
    }
    model_->setVarThreshold(kVarianceThreshold * strictness * strictness);
    const Exposure exposure = matchExposure(luma, reference_, {});
    if (!exposure.known && frames_ > 0) {
        pixels_ = {};
        return pixels_;
    }
    applyExposure(luma, exposure, kExposureLeak, matched_);
    learn(seconds);
    separateShadows();
    const cv::Mat brush = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
    cv::morphologyEx(pixels_.motion, pixels_.motion, cv::MORPH_CLOSE, brush);
    return pixels_;
}

}  // namespace animatize
