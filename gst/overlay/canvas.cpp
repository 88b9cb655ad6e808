#include "gst/overlay/canvas.h"

#include "gst/base/frame.h"
#include "gst/base/mapped_frame.h"
#include "gst/base/picture_meta.h"
#include "gst/overlay/frame_shape.h"

namespace animatize {
namespace {

constexpr char kFeature[] = GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION;

bool hasFeature(const GstCaps* caps)
{
    return gst_caps_features_contains(gst_caps_get_features(caps, 0), kFeature);
}

CapsRef withFeature(const GstCaps* caps)
{
    CapsRef with(gst_caps_copy(caps));
    gst_caps_features_add(gst_caps_get_features(with.get(), 0), kFeature);
    return with;
}

bool isAcceptedBehind(GstPad* pad, GstCaps* caps)
{
    const CapsRef accepted(gst_pad_peer_query_caps(pad, caps));
    return !gst_caps_is_empty(accepted.get());
}

/// Whether nobody else sees what is written there.
bool isOurs(GstBuffer* buffer)
{
    if (!gst_buffer_is_writable(buffer) || !gst_buffer_is_all_memory_writable(buffer))
        return false;
    for (guint i = 0; i < gst_buffer_n_memory(buffer); ++i)
        if (GST_MEMORY_IS_READONLY(gst_buffer_peek_memory(buffer, i)))
            return false;
    return true;
}

// All but the pixels.
void dress(GstBuffer* copy, GstBuffer* frame)
{
    constexpr auto kAll = static_cast<GstBufferCopyFlags>(
        int{GST_BUFFER_COPY_FLAGS} | int{GST_BUFFER_COPY_TIMESTAMPS} | int{GST_BUFFER_COPY_META});
    gst_buffer_copy_into(copy, frame, kAll, 0, static_cast<gsize>(-1));
}

}  // namespace

void Canvas::setVideo(GstCaps* caps, const GstVideoInfo& info)
{
    negotiated_ = attaches_ = told_ = false;
    if (caps_ && gst_caps_is_equal(caps_.get(), caps))
        return;
    close();
    caps_.reset(gst_caps_ref(caps));
    info_ = info;
    pool_.setCaps(caps);
    shape_ = frameShape(info);
}

void Canvas::downstreamChanged()
{
    pool_.downstreamChanged();
    stale_ = true;
}

void Canvas::negotiate()
{
    stale_ = false;
    negotiated_ = attaches_ = true;
    if (hasFeature(caps_.get()))
        return;
    attaches_ = takesComposition();
    if (attaches_ == told_)
        return;
    const CapsRef with = withFeature(caps_.get());
    GstCaps* const caps = attaches_ ? with.get() : caps_.get();
    const bool taken = gst_pad_push_event(src_, gst_event_new_caps(caps));
    told_ = attaches_ = attaches_ && taken;
}

bool Canvas::takesComposition() const
{
    if (!isAcceptedBehind(src_, withFeature(caps_.get()).get()))
        return false;
    const QueryRef query(gst_query_new_allocation(caps_.get(), FALSE));
    return gst_pad_peer_query(src_, query.get()) &&
           gst_query_find_allocation_meta(query.get(), GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE,
                                          nullptr);
}

Status Canvas::lay(BufferRef& frame, const std::vector<Sprite>& sprites)
{
    if (attaches_) {
        composition_.attach(frame.get(), sprites);
        ++attached_;
        return ok();
    }
    if (isOurs(frame.get()))
        return blend(frame.get(), sprites);
    Result<BufferRef> copy = copyOf(frame.get());
    if (!copy)
        return copy.error();
    if (const Status status = blend(copy->get(), sprites); !status)
        return status;
    frame = std::move(*copy);
    ++copied_;
    return ok();
}

Result<BufferRef> Canvas::copyOf(GstBuffer* frame)
{
    Result<BufferRef> copy = pool_.acquire();
    if (!copy)
        return Error{
            "There is no memory to draw on: other elements see the frames too, and all copies that "
            "may be made are still held downstream. Such frames go on without the overlay; a "
            "shorter queue behind it would help."};
    dress(copy->get(), frame);
    FrameMapping from(frame, info_, false);
    if (!from)
        return Frame::unreadable();
    FrameMapping into(copy->get(), info_, true);
    if (!into)
        return Error{"The memory to draw on can't be written; frames go on without the overlay."};
    copySamples(*from, *into, shape_);
    return copy;
}

Status Canvas::blend(GstBuffer* frame, const std::vector<Sprite>& sprites)
{
    FrameMapping into(frame, info_, true);
    if (!into)
        return Frame::unreadable();
    if (!blender_)
        blender_.emplace(shape_);
    for (const FieldPlanes& field : fieldsOf(*into, shape_))
        blender_->blend(sprites, field.rows, field.planes);
    forgetPicture(frame);
    // What was a gap has a picture now.
    GST_BUFFER_FLAG_UNSET(frame, GST_BUFFER_FLAG_GAP);
    ++blended_;
    return ok();
}

void Canvas::forget()
{
    composition_.clear();
    converted_ = converted();
    blender_.reset();
}

void Canvas::close()
{
    forget();
    pool_.close();
}

void Canvas::restart()
{
    forget();
    attached_ = blended_ = copied_ = converted_ = 0;
}

}  // namespace animatize
