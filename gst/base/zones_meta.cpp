#include "gst/base/zones_meta.h"

#include <new>

#include <gst/video/video.h>

namespace animatize {
namespace {

// GStreamer allocates and frees it, as plain memory: what isn't plain is made and ended by hand.
struct ZonesMeta {
    GstMeta meta;
    alignas(ZonesRef) unsigned char held[sizeof(ZonesRef)];

    ZonesRef& zones() { return *std::launder(reinterpret_cast<ZonesRef*>(held)); }
};

ZonesMeta* heldBy(GstMeta* meta)
{
    return reinterpret_cast<ZonesMeta*>(meta);
}

gboolean initMeta(GstMeta* meta, gpointer, GstBuffer*)
{
    new (heldBy(meta)->held) ZonesRef;
    return TRUE;
}

void freeMeta(GstMeta* meta, GstBuffer*)
{
    std::destroy_at(&heldBy(meta)->zones());
}

GType metaApi()
{
    static const char* tags[] = {GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_ORIENTATION_STR,
                                 GST_META_TAG_VIDEO_SIZE_STR, nullptr};
    static const GType type = gst_meta_api_type_register("AnimatizeZonesMetaAPI", tags);
    return type;
}

gboolean transformMeta(GstBuffer* into, GstMeta* meta, GstBuffer*, GQuark type, gpointer data)
{
    const bool whole =
        GST_META_TRANSFORM_IS_COPY(type) && !static_cast<GstMetaTransformCopy*>(data)->region;
    if (whole)
        attachZones(into, heldBy(meta)->zones());
    return whole;
}

const GstMetaInfo* metaInfo()
{
    static const GstMetaInfo* info = gst_meta_register(
        metaApi(), "AnimatizeZonesMeta", sizeof(ZonesMeta), initMeta, freeMeta, transformMeta);
    return info;
}

}  // namespace

void attachZones(GstBuffer* buffer, const ZonesRef& zones)
{
    if (GstMeta* old = gst_buffer_get_meta(buffer, metaApi()))
        gst_buffer_remove_meta(buffer, old);
    if (zones && !zones->empty())
        heldBy(gst_buffer_add_meta(buffer, metaInfo(), nullptr))->zones() = zones;
}

ZonesRef zonesOn(GstBuffer* buffer)
{
    GstMeta* meta = gst_buffer_get_meta(buffer, metaApi());
    return meta ? heldBy(meta)->zones() : nullptr;
}

void registerZonesMeta()
{
    metaInfo();
}

}  // namespace animatize
