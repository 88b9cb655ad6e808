#include "movement/subject_forecast.h"

#include <algorithm>
#include <cmath>

#include "frame/frame_time.h"
#include "movement/series_models.h"
#include "movement/subject.h"

namespace animatize {
namespace {

constexpr uint64_t kLongestAbsence = 300 * kMillisecond;
constexpr double kFarthestExit = 2.0;  // s

}  // namespace

SubjectForecast::SubjectForecast() = default;

SubjectForecast::Axis::Axis() : way(kWayModel), size(kSizeModel), speed(kSpeedModel) {}

void SubjectForecast::Axis::clear()
{
    *this = Axis();
}

bool SubjectForecast::Axis::cutLow() const
{
    return low <= kSubjectEdge;
}

bool SubjectForecast::Axis::cutHigh() const
{
    return high >= 1.0 - kSubjectEdge;
}

// The way goes on by what the free edge moved; by the middle where both or none are free.
void SubjectForecast::Axis::add(uint64_t now, bool first, double middle, double extent)
{
    const double newLow = middle - extent / 2, newHigh = middle + extent / 2;
    const bool cutBefore = cutLow() || cutHigh();
    const double lowMoved = newLow - low, highMoved = newHigh - high;
    const bool wasLow = cutLow(), wasHigh = cutHigh();
    low = newLow;
    high = newHigh;
    const bool lowFree = !cutLow() && !wasLow, highFree = !cutHigh() && !wasHigh;
    double moved = 0.5 * (lowMoved + highMoved);
    if (lowFree != highFree)
        moved = lowFree ? lowMoved : highMoved;
    gone += first ? 0.0 : moved;
    way.add(now, gone);
    if (!cutLow() && !cutHigh() && !cutBefore)
        size.add(now, extent);
}

std::optional<Forecasted> SubjectForecast::Axis::shift(size_t horizon) const
{
    auto forecast = way.at(horizon);
    if (forecast)
        forecast->value -= gone;
    return forecast;
}

// What the frame does not cut off keeps its size; of what it does only the free edge is known.
std::array<double, 2> SubjectForecast::Axis::edges(size_t horizon) const
{
    const double moved = shift(horizon)->value;
    if (!cutLow() && !cutHigh()) {
        const auto grown = size.at(horizon);
        const double half = 0.5 * (grown ? std::max(0.0, grown->value) : high - low);
        const double middle = 0.5 * (low + high) + moved;
        return {middle - half, middle + half};
    }
    return {cutLow() ? std::min(low, low + moved) : low + moved,
            cutHigh() ? std::max(high, high + moved) : high + moved};
}

std::optional<Forecasted> SubjectForecast::Axis::place(size_t horizon) const
{
    const auto moved = shift(horizon);
    if (!moved)
        return std::nullopt;
    const auto [from, to] = edges(horizon);
    if (to <= 0.0 || from >= 1.0)  // it has left: it is nowhere
        return std::nullopt;
    return Forecasted{0.5 * (std::clamp(from, 0.0, 1.0) + std::clamp(to, 0.0, 1.0)),
                      moved->deviation};
}

std::optional<Forecasted> SubjectForecast::Axis::extent(size_t horizon) const
{
    const auto moved = shift(horizon), grown = size.at(horizon);
    if (!moved)
        return std::nullopt;
    const auto [from, to] = edges(horizon);
    if (to <= 0.0 || from >= 1.0)
        return std::nullopt;
    const double seen = std::clamp(to, 0.0, 1.0) - std::clamp(from, 0.0, 1.0);
    const bool whole = from > 0.0 && to < 1.0;
    if (whole && !grown)
        return std::nullopt;
    return Forecasted{seen, whole ? grown->deviation : moved->deviation};
}

// Speeds that the forecast way has about the middle of what lies ahead.
std::optional<SeriesForecast::Told> SubjectForecast::Axis::ledSpeed() const
{
    const auto half = way.at(0), full = way.at(1);
    if (!half || !full)
        return std::nullopt;
    return SeriesForecast::Told{full->value - way.level(), 2.0 * (full->value - half->value),
                                way.rate()};
}

// In straight lines from horizon to horizon, and on at the rate of the last.
std::optional<std::pair<double, bool>> SubjectForecast::Axis::exit() const
{
    const auto half = shift(0), full = shift(1);
    if (!half || !full)
        return std::nullopt;
    const bool up = full->value > 0.0;
    const double needed = up ? 1.0 - low : high;
    const double first = up ? half->value : -half->value;
    const double second = up ? full->value : -full->value;
    // Not clearly on its way: a sway to and fro of what stands at the border is no exit.
    if (second < full->deviation || first < 0.0 || second <= first)
        return std::nullopt;
    double seconds = 0.0;
    if (needed <= first)
        seconds = 0.5 * needed / first;
    else
        seconds = 0.5 + 0.5 * (needed - first) / (second - first);
    return seconds <= kFarthestExit ? std::optional(std::pair(seconds, up)) : std::nullopt;
}

void SubjectForecast::add(uint64_t now, uint64_t id, const SubjectBox& box,
                          const std::optional<std::array<double, 2>>& speed)
{
    const bool first = id_ != id || now <= now_ || now - now_ > kLongestAbsence;
    if (first)
        clear();
    id_ = id;
    now_ = now;
    here_ = true;
    axes_[0].add(now, first, box.x, box.width);
    axes_[1].add(now, first, box.y, box.height);
    for (size_t i = 0; speed && i < 2; ++i)
        axes_[i].speed.add(now, (*speed)[i], axes_[i].ledSpeed());
}

void SubjectForecast::clear()
{
    for (Axis& axis : axes_)
        axis.clear();
    id_.reset();
    here_ = false;
}

std::optional<Forecasted> SubjectForecast::at(SubjectPart part, size_t horizon) const
{
    if (!here_)
        return std::nullopt;
    const Axis& axis = axes_[static_cast<size_t>(part) % 2];
    switch (part) {
        case SubjectPart::X:
        case SubjectPart::Y:
            return axis.place(horizon);
        case SubjectPart::Width:
        case SubjectPart::Height:
            return axis.extent(horizon);
        case SubjectPart::Vx:
        case SubjectPart::Vy:
            return axis.speed.at(horizon);
    }
    return std::nullopt;
}

std::optional<SubjectExit> SubjectForecast::exit() const
{
    if (!here_)
        return std::nullopt;
    const auto across = axes_[0].exit(), down = axes_[1].exit();
    if (across && (!down || across->first <= down->first))
        return SubjectExit{across->first, across->second ? "right" : "left"};
    if (down)
        return SubjectExit{down->first, down->second ? "down" : "up"};
    return std::nullopt;
}

}  // namespace animatize
