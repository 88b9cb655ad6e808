#include "gst/base/map_meta.h"

#include <memory>
#include <new>
#include <string>

#include <gst/video/video.h>

namespace animatize {
namespace {

using Map = MapMeta::Map;

// GStreamer allocates and frees it, as plain memory: what isn't plain is made and ended by hand.
struct Held {
    GstMeta meta;
    alignas(Map) unsigned char bytes[sizeof(Map)];

    Map& map() { return *std::launder(reinterpret_cast<Map*>(bytes)); }
};

Held* heldBy(GstMeta* meta)
{
    return reinterpret_cast<Held*>(meta);
}

gboolean initMeta(GstMeta* meta, gpointer, GstBuffer*)
{
    new (heldBy(meta)->bytes) Map;
    return TRUE;
}

void freeMeta(GstMeta* meta, GstBuffer*)
{
    std::destroy_at(&heldBy(meta)->map());
}

void put(GstBuffer* buffer, const GstMetaInfo* info, const Map& map)
{
    if (GstMeta* old = gst_buffer_get_meta(buffer, info->api))
        gst_buffer_remove_meta(buffer, old);
    if (!map.cells.empty())
        heldBy(gst_buffer_add_meta(buffer, info, nullptr))->map() = map;
}

gboolean transformMeta(GstBuffer* into, GstMeta* meta, GstBuffer*, GQuark type, gpointer data)
{
    const bool whole =
        GST_META_TRANSFORM_IS_COPY(type) && !static_cast<GstMetaTransformCopy*>(data)->region;
    if (whole)
        put(into, meta->info, heldBy(meta)->map());
    return whole;
}

}  // namespace

MapMeta::MapMeta(const char* name, int type, int mostCells) : type_(type), mostCells_(mostCells)
{
    // Another colour is still at its place: all else that changes the picture drops it.
    static const char* tags[] = {GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_ORIENTATION_STR,
                                 GST_META_TAG_VIDEO_SIZE_STR, nullptr};
    api_ = gst_meta_api_type_register((std::string(name) + "MetaAPI").c_str(), tags);
    info_ = gst_meta_register(api_, (std::string(name) + "Meta").c_str(), sizeof(Held), initMeta,
                              freeMeta, transformMeta);
}

void MapMeta::attach(GstBuffer* buffer, const Map& map) const
{
    const bool fits =
        map.cells.type() == type_ && map.cells.cols <= mostCells_ && map.cells.rows <= mostCells_;
    put(buffer, info_, fits ? map : Map{});
}

MapMeta::Map MapMeta::on(GstBuffer* buffer) const
{
    GstMeta* meta = gst_buffer_get_meta(buffer, api_);
    return meta ? heldBy(meta)->map() : Map{};
}

}  // namespace animatize
