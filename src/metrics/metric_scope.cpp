#include "metrics/metric_scope.h"

#include <tuple>

#include "metrics/metric_registry.h"

namespace animatize {

MetricScope::MetricScope() : MetricScope(MetricRegistry::process()) {}

MetricScope::~MetricScope()
{
    instruments_.with([this](const Instruments& instruments) {
        for (const auto& [key, instrument] : instruments)
            registry_.remove(key.first, instrument);
    });
}

// The registry's lock is taken inside of this one, never the other way round.
template <typename T, typename... Arguments>
T& MetricScope::instrument(Metric metric, const LabelValues& values, Arguments&&... arguments)
{
    return *instruments_.with([&](Instruments& instruments) {
        if (const auto known = instruments.find({metric, values}); known != instruments.end())
            return &std::get<T>(known->second);
        const auto made = instruments.emplace(
            std::piecewise_construct, std::forward_as_tuple(metric, values),
            std::forward_as_tuple(std::in_place_type<T>, std::forward<Arguments>(arguments)...));
        registry_.add(metric, values, made.first->second);
        return &std::get<T>(made.first->second);
    });
}

Counter& MetricScope::counter(Metric metric, const LabelValues& values)
{
    return instrument<Counter>(metric, values);
}

Gauge& MetricScope::gauge(Metric metric, const LabelValues& values)
{
    return instrument<Gauge>(metric, values);
}

Histogram& MetricScope::histogram(Metric metric, const LabelValues& values)
{
    return instrument<Histogram>(metric, values);
}

void MetricScope::watch(Metric metric, const LabelValues& values, Watch watch)
{
    instrument<Watch>(metric, values, std::move(watch));
}

uint64_t MetricScope::total(Metric metric) const
{
    return instruments_.with([&](const Instruments& instruments) {
        uint64_t sum = 0;
        for (auto one = instruments.lower_bound({metric, {}});
             one != instruments.end() && one->first.first == metric; ++one)
            sum += std::get<Counter>(one->second).value();
        return sum;
    });
}

}  // namespace animatize
