#include "gst/overlay/composition.h"

#include <algorithm>
#include <utility>

namespace animatize {
namespace {

using Pixels = std::shared_ptr<const cv::Mat>;

/// A buffer over the sprite's own pixels, which live as long as it does. Nobody may write them.
GstBuffer* wrapped(const Pixels& pixels)
{
    const gsize size = pixels->step * static_cast<size_t>(pixels->rows);
    GstBuffer* buffer = gst_buffer_new_wrapped_full(
        GST_MEMORY_FLAG_READONLY, const_cast<uchar*>(pixels->data), size, 0, size,
        new Pixels(pixels), [](gpointer held) { delete static_cast<Pixels*>(held); });
    gsize offset[GST_VIDEO_MAX_PLANES] = {};
    gint stride[GST_VIDEO_MAX_PLANES] = {static_cast<gint>(pixels->step)};
    gst_buffer_add_video_meta_full(
        buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB,
        static_cast<guint>(pixels->cols), static_cast<guint>(pixels->rows), 1, offset, stride);
    return buffer;
}

bool isPicture(const Sprite& sprite)
{
    return sprite.pixels && !sprite.pixels->empty() && sprite.pixels->type() == CV_8UC4;
}

}  // namespace

// A part of a larger picture ends where that does: it is copied, so that its rows are whole.
Composition::RectangleRef Composition::rectangleOf(const Sprite& sprite)
{
    const Pixels pixels = sprite.pixels->isContinuous()
                              ? sprite.pixels
                              : std::make_shared<const cv::Mat>(sprite.pixels->clone());
    GstBuffer* buffer = wrapped(pixels);
    RectangleRef rectangle(gst_video_overlay_rectangle_new_raw(
        buffer, sprite.at.x, sprite.at.y, static_cast<guint>(pixels->cols),
        static_cast<guint>(pixels->rows), GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA));
    gst_buffer_unref(buffer);
    return rectangle;
}

void Composition::update(const std::vector<Sprite>& sprites)
{
    const auto same = [](const Kept& kept, const Sprite& sprite) { return kept.sprite == sprite; };
    if (whole_ && std::equal(kept_.begin(), kept_.end(), sprites.begin(), sprites.end(), same))
        return;
    std::vector<Kept> next;
    WholeRef whole(gst_video_overlay_composition_new(nullptr));
    for (const Sprite& sprite : sprites) {
        const auto old = std::find_if(kept_.begin(), kept_.end(),
                                      [&](const Kept& kept) { return same(kept, sprite); });
        Kept kept{sprite, nullptr};
        if (old != kept_.end())
            kept.rectangle = std::move(std::exchange(*old, {}).rectangle);
        else if (isPicture(sprite))
            kept.rectangle = rectangleOf(sprite);
        if (kept.rectangle)
            gst_video_overlay_composition_add_rectangle(whole.get(), kept.rectangle.get());
        next.push_back(std::move(kept));
    }
    kept_ = std::move(next);
    whole_ = std::move(whole);
}

void Composition::attach(GstBuffer* buffer, const std::vector<Sprite>& sprites)
{
    update(sprites);
    GstVideoOverlayCompositionMeta* there = gst_buffer_get_video_overlay_composition_meta(buffer);
    if (!there) {
        gst_buffer_add_video_overlay_composition_meta(buffer, whole_.get());
        return;
    }
    // Not gst_video_overlay_composition_copy: it copies rectangles too, which makes them new.
    const WholeRef merged(gst_video_overlay_composition_new(nullptr));
    for (guint i = 0; i < gst_video_overlay_composition_n_rectangles(there->overlay); ++i)
        gst_video_overlay_composition_add_rectangle(
            merged.get(), gst_video_overlay_composition_get_rectangle(there->overlay, i));
    for (const Kept& kept : kept_)
        if (kept.rectangle)
            gst_video_overlay_composition_add_rectangle(merged.get(), kept.rectangle.get());
    gst_buffer_remove_video_overlay_composition_meta(buffer, there);
    gst_buffer_add_video_overlay_composition_meta(buffer, merged.get());
}

void Composition::clear()
{
    kept_.clear();
    whole_.reset();
}

}  // namespace animatize
