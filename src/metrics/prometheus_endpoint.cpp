#include "metrics/prometheus_endpoint.h"

#include <cmath>
#include <exception>

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <prometheus/metric_family.h>

#include "metrics/endpoint_address.h"

namespace animatize {
namespace {

constexpr double kNanosecond = 1e-9;
constexpr double kMicrosecond = 1e-6;

prometheus::MetricType typeOf(MetricType type)
{
    switch (type) {
        case MetricType::Counter:
            return prometheus::MetricType::Counter;
        case MetricType::Gauge:
            return prometheus::MetricType::Gauge;
        case MetricType::Histogram:
            break;
    }
    return prometheus::MetricType::Histogram;
}

// Fine buckets that end together become one: each count is exact.
prometheus::ClientMetric::Histogram histogramOf(const TimeHistogram& times, const Buckets& buckets)
{
    prometheus::ClientMetric::Histogram made;
    made.sample_count = times.count();
    made.sample_sum = static_cast<double>(times.sum()) * kNanosecond;
    const int step = TimeHistogram::kPerDoubling / buckets.perDoubling;
    const int last = buckets.last * TimeHistogram::kPerDoubling;
    for (int edge = buckets.first * TimeHistogram::kPerDoubling; edge <= last; edge += step)
        made.bucket.push_back(
            {times.countUpTo(edge),
             kMicrosecond * std::exp2(static_cast<double>(edge) / TimeHistogram::kPerDoubling)});
    return made;
}

prometheus::ClientMetric clientMetric(const MetricRow& row, const MetricSeries& series)
{
    prometheus::ClientMetric made;
    for (size_t i = 0; i < series.labels.size(); ++i)
        made.label.push_back({row.labels[i].name, series.labels[i]});
    switch (row.type) {
        case MetricType::Counter:
            made.counter.value = series.value;
            break;
        case MetricType::Gauge:
            made.gauge.value = series.value;
            break;
        case MetricType::Histogram:
            made.histogram = histogramOf(series.times, row.buckets);
            break;
    }
    return made;
}

class Collected final : public prometheus::Collectable {
  public:
    explicit Collected(const MetricRegistry& registry) : registry_(registry) {}

    std::vector<prometheus::MetricFamily> Collect() const override
    {
        std::vector<prometheus::MetricFamily> all;
        for (const MetricFamily& family : registry_.collect()) {
            prometheus::MetricFamily made{
                family.row->name, family.row->help, typeOf(family.row->type), {}};
            for (const MetricSeries& series : family.series)
                made.metric.push_back(clientMetric(*family.row, series));
            all.push_back(std::move(made));
        }
        return all;
    }

  private:
    const MetricRegistry& registry_;
};

class ExposedEndpoint final : public PrometheusEndpoint {
  public:
    // Throws what the library throws.
    ExposedEndpoint(EndpointAddress address, const MetricRegistry& registry)
        : collected_(std::make_shared<Collected>(registry)), exposer_(address.text())
    {
        exposer_.RegisterCollectable(collected_);
        for (const int port : exposer_.GetListeningPorts())
            address.port = static_cast<uint16_t>(port);
        uri_ = "http://" + address.text() + "/metrics";
    }

    const std::string& uri() const override { return uri_; }

  private:
    const std::shared_ptr<Collected> collected_;
    prometheus::Exposer exposer_;
    std::string uri_;
};

}  // namespace

Result<std::unique_ptr<PrometheusEndpoint>> PrometheusEndpoint::open(const std::string& address,
                                                                     const MetricRegistry& registry)
{
    const auto parsed = endpointAddress(address);
    if (!parsed)
        return parsed.error();
    try {
        return std::unique_ptr<PrometheusEndpoint>(
            std::make_unique<ExposedEndpoint>(*parsed, registry));
    } catch (const std::exception& trouble) {
        return Error{"metrics can't be served at " + parsed->text() +
                     ": the port may be in use or the address not this machine's (" +
                     trouble.what() + ")"};
    }
}

}  // namespace animatize
