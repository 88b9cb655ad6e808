#include "gst/base/log_bridge.h"

#include <array>

#include "base/log.h"
#include "gst/base/ref.h"

namespace animatize {
namespace {

GstDebugLevel levelOf(LogLevel level)
{
    switch (level) {
        case LogLevel::Error:
            return GST_LEVEL_ERROR;
        case LogLevel::Warning:
            return GST_LEVEL_WARNING;
        case LogLevel::Info:
            return GST_LEVEL_INFO;
        case LogLevel::Debug:
            return GST_LEVEL_DEBUG;
        case LogLevel::Log:
            return GST_LEVEL_LOG;
        case LogLevel::Trace:
            return GST_LEVEL_TRACE;
    }
    return GST_LEVEL_TRACE;
}

GstDebugCategory* newCategory(const char* name, const char* about)
{
    GstDebugCategory* category = nullptr;
    GST_DEBUG_CATEGORY_INIT(category, name, 0, about);
    return category;
}

class Bridge final : public LogSink {
  public:
    bool wants(LogArea area, LogLevel level) const override
    {
        return levelOf(level) <= _gst_debug_min &&
               levelOf(level) <= gst_debug_category_get_threshold(of(area));
    }

    void write(LogArea area, LogLevel level, const LogPlace& where,
               const std::string& line) const override
    {
        gst_debug_log(of(area), levelOf(level), where.file, where.function, where.line, nullptr,
                      "%s", line.c_str());
    }

  private:
    GstDebugCategory* of(LogArea area) const { return categories_[static_cast<size_t>(area)]; }

    const std::array<GstDebugCategory*, 3> categories_{
        newCategory("animatize-net", "requests to language models and image services"),
        newCategory("animatize-cache", "what was asked or made before"),
        newCategory("animatize-rules", "which rules hold, and which are said"),
    };
};

}  // namespace

void installLogBridge()
{
    // Never destroyed: threads may run on when a process ends, and have something to say.
    static const auto& bridge = *new Bridge;
    setLogSink(&bridge);
}

GstDebugCategory* elementCategory(const char* typeName)
{
    const std::string name = typeName;
    const CharRef lower(g_ascii_strdown(name.c_str() + (name.starts_with("Gst") ? 3 : 0), -1));
    return newCategory(lower.get(), "one element of animatize");
}

}  // namespace animatize
