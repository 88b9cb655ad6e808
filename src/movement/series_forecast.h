// SeriesForecast: where one measured number will be in half a second and in a second.
//
// No single model fits: a hand sways about a mean, a dolly goes on, an easing move comes to rest,
// a swing swings back. So several simple models forecast side by side, each is compared with what
// then came, and they are mixed by how well they did on this very course (J. M. Bates and C. W. J.
// Granger, "The combination of forecasts", 1969); until that is known, by how well they do in
// general. The errors of the mixture are its uncertainty, and a course that was no better forecast
// than by "it stays as it is" is not forecast at all.
//
// Fixed memory, no allocation. Times rise; the same input gives the same output.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/ring.h"
#include "motion/leaky_mean.h"
#include "movement/kalman.h"

namespace animatize {

constexpr size_t kHorizons = 2;
constexpr std::array<uint64_t, kHorizons> kHorizon{500'000'000, 1'000'000'000};  ///< ns

/// A forecast and its standard deviation, in the unit of what was measured.
struct Forecasted {
    double value = 0.0, deviation = 0.0;
};

/// What is known in advance of a kind of course (series_models.h).
struct SeriesModel {
    /// The models that forecast side by side: the last value; levels of 0.1 and 0.5 s; the mean;
    /// rest (of a speed 0, of a place the median of the last values); a quick and a calm trend; the
    /// regression on what was; and what somebody else says.
    enum Expert { Stays, Fast, Slow, Mean, Rest, TrendQuick, TrendCalm, Regressed, Told, kExperts };

    std::array<std::array<double, kExperts>, kHorizons> prior;  ///< weights before any evidence
    std::array<double, kHorizons> spread;  ///< deviation before any, shares of the recent rms
    double floor;                          ///< of measuring: smaller errors don't matter
    double leastDeviation;                 ///< of measuring, where all went well
    bool place;                            ///< a place, which a rate moves on; else a speed
    double quick, calm;                    ///< s, memories of the trends
    double quickFade, calmFade;            ///< s, how long a trend lasts
    double mean;                           ///< s, memory of the mean
    double sharpness;      ///< power of the errors in a weight: 1 is Bates and Granger's
    double nearSharpness;  ///< the same of the errors within a fifth of a second
    double doubt;          ///< s of comparing after which `prior` counts half
};

class SeriesForecast {
  public:
    /// `model` outlives it.
    explicit SeriesForecast(const SeriesModel& model);

    /// The two horizons and a near one, 0.2 s, which tells early what kind of course it is.
    static constexpr size_t kSpans = kHorizons + 1, kProbe = kHorizons;
    using Told = std::array<double, kSpans>;

    void add(uint64_t now, double value, const std::optional<Told>& told = std::nullopt);
    void clear();
    /// Absent for the first 200 ms, and where "it stays" was as good.
    std::optional<Forecasted> at(size_t horizon) const;

    double level() const { return quick_.level(); }
    double rate() const { return quick_.rate(); }  ///< per second
    /// Of the calm trend.
    double calmRate() const { return calm_.rate(); }
    /// Whether the calm trend was clearly nearer to the last moments than "it stays".
    bool trendTells() const;
    double floor() const { return model_->floor; }
    bool known() const { return samples_ >= kLeastSamples; }

  private:
    using Guesses = std::array<double, SeriesModel::kExperts>;
    static constexpr int kLeastSamples = 4;
    static constexpr size_t kMostWaiting = 40, kMostRecent = 9;

    /// What was forecast at a time, until it can be compared.
    struct Waiting {
        uint64_t time = 0;
        double off = 0.0, rate = 0.0, level = 0.0;  ///< what a regression goes by
        std::array<Guesses, kSpans> guesses{};
        std::array<double, kHorizons> mixed{};
    };
    /// A mean that forgets, as LeakyMean; many of them share the share of what is fresh.
    struct Fading {
        double sum = 0.0, weight = 0.0;
        void add(double value, double fresh)
        {
            sum += fresh * (value - sum);
            weight += fresh * (1.0 - weight);
        }
        double value() const { return weight > 0.0 ? sum / weight : 0.0; }
    };
    /// Of one horizon: squared errors, and the regression of what came on what was.
    struct Record {
        std::array<Fading, SeriesModel::kExperts> errors;
        Fading mixed;
        Fading offOff, offRate, rateRate, offGain, rateGain;
        double tested = 0.0;  ///< seconds that could be compared
        size_t next = 0;      ///< count of those waiting that were compared already
    };

    void compare(uint64_t now, double value);
    void compareOne(Record& record, size_t span, const Waiting& was, double came);
    void wait(uint64_t now);
    Guesses guess(size_t span) const;
    double regressed(size_t span) const;
    double doneWell(size_t span, size_t expert) const;
    Guesses weights(size_t horizon) const;
    double mix(size_t horizon, const Guesses& guesses) const;
    double erred(size_t horizon) const;
    double variance(size_t horizon) const;
    bool isSkilled(size_t horizon) const;

    const SeriesModel* model_;
    KalmanTrend quick_, calm_;
    LeakyMean fast_, slow_, mean_, square_;
    double value_ = 0.0;
    std::optional<Told> told_;
    Ring<double, kMostRecent> recent_;
    double rest_ = 0.0;  ///< of a place the median of the last values, of a speed 0
    uint64_t now_ = 0, since_ = 0;
    int samples_ = 0;
    std::array<Record, kSpans> records_;
    std::array<Guesses, kHorizons> shares_{};  ///< weights of the experts, together 1
    Ring<Waiting, kMostWaiting> waiting_;
};

}  // namespace animatize
