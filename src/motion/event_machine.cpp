#include "motion/event_machine.h"

#include <algorithm>

namespace animatize {
namespace {

constexpr uint64_t kUpdateEvery = kSecond;

}  // namespace

void EventMachine::take(const ZoneMotion& motion, const FrameTime& time)
{
    if (!onset_) {
        onset_ = time;
        peak_ = 0.0;
        hull_ = motion.hull;
    }
    hull_ |= motion.hull;
    peak_ = std::max(peak_, motion.intensity);
    lastMoving_ = time.now;
    paused_ = false;
}

// A single frame without motion doesn't interrupt what is about to become an event.
void EventMachine::wait(const ZoneMotion& motion, const FrameTime& time, bool mayBegin)
{
    if (!mayBegin || (!motion.moving && paused_))
        onset_.reset();
    else if (motion.moving)
        take(motion, time);
    else
        paused_ = true;
}

void EventMachine::next(const ZoneMotion& motion, const FrameTime& time, bool mayBegin,
                        uint64_t minDuration, uint64_t holdTime, uint64_t& nextId,
                        std::vector<MotionEvent>& events)
{
    intensity_ = motion.intensity;
    if (!running_) {
        wait(motion, time, mayBegin);
        if (!onset_ || !motion.moving || time.now < onset_->now + minDuration)
            return;
        running_ = true;
        id_ = nextId++;
        lastReport_ = time.now;
        events.push_back(report("begin"));
        return;
    }
    if (!motion.moving) {
        if (time.now >= lastMoving_ + holdTime)
            interrupt("still", events);
        return;
    }
    take(motion, time);
    if (time.now >= lastReport_ + kUpdateEvery) {
        lastReport_ = time.now;
        events.push_back(report("update"));
    }
}

void EventMachine::interrupt(const std::string& reason, std::vector<MotionEvent>& events)
{
    if (running_) {
        events.push_back(report("end"));
        events.back().reason = reason;
    }
    running_ = false;
    onset_.reset();
}

MotionEvent EventMachine::report(const char* event) const
{
    MotionEvent report;
    report.event = event;
    report.id = id_;
    if (!zone_.empty())
        report.zone = zone_;
    report.intensity = intensity_;
    report.peak = peak_;
    report.x = hull_.x;
    report.y = hull_.y;
    report.width = hull_.width;
    report.height = hull_.height;
    report.start = {onset_->pts};
    report.duration = {lastMoving_ - onset_->now};
    return report;
}

}  // namespace animatize
