#include "metrics/metric.h"

namespace animatize {
namespace {

constexpr double kNanosecond = 1e-9;
constexpr auto kCounter = MetricType::Counter;
constexpr auto kGauge = MetricType::Gauge;
constexpr auto kHistogram = MetricType::Histogram;

/// From 16 ms to 67 s, one each doubling.
constexpr Buckets kOfRequests{14, 26, 1};

const MetricLabel& element()
{
    static const auto& label =
        *new MetricLabel{"element",
                         {"animatizemotion", "animatizeanalyze", "animatizeprompt", "animatizegen",
                          "animatizeoverlay"}};
    return label;
}

const MetricLabel& cache()
{
    static const auto& label = *new MetricLabel{
        "cache", {"analysis", "prompt", "semantic", "picture_memory", "picture_disk"}};
    return label;
}

/// The service's name in its manifest, "llm", or an embedded backend.
const MetricLabel& backend()
{
    static const auto& label = *new MetricLabel{"backend", {}};
    return label;
}

std::vector<MetricRow> rows()
{
    return {
        {Metric::BuildInfo,
         "animatize_build_info",
         kGauge,
         "Always 1; which build it is says the label",
         {{"version", {}}},
         1.0,
         Merge::Max},
        {Metric::FrameDuration,
         "animatize_frame_duration_seconds",
         kHistogram,
         "Time that an element took for a frame",
         {element()}},
        {Metric::ChainDuration, "animatize_chain_duration_seconds", kHistogram,
         "Time that all elements in front of an overlay took for a frame"},
        {Metric::StageDuration,
         "animatize_stage_duration_seconds",
         kHistogram,
         "Time that a stage of the work took, each time that it was done",
         {{"stage",
           {"reduce", "motion", "shots", "scene", "objects", "rules", "compile", "render"}}}},
        {Metric::FramesAnalysed,
         "animatize_frames_analysed_total",
         kCounter,
         "Frames that were looked at",
         {element()}},
        {Metric::FramesSkipped,
         "animatize_frames_skipped_total",
         kCounter,
         "Frames that passed without a look: late by QoS, pixels that can't be read, or the "
         "analysis failed",
         {element(), {"reason", {"late", "unreadable", "failed"}}}},
        {Metric::FrameGap,
         "animatize_frame_gap_seconds",
         kGauge,
         "Time between the last two frames that came, while playing",
         {element()},
         kNanosecond,
         Merge::Max},
        {Metric::FrameGapMax,
         "animatize_frame_gap_max_seconds",
         kGauge,
         "Longest time between two frames of the stream, while playing",
         {element()},
         kNanosecond,
         Merge::Max},
        {Metric::Messages,
         "animatize_messages_total",
         kCounter,
         "Element messages posted on the bus",
         {element()}},
        {Metric::MotionEvents, "animatize_motion_events_total", kCounter,
         "Motion events that began"},
        {Metric::Shots,
         "animatize_shots_total",
         kCounter,
         "Shots that began, by how",
         {{"transition", {"start", "cut", "dissolve", "fade"}}}},
        {Metric::Prompts,
         "animatize_prompts_total",
         kCounter,
         "Prompts, by who worded them",
         {{"source", {"rules", "llm", "cache"}}}},
        {Metric::Keyframes,
         "animatize_keyframes_total",
         kCounter,
         "Keyframes that were made, by the backend",
         {backend()}},
        {Metric::GeneratedFrames,
         "animatize_generated_frames_total",
         kCounter,
         "Frames on air in place of those that came: shown, shown again, or missed",
         {{"result", {"shown", "repeated", "missed"}}}},
        {Metric::GenerationJobs,
         "animatize_generation_jobs_total",
         kCounter,
         "Sets of keyframes, by what became of them",
         {{"outcome", {"done", "failed", "cancelled", "expired", "replaced"}}}},
        {Metric::Fallbacks,
         "animatize_backend_fallbacks_total",
         kCounter,
         "Times that a backend was left because it failed",
         {backend()}},
        {Metric::Requests,
         "animatize_requests_total",
         kCounter,
         "Calls of services, retries included in one, by how they ended",
         {backend(),
          {"outcome",
           {"answered", "setting", "unreachable", "broken", "timed-out", "throttled", "billing",
            "forbidden", "missing", "moderated", "invalid", "server", "redirected", "too-large",
            "refused", "cancelled"}}}},
        {Metric::RequestDuration,
         "animatize_request_duration_seconds",
         kHistogram,
         "Time from a call of a service to its end, retries included",
         {backend()},
         1.0,
         Merge::Sum,
         kOfRequests},
        {Metric::RequestAttempts,
         "animatize_request_attempts_total",
         kCounter,
         "Requests that reached for the network, retries counted one by one",
         {backend()}},
        {Metric::RequestRetries,
         "animatize_request_retries_total",
         kCounter,
         "Attempts after the first one of a call",
         {backend()}},
        {Metric::BreakerState,
         "animatize_backend_breaker_state",
         kGauge,
         "Circuit breaker: 0 closed, 1 half open, 2 open; the worst of the backend's endpoints",
         {backend()},
         1.0,
         Merge::Max},
        {Metric::Cooldown,
         "animatize_backend_cooldown_seconds",
         kGauge,
         "Time until a service is asked again that had too many requests",
         {backend()},
         kNanosecond,
         Merge::Max},
        {Metric::Disabled,
         "animatize_backend_disabled",
         kGauge,
         "Whether a service isn't asked because key, account or model are wrong (1)",
         {backend()},
         1.0,
         Merge::Max},
        {Metric::Spent,
         "animatize_spent_usd_total",
         kCounter,
         "What pictures of services did cost, about, in USD",
         {},
         1e-6},
        {Metric::SpendingRefusals, "animatize_spending_refusals_total", kCounter,
         "Requests that were not sent because of the limits for requests and money"},
        {Metric::CacheHits,
         "animatize_cache_hits_total",
         kCounter,
         "Look-ups that found what they looked for",
         {cache()}},
        {Metric::CacheMisses,
         "animatize_cache_misses_total",
         kCounter,
         "Look-ups that found nothing in this cache",
         {cache()}},
        {Metric::CacheEntries, "animatize_cache_entries", kGauge, "Entries held now", {cache()}},
        {Metric::CacheBytes, "animatize_cache_size_bytes", kGauge, "Bytes held now", {cache()}},
        {Metric::QueueDepth,
         "animatize_queue_depth",
         kGauge,
         "What waits or is in work now",
         {{"queue", {"generation", "llm", "prompt_pad", "keyframe_pad"}}}},
        {Metric::PadDropped,
         "animatize_pad_dropped_buffers_total",
         kCounter,
         "Buffers of a side pad that gave way to newer ones",
         {{"pad", {"prompt", "keyframe"}}}},
    };
}

}  // namespace

// Never destroyed: whoever is asked while the process ends still finds it.
std::span<const MetricRow> metricTable()
{
    static const auto& table = *new std::vector<MetricRow>(rows());
    return table;
}

}  // namespace animatize
