#include "generate/shot_player.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

uint64_t since(uint64_t begin, uint64_t now)
{
    return now > begin ? now - begin : 0;
}

/// How much of a span has passed, 0..1; a span of nothing has passed at once.
double passed(uint64_t time, uint64_t span)
{
    return time >= span ? 1.0 : static_cast<double>(time) / static_cast<double>(span);
}

uint64_t partOf(uint64_t span, double share)
{
    return static_cast<uint64_t>(std::llround(static_cast<double>(span) * share));
}

uint64_t endOf(uint64_t begin, uint64_t span)
{
    return begin > UINT64_MAX - span ? UINT64_MAX : begin + span;
}

}  // namespace

const GeneratedShot& Shown::main() const
{
    const GeneratedShot* main = (layers.end() - 1)->shot.get();
    for (const Layer& layer : layers)
        if (layer.shot->remote)
            main = layer.shot.get();
    return *main;
}

void ShotPlayer::take(GeneratedShotRef shot, uint64_t now, const PlaySettings& settings)
{
    const double before = share(now);
    const uint64_t fade = std::min(settings.fade, settings.duration / 2);
    if (before == 0.0)
        stop();
    put({std::move(shot), now, settings.duration, now, fade});
    fade_ = fade;
    in_ = now - std::min(now, partOf(fade, before));
    out_ = endOf(now, settings.duration);
}

void ShotPlayer::release(uint64_t now)
{
    out_ = endOf(now, partOf(fade_, share(now)));
}

void ShotPlayer::arrived(GeneratedShotRef shot, uint64_t now)
{
    if (playing(now))
        put({std::move(shot), top_->began, top_->duration, now, kArrivalFade});
}

void ShotPlayer::stop()
{
    below_.reset();
    top_.reset();
    out_ = 0;
}

// Of three the lowest goes, which is nearly covered by then.
void ShotPlayer::put(Layer layer)
{
    below_ = layer.fade > 0 ? std::move(top_) : std::nullopt;
    top_ = std::move(layer);
}

double ShotPlayer::shareOf(const Layer& layer, uint64_t now)
{
    return passed(since(layer.since, now), layer.fade);
}

double ShotPlayer::share(uint64_t now) const
{
    if (!top_ || now >= out_)
        return 0.0;
    return std::min(passed(since(in_, now), fade_), passed(out_ - now, fade_));
}

GeneratedShotRef ShotPlayer::playing(uint64_t now) const
{
    return top_ && now < out_ ? top_->shot : nullptr;
}

Shown ShotPlayer::at(uint64_t now)
{
    if (!playing(now)) {
        stop();
        return {};
    }
    if (shareOf(*top_, now) == 1.0)
        below_.reset();
    Shown shown;
    shown.share = share(now);
    for (const std::optional<Layer>* layer : {&below_, &top_}) {
        const double over = !*layer ? 0.0 : shown.layers.empty() ? 1.0 : shareOf(**layer, now);
        if (over > 0.0)
            shown.layers.push_back(
                {(*layer)->shot, passed(since((*layer)->began, now), (*layer)->duration), over});
    }
    return shown;
}

}  // namespace animatize
