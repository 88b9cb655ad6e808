// ShotWatch: what animatizegen knows of the shot that runs: its number, its prompt, the best of its
// frames so far, and the job for the generator that these make.
//
//   if (watch.begins(frame)) ...          // the shot before has ended: its job is still here
//   watch.read(frame);
//   watch.keepBest(frame, onAir);
//   if (watch.best()) queue.offer(watch.job(settings, info()));
//
// Streaming thread only.
#pragma once

#include <optional>

#include "generate/best_frame.h"
#include "generate/keyframe.h"
#include "gst/base/frame.h"
#include "gst/base/map_meta.h"
#include "gst/gen/gen_properties.h"
#include "record/record.h"
#include "trace/span.h"

namespace animatize {

class ShotWatch {
  public:
    /// Whether the scene says that the frame is of another shot.
    bool begins(const Frame& frame) const;
    /// The frame's shot, score and prompt.
    void read(const Frame& frame);
    /// Keeps a copy of the frame if it is clearly better than what there is: on air in the size and
    /// in the planes of the stream.
    void keepBest(Frame& frame, bool onAir);

    const std::optional<BestFrame::Candidate>& best() const { return best_.current(); }
    uint64_t shotId() const { return shotId_; }
    /// Empty: there is no prompt yet.
    std::string promptId() const;
    /// Of the best frame, which there is.
    KeyframeJob job(const GenElementSettings& settings, const GstVideoInfo& info);

    /// Its keyframes are ordered: the next frame begins to look for another best one.
    void dropBest() { best_.take(); }
    /// The shot is over: its prompt and what swayed in it hold no longer.
    void endShot();
    /// Nothing is known any more.
    void reset();

  private:
    Still stillOf(const Frame& frame, const ImageView& view, bool onAir) const;
    void readPrompt(const GstStructure* prompt);
    TraceContext trace();
    void readSways(const Frame& frame);
    cv::Mat swaysIn(const BestFrame::Candidate& still) const;

    BestFrame best_;
    std::optional<Record> prompt_;
    MapMeta::Map sways_;  ///< of this shot
    uint64_t swaysUntil_ = 0;
    std::optional<double> score_;
    uint64_t shotId_ = 0;
    uint64_t begun_ = 0;  ///< when its first frame came; 0: nothing is traced
    TraceSpan span_;      ///< of a shot whose prompt has no trace
};

}  // namespace animatize
