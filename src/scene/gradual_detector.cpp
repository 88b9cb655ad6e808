#include "scene/gradual_detector.h"

namespace animatize {
namespace {

constexpr uint64_t kSlide = 300 * kMillisecond;  // frames that long are pictures of their own

}  // namespace

std::optional<GradualTransition> GradualDetector::next(const Thumb& thumb, const FrameTime& time)
{
    const bool slides = history_.size() > 0 && time.now - history_.back(0).time.now >= kSlide;
    if (slides) {
        const auto left = finish();
        history_.push(thumb, time);
        return left;
    }
    history_.push(thumb, time);
    const auto found = find();
    if (found)
        history_.forgetBefore(found->end.now);
    return found;
}

std::optional<GradualTransition> GradualDetector::find()
{
    if (const auto fade = fades_.next(history_)) {
        dissolves_.reset();
        return fade;
    }
    return dissolves_.next(history_);
}

std::optional<GradualTransition> GradualDetector::cut(uint64_t at)
{
    history_.forgetBefore(at);
    dissolves_.reset();
    return fades_.interrupt();
}

std::optional<GradualTransition> GradualDetector::finish()
{
    history_.reset();
    dissolves_.reset();
    return fades_.interrupt();
}

}  // namespace animatize
