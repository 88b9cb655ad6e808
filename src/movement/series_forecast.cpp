#include "movement/series_forecast.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "frame/frame_time.h"

namespace animatize {
namespace {

constexpr uint64_t kSpacing = 30 * kMillisecond;       // between two forecasts that are compared
constexpr uint64_t kLongestGap = kSecond;              // after it the course starts anew
constexpr uint64_t kLongestStep = 300 * kMillisecond;  // across which a value may be interpolated
constexpr uint64_t kWarmUp = 200 * kMillisecond;
constexpr double kFast = 0.1, kSlow = 0.5;  // s, memories of the levels
constexpr double kErrorMemory = 2.0;        // s
constexpr double kFitMemory = 3.0;          // s
constexpr double kUsual = 1.0;    // s of comparing after which the usual error counts half
constexpr double kWorse = 1.2;    // times the square of the error of "it stays" is no forecast
constexpr double kMost = 1e4;     // nothing that is measured is more; its fourth power is finite
constexpr double kClearly = 0.5;  // of the squares of the errors
constexpr double kRidge = 0.5;    // s of evidence that the regression's prior is worth

constexpr std::array<uint64_t, kHorizons + 1> kSpan{kHorizon[0], kHorizon[1], 200 * kMillisecond};
constexpr double kProbeMemory = 0.5;  // s
constexpr double kProbeDoubt = 0.2;   // s

double secondsOf(size_t span)
{
    return static_cast<double>(kSpan[span]) / 1e9;
}

}  // namespace

SeriesForecast::SeriesForecast(const SeriesModel& model)
    : model_(&model), quick_(model.quick, model.quickFade), calm_(model.calm, model.calmFade)
{}

void SeriesForecast::clear()
{
    *this = SeriesForecast(*model_);
}

void SeriesForecast::add(uint64_t now, double value, const std::optional<Told>& told)
{
    value = std::clamp(value, -kMost, kMost);
    if (samples_ > 0 && now <= now_)
        return;
    if (samples_ > 0 && now - now_ > kLongestGap)
        clear();
    const bool first = samples_ == 0;
    if (first)
        since_ = now;
    else
        compare(now, value);
    const double seconds = first ? 0.04 : secondsBetween(now_, now);
    quick_.add(value, seconds);
    calm_.add(value, seconds);
    fast_.add(value, seconds, kFast);
    slow_.add(value, seconds, kSlow);
    mean_.add(value, seconds, model_->mean);
    const double off = model_->place ? quick_.rate() : value;
    square_.add(off * off, seconds, model_->mean);
    if (model_->place) {
        recent_.push_back(value);
        rest_ = nthOf(recent_, recent_.size() / 2, [](double v) { return v; });
    }
    value_ = value;
    told_ = told;
    now_ = now;
    ++samples_;
    for (size_t h = 0; h < kHorizons; ++h)
        shares_[h] = weights(h);
    if (known() && (waiting_.empty() || now >= waiting_.back().time + kSpacing))
        wait(now);
}

// All that waited for a time between the last value and this one.
void SeriesForecast::compare(uint64_t now, double value)
{
    for (size_t span = 0; span < kSpans; ++span) {
        Record& record = records_[span];
        while (record.next < waiting_.size()) {
            const Waiting& was = waiting_[record.next];
            const uint64_t due = was.time + kSpan[span];
            if (due > now)
                break;
            ++record.next;
            if (now - now_ > kLongestStep || due < now_)
                continue;
            const double share = secondsBetween(now_, due) / secondsBetween(now_, now);
            compareOne(record, span, was, value_ + share * (value - value_));
        }
    }
}

void SeriesForecast::compareOne(Record& record, size_t span, const Waiting& was, double came)
{
    const double memory = span == kProbe ? kProbeMemory : kErrorMemory;
    const uint64_t before = record.next > 1 ? waiting_[record.next - 2].time : was.time - kSpacing;
    const double seconds = std::clamp(secondsBetween(before, was.time), 0.01, 0.3);
    const double fresh = -std::expm1(-seconds / memory), fit = -std::expm1(-seconds / kFitMemory);
    for (size_t i = 0; i < SeriesModel::kExperts; ++i) {
        const double miss = came - was.guesses[span][i];
        record.errors[i].add(miss * miss, fresh);
    }
    if (span != kProbe) {
        const double miss = came - was.mixed[span];
        record.mixed.add(miss * miss, fresh);
    }
    const double gain = came - was.level;
    record.offOff.add(was.off * was.off, fit);
    record.offRate.add(was.off * was.rate, fit);
    record.rateRate.add(was.rate * was.rate, fit);
    record.offGain.add(was.off * gain, fit);
    record.rateGain.add(was.rate * gain, fit);
    record.tested = std::min(record.tested + seconds, 2.0 * kErrorMemory);
}

void SeriesForecast::wait(uint64_t now)
{
    if (waiting_.size() == kMostWaiting)
        for (Record& record : records_)
            record.next -= record.next > 0;
    Waiting one;
    one.time = now;
    one.level = level();
    one.rate = rate();
    one.off = level() - mean_.value();
    for (size_t span = 0; span < kSpans; ++span)
        one.guesses[span] = guess(span);
    for (size_t h = 0; h < kHorizons; ++h)
        one.mixed[h] = mix(h, one.guesses[h]);
    waiting_.push_back(one);
}

// What came against the level, by least squares on the distance from the mean and the rate: of a
// swing both together say all, and a course that neither tells anything of stays where it is.
double SeriesForecast::regressed(size_t span) const
{
    const Record& record = records_[span];
    const double seconds = secondsOf(span);
    const double general = model_->place ? seconds : 0.0;
    const double ridge = kRidge / (record.tested + 1e-3);
    const double a = record.offOff.value() * (1.0 + ridge) + 1e-12;
    const double c = record.rateRate.value() * (1.0 + ridge) + 1e-12;
    const double b = record.offRate.value();
    const double p = record.offGain.value();
    const double q = record.rateGain.value() + ridge * record.rateRate.value() * general;
    const double determinant = a * c - b * b;
    if (record.tested <= 0.0 || determinant <= 1e-9 * a * c)
        return level() + general * rate();
    const double onOff = std::clamp((p * c - q * b) / determinant, -2.2, 0.5);
    const double onRate = std::clamp((q * a - p * b) / determinant, -1.5 * seconds, 1.5 * seconds);
    return level() + onOff * (level() - mean_.value()) + onRate * rate();
}

SeriesForecast::Guesses SeriesForecast::guess(size_t span) const
{
    const double seconds = secondsOf(span);
    Guesses guesses{};
    guesses[SeriesModel::Stays] = value_;
    guesses[SeriesModel::Fast] = fast_.value();
    guesses[SeriesModel::Slow] = slow_.value();
    guesses[SeriesModel::Mean] = mean_.value();
    guesses[SeriesModel::Rest] = rest_;
    guesses[SeriesModel::TrendQuick] = quick_.ahead(seconds);
    guesses[SeriesModel::TrendCalm] = calm_.ahead(seconds);
    guesses[SeriesModel::Regressed] = regressed(span);
    guesses[SeriesModel::Told] = told_ ? (*told_)[span] : fast_.value();
    return guesses;
}

// The logarithm of what an expert's errors make of its weight.
double SeriesForecast::doneWell(size_t span, size_t expert) const
{
    const Record& record = records_[span];
    const double doubt = span == kProbe ? kProbeDoubt : model_->doubt;
    const double power = (span == kProbe ? model_->nearSharpness : model_->sharpness) *
                         record.tested / (record.tested + doubt);
    const double floor = model_->floor * model_->floor;
    return -power * std::log((record.errors[expert].value() + floor) / floor);
}

// Once a value; all that asks for forecasts then goes by it.
SeriesForecast::Guesses SeriesForecast::weights(size_t horizon) const
{
    Guesses weights{};
    double sum = 0.0;
    for (size_t i = 0; i < SeriesModel::kExperts; ++i) {
        const double prior = model_->prior[horizon][i];
        if (prior > 0.0)
            weights[i] = prior * std::exp(doneWell(horizon, i) + doneWell(kProbe, i));
        sum += weights[i];
    }
    for (double& weight : weights)
        weight = sum > 0.0 ? weight / sum : 0.0;
    if (sum <= 0.0)
        weights[SeriesModel::Stays] = 1.0;
    return weights;
}

double SeriesForecast::mix(size_t horizon, const Guesses& guesses) const
{
    const Guesses& share = shares_[horizon];
    return std::inner_product(share.begin(), share.end(), guesses.begin(), 0.0);
}

// The mean square of the mixture's errors, of the last seconds. Mixed as it is now it would have
// erred no more than its parts did on the average (the square is convex), whatever it did in its
// first moments.
double SeriesForecast::erred(size_t horizon) const
{
    const Record& record = records_[horizon];
    const Guesses& share = shares_[horizon];
    double parts = 0.0;
    for (size_t i = 0; i < SeriesModel::kExperts; ++i)
        parts += share[i] * record.errors[i].value();
    return std::min(parts, record.mixed.value());
}

// The errors that were made, and as long as they are few, those that are usual.
double SeriesForecast::variance(size_t horizon) const
{
    const double usual = model_->spread[horizon] * model_->spread[horizon] * square_.value();
    const double seen = records_[horizon].tested;
    return (seen * erred(horizon) + kUsual * usual) / (seen + kUsual) +
           model_->leastDeviation * model_->leastDeviation;
}

bool SeriesForecast::isSkilled(size_t horizon) const
{
    const Record& record = records_[horizon];
    const double floor = model_->floor * model_->floor;
    const double stays = record.errors[SeriesModel::Stays].value();
    return record.tested < kUsual || erred(horizon) <= std::max(kWorse * stays, floor);
}

bool SeriesForecast::trendTells() const
{
    const Record& near = records_[kProbe];
    const double trend = near.errors[SeriesModel::TrendCalm].value();
    const double stays = near.errors[SeriesModel::Stays].value();
    return near.tested > kProbeDoubt && stays > 4.0 * model_->floor * model_->floor &&
           trend < kClearly * stays;
}

std::optional<Forecasted> SeriesForecast::at(size_t horizon) const
{
    if (!known() || now_ - since_ < kWarmUp || !isSkilled(horizon))
        return std::nullopt;
    return Forecasted{mix(horizon, guess(horizon)), std::sqrt(variance(horizon))};
}

}  // namespace animatize
