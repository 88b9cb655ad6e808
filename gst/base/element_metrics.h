// ElementMetrics: what every element counts of a stream, in a scope of its own.
//
// One for each stream: `stats` and the summary say what was counted since the start, the registry
// goes on counting over all streams (metrics/metric_scope.h).
#pragma once

#include <optional>
#include <string>

#include "metrics/metric_scope.h"
#include "record/record.h"

namespace animatize {

/// PREFIX-mean PREFIX-p50 PREFIX-p95 PREFIX-p99 PREFIX-max, in ns.
void addTimes(Record& record, const std::string& prefix, const TimeHistogram& times);

class ElementMetrics {
  public:
    /// `element`: the name of its factory.
    explicit ElementMetrics(const std::string& element);

    MetricScope scope;
    Counter &analysed, &late, &unreadable, &failed, &messages;
    Histogram& times;  ///< per frame

    /// A frame came at `now`, ns of the machine. The time since the last one is a gap, unless the
    /// stream was interrupted or stood still in between. The streaming thread's.
    void entered(uint64_t now);
    void interrupted() { lastEntry_.reset(); }
    /// The stream has ended: there are no gaps any more.
    void ended();

    /// frames analysed skipped messages, time-{mean,p50,p95,p99,max} in ns.
    Record record() const;
    /// The same where nothing was counted.
    static Record emptyRecord() { return record(0, 0, 0, {}); }

  private:
    static Record record(uint64_t analysed, uint64_t skipped, uint64_t messages,
                         const TimeHistogram& times);

    Gauge &gap_, &longestGap_;
    std::optional<uint64_t> lastEntry_;
};

}  // namespace animatize
