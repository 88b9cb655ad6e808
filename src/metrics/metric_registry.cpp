#include "metrics/metric_registry.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "base/version.h"

namespace animatize {
namespace {

constexpr size_t kLongestValue = 64;

/// What one instrument says, of a counter or a gauge.
uint64_t valueOf(const Instrument& instrument)
{
    if (const auto* counter = std::get_if<Counter>(&instrument))
        return counter->value();
    if (const auto* gauge = std::get_if<Gauge>(&instrument))
        return gauge->value();
    const auto* watch = std::get_if<Watch>(&instrument);
    return watch ? (*watch)() : 0;
}

bool isListed(const MetricLabel& label, const std::string& value)
{
    return std::any_of(label.values.begin(), label.values.end(),
                       [&](const char* one) { return value == one; });
}

LabelValues freeOf(const MetricRow& row, const LabelValues& values)
{
    LabelValues free;
    for (size_t i = 0; i < values.size(); ++i)
        if (row.labels[i].values.empty())
            free.push_back(values[i]);
    return free;
}

}  // namespace

MetricRegistry& MetricRegistry::process()
{
    static MetricRegistry& registry = *[] {
        auto* made = new MetricRegistry;
        auto* build = new MetricScope(*made);
        build->gauge(Metric::BuildInfo, {ANIMATIZE_VERSION}).set(1);
        return made;
    }();
    return registry;
}

// Listed values as they are; free ones while there is room.
LabelValues MetricRegistry::admitted(const MetricRow& row, const Family& family, LabelValues values)
{
    values.resize(row.labels.size());
    for (size_t i = 0; i < values.size(); ++i)
        if (row.labels[i].values.empty())
            values[i] = validUtf8(values[i], kLongestValue);
        else if (!isListed(row.labels[i], values[i]))
            values[i] = kOtherValue;
    std::set<LabelValues> known;
    for (const auto& [labels, series] : family)
        known.insert(freeOf(row, labels));
    known.erase(LabelValues(freeOf(row, values).size(), kOtherValue));
    if (known.size() < kMostFree || known.contains(freeOf(row, values)))
        return values;
    for (size_t i = 0; i < values.size(); ++i)
        if (row.labels[i].values.empty())
            values[i] = kOtherValue;
    return values;
}

void MetricRegistry::add(Metric metric, const LabelValues& values, const Instrument& instrument)
{
    families_.with([&](Families& families) {
        Family& family = families[static_cast<size_t>(metric)];
        family[admitted(rowOf(metric), family, values)].living.push_back(&instrument);
    });
}

// By its address: the series may have other values than the instrument was asked for with.
void MetricRegistry::remove(Metric metric, const Instrument& instrument)
{
    families_.with([&](Families& families) {
        Family& family = families[static_cast<size_t>(metric)];
        const auto found = std::find_if(family.begin(), family.end(), [&](const auto& one) {
            const auto& living = one.second.living;
            return std::find(living.begin(), living.end(), &instrument) != living.end();
        });
        if (found == family.end())
            return;
        Series& series = found->second;
        std::erase(series.living, &instrument);
        if (const auto* counter = std::get_if<Counter>(&instrument))
            series.counted += counter->value();
        else if (const auto* histogram = std::get_if<Histogram>(&instrument))
            series.times += histogram->snapshot();
        else if (series.living.empty())
            family.erase(found);
    });
}

MetricSeries MetricRegistry::merged(const MetricRow& row, const LabelValues& labels,
                                    const Series& series)
{
    MetricSeries whole{labels, 0.0, series.times};
    uint64_t value = series.counted;
    for (const Instrument* one : series.living) {
        if (const auto* histogram = std::get_if<Histogram>(one))
            whole.times += histogram->snapshot();
        else
            value =
                row.merge == Merge::Max ? std::max(value, valueOf(*one)) : value + valueOf(*one);
    }
    whole.value = static_cast<double>(value) * row.unit;
    return whole;
}

std::vector<MetricFamily> MetricRegistry::collect() const
{
    return families_.with([](const Families& families) {
        std::vector<MetricFamily> all;
        for (const MetricRow& row : metricTable()) {
            MetricFamily whole{&row, {}};
            for (const auto& [labels, series] : families[static_cast<size_t>(row.metric)])
                whole.series.push_back(merged(row, labels, series));
            if (!whole.series.empty())
                all.push_back(std::move(whole));
        }
        return all;
    });
}

double MetricRegistry::value(Metric metric, const LabelValues& labels) const
{
    return families_.with([&](const Families& families) {
        const Family& family = families[static_cast<size_t>(metric)];
        const auto found = family.find(labels);
        return found == family.end() ? 0.0 : merged(rowOf(metric), labels, found->second).value;
    });
}

}  // namespace animatize
