// OnAir: generated shots on the element's own pad, in place of the frames that arrive.
//
// The player (src/generate/playout.h) knows what is shown when; here it becomes frames: a buffer of
// the element's own pool, painted in the stream's format, mixed with the frame that arrived where
// both are seen, with that frame's times, flags and metas and an AnimatizeKeyframe. The frame that
// arrived is never written to.
//
//   onAir.offer(job);                                // what is known of the shot
//   onAir.frame(time.now, settings, late);           // each frame: what is to be seen?
//   BufferRef out = onAir.show(std::move(frame));    // that, or the frame itself
//
// What can't be made is not waited for: the frame that arrived is shown, and a sentence says why.
// Late frames (QoS) get the last picture again, without a look at a pixel; every fifth is made, so
// that the move goes on. Nobody sees the live picture flash up because the machine is busy.
//
// A field that comes by itself (interlace-mode alternate) shows its lines at its own time. A frame
// that holds two fields shows both at one time.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "generate/playout.h"
#include "gst/gen/frame_pool.h"
#include "gst/gen/painter.h"
#include "metrics/metric_scope.h"
#include "trace/span.h"

namespace animatize {

struct AirSettings {
    bool on = false;  ///< otherwise nothing is made, asked for or shown
    PlaySettings play;
    bool autoTake = false;
    bool wait = false;  ///< hold the stream up until what is taken is ready
    bool label = true;
};

class OnAir {
  public:
    using Warn = std::function<void(const std::string& sentence)>;

    /// `warn` is called on the streaming thread.
    OnAir(GstPad* src, Warn warn);

    // Any thread; the last one before a frame counts:
    void take() { asked_ = Asked::Take; }
    void release() { asked_ = Asked::Release; }
    /// Downstream's wishes for memory.
    FramePool& pool() { return pool_; }

    // The streaming thread:
    /// Frames that are shown, shown again and missed are counted in the scope.
    void open(MetricScopeRef scope = ownScope());
    void setVideo(GstCaps* caps, const GstVideoInfo& info);
    bool isNews(const cv::Mat& best, const std::string& promptId, uint64_t seed) const
    {
        return playout_.isNews(best, promptId, seed);
    }
    void offer(KeyframeJob job);
    /// The shot is over; with autoTake it is taken.
    void endShot(uint64_t now, const AirSettings& settings);
    /// A keyframe that a service made; what is shown of it is Playout's to say.
    void arrived(const Keyframe& keyframe, uint64_t now) { playout_.arrived(keyframe, now); }
    /// Decides what the next call of show() shows. Whether the shot was taken with it.
    bool frame(uint64_t now, const AirSettings& settings, bool late);
    BufferRef show(BufferRef live);
    /// What is shown ends, and what was known is forgotten.
    void stop();
    /// Nobody's frames any more: memory and orders go too.
    void close();

    uint64_t shown() const { return counts_ ? counts_->shown.value() : 0; }
    uint64_t repeated() const { return counts_ ? counts_->repeated.value() : 0; }
    uint64_t missed() const { return counts_ ? counts_->missed.value() : 0; }

  private:
    struct Counts {
        explicit Counts(MetricScopeRef counted);

        const MetricScopeRef scope;
        Counter &shown, &repeated, &missed;
        Histogram& took;  ///< to render one
    };
    enum class Asked { Nothing, Take, Release };
    /// The last picture made for a late frame.
    struct Held {
        BufferRef frame;
        GeneratedShotRef shot;
        int repeats = 0;
    };

    void freeMemory();
    void trace(const Shown& shown);
    void traceEnd();
    bool obey(uint64_t now, const AirSettings& settings);
    Result<BufferRef> made(GstBuffer* live, const Shown& shown);
    Result<BufferRef> painted(GstBuffer* live, const Shown& shown);
    BufferRef repeated(GstBuffer* live, const Shown& shown);
    Status fill(GstBuffer* frame, GstBuffer* live, const Shown& shown);
    void paint(const Shown& shown, GstVideoFrame& into);
    void dress(GstBuffer* frame, GstBuffer* live, const Shown& shown) const;

    const SteadyClock clock_;
    const Warn warn_;
    Playout playout_{clock_};
    FramePool pool_;
    std::unique_ptr<Painter> painter_;  ///< made when something is first shown
    BufferRef scratch_;                 ///< for the layer below
    GstVideoInfo info_{};
    std::atomic<Asked> asked_{Asked::Nothing};
    Shown next_;
    bool on_ = false, late_ = false, labels_ = true;
    Held held_;
    TraceSpan span_;         ///< of what is shown, from its first frame to its last
    TraceContext spanOf_{};  ///< whose that is
    uint64_t spanFrames_ = 0;
    std::optional<Counts> counts_;  ///< of this stream
};

}  // namespace animatize
