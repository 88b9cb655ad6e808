// MetricRegistry: what all scopes of the process have counted, those alive and those gone.
//
//   for (const MetricFamily& family : MetricRegistry::process().collect())
//       for (const MetricSeries& series : family.series) ...
//
// Counters and histograms only grow: when a scope ends, what it counted is kept. Gauges are what
// the living say; a series that nobody says anything of is gone. Thread-safe; the number of series
// is bounded by the table (metric.h), so the memory is too.
#pragma once

#include <array>
#include <map>
#include <vector>

#include "base/guarded.h"
#include "metrics/metric_scope.h"

namespace animatize {

struct MetricSeries {
    LabelValues labels;
    double value = 0.0;   ///< of counters and gauges, in base units
    TimeHistogram times;  ///< of histograms
};

/// A row and what there is of it.
struct MetricFamily {
    const MetricRow* row;
    std::vector<MetricSeries> series;  ///< sorted by labels
};

class MetricRegistry {
  public:
    /// That of this process; it has build_info. Never destroyed: threads may outlive main().
    static MetricRegistry& process();

    MetricRegistry() = default;
    MetricRegistry(const MetricRegistry&) = delete;
    MetricRegistry& operator=(const MetricRegistry&) = delete;

    /// All families that have a series, in the order of the table. Counters that are read while
    /// others count may be one apart from each other.
    std::vector<MetricFamily> collect() const;
    /// One series; 0 when there is none, and for histograms.
    double value(Metric metric, const LabelValues& labels = {}) const;

  private:
    friend class MetricScope;

    struct Series {
        uint64_t counted = 0;  ///< by those gone
        TimeHistogram times;   ///< of those gone
        std::vector<const Instrument*> living;
    };
    using Family = std::map<LabelValues, Series>;
    using Families = std::array<Family, kMetrics>;

    void add(Metric metric, const LabelValues& values, const Instrument& instrument);
    void remove(Metric metric, const Instrument& instrument);

    static LabelValues admitted(const MetricRow& row, const Family& family, LabelValues values);
    static MetricSeries merged(const MetricRow& row, const LabelValues& labels,
                               const Series& series);

    Guarded<Families> families_;
};

}  // namespace animatize
