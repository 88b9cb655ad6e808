#include "motion/background.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "motion/exposure.h"

namespace animatize {
namespace {

// Something that stands still becomes background after a tenth of this.
constexpr double kMemory = 25.0;  // seconds
// A young background learns faster, but not so fast that a subject in it is taken for it.
constexpr int kFirstFrames = 8;
constexpr double kTrust = 0.35;
constexpr double kMeanMemory = 2.0, kDeviationMemory = 4.0;  // seconds
constexpr double kMostDeviationRate = 0.1;
constexpr double kLeastDeviation = 1.5;  // grey levels
constexpr double kOfNoise = 0.7;         // mean absolute deviation of a Gaussian is 0.8 sigma
constexpr double kExposureLeak = 0.1;    // lets the background follow the light of the day
// A pixel says at most so much, and the mean of the 3 x 3 around it must say so much.
constexpr double kTolerance = 2.0;  // deviations
constexpr double kMostSaid = 4.0 * LumaMixture::kStepsPerLevel;
constexpr double kEnough = 1.5 * LumaMixture::kStepsPerLevel;
constexpr int kLeastApart = 2;  // grey levels beyond what half a pixel of wind explains

// What is said at all: nothing where a shift of half a pixel explains it.
void weigh(const cv::Mat& distance, const cv::Mat& apart, double most, cv::Mat& into)
{
    into.create(distance.size(), CV_8U);
    const auto cap = static_cast<uint8_t>(most);
    for (int y = 0; y < into.rows; ++y) {
        const uint8_t* d = distance.ptr(y);
        const uint8_t* a = apart.ptr(y);
        uint8_t* __restrict e = into.ptr(y);
        for (int x = 0; x < into.cols; ++x)
            e[x] = a[x] > kLeastApart ? std::min(d[x], cap) : 0;
    }
}

}  // namespace

void Background::reset()
{
    frames_ = 0;
    seconds_ = 0.0;
    pixels_ = {};
}

void Background::learn(double seconds, double strictness, double noise)
{
    const double fresh = frames_ < kFirstFrames ? 1.0 / (frames_ + 1) : kTrust / (frames_ + 1);
    const auto rate = [&](double memory) {
        return std::max(fresh, 1.0 - std::exp(-seconds / memory));
    };
    MixtureRates rates;
    rates.weight = rate(kMemory);
    rates.mean = rate(kMeanMemory);
    rates.deviation = std::min(kMostDeviationRate, rate(kDeviationMemory));
    rates.leastDeviation = std::max(kLeastDeviation, kOfNoise * noise);
    rates.tolerance = kTolerance * strictness;
    model_.next(matched_, rates);
    ++frames_;
    seconds_ += seconds;
}

void Background::judge(double strictness)
{
    range_.of(model_.reference());
    range_.distance(matched_, apart_);
    weigh(model_.distance(), apart_, kMostSaid * strictness, evidence_);
    cv::boxFilter(evidence_, sum_, CV_8U, {3, 3});
    outside_.pack(sum_, cvRound(kEnough * strictness));
    outside_.majority5();
    outside_.close(1);
}

void Background::separateShadows(double noise)
{
    const BitMask& shadow = shadows_.among(outside_, matched_, model_.reference(), noise);
    outside_.remove(shadow);
    outside_.close(1);
    outside_.unpack(pixels_.motion);
    shadow.unpack(pixels_.shadow);
}

const MovingPixels& Background::next(const cv::Mat& luma, double seconds, double strictness,
                                     double noise)
{
    if (frames_ == 0) {
        model_.start(luma, std::max(2.0, noise));
        luma.copyTo(matched_);
    } else {
        const Exposure exposure = matchExposure(luma, model_.reference(), {});
        if (!exposure.known) {
            pixels_ = {};
            return pixels_;
        }
        applyExposure(luma, exposure, kExposureLeak, matched_);
    }
    learn(seconds, strictness, noise);
    judge(strictness);
    separateShadows(noise);
    return pixels_;
}

}  // namespace animatize
