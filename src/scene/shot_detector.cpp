#include "scene/shot_detector.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace animatize {
namespace {

constexpr double kLeastLevels = 6.0;    // below that two pictures are the same to the eye
constexpr double kSmoothLevels = 12.0;  // a jump between two pictures without structure
constexpr double kStandsOut = 1.3;      // against each side alone
constexpr double kMostRatio = 10.0;
constexpr double kSecondOpinion = 0.1;  // what the first-stage test of a cut is worth
constexpr double kSpikeLevels = 25.0;   // of the mean brightness
constexpr double kOverSpike = 3.0;      // motion went on for up to three frames
constexpr double kFirstStep = 0.45, kSecondStep = 0.85, kLeastStep = 0.15;  // of a ramp, in three
constexpr double kMostAside = 0.1;
constexpr uint64_t kShortestShot = 80 * kMillisecond;
constexpr uint64_t kSlide = 500 * kMillisecond;  // no flash, and no motion to speak of
constexpr uint64_t kPicture = kSecond;           // any change to the eye is another picture

// What the threshold of 0.5 stands for was found between the explosions, strobes and whip pans of
// film (isolation at most 1.3) and its cuts (at least 0.78 and 2): 0.70 to 0.77 find the same.
double leastUnexplained(double threshold)
{
    return 0.73 + 0.4 * (threshold - 0.5);
}

double leastIsolation(double threshold)
{
    return 1.6 * std::pow(4.0, threshold - 0.5);
}

double ramp(double value, double zero, double one)
{
    return std::clamp((value - zero) / (one - zero), 0.0, 1.0);
}

double matched(const Thumb& now, const Thumb& before, double levels)
{
    const std::optional<double> rest = unexplained(now, before);
    if (!rest)
        return levels >= kSmoothLevels ? 1.0 : 0.0;
    return std::min({1.0, *rest, unexplainedAtOneContrast(now, before).value_or(1.0)});
}

}  // namespace

bool ShotDetector::isWithin(uint64_t span, const Frame& frame, const Frame& later)
{
    return later.time.now - frame.time.now <= span;
}

std::vector<Cut> ShotDetector::next(const ReducedPicture& picture, const CutFeatures& features,
                                    const FrameTime& time, double threshold)
{
    const bool still = !time.pts && time.duration == 0;
    if (frames_[0].known && (still || time.now - frames_[0].time.now >= kSlide))
        return nextSlide(picture, time, threshold, still);
    push(picture, time);
    judgeNewest(features, threshold);
    std::vector<Cut> cuts;
    if (const std::optional<Cut> cut = decide(kDelay, threshold))
        cuts.push_back(*cut);
    const Frame& decided = frames_[kDelay];
    if (decided.known && !decided.newShot && !decided.unlike)
        history_.push_back(decided.difference);
    return cuts;
}

// No flash lasts as long as a slide, and the next one may be far away.
std::vector<Cut> ShotDetector::nextSlide(const ReducedPicture& picture, const FrameTime& time,
                                         double threshold, bool still)
{
    std::vector<Cut> cuts = finish(threshold);
    push(picture, time);
    Frame& now = frames_[0];
    now.difference = levelDifference(now.thumb, frames_[1].thumb);
    now.baseline = baseline();
    if (now.difference >= kLeastLevels)
        now.unexplained = matched(now.thumb, frames_[1].thumb, now.difference);
    const bool another = time.now - frames_[1].time.now >= kPicture
                             ? now.difference >= kLeastLevels
                             : now.unexplained >= leastUnexplained(threshold);
    if (still || another) {
        cuts.push_back(accept(0));
        if (still)
            cuts.back().score.reset();
    }
    return cuts;
}

std::vector<Cut> ShotDetector::finish(double threshold)
{
    std::vector<Cut> cuts;
    for (int at = kDelay - 1; at >= 0; --at)
        if (const std::optional<Cut> cut = decide(at, threshold))
            cuts.push_back(*cut);
    return cuts;
}

void ShotDetector::reset()
{
    frames_.fill({});
    history_.clear();
}

std::optional<double> ShotDetector::change() const
{
    if (!frames_[0].known || !frames_[1].known)
        return std::nullopt;
    return std::min(1.0, frames_[0].difference / 255.0);
}

void ShotDetector::push(const ReducedPicture& picture, const FrameTime& time)
{
    std::rotate(frames_.begin(), frames_.end() - 1, frames_.end());
    frames_[0] = {};
    frames_[0].thumb = splitThumb(picture.thumb);
    frames_[0].brightness = cv::mean(frames_[0].thumb.luma)[0];
    frames_[0].time = time;
    frames_[0].known = true;
}

void ShotDetector::judgeNewest(const CutFeatures& features, double threshold)
{
    Frame& now = frames_[0];
    if (!frames_[1].known)
        return;
    now.difference = levelDifference(now.thumb, frames_[1].thumb);
    now.baseline = baseline();
    const bool standsOut = now.difference >= now.baseline;
    if (now.difference < kLeastLevels || !(standsOut || features.likelyCut))
        return;
    now.unexplained = matched(now.thumb, frames_[1].thumb, now.difference);
    const double supported = features.likelyCut ? kSecondOpinion : 0.0;
    if (now.unexplained < leastUnexplained(threshold) - supported)
        return;
    now.unlike = isBack();
    now.suspect = !now.unlike;
}

// The median: a few flashes or jolts among them don't count.
double ShotDetector::baseline() const
{
    if (history_.empty())
        return 1.0;
    return std::max(1.0, nthOf(history_, history_.size() / 2, [](double value) { return value; }));
}

// After a flash the picture changes as much as at a cut, but it was here a moment ago.
bool ShotDetector::isBack() const
{
    for (size_t i = 2; i < frames_.size() && frames_[i].known; ++i)
        if (resembles(frames_[0].thumb, frames_[i].thumb))
            return true;
    return false;
}

std::optional<Cut> ShotDetector::decide(int at, double threshold)
{
    Frame& frame = frames_[at];
    if (!frame.suspect)
        return std::nullopt;
    frame.suspect = false;
    const int end = endOfSpike(at);
    if (isFlash(at) || end >= 0) {
        frame.unlike = true;
        ++flashes_;
        if (end >= 0)
            moveBehindSpike(at, end, threshold);
        return std::nullopt;
    }
    if (isTooShort(at) || isInRamp(at) || isolation(at) < leastIsolation(threshold))
        return std::nullopt;
    return accept(at);
}

bool ShotDetector::isFlash(int at) const
{
    for (int later = at - 1; later >= 0; --later)
        if (resembles(frames_[later].thumb, frames_[at + 1].thumb))
            return true;
    return false;
}

// The first frame of a shot may be lit by a flash: it shows more of what follows than of before.
bool ShotDetector::belongsTo(const Frame& frame, const Frame& later) const
{
    const std::optional<double> rest = unexplained(frame.thumb, later.thumb);
    return rest && *rest < frame.unexplained - 0.1;
}

// One or two frames that are much brighter or darker than both sides are no picture of their own
// even where motion leaves nothing to recognise. The first frame behind them, or -1.
int ShotDetector::endOfSpike(int at) const
{
    const double before = frames_[at + 1].brightness;
    for (int end = at - 1; end >= 0; --end) {
        const double in = frames_[at].brightness - before;
        const double out = frames_[end + 1].brightness - frames_[end].brightness;
        if (std::min(std::abs(in), std::abs(out)) >= kSpikeLevels && in * out > 0.0)
            return belongsTo(frames_[at], frames_[end]) ? -1 : end;
    }
    return -1;
}

// What is left to ask: was there a cut under the flash?
void ShotDetector::moveBehindSpike(int at, int end, double threshold)
{
    const Frame& before = frames_[at + 1];
    Frame& after = frames_[end];
    after.difference = levelDifference(after.thumb, before.thumb);
    after.unexplained = matched(after.thumb, before.thumb, after.difference);
    after.baseline = frames_[at].baseline;
    after.suspect = after.difference >= std::max(kLeastLevels, kOverSpike * after.baseline) &&
                    after.unexplained >= leastUnexplained(threshold);
    after.unlike = !after.suspect;
    for (int inside = at - 1; inside > end; --inside) {
        frames_[inside].unlike = true;
        frames_[inside].suspect = false;
    }
}

// A single frame between two boundaries is a flash on a cut, unless frames last long: the
// clearer boundary is the cut.
bool ShotDetector::isTooShort(int at) const
{
    const Frame& frame = frames_[at];
    if (at == 0 || !frames_[at - 1].suspect)
        return false;
    if (!isWithin(kShortestShot, frame, frames_[at - 1]))
        return false;
    const bool inside = at >= 2 && resembles(frames_[at - 2].thumb, frame.thumb);
    return !inside && frames_[at - 1].difference > frame.difference;
}

// The first or the last step of a fade or a short dissolve: three steps or more in one direction.
bool ShotDetector::isInRamp(int at) const
{
    return startsRamp(at) || endsRamp(at);
}

bool ShotDetector::startsRamp(int at) const
{
    if (at < 2)
        return false;
    const Thumb &before = frames_[at + 1].thumb, &later = frames_[at - 2].thumb;
    const auto first = onLine(before, later, frames_[at].thumb);
    const auto second = onLine(before, later, frames_[at - 1].thumb);
    return first && second && first->along < kFirstStep && second->along < kSecondStep &&
           second->along > first->along + kLeastStep &&
           std::max(first->aside, second->aside) < kMostAside;
}

bool ShotDetector::endsRamp(int at) const
{
    const size_t oldest = static_cast<size_t>(at) + 3;
    if (oldest >= frames_.size() || !frames_[oldest].known)
        return false;
    const Thumb &before = frames_[oldest].thumb, &now = frames_[at].thumb;
    const auto last = onLine(now, before, frames_[at + 1].thumb);
    const auto second = onLine(now, before, frames_[at + 2].thumb);
    return last && second && last->along < kFirstStep && second->along < kSecondStep &&
           second->along > last->along + kLeastStep &&
           std::max(last->aside, second->aside) < kMostAside;
}

// How far the change stands out from both sides, 0 when it doesn't from one of them. What counts
// is the change that motion doesn't explain: a fast pan changes the picture as much as a cut.
double ShotDetector::isolation(int at) const
{
    const Frame& frame = frames_[at];
    const double change = frame.difference * frame.unexplained;
    const double usual = frame.baseline * unexplainedAt(static_cast<size_t>(at) + 1);
    const double before = change / std::max({1.0, usual, turmoilBefore(at)});
    std::optional<double> least;
    for (int later = at - 1; later >= 0; --later) {
        if (frames_[later].suspect && !isWithin(kSlide, frame, frames_[later]))
            continue;
        const double rest = frames_[later].difference * unexplainedAt(later);
        least = std::min(rest, least.value_or(rest));
    }
    const double after = change / std::max(1.0, least.value_or(0.0));
    if (before < kStandsOut || after < kStandsOut)
        return 0.0;
    return std::sqrt(std::min(before, kMostRatio) * std::min(after, kMostRatio));
}

// What both frames before changed by: an explosion or a jolt that began a moment ago is not in the
// median yet. A single one may be a flash.
double ShotDetector::turmoilBefore(int at) const
{
    double least = 255.0;
    for (size_t before = static_cast<size_t>(at) + 1; before <= static_cast<size_t>(at) + 2;
         ++before) {
        const Frame& frame = frames_[before];
        const bool counts = before + 1 < frames_.size() && frames_[before + 1].known;
        least = counts ? std::min(least, frame.difference * unexplainedAt(before)) : 0.0;
    }
    return least;
}

// Of a frame against the one before; what isn't known may be all of it.
double ShotDetector::unexplainedAt(size_t at) const
{
    if (at + 1 >= frames_.size() || !frames_[at + 1].known)
        return 1.0;
    return std::min(1.0, unexplained(frames_[at].thumb, frames_[at + 1].thumb).value_or(1.0));
}

Cut ShotDetector::accept(int at)
{
    Frame& frame = frames_[at];
    const double isolated = isolation(at);
    frame.newShot = true;
    // What was before is another scene from now on, and no flash leads back to it.
    for (size_t old = at + 1; old < frames_.size(); ++old)
        frames_[old] = {};
    if (at > 0 && isWithin(kShortestShot, frame, frames_[at - 1]))
        frames_[at - 1].suspect = false;
    const double clear = std::sqrt(ramp(frame.unexplained, 0.4, 1.0) * ramp(isolated, 1, 4));
    return {frame.time, clear};
}

}  // namespace animatize
