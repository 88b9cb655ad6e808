#include "gst/overlay/frame_shape.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "gst/base/mapped_frame.h"

namespace animatize {
namespace {

/// 4:2:2 in the order U Y V Y, as many pairs of pixels as are packed together.
PlaneShape pairs(Packing packing, int count)
{
    PlaneShape plane{packing, 0, {}, 2 * count, 1};
    for (int i = 0; i < count; ++i)
        for (const SampleSlot slot : {SampleSlot{1, 2 * i, 2}, SampleSlot{0, 2 * i, 1},
                                      SampleSlot{2, 2 * i, 2}, SampleSlot{0, 2 * i + 1, 1}})
            plane.slots.push_back(slot);
    return plane;
}

/// One component's samples among those of its plane.
void addComponent(const GstVideoFormatInfo& format, guint component, PlaneShape& plane)
{
    const int bytes = plane.packing == Packing::Words16 ? 2 : 1;
    const int across = 1 << format.w_sub[component];
    const int step = format.pixel_stride[component] / bytes;
    // GStreamer 1.22 counts P010's offsets as if they were bytes.
    const int first = (static_cast<int>(format.poffset[component]) + bytes - 1) / bytes;
    plane.slots.resize(static_cast<size_t>(plane.pixels / across * step));
    for (int k = 0; k < plane.pixels / across; ++k)
        plane.slots[static_cast<size_t>(first + k * step)] = {static_cast<int>(component),
                                                              k * across, across};
}

PlaneShape planeShape(const GstVideoFormatInfo& format, guint index)
{
    PlaneShape plane;
    const int depth = static_cast<int>(format.depth[0]);
    plane.packing = depth > 8 ? Packing::Words16 : Packing::Bytes;
    plane.shift = depth > 8 ? static_cast<int>(format.shift[0]) : 0;
    std::vector<guint> components;
    for (guint c = 0; c < format.n_components; ++c)
        if (format.plane[c] == index)
            components.push_back(c);
    for (const guint c : components) {
        plane.pixels = std::max(plane.pixels, 1 << format.w_sub[c]);
        plane.rows = std::max(plane.rows, 1 << format.h_sub[c]);
    }
    for (const guint c : components)
        addComponent(format, c, plane);
    return plane;
}

bool isAlternate(const GstVideoFrame& frame)
{
    return GST_VIDEO_INFO_INTERLACE_MODE(&frame.info) == GST_VIDEO_INTERLACE_MODE_ALTERNATE;
}

int planeRows(const GstVideoFrame& frame, guint plane)
{
    gint components[GST_VIDEO_MAX_COMPONENTS];
    gst_video_format_info_component(frame.info.finfo, plane, components);
    return GST_VIDEO_FRAME_COMP_HEIGHT(&frame, components[0]);
}

size_t groupBytes(const PlaneShape& plane)
{
    switch (plane.packing) {
        case Packing::Bytes:
            return plane.slots.size();
        case Packing::Words16:
            return 2 * plane.slots.size();
        case Packing::V210:
            return plane.slots.size() / 3 * 4;
        case Packing::Uyvp:
            return plane.slots.size() / 4 * 5;
    }
    return 0;
}

PlaneMemory planeMemory(const GstVideoFrame& frame, const FrameShape& shape, guint index)
{
    const PlaneShape& plane = shape.planes[index];
    PlaneMemory memory;
    memory.data = static_cast<uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, index));
    memory.stride = GST_VIDEO_FRAME_PLANE_STRIDE(&frame, index);
    memory.rows = planeRows(frame, index);
    const int groups = (shape.width + plane.pixels - 1) / plane.pixels;
    memory.bytes = std::min(static_cast<size_t>(groups) * groupBytes(plane),
                            static_cast<size_t>(std::abs(memory.stride)));
    return memory;
}

std::vector<PlaneMemory> planesOf(const GstVideoFrame& frame, const FrameShape& shape)
{
    std::vector<PlaneMemory> planes;
    for (guint index = 0; index < shape.planes.size(); ++index)
        planes.push_back(planeMemory(frame, shape, index));
    return planes;
}

bool sharesRows(const FrameShape& shape)
{
    return std::any_of(shape.planes.begin(), shape.planes.end(),
                       [](const PlaneShape& plane) { return plane.rows > 1; });
}

/// Every other row; a row of chroma that only one of the fields has room for is the upper one's.
FieldPlanes fieldOf(const FieldPlanes& frame, int first)
{
    FieldPlanes field = frame;
    field.rows = {first, 2, (frame.rows.count + 1 - first) / 2};
    for (PlaneMemory& plane : field.planes) {
        plane.data += first * plane.stride;
        plane.stride *= 2;
        plane.rows = (plane.rows + 1 - first) / 2;
    }
    return field;
}

}  // namespace

FrameShape frameShape(const GstVideoInfo& info)
{
    FrameShape shape;
    shape.width = GST_VIDEO_INFO_WIDTH(&info);
    describeColour(info, shape.colour);
    switch (GST_VIDEO_INFO_FORMAT(&info)) {
        case GST_VIDEO_FORMAT_v210:
            shape.planes = {pairs(Packing::V210, 3)};
            break;
        case GST_VIDEO_FORMAT_UYVP:
            shape.planes = {pairs(Packing::Uyvp, 1)};
            break;
        default:
            for (guint index = 0; index < GST_VIDEO_INFO_N_PLANES(&info); ++index)
                shape.planes.push_back(planeShape(*info.finfo, index));
    }
    return shape;
}

std::vector<FieldPlanes> fieldsOf(const GstVideoFrame& frame, const FrameShape& shape)
{
    const int height = GST_VIDEO_INFO_FIELD_HEIGHT(&frame.info);
    FieldPlanes whole{{0, 1, height}, planesOf(frame, shape)};
    if (isAlternate(frame)) {
        whole.rows.first = GST_VIDEO_FRAME_FLAG_IS_SET(&frame, GST_VIDEO_FRAME_FLAG_TFF) ? 0 : 1;
        whole.rows.step = 2;
        return {whole};
    }
    if (GST_VIDEO_FRAME_IS_INTERLACED(&frame) && sharesRows(shape))
        return {fieldOf(whole, 0), fieldOf(whole, 1)};
    return {whole};
}

void copySamples(const GstVideoFrame& from, const GstVideoFrame& into, const FrameShape& shape)
{
    const auto source = planesOf(from, shape), target = planesOf(into, shape);
    for (size_t p = 0; p < target.size(); ++p)
        for (int row = 0; row < target[p].rows; ++row)
            std::memcpy(target[p].data + row * target[p].stride,
                        source[p].data + row * source[p].stride,
                        std::min(source[p].bytes, target[p].bytes));
}

}  // namespace animatize
