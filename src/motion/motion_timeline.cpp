#include "motion/motion_timeline.h"

#include <algorithm>

namespace animatize {
namespace {

constexpr const char* kLabel[] = {"static",   "pan-left",       "pan-right",
                                  "tilt-up",  "tilt-down",      "zoom-in",
                                  "zoom-out", "roll-clockwise", "roll-counterclockwise"};

}  // namespace

void MotionTimeline::Stretch::join(const Stretch& next)
{
    frames += next.frames;
    events += next.events;
    intensity += next.intensity;
    for (size_t i = 0; i < kLabels; ++i)
        labels[i] += next.labels[i];
}

void MotionTimeline::halve()
{
    const size_t half = (stretches_.size() + 1) / 2;
    for (size_t i = 0; i < half; ++i) {
        Stretch joined = stretches_[2 * i];
        if (2 * i + 1 < stretches_.size())
            joined.join(stretches_[2 * i + 1]);
        stretches_[i] = joined;
    }
    stretches_.resize(half);
    length_ *= 2;
}

MotionTimeline::Stretch& MotionTimeline::at(uint64_t now)
{
    if (!first_) {
        first_ = now;
        stretches_.reserve(kMost);
    }
    const uint64_t since = now > *first_ ? now - *first_ : 0;
    while (since / length_ >= kMost)
        halve();
    const auto index = static_cast<size_t>(since / length_);
    if (stretches_.size() <= index)
        stretches_.resize(index + 1);
    return stretches_[index];
}

void MotionTimeline::add(const MotionResult& result, const std::vector<MotionEvent>& events,
                         uint64_t now)
{
    Stretch& stretch = at(now);
    ++stretch.frames;
    stretch.intensity += result.warmingUp ? 0.0 : result.intensity;
    for (const MotionEvent& event : events)
        stretch.events += event.event == "begin";
    for (size_t i = 0; result.cameraMotion && i < kLabels; ++i)
        stretch.labels[i] += *result.cameraMotion == kLabel[i];
}

Record MotionTimeline::record(size_t index) const
{
    const Stretch& stretch = stretches_[index];
    Record record("stretch");
    record.add("start", Record::Value(index * length_)).add("duration", Record::Value(length_));
    record.add("intensity", stretch.intensity / static_cast<double>(stretch.frames));
    record.add("events", Record::Value(stretch.events));
    const auto longest = std::max_element(stretch.labels.begin(), stretch.labels.end());
    if (*longest > 0)
        record.add("camera-motion", kLabel[longest - stretch.labels.begin()]);
    return record;
}

RecordList MotionTimeline::records() const
{
    RecordList list;
    for (size_t i = 0; i < stretches_.size(); ++i)
        if (stretches_[i].frames > 0)
            list.push_back(record(i));
    return list;
}

}  // namespace animatize
