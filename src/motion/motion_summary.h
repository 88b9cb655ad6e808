// MotionSummary: what a whole stream was like, in a bounded space.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "metrics/instruments.h"
#include "motion/motion_result.h"
#include "motion/motion_timeline.h"

namespace animatize {

class MotionSummary {
  public:
    /// `events`: what has begun since then, in the summary.
    explicit MotionSummary(CountSince events) : events_(events) {}

    /// Every frame; those of the warm-up are only counted. `mask` (may be empty) is what moves,
    /// `now` in ns.
    void add(const MotionFrame& frame, const cv::Mat& mask, uint64_t now);
    Record record() const;

  private:
    void count(const MotionResult& result, const cv::Mat& mask);
    static constexpr int kAcross = 16, kDown = 9;
    static constexpr size_t kBusiest = 5;
    RecordList busiest() const;
    static Record shares(const char* name, const std::map<std::string, uint64_t>& counts,
                         uint64_t all);

    CountSince events_;
    uint64_t frames_ = 0, judged_ = 0, moving_ = 0;
    double intensity_ = 0.0, most_ = 0.0;
    std::map<std::string, uint64_t> labels_;    ///< at most the nine of the contract
    std::map<std::string, uint64_t> patterns_;  ///< at most three
    MotionTimeline timeline_;
    std::array<uint64_t, kAcross * kDown> cells_{};
};

}  // namespace animatize
