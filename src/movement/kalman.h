// KalmanTrend: value and rate of a noisy course, for times that are not evenly spaced.
//
// A random walk of the rate, measured with white noise (R. E. Kalman, "A new approach to linear
// filtering and prediction problems", 1960). Only the ratio of both noises matters to the estimate;
// it is said as a memory in seconds, so that the filter knows no units: R = 1 per second and
// q = memory^-4 give the steady filter that time constant.
#pragma once

#include <algorithm>
#include <cmath>

namespace animatize {

class KalmanTrend {
  public:
    /// `memory` > 0 s. The rate fades with the time constant `damping` > 0 s (E. S. Gardner and
    /// E. McKenzie, "Forecasting trends in time series", 1985).
    KalmanTrend(double memory, double damping)
        : memory_(memory), noise_(std::pow(memory, -4.0)), damping_(damping)
    {}

    /// A value, `seconds` > 0 after the last one; of the first the time does not matter.
    void add(double value, double seconds)
    {
        const double variance = 1.0 / std::max(1e-4, seconds);
        if (!known_) {
            known_ = true;
            level_ = value;
            levelVariance_ = variance;
            rateVariance_ = 4.0 * std::pow(memory_, -3.0);
            return;
        }
        predict(seconds);
        const double gain = levelVariance_ / (levelVariance_ + variance);
        const double rateGain = covariance_ / (levelVariance_ + variance);
        const double miss = value - level_;
        level_ += gain * miss;
        rate_ += rateGain * miss;
        rateVariance_ -= rateGain * covariance_;
        covariance_ *= 1.0 - gain;
        levelVariance_ *= 1.0 - gain;
    }

    bool known() const { return known_; }
    double level() const { return level_; }
    double rate() const { return rate_; }  ///< per second
    double ahead(double seconds) const { return level_ + reach(seconds) * rate_; }
    void clear() { *this = KalmanTrend(memory_, damping_); }

  private:
    // What a fading rate of 1 adds up to.
    double reach(double seconds) const { return -damping_ * std::expm1(-seconds / damping_); }

    void predict(double seconds)
    {
        const double reached = reach(seconds), fade = std::exp(-seconds / damping_);
        level_ += reached * rate_;
        rate_ *= fade;
        levelVariance_ += reached * (2.0 * covariance_ + reached * rateVariance_) +
                          noise_ * seconds * seconds * seconds / 3.0;
        covariance_ =
            fade * (covariance_ + reached * rateVariance_) + noise_ * seconds * seconds / 2.0;
        rateVariance_ = fade * fade * rateVariance_ + noise_ * seconds;
    }

    double memory_, noise_, damping_;
    double level_ = 0.0, rate_ = 0.0;
    double levelVariance_ = 0.0, covariance_ = 0.0, rateVariance_ = 0.0;
    bool known_ = false;
};

}  // namespace animatize
