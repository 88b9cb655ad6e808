// SidePad: a request pad beside the video, with a task and a bounded queue of its own.
//
// The streaming thread only enqueues; the task negotiates and pushes, and may block downstream
// for as long as it likes. When the queue is full the oldest buffer goes and is counted. Flow
// returns of this pad never reach the video. The stream is sparse: stream-start, caps, segment
// and a GAP at once, then coalesced GAPs up to the end of the frame in work, so that muxers and
// overlays without a queue in front never wait for text that doesn't come.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include <gst/gst.h>

#include "gst/base/ref.h"
#include "metrics/metric_scope.h"

namespace animatize {

class SidePad {
  public:
    /// Chooses caps out of what downstream takes; null when nothing fits.
    using Choose = std::function<CapsRef(GstCaps* allowed)>;
    /// Makes the buffer for the caps that were chosen.
    using Make = std::function<BufferRef(GstCaps* chosen)>;

    SidePad(GstElement* element, GstPadTemplate* pads, const char* name, size_t mostBuffers);
    ~SidePad();
    SidePad(const SidePad&) = delete;
    SidePad& operator=(const SidePad&) = delete;

    // The application's thread:
    /// Adds the pad to the element; before, and after close(), all that is enqueued is dropped.
    GstPad* open();
    /// Stops the task and takes the pad from the element.
    void close();

    // The streaming thread:
    /// How caps are chosen from now on; both functions run on the pad's task.
    void setChoice(Choose choose);
    /// A new stream or a new segment.
    void begin(const GstSegment& segment);
    /// Enqueues one buffer, no earlier than `pts` and behind all that the pad covered.
    void push(Make make, GstClockTime pts, GstClockTime duration);
    /// Nothing came up to here.
    void gapUntil(GstClockTime pts);
    void endOfStream();
    void flush(bool begins);
    bool begun() const { return begun_; }
    uint64_t dropped() const { return dropped_.value(); }

  private:
    struct Item {
        enum Kind { StreamStart, Caps, Segment, Gap, Buffer, Eos } kind;
        GstSegment segment{};
        GstClockTime start = 0, end = 0;
        Choose choose{};
        Make make{};
    };

    static gboolean activateMode(GstPad* pad, GstObject*, GstPadMode mode, gboolean active);
    static gboolean takeEvent(GstPad* pad, GstObject*, GstEvent* event);
    static void loop(gpointer self);

    bool activate(bool active);
    void enqueue(Item item);
    void dropOldestBuffer();
    void noteDepth() { depth_.set(buffers_); }
    void run();
    void send(Item item);
    void sendStreamStart();
    void sendCaps();
    void sendSegment();
    void sendGap(const Item& item);
    void sendBuffer(const Item& item);

    GstElement* const element_;
    GstPad* const pad_;
    const size_t mostBuffers_;
    // The streaming thread's:
    GstClockTime covered_ = 0;  ///< up to here the pad has said something
    std::atomic<bool> begun_{false};
    Choose choose_;
    // The task's:
    Choose chosenBy_;
    CapsRef caps_;
    bool complained_ = false;
    std::optional<GstSegment> newSegment_;  ///< not sent yet

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Item> queue_;
    size_t buffers_ = 0;
    bool flushing_ = true;
    MetricScope scope_;
    Counter& dropped_;
    Gauge& depth_;
};

}  // namespace animatize
