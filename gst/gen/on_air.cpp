#include "gst/gen/on_air.h"

#include <utility>

#include "gst/base/custom_meta.h"
#include "gst/base/frame.h"
#include "gst/base/mapped_frame.h"
#include "gst/gen/frame_blend.h"
#include "metrics/stage_timer.h"

namespace animatize {
namespace {

constexpr int kMostRepeats = 4;

const Shown::Layer& topOf(const Shown& shown)
{
    return *(shown.layers.end() - 1);
}

/// Another buffer over the same memory, with the same layout and nothing else.
BufferRef sameMemory(GstBuffer* buffer)
{
    BufferRef copy(gst_buffer_new());
    gst_buffer_copy_into(copy.get(), buffer, GST_BUFFER_COPY_MEMORY, 0, static_cast<gsize>(-1));
    if (GstVideoMeta* meta = gst_buffer_get_video_meta(buffer)) {
        GstVideoMeta* same = gst_buffer_add_video_meta_full(
            copy.get(), meta->flags, meta->format, meta->width, meta->height, meta->n_planes,
            meta->offset, meta->stride);
        gst_video_meta_set_alignment(same, meta->alignment);
    }
    return copy;
}

}  // namespace

OnAir::OnAir(GstPad* src, Warn warn) : warn_(std::move(warn)), pool_(src) {}

OnAir::Counts::Counts(MetricScopeRef counted)
    : scope(std::move(counted)),
      shown(scope->counter(Metric::GeneratedFrames, {"shown"})),
      repeated(scope->counter(Metric::GeneratedFrames, {"repeated"})),
      missed(scope->counter(Metric::GeneratedFrames, {"missed"})),
      took(scope->histogram(Metric::StageDuration, {"render"}))
{}

void OnAir::open(MetricScopeRef scope)
{
    counts_.emplace(std::move(scope));
}

void OnAir::close()
{
    stop();
    freeMemory();
    asked_ = Asked::Nothing;
    on_ = false;
}

void OnAir::stop()
{
    playout_.stop();
    next_ = {};
    held_ = {};
    traceEnd();
}

void OnAir::traceEnd()
{
    span_.set("animatize.frames", spanFrames_);
    span_.end();
    spanOf_ = {};
    spanFrames_ = 0;
}

// A job is seen from its first frame on the air to its last, whoever made the picture.
void OnAir::trace(const Shown& shown)
{
    const Keyframe& about = shown.main().about;
    if (about.trace != spanOf_) {
        traceEnd();
        spanOf_ = about.trace;
        span_ = TraceSpan::within(spanOf_, "shown");
        span_.set("animatize.backend", about.backend).set("animatize.remote", shown.isRemote());
    }
    ++spanFrames_;
}

void OnAir::freeMemory()
{
    painter_.reset();
    scratch_.reset();
    pool_.close();
}

void OnAir::setVideo(GstCaps* caps, const GstVideoInfo& info)
{
    freeMemory();
    info_ = info;
    pool_.setCaps(caps);
}

void OnAir::offer(KeyframeJob job)
{
    playout_.offer(std::move(job), {GST_VIDEO_INFO_WIDTH(&info_), GST_VIDEO_INFO_HEIGHT(&info_)});
}

// The shot that starts has no picture yet; the one that ends goes on, generated.
void OnAir::endShot(uint64_t now, const AirSettings& settings)
{
    if (settings.on && settings.autoTake)
        playout_.take(now, settings.play, settings.wait);
    playout_.endShot();
}

bool OnAir::frame(uint64_t now, const AirSettings& settings, bool late)
{
    if (!settings.on && on_) {
        stop();
        freeMemory();
    }
    on_ = settings.on;
    const bool taken = obey(now, settings);
    if (!on_)
        return false;
    pool_.prepare();
    next_ = playout_.at(now, settings.wait);
    late_ = late;
    labels_ = settings.label;
    if (const auto trouble = playout_.trouble())
        warn_(trouble->message);
    return taken;
}

bool OnAir::obey(uint64_t now, const AirSettings& settings)
{
    const Asked asked = asked_.exchange(Asked::Nothing);
    if (asked == Asked::Release)
        playout_.release(now);
    if (asked != Asked::Take)
        return false;
    const bool taken = settings.on && playout_.take(now, settings.play, settings.wait);
    if (!settings.on)
        warn_("take shows nothing while output=passthrough; set output to replace or dissolve.");
    else if (!taken)
        warn_("There is nothing to take yet: no frame of this shot has been analysed.");
    return taken;
}

BufferRef OnAir::show(BufferRef live)
{
    const Shown shown = std::exchange(next_, {});
    if (!shown) {
        held_ = {};
        traceEnd();
        return live;
    }
    Result<BufferRef> frame = made(live.get(), shown);
    if (!frame) {
        counts_->missed.add();
        warn_(frame.error().message);
        return live;
    }
    counts_->shown.add();
    trace(shown);
    return std::move(*frame);
}

Result<BufferRef> OnAir::made(GstBuffer* live, const Shown& shown)
{
    if (late_ && held_.frame && held_.shot == topOf(shown).shot && held_.repeats < kMostRepeats)
        return repeated(live, shown);
    held_ = {};
    Result<BufferRef> frame = painted(live, shown);
    if (frame && late_)
        held_ = {sameMemory(frame->get()), topOf(shown).shot, 0};
    return frame;
}

BufferRef OnAir::repeated(GstBuffer* live, const Shown& shown)
{
    ++held_.repeats;
    counts_->repeated.add();
    BufferRef frame = sameMemory(held_.frame.get());
    dress(frame.get(), live, shown);
    return frame;
}

Result<BufferRef> OnAir::painted(GstBuffer* live, const Shown& shown)
{
    const StageTimer timer(counts_->took);
    if (!painter_) {
        Result<std::unique_ptr<Painter>> painter = makePainter(info_);
        if (!painter)
            return painter.error();
        painter_ = std::move(*painter);
    }
    Result<BufferRef> frame = pool_.acquire();
    if (!frame)
        return frame;
    dress(frame->get(), live, shown);  // first: which field this is, is in its flags
    const Status status = fill(frame->get(), live, shown);
    return status ? std::move(frame) : status.error();
}

Status OnAir::fill(GstBuffer* frame, GstBuffer* live, const Shown& shown)
{
    FrameMapping into(frame, info_, true);
    if (!into)
        return Error{
            "The memory for generated frames can't be written; the live picture is shown."};
    paint(shown, *into);
    if (shown.share < 1.0) {
        FrameMapping under(live, info_, false);
        if (!under)
            return Frame::unreadable();
        blendFrame(*under, *into, shown.share);
    }
    return ok();
}

void OnAir::paint(const Shown& shown, GstVideoFrame& into)
{
    const Shown::Layer &top = topOf(shown), &lowest = *shown.layers.begin();
    painter_->paint(top.shot->renderer, top.t, labels_ && top.shot->remote, into);
    if (&top == &lowest)
        return;
    // Some formats' last samples of a row are written in groups that go on behind it.
    if (!scratch_)
        scratch_.reset(gst_buffer_new_allocate(
            nullptr, GST_VIDEO_INFO_SIZE(&info_) + FramePool::kBehind, nullptr));
    FrameMapping below(scratch_.get(), info_, true);
    (*below).flags = into.flags;
    painter_->paint(lowest.shot->renderer, lowest.t, labels_ && lowest.shot->remote, *below);
    blendFrame(*below, into, top.share);
}

// A frame that was marked as a gap has a picture now.
void OnAir::dress(GstBuffer* frame, GstBuffer* live, const Shown& shown) const
{
    constexpr auto kAll = static_cast<GstBufferCopyFlags>(
        int{GST_BUFFER_COPY_FLAGS} | int{GST_BUFFER_COPY_TIMESTAMPS} | int{GST_BUFFER_COPY_META});
    gst_buffer_copy_into(frame, live, kAll, 0, static_cast<gsize>(-1));
    GST_BUFFER_FLAG_UNSET(frame, GST_BUFFER_FLAG_GAP);
    Record record = toRecord(shown.main().about);
    record.add("share", shown.share);
    attachMeta(frame, kKeyframeMeta, static_cast<uint32_t>(GST_VIDEO_INFO_WIDTH(&info_)),
               static_cast<uint32_t>(GST_VIDEO_INFO_HEIGHT(&info_)), record);
}

}  // namespace animatize
