#include "gst/base/side_pad.h"

#include <algorithm>
#include <utility>

namespace animatize {

SidePad::SidePad(GstElement* element, GstPadTemplate* pads, const char* name, size_t mostBuffers)
    : element_(element),
      pad_(gst_pad_new_from_template(pads, name)),
      mostBuffers_(mostBuffers),
      dropped_(scope_.counter(Metric::PadDropped, {name})),
      depth_(scope_.gauge(Metric::QueueDepth, {std::string(name) + "_pad"}))
{
    gst_object_ref_sink(pad_);
    gst_pad_set_element_private(pad_, this);
    gst_pad_set_activatemode_function(pad_, activateMode);
    gst_pad_set_event_function(pad_, takeEvent);
    gst_pad_use_fixed_caps(pad_);
}

SidePad::~SidePad()
{
    gst_pad_set_element_private(pad_, nullptr);
    gst_object_unref(pad_);
}

GstPad* SidePad::open()
{
    const bool active =
        GST_STATE(element_) > GST_STATE_READY || GST_STATE_NEXT(element_) == GST_STATE_PAUSED;
    if (active)
        gst_pad_set_active(pad_, TRUE);
    gst_element_add_pad(element_, pad_);
    return pad_;
}

void SidePad::close()
{
    gst_pad_set_active(pad_, FALSE);
    gst_element_remove_pad(element_, pad_);
}

gboolean SidePad::activateMode(GstPad* pad, GstObject*, GstPadMode mode, gboolean active)
{
    auto* self = static_cast<SidePad*>(gst_pad_get_element_private(pad));
    return self && mode == GST_PAD_MODE_PUSH && self->activate(active);
}

bool SidePad::activate(bool active)
{
    {
        std::lock_guard lock(mutex_);
        flushing_ = !active;
        queue_.clear();
        buffers_ = 0;
        noteDepth();
    }
    changed_.notify_all();
    if (!active)
        return gst_pad_stop_task(pad_);
    // Only here: while the pads go down the streaming thread may still begin anew, in vain.
    begun_ = false;
    return gst_pad_start_task(pad_, loop, this, nullptr);
}

// Seeks and QoS are the video's business: a sink behind this pad must neither seek the source a
// second time nor slow the analysis down.
gboolean SidePad::takeEvent(GstPad*, GstObject*, GstEvent* event)
{
    gst_event_unref(event);
    return TRUE;
}

void SidePad::setChoice(Choose choose)
{
    choose_ = std::move(choose);
    if (begun_)
        enqueue({.kind = Item::Caps, .choose = choose_});
}

void SidePad::begin(const GstSegment& segment)
{
    if (!begun_) {
        enqueue({.kind = Item::StreamStart});
        enqueue({.kind = Item::Caps, .choose = choose_});
    }
    begun_ = true;
    enqueue({.kind = Item::Segment, .segment = segment});
    covered_ = segment.format == GST_FORMAT_TIME ? segment.start : 0;
    enqueue({.kind = Item::Gap, .start = covered_, .end = covered_});
}

void SidePad::push(Make make, GstClockTime pts, GstClockTime duration)
{
    if (GST_CLOCK_TIME_IS_VALID(pts))
        gapUntil(pts);
    const GstClockTime start = covered_;
    covered_ = start + duration;
    enqueue({.kind = Item::Buffer, .start = start, .end = covered_, .make = std::move(make)});
}

void SidePad::gapUntil(GstClockTime pts)
{
    if (!begun_ || !GST_CLOCK_TIME_IS_VALID(pts) || pts <= covered_)
        return;
    enqueue({.kind = Item::Gap, .start = covered_, .end = pts});
    covered_ = pts;
}

void SidePad::endOfStream()
{
    if (begun_)
        enqueue({.kind = Item::Eos});
}

void SidePad::flush(bool begins)
{
    if (!begins)
        gst_pad_push_event(pad_, gst_event_new_flush_stop(TRUE));
    {
        std::lock_guard lock(mutex_);
        flushing_ = begins;
        queue_.clear();
        buffers_ = 0;
        noteDepth();
    }
    changed_.notify_all();
    if (begins) {
        gst_pad_push_event(pad_, gst_event_new_flush_start());
        gst_pad_pause_task(pad_);
        return;
    }
    // What opens the stream may have been among what was thrown away.
    begun_ = false;
    gst_pad_start_task(pad_, loop, this, nullptr);
}

void SidePad::enqueue(Item item)
{
    std::lock_guard lock(mutex_);
    if (flushing_)
        return;
    const bool gaps = item.kind == Item::Gap && !queue_.empty() && queue_.back().kind == Item::Gap;
    if (gaps) {
        queue_.back().end = item.end;
    } else {
        buffers_ += item.kind == Item::Buffer;
        queue_.push_back(std::move(item));
        if (buffers_ > mostBuffers_)
            dropOldestBuffer();
        noteDepth();
    }
    changed_.notify_all();
}

// Its time becomes a gap, so that the stream has no hole.
void SidePad::dropOldestBuffer()
{
    const auto oldest = std::find_if(queue_.begin(), queue_.end(),
                                     [](const Item& item) { return item.kind == Item::Buffer; });
    oldest->kind = Item::Gap;
    oldest->make = nullptr;
    --buffers_;
    dropped_.add();
}

void SidePad::loop(gpointer self)
{
    static_cast<SidePad*>(self)->run();
}

void SidePad::run()
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return flushing_ || !queue_.empty(); });
    // Whoever flushes pauses the task; doing it here could come after its next start.
    if (flushing_)
        return;
    Item item = std::move(queue_.front());
    queue_.pop_front();
    buffers_ -= item.kind == Item::Buffer;
    noteDepth();
    lock.unlock();
    send(std::move(item));
}

void SidePad::send(Item item)
{
    switch (item.kind) {
        case Item::StreamStart:
            return sendStreamStart();
        case Item::Caps:
            chosenBy_ = item.choose;
            return sendCaps();
        case Item::Segment:
            newSegment_ = item.segment;
            return sendSegment();
        case Item::Gap:
            return sendGap(item);
        case Item::Buffer:
            return sendBuffer(item);
        case Item::Eos:
            gst_pad_push_event(pad_, gst_event_new_eos());
            return;
    }
}

// Of the same group as the video, so that players treat both as one programme.
void SidePad::sendStreamStart()
{
    caps_.reset();
    complained_ = false;
    const CharRef id(gst_pad_create_stream_id(pad_, element_, GST_PAD_NAME(pad_)));
    const EventRef event(gst_event_new_stream_start(id.get()));
    gst_event_set_stream_flags(event.get(), GST_STREAM_FLAG_SPARSE);
    guint group = GST_GROUP_ID_INVALID;
    GstPad* video = gst_element_get_static_pad(element_, "sink");
    const EventRef first(gst_pad_get_sticky_event(video, GST_EVENT_STREAM_START, 0));
    if (first)
        gst_event_parse_group_id(first.get(), &group);
    gst_object_unref(video);
    gst_event_set_group_id(event.get(),
                           group == GST_GROUP_ID_INVALID ? gst_util_group_id_next() : group);
    gst_pad_push_event(pad_, gst_event_ref(event.get()));
}

void SidePad::sendCaps()
{
    const CapsRef allowed(gst_pad_get_allowed_caps(pad_));
    const CapsRef all(gst_pad_get_pad_template_caps(pad_));
    caps_ = chosenBy_ ? chosenBy_(allowed ? allowed.get() : all.get()) : nullptr;
    if (caps_) {
        gst_pad_push_event(pad_, gst_event_new_caps(caps_.get()));
        sendSegment();
    } else if (!std::exchange(complained_, true)) {
        GST_ELEMENT_WARNING(element_, CORE, NEGOTIATION,
                            ("Nothing behind pad %s takes what it makes.", GST_PAD_NAME(pad_)),
                            (nullptr));
    }
}

// Caps have to come first, and they may have to wait for somebody who takes them.
void SidePad::sendSegment()
{
    if (!caps_ || !newSegment_)
        return;
    gst_pad_push_event(pad_, gst_event_new_segment(&*newSegment_));
    newSegment_.reset();
}

void SidePad::sendGap(const Item& item)
{
    if (caps_)
        gst_pad_push_event(pad_, gst_event_new_gap(item.start, item.end - item.start));
}

// The flow return ends here: nothing behind this pad can stop the video.
void SidePad::sendBuffer(const Item& item)
{
    if (gst_pad_check_reconfigure(pad_))
        sendCaps();
    if (!caps_)
        return;
    BufferRef buffer = item.make(caps_.get());
    GST_BUFFER_PTS(buffer.get()) = item.start;
    GST_BUFFER_DURATION(buffer.get()) = item.end - item.start;
    gst_pad_push(pad_, buffer.release());
    // Muxers take a buffer's start for the place where the stream stands; this is where it does.
    gst_pad_push_event(pad_, gst_event_new_gap(item.end, 0));
}

}  // namespace animatize
