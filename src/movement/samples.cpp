#include "movement/samples.h"

#include <algorithm>

#include "frame/frame_time.h"

namespace animatize {
namespace {

constexpr int kLeastTurns = 3;  // samples: two make no turn

}  // namespace

void Samples::add(uint64_t now, double value)
{
    if (count_ < kMost) {
        samples_[(first_ + count_++) % kMost] = {now, value};
        return;
    }
    samples_[first_] = {now, value};
    first_ = (first_ + 1) % kMost;
}

std::optional<uint64_t> Samples::newest() const
{
    return count_ ? std::optional(at(count_ - 1).time) : std::nullopt;
}

int Samples::firstWithin(uint64_t window) const
{
    const uint64_t end = at(count_ - 1).time;
    int first = count_ - 1;
    while (first > 0 && end - at(first - 1).time <= window)
        --first;
    return first;
}

std::optional<double> Samples::slope(uint64_t window, int least) const
{
    if (count_ < least)
        return std::nullopt;
    const int first = firstWithin(window), known = count_ - first;
    const uint64_t start = at(first).time;
    if (known < least || (at(count_ - 1).time - start) * 2 < window)
        return std::nullopt;
    double t = 0, v = 0, tt = 0, tv = 0;
    for (int i = first; i < count_; ++i) {
        const double seconds = secondsBetween(start, at(i).time);
        t += seconds;
        v += at(i).value;
        tt += seconds * seconds;
        tv += seconds * at(i).value;
    }
    const double spread = known * tt - t * t;
    return spread > 1e-12 ? std::optional((known * tv - t * v) / spread) : std::nullopt;
}

// Follows the value from extreme to extreme; a turn counts when it came back by `amplitude`, and
// its time is that of the extreme.
std::optional<Samples::Turns> Samples::findTurns(uint64_t window, double amplitude) const
{
    if (count_ < kLeastTurns)
        return std::nullopt;
    const int first = firstWithin(window);
    if ((at(count_ - 1).time - at(first).time) * 2 < window)
        return std::nullopt;
    Sample low = at(first), high = low;
    Turns turns;
    int way = 0;
    for (int i = first + 1; i < count_; ++i) {
        const Sample& now = at(i);
        low = now.value < low.value ? now : low;
        high = now.value > high.value ? now : high;
        const bool rose = way <= 0 && now.value - low.value >= amplitude;
        const bool fell = way >= 0 && high.value - now.value >= amplitude;
        if (!rose && !fell)
            continue;
        if (way != 0)
            turns.add(rose ? low.time : high.time);
        way = rose ? 1 : -1;
        low = high = now;
    }
    return turns;
}

void Samples::Turns::add(uint64_t time)
{
    if (count++ > 0) {
        shortest = std::min(shortest, time - last);
        longest = std::max(longest, time - last);
    }
    last = time;
}

std::optional<double> Samples::turns(uint64_t window, double amplitude) const
{
    const auto turns = findTurns(window, amplitude);
    return turns ? std::optional<double>(turns->count) : std::nullopt;
}

std::optional<double> Samples::evenTurns(uint64_t window, double amplitude) const
{
    const auto turns = findTurns(window, amplitude);
    if (!turns)
        return std::nullopt;
    return turns->count > 2 && turns->longest <= 2 * turns->shortest ? turns->count : 0.0;
}

bool Samples::spans(uint64_t window) const
{
    return count_ > 1 && at(count_ - 1).time - at(0).time >= window;
}

std::optional<double> Samples::spike(uint64_t window) const
{
    if (count_ < 3)
        return std::nullopt;
    const int first = firstWithin(window);
    if (count_ - first < 3)
        return std::nullopt;
    double highest = 0;
    for (int i = first + 1; i + 1 < count_; ++i)
        highest = std::max(highest, at(i).value - std::max(at(i - 1).value, at(i + 1).value));
    return highest;
}

std::optional<double> Samples::difference(uint64_t window) const
{
    if (!spans(window))
        return std::nullopt;
    return at(count_ - 1).value - at(firstWithin(window)).value;
}

std::optional<double> Samples::mean(uint64_t from, uint64_t to) const
{
    if (!spans(to))
        return std::nullopt;
    const uint64_t end = at(count_ - 1).time;
    double sum = 0;
    int count = 0;
    for (int i = firstWithin(to); i < count_ && end - at(i).time >= from; ++i, ++count)
        sum += at(i).value;
    return count ? std::optional(sum / count) : std::nullopt;
}

std::optional<double> Samples::last() const
{
    return count_ ? std::optional(at(count_ - 1).value) : std::nullopt;
}

}  // namespace animatize
