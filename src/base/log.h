// What the core has to say to who debugs it. It knows no GStreamer: whoever runs it says where
// lines go (gst/base/log_bridge.h: categories of GST_DEBUG), else they go nowhere.
//
//   logLine(LogArea::Net, LogLevel::Debug, [&] { return about + ": answered " + status; });
//
// The text is made only if somebody listens to this area at this level; if nobody does a line costs
// one load and one call that compares two numbers. A line has no key, no prompt, no query of an
// address, no bytes of a picture and no words of a server in it, whose messages can quote a prompt:
// of an error it has the fault and the status. What the bus is told, GStreamer's own log repeats.
//
// Levels are used as GStreamer documents them:
//   Error    the work can't go on as it should
//   Warning  abnormal, and may lead to trouble later
//   Info     what somebody who watches wants to know
//   Debug    what happens now and then
//   Log      what happens with each frame or each call
//   Trace    parts of such a thing, item by item
#pragma once

#include <atomic>
#include <string>

namespace animatize {

enum class LogArea { Net, Cache, Rules };
enum class LogLevel { Error, Warning, Info, Debug, Log, Trace };

/// Where a line is written. Older Clangs have no std::source_location.
struct LogPlace {
    const char* file;
    const char* function;
    int line;

    static constexpr LogPlace here(const char* file = __builtin_FILE(),
                                   const char* function = __builtin_FUNCTION(),
                                   int line = __builtin_LINE())
    {
        return {file, function, line};
    }
};

class LogSink {
  public:
    virtual ~LogSink() = default;
    /// Cheap: asked for every line.
    virtual bool wants(LogArea area, LogLevel level) const = 0;
    virtual void write(LogArea area, LogLevel level, const LogPlace& where,
                       const std::string& line) const = 0;
};

namespace detail {
inline std::atomic<const LogSink*> logSink{nullptr};
}

/// For good: the sink lives as long as the process. Null: nobody listens.
inline void setLogSink(const LogSink* sink)
{
    detail::logSink.store(sink, std::memory_order_release);
}

/// Whether a line would be read, for what is only gathered to be logged.
inline bool isLogged(LogArea area, LogLevel level)
{
    const LogSink* sink = detail::logSink.load(std::memory_order_acquire);
    return sink && sink->wants(area, level);
}

/// `make` returns the line. Any thread.
template <typename Make>
void logLine(LogArea area, LogLevel level, Make&& make, const LogPlace& where = LogPlace::here())
{
    const LogSink* sink = detail::logSink.load(std::memory_order_acquire);
    if (sink && sink->wants(area, level))
        sink->write(area, level, where, make());
}

}  // namespace animatize
