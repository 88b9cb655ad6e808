#include "gst/base/mapped_frame.h"

#include <algorithm>

namespace animatize {

void describeColour(const GstVideoInfo& info, ImageView& view)
{
    const auto range = GST_VIDEO_INFO_COLORIMETRY(&info).range;
    const bool yuv = GST_VIDEO_INFO_IS_YUV(&info);
    const bool limited =
        range == GST_VIDEO_COLOR_RANGE_16_235 || (range != GST_VIDEO_COLOR_RANGE_0_255 && yuv);
    view.black = limited ? 16 : 0;
    view.white = limited ? 235 : 255;
    view.chromaRange = limited ? 224 : 255;
    view.rgb = GST_VIDEO_INFO_IS_RGB(&info);
    const auto matrix = GST_VIDEO_INFO_COLORIMETRY(&info).matrix;
    // RGB has no matrix of its own; its luma is that of BT.709, as sRGB defines it.
    const auto used = view.rgb ? GST_VIDEO_COLOR_MATRIX_BT709 : matrix;
    if (!gst_video_color_matrix_get_Kr_Kb(used, &view.kr, &view.kb))
        gst_video_color_matrix_get_Kr_Kb(GST_VIDEO_COLOR_MATRIX_BT601, &view.kr, &view.kb);
}

namespace {

void describePacking(const GstVideoInfo& info, ImageView& view)
{
    switch (GST_VIDEO_INFO_FORMAT(&info)) {
        case GST_VIDEO_FORMAT_v210:
            view.packing = Packing::V210;
            return;
        case GST_VIDEO_FORMAT_UYVP:
            view.packing = Packing::Uyvp;
            return;
        default:
            break;
    }
    const int depth = GST_VIDEO_INFO_COMP_DEPTH(&info, 0);
    view.packing = depth > 8 ? Packing::Words16 : Packing::Bytes;
    view.shift = depth > 8 ? info.finfo->shift[0] + depth - 8 : 0;
}

void describeComponents(GstVideoFrame& frame, ImageView& view)
{
    const guint known = std::min<guint>(GST_VIDEO_FRAME_N_COMPONENTS(&frame), 3);
    for (guint i = 0; i < known; ++i) {
        Component& component = view.components[i];
        component.data = GST_VIDEO_FRAME_COMP_DATA(&frame, i);
        // Words begin at even bytes; GStreamer 1.22 counts P010's offsets as if they were bytes.
        if (view.packing == Packing::Words16)
            component.data += GST_VIDEO_FRAME_COMP_POFFSET(&frame, i) % 2;
        component.stride = GST_VIDEO_FRAME_COMP_STRIDE(&frame, i);
        component.step = GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, i);
        component.width = GST_VIDEO_FRAME_COMP_WIDTH(&frame, i);
        component.height = GST_VIDEO_FRAME_COMP_HEIGHT(&frame, i);
    }
    if (view.packing == Packing::V210 || view.packing == Packing::Uyvp)
        view.components[1] = view.components[2] = {};
}

bool holdsTwoFields(const GstVideoFrame& frame)
{
    return GST_VIDEO_INFO_INTERLACE_MODE(&frame.info) != GST_VIDEO_INTERLACE_MODE_ALTERNATE &&
           GST_VIDEO_FRAME_IS_INTERLACED(&frame) && GST_VIDEO_FRAME_HEIGHT(&frame) > 1;
}

// Every other row, beginning with the field that was taken first.
void keepFirstField(const GstVideoFrame& frame, ImageView& view)
{
    const int first = GST_VIDEO_FRAME_IS_TFF(&frame) ? 0 : 1;
    view.height = (view.height + 1 - first) / 2;
    for (Component& component : view.components) {
        if (!component.data)
            continue;
        const int row = component.height > 1 ? first : 0;
        component.data += row * component.stride;
        component.stride *= 2;
        component.height = std::max(1, (component.height + 1 - row) / 2);
    }
}

}  // namespace

bool mapForReading(GstBuffer* buffer, const GstVideoInfo& info, GstVideoFrame& frame)
{
    const auto flags =
        static_cast<GstMapFlags>(int{GST_MAP_READ} | int{GST_VIDEO_FRAME_MAP_FLAG_NO_REF});
    // Mapping a writable buffer of several memories would leave it with one; held twice, it isn't.
    gst_buffer_ref(buffer);
    gst_buffer_ref(buffer);
    const bool mapped = gst_video_frame_map(&frame, &info, buffer, flags);
    gst_buffer_unref(buffer);
    gst_buffer_unref(buffer);
    return mapped;
}

FrameMapping::FrameMapping(GstBuffer* buffer, const GstVideoInfo& info, bool writes)
{
    constexpr auto kBoth =
        static_cast<GstMapFlags>(int{GST_MAP_READWRITE} | int{GST_VIDEO_FRAME_MAP_FLAG_NO_REF});
    mapped_ = writes ? gst_video_frame_map(&frame_, &info, buffer, kBoth) == TRUE
                     : mapForReading(buffer, info, frame_);
}

FrameMapping::~FrameMapping()
{
    if (mapped_)
        gst_video_frame_unmap(&frame_);
}

bool MappedFrame::map(GstBuffer* buffer, const GstVideoInfo& info)
{
    unmap();
    mapped_ = mapForReading(buffer, info, frame_);
    if (!mapped_)
        return false;
    view_ = ImageView{};
    view_.frameWidth = view_.width = GST_VIDEO_FRAME_WIDTH(&frame_);
    view_.frameHeight = GST_VIDEO_FRAME_HEIGHT(&frame_);
    view_.height = GST_VIDEO_INFO_FIELD_HEIGHT(&frame_.info);
    view_.pixelAspect =
        static_cast<double>(GST_VIDEO_INFO_PAR_N(&info)) / std::max(1, GST_VIDEO_INFO_PAR_D(&info));
    describeColour(info, view_);
    describePacking(info, view_);
    describeComponents(frame_, view_);
    if (holdsTwoFields(frame_))
        keepFirstField(frame_, view_);
    return true;
}

void MappedFrame::unmap()
{
    if (mapped_)
        gst_video_frame_unmap(&frame_);
    mapped_ = false;
}

}  // namespace animatize
