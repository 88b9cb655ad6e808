#include "gst/gen/keyframe_buffer.h"

#include "frame/reduced_picture.h"
#include "gst/base/custom_meta.h"

namespace animatize {

CapsRef keyframeCaps(const GstVideoInfo& video, int longestSide, GstCaps* allowed)
{
    const cv::Size size =
        colourPictureSize(GST_VIDEO_INFO_WIDTH(&video), GST_VIDEO_INFO_HEIGHT(&video), longestSide);
    const bool still = GST_VIDEO_INFO_FPS_N(&video) == 0;
    const CapsRef caps(gst_caps_new_simple(
        "video/x-raw", "format", G_TYPE_STRING, "RGB", "width", G_TYPE_INT, size.width, "height",
        G_TYPE_INT, size.height, "framerate", GST_TYPE_FRACTION,
        still ? 25 : GST_VIDEO_INFO_FPS_N(&video), still ? 1 : GST_VIDEO_INFO_FPS_D(&video),
        "pixel-aspect-ratio", GST_TYPE_FRACTION, GST_VIDEO_INFO_PAR_N(&video),
        GST_VIDEO_INFO_PAR_D(&video), nullptr));
    CapsRef both(gst_caps_intersect(caps.get(), allowed));
    if (gst_caps_is_empty(both.get()))
        return nullptr;
    return CapsRef(gst_caps_fixate(both.release()));
}

// Rows of RGB video begin at multiples of four bytes.
BufferRef keyframeBuffer(const Keyframe& keyframe)
{
    const cv::Mat& image = keyframe.image;
    GstVideoInfo info;
    gst_video_info_set_format(&info, GST_VIDEO_FORMAT_RGB, static_cast<guint>(image.cols),
                              static_cast<guint>(image.rows));
    BufferRef buffer(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info), nullptr));
    const auto stride = static_cast<gsize>(GST_VIDEO_INFO_PLANE_STRIDE(&info, 0));
    const auto row = static_cast<gsize>(image.cols) * 3;
    gst_buffer_memset(buffer.get(), 0, 0, GST_VIDEO_INFO_SIZE(&info));
    for (int y = 0; y < image.rows; ++y)
        gst_buffer_fill(buffer.get(), static_cast<gsize>(y) * stride, image.ptr(y), row);
    attachMeta(buffer.get(), kKeyframeMeta, static_cast<uint32_t>(image.cols),
               static_cast<uint32_t>(image.rows), toRecord(keyframe));
    return buffer;
}

}  // namespace animatize
