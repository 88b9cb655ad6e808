// EventMachine: when motion becomes an event, and when that is over.
//
// One machine per watched zone. Motion that lasts `minDuration` begins an event, which started
// at its onset; stillness of `holdTime` ends it, and its span ends with the last moving frame.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "frame/frame_time.h"
#include "motion/motion_result.h"

namespace animatize {

/// What one zone shows in one frame.
struct ZoneMotion {
    bool moving = false;     ///< something large enough moves
    double intensity = 0.0;  ///< share of the zone
    cv::Rect2d hull;         ///< of what moves, shares of the frame
};

class EventMachine {
  public:
    explicit EventMachine(std::string zone) : zone_(std::move(zone)) {}

    const std::string& zone() const { return zone_; }
    /// One frame; `mayBegin` is false while warming up. Takes an id from `nextId` to begin.
    void next(const ZoneMotion& motion, const FrameTime& time, bool mayBegin, uint64_t minDuration,
              uint64_t holdTime, uint64_t& nextId, std::vector<MotionEvent>& events);
    /// Ends what runs.
    void interrupt(const std::string& reason, std::vector<MotionEvent>& events);
    /// Of the event that runs.
    std::optional<uint64_t> eventId() const { return running_ ? std::optional(id_) : std::nullopt; }

  private:
    void wait(const ZoneMotion& motion, const FrameTime& time, bool mayBegin);
    void take(const ZoneMotion& motion, const FrameTime& time);
    MotionEvent report(const char* event) const;

    std::string zone_;  ///< empty: the whole frame
    bool running_ = false;
    uint64_t id_ = 0;
    std::optional<FrameTime> onset_;
    uint64_t lastMoving_ = 0, lastReport_ = 0;
    bool paused_ = false;  ///< one still frame since the last moving one, before the beginning
    double intensity_ = 0.0, peak_ = 0.0;
    cv::Rect2d hull_;
};

}  // namespace animatize
