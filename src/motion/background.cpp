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
constexpr float kLeastPattern = 1.0f;  // grey levels squared
constexpr float kSamePattern = 0.6f;   // correlation
constexpr int kLeastShadow = 12;       // pixels

cv::Mat boxMean(const cv::Mat& picture)
{
    cv::Mat mean;
    cv::boxFilter(picture, mean, CV_32F, {kPattern, kPattern});
    return mean;
}

// 255 where the pattern of `now` around a pixel is that of `before`, up to its brightness.
cv::Mat samePattern(const cv::Mat& now8, const cv::Mat& before8)
{
    cv::Mat now, before;
    now8.convertTo(now, CV_32F);
    before8.convertTo(before, CV_32F);
    const cv::Mat n = boxMean(now), b = boxMean(before);
    const cv::Mat nn = boxMean(now.mul(now)), bb = boxMean(before.mul(before));
    const cv::Mat nb = boxMean(now.mul(before));
    cv::Mat same(now.size(), CV_8U, cv::Scalar(0));
    for (int y = 0; y < same.rows; ++y) {
        for (int x = 0; x < same.cols; ++x) {
            const float mn = n.at<float>(y, x), mb = b.at<float>(y, x);
            const float vn = nn.at<float>(y, x) - mn * mn, vb = bb.at<float>(y, x) - mb * mb;
            const float cov = nb.at<float>(y, x) - mn * mb;
            const bool alike = vb > kLeastPattern && cov > 0.0f &&
                               cov * cov > kSamePattern * kSamePattern * vn * vb;
            same.at<uint8_t>(y, x) = alike ? 255 : 0;
        }
    }
    return same;
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
    const cv::Rect frame(0, 0, raw_.cols, raw_.rows);
    const cv::Rect box = cv::boundingRect(pixels_.shadow);
    const cv::Rect around = cv::Rect(box.x - kPattern, box.y - kPattern, box.width + 2 * kPattern,
                                     box.height + 2 * kPattern) &
                            frame;
    cv::Mat shadow = pixels_.shadow(around);
    // Where a shadow ends its pattern is broken: so it reaches a little further than it is seen.
    cv::Mat same = samePattern(matched_(around), reference_(around));
    cv::dilate(same, same, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    cv::bitwise_and(shadow, same, shadow);
    majority(pixels_.shadow, pixels_.shadow, 5);
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
