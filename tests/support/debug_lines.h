// DebugLines: what GStreamer logs, line by line, for as long as this lives.
//
//   DebugLines lines("animatize*:6");
//   ... play ...
//   ck_assert(lines.has("animatize-net", GST_LEVEL_WARNING, "is down"));
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include <gst/gst.h>

namespace animatize::test {

struct DebugLine {
    std::string category, text;
    GstDebugLevel level;
};

class DebugLines {
  public:
    explicit DebugLines(const char* thresholds)
    {
        gst_debug_remove_log_function(gst_debug_log_default);
        gst_debug_set_threshold_from_string(thresholds, TRUE);
        gst_debug_add_log_function(take, this, nullptr);
    }
    ~DebugLines()
    {
        gst_debug_remove_log_function(take);
        gst_debug_set_threshold_from_string("1", TRUE);
    }
    DebugLines(const DebugLines&) = delete;
    DebugLines& operator=(const DebugLines&) = delete;

    std::vector<DebugLine> of(const std::string& category) const
    {
        std::lock_guard lock(mutex_);
        std::vector<DebugLine> found;
        for (const DebugLine& line : lines_)
            if (line.category == category)
                found.push_back(line);
        return found;
    }
    bool has(const std::string& category, GstDebugLevel level, const std::string& words) const
    {
        for (const DebugLine& line : of(category))
            if (line.level == level && line.text.find(words) != std::string::npos)
                return true;
        return false;
    }

  private:
    static void take(GstDebugCategory* category, GstDebugLevel level, const gchar*, const gchar*,
                     gint, GObject*, GstDebugMessage* message, gpointer data)
    {
        auto* self = static_cast<DebugLines*>(data);
        const DebugLine line{gst_debug_category_get_name(category), gst_debug_message_get(message),
                             level};
        std::lock_guard lock(self->mutex_);
        self->lines_.push_back(line);
    }

    mutable std::mutex mutex_;
    std::vector<DebugLine> lines_;
};

}  // namespace animatize::test
