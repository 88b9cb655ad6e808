#include "motion/luma_mixture.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <opencv2/core/hal/intrin.hpp>

namespace animatize {
namespace {

using cv::v_int16x8;
using cv::v_uint16x8;

constexpr int kShift = 7;               // fixed point of values and deviations
constexpr double kOne = 1 << kShift;    // a grey level
constexpr double kMostDeviation = 8.0;  // grey levels
constexpr double kBackground = 0.9;     // weight of the values that make up the background
constexpr size_t kEvery = 101;          // pixels of a sample
constexpr size_t kLanes = 16;           // pixels per round

uint16_t fixed(double value, double scale, double most)
{
    return static_cast<uint16_t>(std::lround(std::clamp(value * scale, 0.0, most)));
}

v_int16x8 asSigned(const v_uint16x8& v)
{
    return cv::v_reinterpret_as_s16(v);
}
v_uint16x8 asUnsigned(const v_int16x8& v)
{
    return cv::v_reinterpret_as_u16(v);
}

// value + rate * (target - value), rounded; `rate` in 1/65536, below one half.
v_uint16x8 towards(const v_uint16x8& value, const v_uint16x8& target, const v_int16x8& rate)
{
    const v_int16x8 step = asSigned(cv::v_sub_wrap(target, value));
    const v_int16x8 low = cv::v_mul_wrap(step, rate);
    const v_int16x8 high = cv::v_mul_hi(step, rate);
    return asUnsigned(cv::v_add_wrap(asSigned(value), high - (low >> 15)));
}

// What the loop needs of the rates, as registers.
struct Constants {
    explicit Constants(const MixtureRates& rates)
        : weight(cv::v_setall_u16(fixed(rates.weight, 65536.0, 65535.0))),
          mean(cv::v_setall_s16(static_cast<short>(fixed(rates.mean, 65536.0, 32767.0)))),
          deviation(cv::v_setall_s16(static_cast<short>(fixed(rates.deviation, 65536.0, 32767.0)))),
          least(cv::v_setall_u16(fixed(rates.leastDeviation, kOne, kMostDeviation * kOne))),
          most(cv::v_setall_u16(fixed(kMostDeviation, kOne, 65535.0))),
          tolerance(cv::v_setall_u16(fixed(rates.tolerance, 8.0, 127.0))),
          background(cv::v_setall_u16(fixed(kBackground, 65536.0, 65535.0)))
    {}
    v_uint16x8 weight;
    v_int16x8 mean, deviation;
    v_uint16x8 least, most, tolerance, background;
};

// Eight pixels.
struct Mixture {
    v_uint16x8 mean[3], weight[3], deviation;

    void learn(const v_uint16x8& x, const v_uint16x8 (&apart)[3], const Constants& c)
    {
        const v_uint16x8 gate = (deviation << 2) - (deviation >> 2);  // three sigmas
        const v_uint16x8 first = apart[0] < gate;
        if (cv::v_check_all(first)) {  // most of the time
            settle(x, apart[0], c);
            return;
        }
        const v_uint16x8 second = ~first & (apart[1] < gate);
        const v_uint16x8 known = first | second;
        const v_uint16x8 third = ~known & (apart[2] < gate);
        const v_uint16x8 fresh = ~(known | third);
        const v_uint16x8 fits[3] = {first, second, third};
        for (int k = 0; k < 3; ++k) {
            const v_uint16x8 faded = weight[k] - cv::v_mul_hi(weight[k], c.weight);
            weight[k] = faded + (fits[k] & c.weight);
            mean[k] = cv::v_select(fits[k], towards(mean[k], x, c.mean), mean[k]);
        }
        const v_uint16x8 off =
            cv::v_select(first, apart[0], cv::v_select(second, apart[1], apart[2]));
        const v_uint16x8 learned = towards(deviation, off, c.deviation);
        deviation = cv::v_select(fresh, deviation, cv::v_max(c.least, cv::v_min(c.most, learned)));
        weight[2] = cv::v_select(fresh, c.weight, weight[2]);
        mean[2] = cv::v_select(fresh, x, mean[2]);
        order(1, 2);
        order(0, 1);
    }

    // All eight have the value that they mostly have.
    void settle(const v_uint16x8& x, const v_uint16x8& apart, const Constants& c)
    {
        weight[0] = weight[0] - cv::v_mul_hi(weight[0], c.weight) + c.weight;
        weight[1] = weight[1] - cv::v_mul_hi(weight[1], c.weight);
        weight[2] = weight[2] - cv::v_mul_hi(weight[2], c.weight);
        mean[0] = towards(mean[0], x, c.mean);
        deviation = cv::v_max(c.least, cv::v_min(c.most, towards(deviation, apart, c.deviation)));
    }

    void order(int a, int b)
    {
        const v_uint16x8 wrong = weight[a] < weight[b];
        const v_uint16x8 w = cv::v_select(wrong, weight[b], weight[a]);
        weight[b] = cv::v_select(wrong, weight[a], weight[b]);
        weight[a] = w;
        const v_uint16x8 m = cv::v_select(wrong, mean[b], mean[a]);
        mean[b] = cv::v_select(wrong, mean[a], mean[b]);
        mean[a] = m;
    }

    // Distance from the nearest value of the background, then learn.
    v_uint16x8 judge(const v_uint16x8& x, const Constants& c)
    {
        const v_uint16x8 apart[3] = {cv::v_absdiff(x, mean[0]), cv::v_absdiff(x, mean[1]),
                                     cv::v_absdiff(x, mean[2])};
        deviation = cv::v_max(deviation, c.least);
        const v_uint16x8 noSecond = weight[0] >= c.background;
        const v_uint16x8 noThird = weight[0] + weight[1] >= c.background;
        const v_uint16x8 nearest =
            cv::v_min(apart[0], cv::v_min(apart[1] | noSecond, apart[2] | noThird));
        const v_uint16x8 beyond = nearest - cv::v_mul_wrap(deviation >> 3, c.tolerance);
        learn(x, apart, c);
        return beyond >> 5;
    }
};

}  // namespace

void LumaMixture::start(const cv::Mat& luma, double deviation)
{
    const size_t pixels = luma.total();
    const size_t whole = (pixels + kLanes - 1) / kLanes * kLanes;
    padded_.assign(3 * whole, 0);
    distance_ = cv::Mat(luma.size(), CV_8U, padded_.data() + whole);
    reference_ = cv::Mat(luma.size(), CV_8U, padded_.data() + 2 * whole);
    cv::Mat own(luma.size(), CV_8U, padded_.data());
    luma.copyTo(own);
    luma.copyTo(reference_);
    for (size_t k = 0; k < kValues; ++k) {
        mean_[k].assign(whole, 0);
        weight_[k].assign(whole, k == 0 ? 65535 : 0);
    }
    for (size_t i = 0; i < pixels; ++i)
        mean_[0][i] = static_cast<uint16_t>(padded_[i] << kShift);
    deviation_.assign(whole, fixed(deviation, kOne, kMostDeviation * kOne));
}

double LumaMixture::deviation() const
{
    double sum = 0.0;
    int count = 0;
    for (size_t i = kEvery / 2; i < distance_.total(); i += kEvery, ++count)
        sum += deviation_[i];
    return count ? sum / kOne / count : 0.0;
}

void LumaMixture::next(const cv::Mat& luma, const MixtureRates& rates)
{
    const size_t whole = padded_.size() / 3;
    cv::Mat own(luma.size(), CV_8U, padded_.data());
    luma.copyTo(own);
    const Constants constants(rates);
    const v_uint16x8 half = cv::v_setall_u16(1 << (kShift - 1));
    for (size_t i = 0; i < whole; i += kLanes) {
        v_uint16x8 x[2], far[2], there[2];
        cv::v_expand(cv::v_load(padded_.data() + i), x[0], x[1]);
        for (size_t part = 0; part < 2; ++part) {
            const size_t at = i + 8 * part;
            Mixture pixels;
            for (size_t k = 0; k < kValues; ++k) {
                pixels.mean[k] = cv::v_load(mean_[k].data() + at);
                pixels.weight[k] = cv::v_load(weight_[k].data() + at);
            }
            pixels.deviation = cv::v_load(deviation_.data() + at);
            far[part] = pixels.judge(x[part] << kShift, constants);
            there[part] = (pixels.mean[0] + half) >> kShift;
            for (size_t k = 0; k < kValues; ++k) {
                cv::v_store(mean_[k].data() + at, pixels.mean[k]);
                cv::v_store(weight_[k].data() + at, pixels.weight[k]);
            }
            cv::v_store(deviation_.data() + at, pixels.deviation);
        }
        cv::v_store(padded_.data() + whole + i, cv::v_pack(far[0], far[1]));
        cv::v_store(padded_.data() + 2 * whole + i, cv::v_pack(there[0], there[1]));
    }
}

}  // namespace animatize
