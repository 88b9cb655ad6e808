#include "trace/span.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/utf8.h"

namespace animatize {
namespace {

/// All that spans are made with; replaced as a whole.
struct Tracing {
    std::shared_ptr<SpanSink> sink;
    SpanTime time;
};
using TracingRef = std::shared_ptr<const Tracing>;

// Never destroyed: threads may run on when a process ends, and ask.
Guarded<TracingRef>& current()
{
    static auto& all = *new Guarded<TracingRef>;
    return all;
}

/// What a sink still holds goes out when the process ends.
struct AtExit {
    ~AtExit() { setSpanSink(nullptr); }
};

TracingRef currentTracing()
{
    return isTracing() ? current().snapshot() : nullptr;
}

// The system's time may be set back while a span runs, this can't.
SpanTime steadyFromNow()
{
    const SteadyClock clock;
    return [clock, begun = clock.now(), at = systemTime()] { return at + (clock.now() - begun); };
}

/// Random bytes that aren't all zeros.
template <size_t N>
std::array<uint8_t, N> randomId()
{
    static Guarded<std::mt19937_64> generator([] {
        std::random_device chance;
        std::seed_seq seed{chance(), chance(), chance(), chance(),
                           chance(), chance(), chance(), chance()};
        return std::mt19937_64(seed);
    }());
    std::array<uint8_t, N> bytes{};
    generator.with([&](std::mt19937_64& random) {
        do {
            for (size_t i = 0; i < N; i += 8) {
                const uint64_t number = random();
                for (size_t k = 0; k < 8; ++k)
                    bytes[i + k] = static_cast<uint8_t>(number >> (8 * k));
            }
        } while (bytes == std::array<uint8_t, N>{});
    });
    return bytes;
}

std::string bounded(std::string_view text)
{
    return validUtf8(text, TraceSpan::kMostText);
}

class Tee final : public SpanSink {
  public:
    explicit Tee(std::vector<std::shared_ptr<SpanSink>> sinks) : sinks_(std::move(sinks)) {}
    void ended(const SpanData& span) override
    {
        for (const auto& sink : sinks_)
            sink->ended(span);
    }

  private:
    const std::vector<std::shared_ptr<SpanSink>> sinks_;
};

}  // namespace

struct TraceSpan::Live {
    TracingRef tracing;
    SpanData data;

    static LiveRef make(TracingRef tracing, const TraceContext& parent, std::string_view name,
                        uint64_t start)
    {
        LiveRef live(new Live);
        live->data.context = {parent ? parent.trace : randomId<16>(), randomId<8>()};
        live->data.parent = parent.span;
        live->data.name = bounded(name);
        live->data.start = start != 0 ? start : tracing->time();
        live->tracing = std::move(tracing);
        return live;
    }
};

void setSpanSink(std::shared_ptr<SpanSink> sink, SpanTime time)
{
    const bool on = sink != nullptr;
    TracingRef next;
    if (on)
        static const AtExit atExit;
    if (on)
        next = std::make_shared<const Tracing>(
            Tracing{std::move(sink), time ? std::move(time) : steadyFromNow()});
    // The one before goes outside of the lock: it may write out what it holds.
    current().with([&](TracingRef& now) {
        now.swap(next);
        detail::tracing.store(on, std::memory_order_release);
    });
}

uint64_t spanTime()
{
    const TracingRef now = currentTracing();
    return now ? now->time() : 0;
}

TraceSpan& TraceSpan::operator=(TraceSpan&& other) noexcept
{
    if (this != &other) {
        end();
        live_ = std::move(other.live_);
    }
    return *this;
}

// The sink may have gone since it was asked for.
TraceSpan TraceSpan::make(const TraceContext& parent, std::string_view name, uint64_t start)
{
    TracingRef now = currentTracing();
    return now ? TraceSpan(Live::make(std::move(now), parent, name, start)) : TraceSpan();
}

void TraceSpan::Gone::operator()(Live* live) const
{
    delete live;
}

TraceContext TraceSpan::context() const
{
    return live_ ? live_->data.context : TraceContext{};
}

void TraceSpan::put(std::string_view name, SpanAttribute::Value value)
{
    auto& all = live_->data.attributes;
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&](const SpanAttribute& one) { return one.name == name; });
    if (known != all.end())
        known->value = std::move(value);
    else if (all.size() < kMostAttributes)
        all.push_back({bounded(name), std::move(value)});
}

TraceSpan& TraceSpan::set(std::string_view name, std::string_view text)
{
    if (live_)
        put(name, bounded(text));
    return *this;
}

TraceSpan& TraceSpan::set(std::string_view name, double number)
{
    if (live_ && std::isfinite(number))
        put(name, number);
    return *this;
}

TraceSpan& TraceSpan::set(std::string_view name, bool flag)
{
    if (live_)
        put(name, flag);
    return *this;
}

TraceSpan& TraceSpan::set(std::string_view name, uint64_t count)
{
    constexpr uint64_t kMost = INT64_MAX;
    if (live_)
        put(name, static_cast<int64_t>(std::min(count, kMost)));
    return *this;
}

TraceSpan& TraceSpan::asClient()
{
    if (live_)
        live_->data.kind = SpanKind::Client;
    return *this;
}

TraceSpan& TraceSpan::failed(std::string_view type)
{
    if (live_)
        live_->data.status = SpanStatus::Error;
    return set("error.type", type);
}

void TraceSpan::finish()
{
    const LiveRef live = std::move(live_);
    live->data.end = std::max(live->data.start, live->tracing->time());
    live->tracing->sink->ended(live->data);
}

std::shared_ptr<SpanSink> teeSpans(std::vector<std::shared_ptr<SpanSink>> sinks)
{
    return std::make_shared<Tee>(std::move(sinks));
}

}  // namespace animatize
