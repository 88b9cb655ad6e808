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
constexpr double kGrainMemory = 4.0;     // seconds
constexpr double kSigma = 1.25;          // of a Gaussian, in mean absolute deviations
constexpr double kRounding = 0.6;        // grey levels, with the match's own error
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
    const int rows = into.rows, cols = into.cols;  // bytes may alias the Mat's own fields
    for (int y = 0; y < rows; ++y) {
        const uint8_t* d = distance.ptr(y);
        const uint8_t* a = apart.ptr(y);
        uint8_t* __restrict e = into.ptr(y);
        for (int x = 0; x < cols; ++x) {
            const uint8_t said = std::min(d[x], cap);
            e[x] = a[x] > kLeastApart ? said : uint8_t{0};
        }
    }
}

// Sums of 3 x 3 over 4, saturated; beyond the border it goes on as there. `line` is scratch.
void sumOfNine(const cv::Mat& picture, cv::Mat& line, cv::Mat& into)
{
    const int rows = picture.rows, cols = picture.cols;
    into.create(rows, cols, CV_8U);
    line.create(1, cols + 2, CV_16U);
    uint16_t* __restrict columns = line.ptr<uint16_t>() + 1;
    for (int y = 0; y < rows; ++y) {
        const uint8_t* a = picture.ptr(std::max(0, y - 1));
        const uint8_t* b = picture.ptr(y);
        const uint8_t* c = picture.ptr(std::min(rows - 1, y + 1));
        for (int x = 0; x < cols; ++x)
            columns[x] = static_cast<uint16_t>(a[x] + b[x] + c[x]);
        columns[-1] = columns[0], columns[cols] = columns[cols - 1];
        uint8_t* __restrict sum = into.ptr(y);
        for (int x = 0; x < cols; ++x)
            sum[x] = static_cast<uint8_t>((columns[x - 1] + columns[x] + columns[x + 1]) / 4);
    }
}

}  // namespace

void Background::reset()
{
    frames_ = 0;
    seconds_ = 0.0;
    grain_.clear();
    pixels_ = {};
}

// Noise at the background's exposure: as the camera's tracking has it, or, where there was
// nothing to track, as the background itself has found it.
double Background::grainOf(double noise, double gain, double seconds)
{
    grain_.add(model_.deviation() / gain, seconds, kGrainMemory);
    const double own = std::max(noise, kSigma * grain_.value());
    return gain > 1.0 ? gain * own + (gain - 1.0) * kRounding : own;
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
    sumOfNine(evidence_, line_, sum_);
    outside_.pack(sum_, cvRound(9.0 / 4.0 * kEnough * strictness));
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
    double grain = noise;  // at the background's exposure
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
        forgiveClipped(luma, model_.reference(), matched_);
        grain = grainOf(noise, exposure.gain, seconds);
    }
    learn(seconds, strictness, grain);
    judge(strictness);
    separateShadows(grain);
    return pixels_;
}

}  // namespace animatize
