#include "gst/base/element_metrics.h"

namespace animatize {

void addTimes(Record& record, const std::string& prefix, const TimeHistogram& times)
{
    record.add(prefix + "-mean", Record::Value(times.mean()))
        .add(prefix + "-p50", Record::Value(times.percentile(0.50)))
        .add(prefix + "-p95", Record::Value(times.percentile(0.95)))
        .add(prefix + "-p99", Record::Value(times.percentile(0.99)))
        .add(prefix + "-max", Record::Value(times.maximum()));
}

ElementMetrics::ElementMetrics(const std::string& element)
    : analysed(scope.counter(Metric::FramesAnalysed, {element})),
      late(scope.counter(Metric::FramesSkipped, {element, "late"})),
      unreadable(scope.counter(Metric::FramesSkipped, {element, "unreadable"})),
      failed(scope.counter(Metric::FramesSkipped, {element, "failed"})),
      messages(scope.counter(Metric::Messages, {element})),
      times(scope.histogram(Metric::FrameDuration, {element})),
      gap_(scope.gauge(Metric::FrameGap, {element})),
      longestGap_(scope.gauge(Metric::FrameGapMax, {element}))
{}

void ElementMetrics::entered(uint64_t now)
{
    if (lastEntry_) {
        gap_.set(now - *lastEntry_);
        longestGap_.raise(now - *lastEntry_);
    }
    lastEntry_ = now;
}

void ElementMetrics::ended()
{
    interrupted();
    gap_.set(0);
    longestGap_.set(0);
}

Record ElementMetrics::record() const
{
    return record(analysed.value(), scope.total(Metric::FramesSkipped), messages.value(),
                  times.snapshot());
}

Record ElementMetrics::record(uint64_t analysed, uint64_t skipped, uint64_t messages,
                              const TimeHistogram& times)
{
    Record record;
    record.add("frames", Record::Value(analysed + skipped))
        .add("analysed", Record::Value(analysed))
        .add("skipped", Record::Value(skipped))
        .add("messages", Record::Value(messages));
    addTimes(record, "time", times);
    return record;
}

}  // namespace animatize
