#include "gst/gen/frame_blend.h"

#include <algorithm>
#include <cstdlib>

#include "frame/blend.h"

namespace animatize {
namespace {

Packing packingOf(const GstVideoFrame& frame)
{
    switch (GST_VIDEO_FRAME_FORMAT(&frame)) {
        case GST_VIDEO_FORMAT_v210:
            return Packing::V210;
        case GST_VIDEO_FORMAT_UYVP:
            return Packing::Uyvp;
        default:
            return GST_VIDEO_FRAME_COMP_DEPTH(&frame, 0) > 8 ? Packing::Words16 : Packing::Bytes;
    }
}

/// Bytes from the first to the last that belong to a sample of a row.
size_t sampleBytes(const GstVideoFrame& frame, guint plane, Packing packing)
{
    const auto width = static_cast<size_t>(GST_VIDEO_FRAME_WIDTH(&frame));
    if (packing == Packing::V210)
        return (width + 5) / 6 * 16;
    if (packing == Packing::Uyvp)
        return (width + 1) / 2 * 5;
    const int sample = packing == Packing::Words16 ? 2 : 1;
    int most = 0;
    for (guint c = 0; c < GST_VIDEO_FRAME_N_COMPONENTS(&frame); ++c) {
        int first = static_cast<int>(GST_VIDEO_FRAME_COMP_POFFSET(&frame, c));
        if (packing == Packing::Words16)
            first += first % 2;  // GStreamer 1.22 counts P010's as if they were bytes
        const int last = (GST_VIDEO_FRAME_COMP_WIDTH(&frame, c) - 1) *
                         static_cast<int>(GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, c));
        if (static_cast<guint>(GST_VIDEO_FRAME_COMP_PLANE(&frame, c)) == plane)
            most = std::max(most, first + last + sample);
    }
    return static_cast<size_t>(most);
}

size_t rowBytes(const GstVideoFrame& under, const GstVideoFrame& into, guint plane, Packing packing)
{
    const auto stride = [plane](const GstVideoFrame& frame) {
        return static_cast<size_t>(std::abs(GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane)));
    };
    return std::min({sampleBytes(into, plane, packing), stride(under), stride(into)});
}

int rowsOf(const GstVideoFrame& frame, guint plane)
{
    gint components[GST_VIDEO_MAX_COMPONENTS];
    gst_video_format_info_component(frame.info.finfo, plane, components);
    return GST_VIDEO_FRAME_COMP_HEIGHT(&frame, components[0]);
}

uint8_t* rowAt(const GstVideoFrame& frame, guint plane, int y)
{
    return static_cast<uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, plane)) +
           static_cast<ptrdiff_t>(y) * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane);
}

}  // namespace

void blendFrame(const GstVideoFrame& under, GstVideoFrame& into, double share)
{
    const Packing packing = packingOf(into);
    const int unused =
        packing == Packing::Words16 ? static_cast<int>(into.info.finfo->shift[0]) : 0;
    for (guint plane = 0; plane < GST_VIDEO_FRAME_N_PLANES(&into); ++plane) {
        const size_t bytes = rowBytes(under, into, plane, packing);
        for (int y = 0; y < rowsOf(into, plane); ++y)
            blendRow(packing, unused, rowAt(under, plane, y), rowAt(into, plane, y), bytes, share);
    }
}

}  // namespace animatize
