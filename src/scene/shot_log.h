// ShotLog: the shot that runs, its best frame so far, and what is told when shots begin and end.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "frame/frame_time.h"
#include "metrics/metric_scope.h"
#include "record/record.h"
#include "scene/best_moment.h"
#include "scene/gradual_transition.h"
#include "scene/scene_result.h"

namespace animatize {

class ShotLog {
  public:
    /// Shots are counted in the scope, which outlives this.
    explicit ShotLog(MetricScope& scope);

    bool running() const { return running_; }
    uint64_t id() const { return id_; }
    Nanoseconds start() const { return {start_.pts}; }
    /// How it began: start cut dissolve fade; empty before the first.
    const std::string& transition() const { return transition_; }
    uint64_t startTime() const { return start_.now; }  ///< on the clock of FrameTime

    ShotEvent begin(const FrameTime& at, const char* transition, std::optional<double> score);
    ShotEvent begin(const GradualTransition& transition);
    /// `now`: where the shot ends, on the clock of FrameTime; `clean`: where its pictures end,
    /// which is before a dissolve.
    ShotEvent end(uint64_t now, uint64_t clean, const std::string& reason);
    /// A frame of the running shot, perhaps its best.
    void offer(const FrameTime& time, double score) { best_.offer(time, score); }

    void addTo(Record& summary) const;
    void resetSummary();

  private:
    /// By transition.
    using Counts = std::map<std::string, CountSince>;
    struct Totals {
        uint64_t ended = 0;
        uint64_t length = 0, shortest = UINT64_MAX, longest = 0;  // ns
    };

    ShotEvent describe(const char* event) const;

    bool running_ = false;
    uint64_t id_ = 0;
    FrameTime start_;
    std::string transition_;
    Nanoseconds transitionStart_, transitionDuration_;
    std::optional<double> score_;
    BestMoment best_;
    Counts counts_;
    Totals totals_;
};

}  // namespace animatize
