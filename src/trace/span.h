// TraceSpan: one piece of work on the way of a shot, from here to the end of the scope.
//
//   TraceSpan span = TraceSpan::within(job.trace, "decode");   // nothing, if nothing is traced
//   span.set("animatize.bytes", count);
//   if (!picture) span.failed("broken");
//   call({deadline, stop, span.context()});                     // what is done below it
//
// Where they go is said once per process: setSpanSink(). Without a sink no span is made: within()
// and begin() are one atomic load, everything on an empty span one comparison. A span belongs to
// one thread at a time; different spans to any.
//
// Names are few; what tells spans apart is in attributes, named by OpenTelemetry's semantic
// conventions where they have a name (http.request.method, gen_ai.request.model, error.type), else
// animatize.*. An attribute is never a prompt, a key, a query or a picture: only what this project
// measured, chose or counted.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "trace/trace_context.h"

namespace animatize {

struct SpanAttribute {
    using Value = std::variant<bool, int64_t, double, std::string>;
    std::string name;
    Value value;
    bool operator==(const SpanAttribute&) const = default;
};

enum class SpanKind { Internal, Client };
enum class SpanStatus { Unset, Error };

/// A span that has ended.
struct SpanData {
    TraceContext context;  ///< its trace and its own id
    SpanId parent{};       ///< all zeros: it is the root of its trace
    std::string name;
    SpanKind kind = SpanKind::Internal;
    uint64_t start = 0, end = 0;  ///< ns since 1970, end >= start
    SpanStatus status = SpanStatus::Unset;
    std::vector<SpanAttribute> attributes;  ///< at most kMostAttributes, names differ
};

/// Gets every span at its end, on the thread that ends it; only takes note of it. Several threads
/// at once.
class SpanSink {
  public:
    virtual ~SpanSink() = default;
    virtual void ended(const SpanData& span) = 0;
};

/// ns since 1970 that don't go back.
using SpanTime = std::function<uint64_t()>;

/// Where spans go from now on; null: nowhere, and none are made. Those that are under way end where
/// they began. Any thread. Without a `time` that of the system, which goes on steadily from now.
void setSpanSink(std::shared_ptr<SpanSink> sink, SpanTime time = {});
namespace detail {
inline std::atomic<bool> tracing{false};
}
/// Whether there is a sink.
inline bool isTracing()
{
    return detail::tracing.load(std::memory_order_acquire);
}
/// The time to begin a span with later; 0 when nothing is traced.
uint64_t spanTime();

class TraceSpan {
  public:
    static constexpr size_t kMostAttributes = 32;
    static constexpr size_t kMostText = 200;  ///< bytes of a name or a text; more are cut off

    /// Nothing: not traced.
    TraceSpan() = default;
    ~TraceSpan() { end(); }
    TraceSpan(TraceSpan&&) noexcept = default;
    TraceSpan& operator=(TraceSpan&&) noexcept;

    /// The root of a new trace. `start`: as spanTime() said; 0: now.
    static TraceSpan begin(std::string_view name, uint64_t start = 0)
    {
        return isTracing() ? make({}, name, start) : TraceSpan();
    }
    /// Below a span that is known by its context; nothing when that is none.
    static TraceSpan within(const TraceContext& parent, std::string_view name, uint64_t start = 0)
    {
        return isTracing() && parent ? make(parent, name, start) : TraceSpan();
    }

    explicit operator bool() const { return live_ != nullptr; }
    /// For what is done below it; none when it isn't traced.
    TraceContext context() const;

    /// A later value takes the place of an earlier one.
    TraceSpan& set(std::string_view name, std::string_view text);
    TraceSpan& set(std::string_view name, const char* text)
    {
        return set(name, std::string_view(text));
    }
    TraceSpan& set(std::string_view name, double number);
    TraceSpan& set(std::string_view name, bool flag);
    TraceSpan& set(std::string_view name, uint64_t count);
    TraceSpan& set(std::string_view name, unsigned count) { return set(name, uint64_t{count}); }
    /// A call to somebody outside of this process.
    TraceSpan& asClient();
    /// What was wanted did not come; `type` is a word (error.type).
    TraceSpan& failed(std::string_view type);
    /// Before the destructor does it.
    void end()
    {
        if (live_)
            finish();
    }

  private:
    struct Live;
    struct Gone {
        void operator()(Live* live) const;
    };
    using LiveRef = std::unique_ptr<Live, Gone>;
    explicit TraceSpan(LiveRef live) : live_(std::move(live)) {}
    static TraceSpan make(const TraceContext& parent, std::string_view name, uint64_t start);
    void finish();
    void put(std::string_view name, SpanAttribute::Value value);

    LiveRef live_;
};

/// Hands each span to several sinks, in this order.
std::shared_ptr<SpanSink> teeSpans(std::vector<std::shared_ptr<SpanSink>> sinks);

}  // namespace animatize
