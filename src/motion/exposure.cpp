#include "motion/exposure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace animatize {
namespace {

constexpr int kSamples = 1000;
constexpr size_t kMostSamples = 4 * kSamples + 200;  // steps are whole pixels
constexpr int kLeastSamples = 60;
constexpr int kRounds = 8;
constexpr double kSameGain = 1e-4, kSameOffset = 0.01;
constexpr double kPrior = 4.0;  // variance below which a picture says nothing about the gain
constexpr double kMostGain = 4.0;
constexpr double kLeastAgreement = 0.35;
constexpr uint8_t kBlack = 3, kWhite = 248;  // clipped, with some noise averaged in
constexpr uint8_t kSlack = 16;               // grey levels by which a match may miss white
constexpr double kMostLeft = 2.0;            // grey levels of the change that a leak leaves

struct Sample {
    float picture, reference;
};

// On an even lattice; clipped values follow no line. How many there are.
size_t samplesOf(const cv::Mat& picture, const cv::Mat& reference, const cv::Mat& valid,
                 std::span<Sample> samples)
{
    const double share = static_cast<double>(picture.total()) / kSamples;
    const int step = std::max(1, static_cast<int>(std::sqrt(share)));
    size_t count = 0;
    for (int y = step / 2; y < picture.rows; y += step) {
        const uint8_t* p = picture.ptr(y);
        const uint8_t* r = reference.ptr(y);
        const uint8_t* v = valid.empty() ? nullptr : valid.ptr(y);
        for (int x = step / 2; x < picture.cols; x += step)
            if ((!v || v[x]) && p[x] > 2 && p[x] < 253 && r[x] > 2 && r[x] < 253 &&
                count < samples.size())
                samples[count++] = {static_cast<float>(p[x]), static_cast<float>(r[x])};
    }
    return count;
}

double residual(const Sample& sample, const Exposure& e)
{
    return sample.reference - e.gain * sample.picture - e.offset;
}

// Median of the absolute residuals, by counting whole grey levels.
double medianResidual(std::span<const Sample> samples, const Exposure& e)
{
    std::array<int, 256> counts{};
    for (const Sample& sample : samples)
        ++counts[static_cast<size_t>(std::min(255.0, std::abs(residual(sample, e))))];
    size_t level = 0;
    for (int seen = counts[0]; seen < static_cast<int>(samples.size() / 2); seen += counts[level])
        ++level;
    return static_cast<double>(level) + 0.5;
}

Exposure refit(std::span<const Sample> samples, const Exposure& before, double scale)
{
    double sum = 0, p = 0, r = 0, pp = 0, pr = 0;
    for (const Sample& sample : samples) {
        const double u = residual(sample, before) / scale;
        const double weight = 1.0 / ((1.0 + u * u) * (1.0 + u * u));  // Geman and McClure
        sum += weight;
        p += weight * sample.picture;
        r += weight * sample.reference;
        pp += weight * sample.picture * sample.picture;
        pr += weight * sample.picture * sample.reference;
    }
    const double variance = pp / sum - p * p / (sum * sum);
    const double covariance = pr / sum - p * r / (sum * sum);
    Exposure after;
    after.gain =
        std::clamp((covariance + kPrior) / (variance + kPrior), 1.0 / kMostGain, kMostGain);
    after.offset = (r - after.gain * p) / sum;
    return after;
}

}  // namespace

Exposure matchExposure(const cv::Mat& picture, const cv::Mat& reference, const cv::Mat& valid)
{
    std::array<Sample, kMostSamples> memory;
    const std::span samples(memory.data(), samplesOf(picture, reference, valid, memory));
    const size_t possible = std::min<size_t>(kSamples, picture.total());
    if (samples.size() < std::min<size_t>(kLeastSamples, possible / 4 + 1))
        return {};
    Exposure exposure;
    for (int round = 0; round < kRounds; ++round) {
        const double scale = std::max(3.0, 2.0 * medianResidual(samples, exposure));
        const Exposure last = exposure;
        exposure = refit(samples, exposure, scale);
        if (std::abs(exposure.gain - last.gain) < kSameGain &&
            std::abs(exposure.offset - last.offset) < kSameOffset)
            break;
    }
    const auto agreeing = std::count_if(samples.begin(), samples.end(), [&](const Sample& sample) {
        return std::abs(residual(sample, exposure)) < 12.0;
    });
    exposure.known =
        static_cast<double>(agreeing) > kLeastAgreement * static_cast<double>(samples.size());
    return exposure;
}

void applyExposure(const cv::Mat& picture, const Exposure& exposure, double leak, cv::Mat& into)
{
    std::array<uint8_t, 256> values;
    const cv::Mat table(1, 256, CV_8U, values.data());
    for (int value = 0; value < 256; ++value) {
        const double matched = exposure.gain * value + exposure.offset;
        const double left = std::clamp(leak * (value - matched), -kMostLeft, kMostLeft);
        values[static_cast<size_t>(value)] = cv::saturate_cast<uint8_t>(matched + left);
    }
    cv::LUT(picture, table, into);
}

void forgiveClipped(const cv::Mat& picture, const cv::Mat& reference, cv::Mat& matched)
{
    const int rows = picture.rows, cols = picture.cols;  // bytes may alias the Mat's own fields
    for (int y = 0; y < rows; ++y) {
        const uint8_t* l = picture.ptr(y);
        const uint8_t* r = reference.ptr(y);
        uint8_t* __restrict m = matched.ptr(y);
        for (int x = 0; x < cols; ++x) {
            const uint8_t white = r[x] >= kWhite && m[x] >= kWhite - kSlack ? r[x] : m[x];
            m[x] = white;
            const uint8_t most = std::max(m[x], r[x]), least = std::min(m[x], r[x]);
            const uint8_t high = l[x] >= kWhite ? most : m[x];
            m[x] = l[x] <= kBlack ? least : high;
        }
    }
}

}  // namespace animatize
