// Metric: the table of all that the plugin counts and measures, written once.
//
//   rowOf(Metric::FramesSkipped).name       // "animatize_frames_skipped_total"
//
// Names follow Prometheus' conventions: base units (seconds, bytes), counters end in _total, and
// what tells series apart is a label. A label has a fixed list of values, or is free; of free
// values a family has kMostFree at most, and what comes later counts as `other`.
// docs/observability.md shows the table; a test compares.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace animatize {

enum class Metric {
    BuildInfo,
    FrameDuration,
    ChainDuration,
    StageDuration,
    FramesAnalysed,
    FramesSkipped,
    FrameGap,
    FrameGapMax,
    Messages,
    MotionEvents,
    Shots,
    Prompts,
    Keyframes,
    GeneratedFrames,
    GenerationJobs,
    Fallbacks,
    Requests,
    RequestDuration,
    RequestAttempts,
    RequestRetries,
    BreakerState,
    Cooldown,
    Disabled,
    Spent,
    SpendingRefusals,
    CacheHits,
    CacheMisses,
    CacheEntries,
    CacheBytes,
    QueueDepth,
    PadDropped,
};
constexpr size_t kMetrics = static_cast<size_t>(Metric::PadDropped) + 1;

enum class MetricType {
    Counter,   ///< only grows, also when those who counted are gone
    Gauge,     ///< what is now, of those who live
    Histogram  ///< of times in ns; only grows
};

/// What several scopes say of the same series becomes one number.
enum class Merge { Sum, Max };

struct MetricLabel {
    const char* name;
    std::vector<const char*> values;  ///< empty: free
};

/// Where buckets of a histogram end: 1 us * 2^first up to 1 us * 2^last, `perDoubling` (a divisor
/// of TimeHistogram::kPerDoubling) of them in each doubling.
struct Buckets {
    int first = 4, last = 22, perDoubling = 2;
};

struct MetricRow {
    Metric metric;
    const char* name;
    MetricType type;
    const char* help;
    std::vector<MetricLabel> labels = {};
    double unit = 1.0;  ///< of one step of a counter or a gauge, in base units
    Merge merge = Merge::Sum;
    Buckets buckets = {};
};

/// In place of free values that came too late, and of those that aren't on a label's list.
constexpr char kOtherValue[] = "other";
/// Values of free labels in a family (combinations, where there are several), without `other`.
constexpr size_t kMostFree = 32;

/// One row for each metric, in the order of the enum. Lives as long as the process.
std::span<const MetricRow> metricTable();
inline const MetricRow& rowOf(Metric metric)
{
    return metricTable()[static_cast<size_t>(metric)];
}

}  // namespace animatize
