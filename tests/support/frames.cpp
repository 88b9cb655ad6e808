#include "support/frames.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "gst/base/caps.h"

namespace animatize::test {
namespace {

constexpr gsize kInFront = 64;   // bytes before the first plane
constexpr gint kBehindRow = 48;  // a multiple of what any format packs together
constexpr gsize kBehindPlane = 80;

struct Layout {
    gsize offset[GST_VIDEO_MAX_PLANES] = {};
    gint stride[GST_VIDEO_MAX_PLANES] = {};
    gsize size = 0;
};

gsize planeRows(const GstVideoInfo& info, guint plane)
{
    const GstVideoFormatInfo* format = info.finfo;
    gint components[GST_VIDEO_MAX_COMPONENTS];
    gst_video_format_info_component(format, plane, components);
    return static_cast<gsize>(GST_VIDEO_FORMAT_INFO_SCALE_HEIGHT(
        format, components[0], GST_VIDEO_INFO_FIELD_HEIGHT(&info)));
}

Layout tightLayout(const GstVideoInfo& info)
{
    Layout layout;
    std::copy_n(info.offset, GST_VIDEO_MAX_PLANES, layout.offset);
    std::copy_n(info.stride, GST_VIDEO_MAX_PLANES, layout.stride);
    layout.size = GST_VIDEO_INFO_SIZE(&info);
    return layout;
}

Layout paddedLayout(const GstVideoInfo& info)
{
    Layout layout;
    layout.size = kInFront;
    for (guint plane = 0; plane < GST_VIDEO_INFO_N_PLANES(&info); ++plane) {
        layout.offset[plane] = layout.size;
        layout.stride[plane] = GST_VIDEO_INFO_PLANE_STRIDE(&info, plane) + kBehindRow;
        layout.size +=
            planeRows(info, plane) * static_cast<gsize>(layout.stride[plane]) + kBehindPlane;
    }
    return layout;
}

// One line in what the format packs from: four components of 8 or 16 bits, A first.
template <typename T>
void fillLine(const GstVideoInfo& info, const Paint& paint, int y, std::vector<guint8>& line)
{
    constexpr double kMost = sizeof(T) == 1 ? 255.0 : 65535.0;
    const double unit = sizeof(T) == 1 ? 1.0 : 256.0;
    const auto& colorimetry = GST_VIDEO_INFO_COLORIMETRY(&info);
    const bool limited = colorimetry.range == GST_VIDEO_COLOR_RANGE_16_235;
    const double black = limited ? 16 * unit : 0.0;
    const double white = limited ? 235 * unit : kMost;
    const double chroma = limited ? 224 * unit : kMost;
    double kr = 0.2126, kb = 0.0722;
    const auto store = [&](int x, int component, double value) {
        const T sample = static_cast<T>(std::lround(std::clamp(value, 0.0, kMost)));
        std::memcpy(
            line.data() + (static_cast<size_t>(x) * 4 + static_cast<size_t>(component)) * sizeof(T),
            &sample, sizeof sample);
    };
    for (int x = 0; x < GST_VIDEO_INFO_WIDTH(&info); ++x) {
        const Pixel pixel = paint(x, y);
        double values[3] = {black + pixel.luma * (white - black), 128 * unit + pixel.cb * chroma,
                            128 * unit + pixel.cr * chroma};
        if (GST_VIDEO_INFO_IS_RGB(&info)) {
            const double r = pixel.luma + 2 * (1 - kr) * pixel.cr;
            const double b = pixel.luma + 2 * (1 - kb) * pixel.cb;
            const double g = (pixel.luma - kr * r - kb * b) / (1 - kr - kb);
            const double rgb[3] = {r, g, b};
            for (int i = 0; i < 3; ++i)
                values[i] = black + rgb[i] * (white - black);
        }
        store(x, 0, kMost);
        for (int i = 0; i < 3; ++i)
            store(x, i + 1, values[i]);
    }
}

void paintInto(const GstVideoInfo& info, const Paint& paint, const Layout& layout, guint8* memory)
{
    const GstVideoFormatInfo* format = info.finfo;
    const bool words =
        GST_VIDEO_FORMAT_INFO_DEPTH(gst_video_format_get_info(format->unpack_format), 0) > 8;
    gpointer data[GST_VIDEO_MAX_PLANES] = {};
    gint stride[GST_VIDEO_MAX_PLANES] = {};
    for (guint plane = 0; plane < GST_VIDEO_INFO_N_PLANES(&info); ++plane) {
        data[plane] = memory + layout.offset[plane];
        stride[plane] = layout.stride[plane];
    }
    const int width = GST_VIDEO_INFO_WIDTH(&info);
    std::vector<guint8> line(static_cast<size_t>(width + 16) * 8);
    for (int y = 0; y < GST_VIDEO_INFO_FIELD_HEIGHT(&info); ++y) {
        words ? fillLine<guint16>(info, paint, y, line) : fillLine<guint8>(info, paint, y, line);
        format->pack_func(format, GST_VIDEO_PACK_FLAG_NONE, line.data(), 0, data, stride,
                          GST_VIDEO_CHROMA_SITE_UNKNOWN, y, width);
    }
}

BufferRef laidOut(const GstVideoInfo& info, const Paint& paint, const Layout& layout, guint8 poison)
{
    BufferRef buffer(gst_buffer_new_allocate(nullptr, layout.size, nullptr));
    GstMapInfo map;
    gst_buffer_map(buffer.get(), &map, GST_MAP_WRITE);
    std::memset(map.data, poison, map.size);
    paintInto(info, paint, layout, map.data);
    gst_buffer_unmap(buffer.get(), &map);
    return buffer;
}

}  // namespace

Paint grey(double luma)
{
    return [luma](int, int) { return Pixel{luma}; };
}

Paint moving(int width, int height, int step)
{
    const auto wave = [](int size, double waves) {
        std::vector<double> values(static_cast<size_t>(size));
        for (int i = 0; i < size; ++i)
            values[static_cast<size_t>(i)] = std::sin(waves * i / size);
        return values;
    };
    const int square = std::max(1, height / 2);
    const int left = width / 8 + step * square / 8, top = height / 4;
    return [=, across = wave(width, 40), down = wave(height, 30)](int x, int y) {
        const bool inside = x >= left && x < left + square && y >= top && y < top + square;
        if (inside && ((x - left) * 8 / square + (y - top) * 8 / square) % 2)
            return Pixel{0.9, -0.1, 0.2};
        const double right = static_cast<double>(x) / width,
                     below = static_cast<double>(y) / height;
        const double ripple = across[static_cast<size_t>(x)] * down[static_cast<size_t>(y)];
        return Pixel{0.2 + 0.3 * right + 0.2 * below + 0.1 * ripple, 0.1 * right, -0.1 * below};
    };
}

const std::vector<GstVideoFormat>& formats()
{
    static const std::vector<GstVideoFormat> all = [] {
        std::vector<GstVideoFormat> found;
        GValue list = G_VALUE_INIT;
        g_value_init(&list, GST_TYPE_LIST);
        gst_value_deserialize(&list, ANIMATIZE_FORMATS);
        for (guint i = 0; i < gst_value_list_get_size(&list); ++i)
            found.push_back(gst_video_format_from_string(
                g_value_get_string(gst_value_list_get_value(&list, i))));
        g_value_unset(&list);
        return found;
    }();
    return all;
}

const std::vector<std::string>& elements()
{
    static const std::vector<std::string> all = {"animatizemotion", "animatizeanalyze",
                                                 "animatizeprompt", "animatizegen"};
    return all;
}

const std::vector<std::string>& everyElement()
{
    static const std::vector<std::string> all = [] {
        std::vector<std::string> every = elements();
#ifdef HAVE_OVERLAY
        every.emplace_back("animatizeoverlay");
#endif
        return every;
    }();
    return all;
}

std::string chain()
{
    std::string line;
    for (const std::string& element : elements())
        line += (line.empty() ? "" : " ! ") + element;
    return line;
}

GstVideoInfo videoInfo(GstVideoFormat format, int width, int height, int fps)
{
    GstVideoInfo info;
    gst_video_info_set_format(&info, format, static_cast<guint>(width), static_cast<guint>(height));
    GST_VIDEO_INFO_FPS_N(&info) = fps;
    GST_VIDEO_INFO_FPS_D(&info) = 1;
    return info;
}

void setFullRange(GstVideoInfo& info, bool fullRange)
{
    GST_VIDEO_INFO_COLORIMETRY(&info).range =
        fullRange ? GST_VIDEO_COLOR_RANGE_0_255 : GST_VIDEO_COLOR_RANGE_16_235;
}

CapsRef capsOf(const GstVideoInfo& info)
{
    GstVideoInfo copy = info;
    return CapsRef(gst_video_info_to_caps(&copy));
}

BufferRef frame(const GstVideoInfo& info, const Paint& paint)
{
    return laidOut(info, paint, tightLayout(info), 0);
}

BufferRef paddedFrame(const GstVideoInfo& info, const Paint& paint, guint8 poison)
{
    Layout layout = paddedLayout(info);
    BufferRef buffer = laidOut(info, paint, layout, poison);
    gst_buffer_add_video_meta_full(buffer.get(), GST_VIDEO_FRAME_FLAG_NONE,
                                   GST_VIDEO_INFO_FORMAT(&info),
                                   static_cast<guint>(GST_VIDEO_INFO_WIDTH(&info)),
                                   static_cast<guint>(GST_VIDEO_INFO_HEIGHT(&info)),
                                   GST_VIDEO_INFO_N_PLANES(&info), layout.offset, layout.stride);
    return buffer;
}

void stamp(GstBuffer* buffer, const GstVideoInfo& info, int index)
{
    const int n = GST_VIDEO_INFO_FPS_N(&info) ? GST_VIDEO_INFO_FPS_N(&info) : 25;
    const int d = GST_VIDEO_INFO_FPS_N(&info) ? GST_VIDEO_INFO_FPS_D(&info) : 1;
    const auto at = [n, d](int i) {
        return gst_util_uint64_scale_int(GST_SECOND * static_cast<guint64>(i), d, n);
    };
    GST_BUFFER_PTS(buffer) = at(index);
    GST_BUFFER_DURATION(buffer) = at(index + 1) - at(index);
}

std::vector<guint8> bytesOf(GstBuffer* buffer)
{
    std::vector<guint8> bytes(gst_buffer_get_size(buffer));
    gst_buffer_extract(buffer, 0, bytes.data(), bytes.size());
    return bytes;
}

}  // namespace animatize::test
