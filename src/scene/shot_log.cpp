#include "scene/shot_log.h"

#include <algorithm>

namespace animatize {

ShotLog::ShotLog(MetricScope& scope)
{
    for (const char* how : {"start", "cut", "dissolve", "fade"})
        counts_.emplace(how, CountSince(scope.counter(Metric::Shots, {how})));
}

ShotEvent ShotLog::begin(const FrameTime& at, const char* transition, std::optional<double> score)
{
    running_ = true;
    ++id_;
    start_ = at;
    transition_ = transition;
    transitionStart_ = {at.pts};
    transitionDuration_ = {0};
    score_ = score;
    best_.reset();
    counts_.at(transition_).add();
    return describe("begin");
}

ShotEvent ShotLog::begin(const GradualTransition& transition)
{
    begin(transition.at, transition.kind, transition.score);
    transitionStart_ = {transition.start.pts};
    transitionDuration_ = {transition.end.now - transition.start.now};
    return describe("begin");
}

ShotEvent ShotLog::end(uint64_t now, uint64_t clean, const std::string& reason)
{
    const uint64_t length = now > start_.now ? now - start_.now : 0;
    ShotEvent event = describe("end");
    event.duration = {length};
    if (const auto best = best_.before(clean)) {
        event.keyframePts = {best->time.pts};
        event.keyframeScore = best->score;
    }
    event.reason = reason;
    ++totals_.ended;
    totals_.length += length;
    totals_.shortest = std::min(totals_.shortest, length);
    totals_.longest = std::max(totals_.longest, length);
    running_ = false;
    return event;
}

ShotEvent ShotLog::describe(const char* what) const
{
    ShotEvent event;
    event.event = what;
    event.shotId = id_;
    event.transition = transition_;
    event.transitionStart = transitionStart_;
    event.transitionDuration = transitionDuration_;
    event.score = score_;
    event.start = {start_.pts};
    return event;
}

void ShotLog::addTo(Record& summary) const
{
    uint64_t shots = 0;
    for (const auto& [how, count] : counts_)
        shots += count.value();
    summary.add("shots", shots).add("cuts", counts_.at("cut").value());
    summary.add("dissolves", counts_.at("dissolve").value());
    summary.add("fades", counts_.at("fade").value());
    if (totals_.ended == 0)
        return;
    summary.add("mean-shot-duration", Nanoseconds{totals_.length / totals_.ended});
    summary.add("shortest-shot", Nanoseconds{totals_.shortest});
    summary.add("longest-shot", Nanoseconds{totals_.longest});
}

void ShotLog::resetSummary()
{
    totals_ = {};
    for (auto& [how, count] : counts_)
        count.restart();
}

}  // namespace animatize
