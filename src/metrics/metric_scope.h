// MetricScope: the instruments of one who counts: a stream of an element, a client, a cache.
//
//   MetricScope scope;
//   Counter& late = scope.counter(Metric::FramesSkipped, {"animatizemotion", "late"});
//   late.add();                                     // each frame: no lock, no look-up
//   scope.counter(Metric::Keyframes, {backend}).add();   // seldom: a short lock
//
// An instrument is made when it is first asked for, is 0 then, and lives as long as the scope.
// The registry (metric_registry.h) sums the scopes of the process; what a scope has counted stays
// in the sum when it is gone, its gauges don't. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/guarded.h"
#include "metrics/instruments.h"
#include "metrics/metric.h"

namespace animatize {

class MetricRegistry;

/// In the order of the row's labels.
using LabelValues = std::vector<std::string>;

/// A gauge that is asked when somebody wants to know. On any thread; it must not use metrics.
using Watch = std::function<uint64_t()>;

using Instrument = std::variant<Counter, Gauge, Histogram, Watch>;

class MetricScope {
  public:
    /// Of this process.
    MetricScope();
    /// Tests bring their own registry; it must outlive the scope.
    explicit MetricScope(MetricRegistry& registry) : registry_(registry) {}
    ~MetricScope();
    MetricScope(const MetricScope&) = delete;
    MetricScope& operator=(const MetricScope&) = delete;

    /// The row has to be of that type.
    Counter& counter(Metric metric, const LabelValues& values = {});
    Gauge& gauge(Metric metric, const LabelValues& values = {});
    Histogram& histogram(Metric metric, const LabelValues& values = {});
    /// Asks `watch` for the gauge until the scope ends; what it uses must live as long.
    void watch(Metric metric, const LabelValues& values, Watch watch);

    /// Of all series of a counter in this scope.
    uint64_t total(Metric metric) const;

  private:
    using Key = std::pair<Metric, LabelValues>;
    using Instruments = std::map<Key, Instrument>;

    template <typename T, typename... Arguments>
    T& instrument(Metric metric, const LabelValues& values, Arguments&&... arguments);

    MetricRegistry& registry_;
    Guarded<Instruments> instruments_;
};

using MetricScopeRef = std::shared_ptr<MetricScope>;

/// For those that are made without one.
inline MetricScopeRef ownScope()
{
    return std::make_shared<MetricScope>();
}

}  // namespace animatize
