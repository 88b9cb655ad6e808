#include "gst/base/nearness_meta.h"

#include <memory>
#include <new>

#include <gst/video/video.h>

namespace animatize {
namespace {

constexpr int kMostCells = 64;

// GStreamer allocates and frees it, as plain memory: what isn't plain is made and ended by hand.
struct NearnessMeta {
    GstMeta meta;
    alignas(cv::Mat) unsigned char held[sizeof(cv::Mat)];

    cv::Mat& near() { return *std::launder(reinterpret_cast<cv::Mat*>(held)); }
};

gboolean initMeta(GstMeta* meta, gpointer, GstBuffer*)
{
    new (reinterpret_cast<NearnessMeta*>(meta)->held) cv::Mat;
    return TRUE;
}

void freeMeta(GstMeta* meta, GstBuffer*)
{
    std::destroy_at(&reinterpret_cast<NearnessMeta*>(meta)->near());
}

GType metaApi()
{
    // Another colour is still at its place: all else that changes the picture drops it.
    static const char* tags[] = {GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_ORIENTATION_STR,
                                 GST_META_TAG_VIDEO_SIZE_STR, nullptr};
    static const GType type = gst_meta_api_type_register("AnimatizeNearnessMetaAPI", tags);
    return type;
}

NearnessMeta* find(GstBuffer* buffer)
{
    return reinterpret_cast<NearnessMeta*>(gst_buffer_get_meta(buffer, metaApi()));
}

gboolean transformMeta(GstBuffer* into, GstMeta* meta, GstBuffer*, GQuark type, gpointer data)
{
    const bool whole =
        GST_META_TRANSFORM_IS_COPY(type) && !static_cast<GstMetaTransformCopy*>(data)->region;
    if (whole)
        attachNearness(into, reinterpret_cast<NearnessMeta*>(meta)->near());
    return whole;
}

const GstMetaInfo* metaInfo()
{
    static const GstMetaInfo* info =
        gst_meta_register(metaApi(), "AnimatizeNearnessMeta", sizeof(NearnessMeta), initMeta,
                          freeMeta, transformMeta);
    return info;
}

}  // namespace

void attachNearness(GstBuffer* buffer, const cv::Mat& near)
{
    if (NearnessMeta* old = find(buffer))
        gst_buffer_remove_meta(buffer, &old->meta);
    const bool fits = near.type() == CV_32FC1 && near.cols <= kMostCells && near.rows <= kMostCells;
    if (near.empty() || !fits)
        return;
    GstMeta* added = gst_buffer_add_meta(buffer, metaInfo(), nullptr);
    reinterpret_cast<NearnessMeta*>(added)->near() = near;
}

cv::Mat nearnessOn(GstBuffer* buffer)
{
    NearnessMeta* meta = find(buffer);
    return meta ? meta->near() : cv::Mat();
}

void registerNearnessMeta()
{
    metaInfo();
}

}  // namespace animatize
