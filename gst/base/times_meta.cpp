#include "gst/base/times_meta.h"

#include <algorithm>
#include <string_view>

#include <gst/video/video.h>

namespace animatize {
namespace {

struct Stage {
    const char* name;
    uint64_t took;
};

// Plain memory, of one size: a frame costs one allocation, by GStreamer.
struct TimesMeta {
    GstMeta meta;
    Stage stages[kMostStages];
    size_t count;
};

GType metaApi()
{
    static const char* tags[] = {GST_META_TAG_VIDEO_STR, nullptr};
    static const GType type = gst_meta_api_type_register("AnimatizeTimesMetaAPI", tags);
    return type;
}

TimesMeta* timesOn(GstBuffer* buffer)
{
    return reinterpret_cast<TimesMeta*>(gst_buffer_get_meta(buffer, metaApi()));
}

gboolean initMeta(GstMeta* meta, gpointer, GstBuffer*)
{
    reinterpret_cast<TimesMeta*>(meta)->count = 0;
    return TRUE;
}

void put(TimesMeta& times, const Stage& stage)
{
    Stage* const end = times.stages + times.count;
    Stage* const found = std::find_if(times.stages, end, [&](const Stage& other) {
        return std::string_view(other.name) == stage.name;
    });
    if (found == end && times.count == kMostStages)
        return;
    *found = stage;
    times.count += found == end;
}

TimesMeta& timesMade(GstBuffer* buffer);

gboolean transformMeta(GstBuffer* into, GstMeta* meta, GstBuffer*, GQuark, gpointer)
{
    const auto& from = *reinterpret_cast<TimesMeta*>(meta);
    TimesMeta& times = timesMade(into);
    for (size_t i = 0; i < from.count; ++i)
        put(times, from.stages[i]);
    return TRUE;
}

const GstMetaInfo* metaInfo()
{
    static const GstMetaInfo* info = gst_meta_register(
        metaApi(), "AnimatizeTimesMeta", sizeof(TimesMeta), initMeta, nullptr, transformMeta);
    return info;
}

TimesMeta& timesMade(GstBuffer* buffer)
{
    if (TimesMeta* times = timesOn(buffer))
        return *times;
    return *reinterpret_cast<TimesMeta*>(gst_buffer_add_meta(buffer, metaInfo(), nullptr));
}

}  // namespace

void addStageTime(GstBuffer* buffer, const char* stage, uint64_t took)
{
    put(timesMade(buffer), {stage, took});
}

void readStageTimes(GstBuffer* buffer, std::vector<StageTime>& into)
{
    const TimesMeta* times = timesOn(buffer);
    into.resize(times ? times->count : 0);
    for (size_t i = 0; i < into.size(); ++i) {
        into[i].stage = times->stages[i].name;
        into[i].took = times->stages[i].took;
    }
}

void registerTimesMeta()
{
    metaInfo();
}

}  // namespace animatize
