// MotionTimeline: how a stream went on, in a bounded number of stretches of equal length.
//
// The stretches begin with a length of one second; whenever there are too many, neighbours are
// joined and the length doubles. So an endless stream needs no more room than a short one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "motion/motion_result.h"

namespace animatize {

class MotionTimeline {
  public:
    static constexpr size_t kMost = 64;

    /// One frame and the events it decided; `now` in ns, rising.
    void add(const MotionResult& result, const std::vector<MotionEvent>& events, uint64_t now);
    /// Structures `stretch`: start duration (ns, from the first frame), mean intensity, events
    /// that began, and the label that the camera had longest; only those that hold a frame.
    RecordList records() const;

  private:
    static constexpr size_t kLabels = 9;
    struct Stretch {
        uint64_t frames = 0, events = 0;
        double intensity = 0.0;
        std::array<uint64_t, kLabels> labels{};
        void join(const Stretch& next);
    };
    Stretch& at(uint64_t now);
    void halve();
    Record record(size_t index) const;

    std::vector<Stretch> stretches_;
    std::optional<uint64_t> first_;
    uint64_t length_ = 1'000'000'000;  ///< ns
};

}  // namespace animatize
