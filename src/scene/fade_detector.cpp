#include "scene/fade_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "scene/transition_lines.h"

namespace animatize {
namespace {

constexpr int kLongest = 56;           // steps
constexpr int kAfter = 5;              // frames on the level of the picture
constexpr double kLeastLevels = 12.0;  // of the picture against the plain frame
constexpr double kMostError = 0.08;
constexpr double kLeastChanged = 0.5;  // of the cells
constexpr float kChangedLevels = 5.0f;
constexpr float kSettledLevels = 0.7f;
constexpr float kToLinear = 0.55f;
constexpr uint64_t kLongestPlain = 800 * kMillisecond;  // between out and in

// The cells that are plain in a frame: text that stands on it stays out of the measure.
class Ground {
  public:
    Ground(const ShotHistory::Frame& plain, bool white) : plain_(plain), white_(white)
    {
        for (size_t i = 0; i < used_.size(); ++i)
            used_[i] = white ? plain.cells[i] > 200.0f : plain.cells[i] < 55.0f;
        count_ = std::max<int>(1, static_cast<int>(std::count(used_.begin(), used_.end(), true)));
    }

    /// Mean levels away from black or white.
    float distance(const ShotHistory::Frame& frame) const
    {
        float sum = 0.0f;
        for (size_t i = 0; i < used_.size(); ++i)
            if (used_[i])
                sum += white_ ? 255.0f - frame.cells[i] : frame.cells[i];
        return sum / static_cast<float>(count_);
    }

    double changedShare(const ShotHistory::Frame& frame) const
    {
        int changed = 0;
        for (size_t i = 0; i < used_.size(); ++i)
            changed += used_[i] && std::abs(frame.cells[i] - plain_.cells[i]) > kChangedLevels;
        return static_cast<double>(changed) / count_;
    }

  private:
    const ShotHistory::Frame& plain_;
    bool white_;
    std::array<bool, ShotHistory::kCells> used_{};
    int count_ = 1;
};

// Some fades are straight in linear light, others in the signal.
std::optional<Rise> straightest(std::span<float> row)
{
    std::optional<Rise> straight = bestRise(row, kAfter, kLongest);
    if (straight && straight->level < kLeastLevels)
        return std::nullopt;
    for (float& value : row)
        value = std::pow(value, kToLinear);
    const std::optional<Rise> bent = bestRise(row, kAfter, kLongest);
    return !straight || (bent && bent->error < straight->error) ? bent : straight;
}

// From the frame of age `from` on, `step` = 1 into the past and -1 towards the newest.
std::optional<Rise> riseFrom(const ShotHistory& history, const Ground& ground, int from, int step)
{
    std::array<float, kLongest + kAfter> row{};
    size_t count = 0;
    for (int age = from; age >= 0 && age < history.size() && count < row.size(); age += step)
        row[count++] = ground.distance(history.back(age));
    std::optional<Rise> rise = straightest({row.data(), count});
    if (!rise || rise->error > kMostError)
        return std::nullopt;
    const ShotHistory::Frame& picture = history.back(from + step * rise->steps);
    return ground.changedShare(picture) < kLeastChanged ? std::nullopt : rise;
}

double scoreOf(const Rise& rise)
{
    return 1.0 - rise.error / kMostError;
}

}  // namespace

std::optional<GradualTransition> FadeDetector::next(const ShotHistory& history)
{
    const Plain plain = ShotHistory::plainness(history.back(0));
    if (plain != Plain::No)
        return inPlain(history, plain);
    return run_ ? behindPlain(history) : std::nullopt;
}

std::optional<GradualTransition> FadeDetector::interrupt()
{
    run_.reset();
    return std::exchange(out_, std::nullopt);
}

std::optional<GradualTransition> FadeDetector::inPlain(const ShotHistory& history, Plain plain)
{
    const uint64_t number = history.back(0).number;
    std::optional<GradualTransition> left;
    if (!run_ || run_->plain != plain || run_->last + 1 != number) {
        left = interrupt();
        run_ = {plain, number, number, false};
    }
    run_->last = number;
    const Ground ground(history.back(0), plain == Plain::White);
    const bool settled =
        number > run_->first && history.size() > 1 &&
        ground.distance(history.back(0)) > ground.distance(history.back(1)) - kSettledLevels;
    if (!run_->judged && settled)
        judgeOut(history);
    if (out_ && history.back(0).time.now - out_->end.now >= kLongestPlain)
        return std::exchange(out_, std::nullopt);
    return left;
}

// From the first frame of the run that is as plain as any, backwards.
void FadeDetector::judgeOut(const ShotHistory& history)
{
    run_->judged = true;
    const int last = history.ageOf(run_->last), first = history.ageOf(run_->first);
    if (last < 0 || first < 0)
        return;
    const Ground ground(history.back(last), run_->plain == Plain::White);
    float least = 255.0f;
    for (int age = last; age <= first; ++age)
        least = std::min(least, ground.distance(history.back(age)));
    int begin = first;
    while (begin > last && ground.distance(history.back(begin)) > least + kSettledLevels)
        --begin;
    const auto rise = riseFrom(history, ground, begin, 1);
    if (!rise)
        return;
    const FrameTime &black = history.back(begin).time,
                    &start = history.back(begin + rise->steps - 1).time;
    out_ = GradualTransition{"fade", start, black, black, scoreOf(*rise)};
}

std::optional<GradualTransition> FadeDetector::behindPlain(const ShotHistory& history)
{
    const int age = history.ageOf(run_->last);
    if (age < 0)
        return interrupt();
    if (!run_->judged)
        judgeOut(history);
    if (auto found = fadeIn(history)) {
        run_.reset();
        return found;
    }
    const bool late = out_ && history.back(0).time.now - out_->end.now >= kLongestPlain;
    const bool hopeless = age > kLongest + kAfter || (late && !isRising(history));
    return hopeless ? interrupt() : std::nullopt;
}

// Whether the picture behind the run is still getting clearer.
bool FadeDetector::isRising(const ShotHistory& history) const
{
    const int then = std::min(kAfter, history.ageOf(run_->last));
    const Ground ground(history.back(history.ageOf(run_->last)), run_->plain == Plain::White);
    return ground.distance(history.back(0)) > ground.distance(history.back(then)) + kSettledLevels;
}

// From the last frame of the run that is as plain as any, forwards.
std::optional<GradualTransition> FadeDetector::fadeIn(const ShotHistory& history)
{
    const int last = history.ageOf(run_->last);
    const int first = std::max(
        last, history.ageOf(run_->first) < 0 ? history.size() - 1 : history.ageOf(run_->first));
    const Ground ground(history.back(first), run_->plain == Plain::White);
    float least = 255.0f;
    for (int age = last; age <= first; ++age)
        least = std::min(least, ground.distance(history.back(age)));
    int end = last;
    while (end < first && ground.distance(history.back(end)) > least + kSettledLevels)
        ++end;
    const auto rise = riseFrom(history, ground, end, -1);
    if (!rise)
        return std::nullopt;
    const FrameTime& at = history.back(end - 1).time;
    GradualTransition found{"fade", at, at, history.back(end - rise->steps).time, scoreOf(*rise)};
    if (const auto out = std::exchange(out_, std::nullopt)) {
        found.start = out->start;
        found.score = (found.score + out->score) / 2.0;
    }
    return found;
}

}  // namespace animatize
