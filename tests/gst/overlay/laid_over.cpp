#include "laid_over.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <gst/check/gstcheck.h>

#include "gst/base/mapped_frame.h"
#include "support/sprite_codes.h"

namespace animatize::test {
namespace {

/// One frame, unpacked: A and three components a pixel.
struct Unpacked {
    int width = 0, height = 0;
    bool ten = false, interlaced = false;
    std::vector<double> values;  ///< codes of the format's own bits

    double& at(int x, int y, int component)
    {
        return values[static_cast<size_t>((y * width + x) * 4 + component)];
    }
};

template <typename T>
void appendRow(const GstVideoFrame& frame, int y, bool interlaced, Unpacked& into)
{
    const GstVideoFormatInfo* format = frame.info.finfo;
    std::vector<T> row((static_cast<size_t>(into.width) + 16) * 4);
    format->unpack_func(format,
                        interlaced ? GST_VIDEO_PACK_FLAG_INTERLACED : GST_VIDEO_PACK_FLAG_NONE,
                        row.data(), frame.data, frame.info.stride, 0, y, into.width);
    for (int i = 0; i < into.width * 4; ++i)
        into.values.push_back(sizeof(T) == 2 ? row[static_cast<size_t>(i)] >> 6
                                             : row[static_cast<size_t>(i)]);
}

Unpacked unpacked(GstBuffer* buffer, const GstVideoInfo& info)
{
    FrameMapping mapping(buffer, info, false);
    ck_assert(static_cast<bool>(mapping));
    const GstVideoFrame& frame = *mapping;
    Unpacked all;
    all.width = GST_VIDEO_INFO_WIDTH(&info);
    all.height = GST_VIDEO_INFO_FIELD_HEIGHT(&info);
    all.ten = GST_VIDEO_INFO_COMP_DEPTH(&info, 0) > 8;
    all.interlaced = GST_VIDEO_INFO_INTERLACE_MODE(&info) != GST_VIDEO_INTERLACE_MODE_ALTERNATE &&
                     GST_VIDEO_FRAME_IS_INTERLACED(&frame);
    for (int y = 0; y < all.height; ++y)
        all.ten ? appendRow<guint16>(frame, y, all.interlaced, all)
                : appendRow<guint8>(frame, y, all.interlaced, all);
    return all;
}

/// Which pixels share a sample with this one.
std::vector<cv::Point> sharers(const GstVideoInfo& info, const Unpacked& frame, int component,
                               int x, int y)
{
    const auto c = static_cast<guint>(component - 1);
    const bool known = c < GST_VIDEO_INFO_N_COMPONENTS(&info);
    const int across = known ? 1 << info.finfo->w_sub[c] : 1;
    const int down = known ? 1 << info.finfo->h_sub[c] : 1;
    std::vector<cv::Point> all;
    const int step = frame.interlaced && down > 1 ? 2 : 1;
    const int top = step == 2 ? (y & ~3) + (y & 1) : y / down * down;
    for (int k = 0; k < down; ++k)
        for (int i = 0; i < across; ++i)
            if (x / across * across + i < frame.width && top + k * step < frame.height)
                all.emplace_back(x / across * across + i, top + k * step);
    return all;
}

/// The row of the whole picture.
int pictureRow(const GstVideoInfo& info, GstBuffer* buffer, int y)
{
    if (GST_VIDEO_INFO_INTERLACE_MODE(&info) != GST_VIDEO_INTERLACE_MODE_ALTERNATE)
        return y;
    return 2 * y + (GST_BUFFER_FLAG_IS_SET(buffer, GST_VIDEO_BUFFER_FLAG_TFF) ? 0 : 1);
}

struct Over {
    double share = 0, code = 0;
};

void layOver(const GstVideoInfo& info, GstBuffer* buffer, const Sprite& sprite, Unpacked& frame)
{
    ImageView colour;
    describeColour(info, colour);
    const bool alpha = GST_VIDEO_INFO_HAS_ALPHA(&info), grey = GST_VIDEO_INFO_IS_GRAY(&info);
    const auto over = [&](int x, int y, int component) {
        Over sum;
        const auto pixels = sharers(info, frame, component, x, y);
        for (const cv::Point& pixel : pixels) {
            const cv::Point at(pixel.x - sprite.at.x,
                               pictureRow(info, buffer, pixel.y) - sprite.at.y);
            if (!at.inside({{0, 0}, sprite.pixels->size()}))
                continue;
            const auto& bgra = sprite.pixels->at<cv::Vec4b>(at);
            const int channel = component == 0 ? SampleSlot::kAlpha : component - 1;
            sum.share += bgra[3] / 255.0;
            sum.code += codeOf(colour, channel, frame.ten, bgra);
        }
        const auto count = static_cast<double>(pixels.size());
        return Over{sum.share / count, sum.code / count};
    };
    for (int y = 0; y < frame.height; ++y)
        for (int x = 0; x < frame.width; ++x) {
            const double under = frame.at(x, y, 0) / 255.0;
            for (int component = 3; component >= (alpha ? 0 : 1); --component) {
                if (grey && component > 1)
                    continue;  // unpacked as if it had colours
                const Over sum = over(x, y, component);
                double& value = frame.at(x, y, component);
                const double whole = sum.share + under * (1 - sum.share);
                if (!alpha || component == 0)
                    value = value * (1 - sum.share) + sum.code;
                else if (sum.share > 0)
                    value = (value * under * (1 - sum.share) + sum.code) / whole;
            }
        }
}

}  // namespace

double worstLaid(const GstVideoInfo& info, GstBuffer* before, GstBuffer* after,
                 const std::vector<Sprite>& sprites)
{
    Unpacked wanted = unpacked(before, info);
    const Unpacked got = unpacked(after, info);
    for (const Sprite& sprite : sprites)
        layOver(info, before, sprite, wanted);
    double worst = 0.0;
    for (size_t i = 0; i < got.values.size(); ++i)
        worst = std::max(worst, std::abs(got.values[i] - wanted.values[i]));
    return worst;
}

std::vector<Sprite> rectanglesOn(GstBuffer* buffer)
{
    std::vector<Sprite> sprites;
    const auto* meta = gst_buffer_get_video_overlay_composition_meta(buffer);
    for (guint i = 0; meta && i < gst_video_overlay_composition_n_rectangles(meta->overlay); ++i) {
        GstVideoOverlayRectangle* one =
            gst_video_overlay_composition_get_rectangle(meta->overlay, i);
        gint x = 0, y = 0;
        guint width = 0, height = 0;
        gst_video_overlay_rectangle_get_render_rectangle(one, &x, &y, &width, &height);
        GstBuffer* pixels = gst_video_overlay_rectangle_get_pixels_unscaled_raw(
            one, GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
        const GstVideoMeta* video = gst_buffer_get_video_meta(pixels);
        ck_assert(video && video->width == width && video->height == height);
        GstMapInfo map;
        ck_assert(gst_buffer_map(pixels, &map, GST_MAP_READ));
        const cv::Mat view(static_cast<int>(height), static_cast<int>(width), CV_8UC4, map.data,
                           static_cast<size_t>(video->stride[0]));
        sprites.push_back({std::make_shared<const cv::Mat>(view.clone()), {x, y}});
        gst_buffer_unmap(pixels, &map);
    }
    return sprites;
}

std::string nameOf(const GstVideoInfo& info)
{
    return std::string(gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info))) + " " +
           std::to_string(GST_VIDEO_INFO_WIDTH(&info)) + "x" +
           std::to_string(GST_VIDEO_INFO_HEIGHT(&info)) + ", " +
           gst_video_interlace_mode_to_string(GST_VIDEO_INFO_INTERLACE_MODE(&info));
}

}  // namespace animatize::test
