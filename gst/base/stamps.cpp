#include "gst/base/stamps.h"

#include <gst/video/video.h>

#include "gst/base/ref.h"

namespace animatize {
namespace {

constexpr uint64_t kFrom1900To1970 = UINT64_C(2208988800) * GST_SECOND;

std::string timecodeOf(GstBuffer* buffer)
{
    const GstVideoTimeCodeMeta* meta = gst_buffer_get_video_time_code_meta(buffer);
    if (!meta)
        return {};
    const CharRef text(gst_video_time_code_to_string(&meta->tc));
    return text ? text.get() : "";
}

// Kept for the life of the process, which a leaks tracer has to be told.
GstCaps* forever(const char* name)
{
    GstCaps* caps = gst_caps_new_empty_simple(name);
    GST_MINI_OBJECT_FLAG_SET(caps, GST_MINI_OBJECT_FLAG_MAY_BE_LEAKED);
    return caps;
}

std::optional<uint64_t> utcOf(GstBuffer* buffer)
{
    static GstCaps* unix = forever("timestamp/x-unix");
    static GstCaps* ntp = forever("timestamp/x-ntp");
    if (const auto* meta = gst_buffer_get_reference_timestamp_meta(buffer, unix))
        return meta->timestamp;
    const auto* meta = gst_buffer_get_reference_timestamp_meta(buffer, ntp);
    if (meta && meta->timestamp >= kFrom1900To1970)
        return meta->timestamp - kFrom1900To1970;
    return std::nullopt;
}

}  // namespace

void Stamps::note(GstBuffer* buffer)
{
    std::string timecode = timecodeOf(buffer);
    const std::optional<uint64_t> utc = utcOf(buffer);
    if (timecode.empty() && !utc)
        return;
    stamps_[next_] = {GST_BUFFER_PTS(buffer), std::move(timecode), utc};
    next_ = (next_ + 1) % kKept;
}

void Stamps::add(Record& record, const Nanoseconds& pts) const
{
    for (const Stamp& stamp : stamps_) {
        if (!pts.value || stamp.pts != *pts.value)
            continue;
        if (!stamp.timecode.empty())
            record.add("timecode", stamp.timecode);
        record.add("utc", stamp.utc);
        return;
    }
}

}  // namespace animatize
