#include "gst/base/roi.h"

#include <cmath>

namespace animatize {
namespace {

constexpr uint64_t kIds = UINT64_C(1) << 31;

bool isFrom(GstVideoRegionOfInterestMeta* meta, const char* element)
{
    const GstStructure* detection = gst_video_region_of_interest_meta_get_param(meta, "detection");
    const char* source = detection ? gst_structure_get_string(detection, "source") : nullptr;
    return source && g_str_equal(source, element);
}

gboolean removeOwn(GstBuffer*, GstMeta** meta, gpointer element)
{
    if ((*meta)->info->api == GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE &&
        isFrom(reinterpret_cast<GstVideoRegionOfInterestMeta*>(*meta),
               static_cast<const char*>(element)))
        *meta = nullptr;
    return TRUE;
}

guint pixels(double share, uint32_t size)
{
    return static_cast<guint>(std::lround(std::min(std::max(share, 0.0), 1.0) * size));
}

}  // namespace

void attachRois(GstBuffer* buffer, const char* element, uint32_t frameWidth, uint32_t frameHeight,
                const std::vector<RoiBox>& boxes)
{
    gst_buffer_foreach_meta(buffer, removeOwn, const_cast<char*>(element));
    for (const RoiBox& box : boxes) {
        auto* meta = gst_buffer_add_video_region_of_interest_meta(
            buffer, box.type, pixels(box.x, frameWidth), pixels(box.y, frameHeight),
            pixels(box.width, frameWidth), pixels(box.height, frameHeight));
        meta->id = static_cast<gint>(box.id % kIds);
        gst_video_region_of_interest_meta_add_param(
            meta,
            gst_structure_new("detection", "x_min", G_TYPE_DOUBLE, box.x, "x_max", G_TYPE_DOUBLE,
                              box.x + box.width, "y_min", G_TYPE_DOUBLE, box.y, "y_max",
                              G_TYPE_DOUBLE, box.y + box.height, "confidence", G_TYPE_DOUBLE,
                              box.confidence, "source", G_TYPE_STRING, element, nullptr));
        // Some encoders read an ROI as "spend more bits here"; this one says: don't.
        gst_video_region_of_interest_meta_add_param(
            meta, gst_structure_new("roi/vaapi", "delta-qp", G_TYPE_INT, 0, nullptr));
    }
}

}  // namespace animatize
