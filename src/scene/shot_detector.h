// ShotDetector: hard cuts, named at the exact frame, decided at most two frames later.
//
// A cut is where nothing of the new picture can be found in the old one (thumb_match.h), where
// the change stands out from the eight frames before and the two behind, and where the old
// picture doesn't come back at once: that is a flash. Only frames that stand out are matched,
// so that an ordinary frame costs a few microseconds.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "base/ring.h"
#include "frame/cut_test.h"
#include "frame/frame_time.h"
#include "frame/reduced_picture.h"
#include "scene/thumb_match.h"

namespace animatize {

struct Cut {
    FrameTime at;  ///< the first frame of the new shot
    /// 0..1, how clear a cut it is; not asked of stills.
    std::optional<double> score;
};

class ShotDetector {
  public:
    /// One frame; the answer is about frames at most two frames back, in order, and nearly always
    /// empty. `threshold` 0..1, higher = fewer cuts. Frames that last half a second or more are
    /// decided at once; of a second, by any visible change. Stills (no time at all) are shots of
    /// their own.
    std::vector<Cut> next(const ReducedPicture& picture, const CutFeatures& features,
                          const FrameTime& time, double threshold);

    /// The stream ends here: decides what is pending by what is known, in order.
    std::vector<Cut> finish(double threshold);
    void reset();

    /// The latest frames may belong to another shot than the current one.
    bool pending() const { return frames_[0].suspect || frames_[1].suspect; }
    /// Mean change of brightness against the frame before, 0..1; nothing on the first frame.
    std::optional<double> change() const;
    /// The latest frame, taken apart.
    const Thumb& thumb() const { return frames_[0].thumb; }
    uint64_t flashes() const { return flashes_; }

  private:
    static constexpr int kDelay = 2;
    static constexpr size_t kHistory = 8;

    struct Frame {
        Thumb thumb;
        FrameTime time;
        double brightness = 0.0;   // levels
        double difference = 0.0;   // levels, against the frame before
        double unexplained = 0.0;  // of the same two, when they were matched
        double baseline = 0.0;     // median difference of the frames before
        bool known = false;
        bool suspect = false;  // perhaps the first frame of a shot
        bool unlike = false;   // a flash, or back from one: tells nothing about motion
        bool newShot = false;
    };

    void push(const ReducedPicture& picture, const FrameTime& time);
    std::vector<Cut> nextSlide(const ReducedPicture& picture, const FrameTime& time,
                               double threshold, bool still);
    void judgeNewest(const CutFeatures& features, double threshold);
    double baseline() const;
    bool isBack() const;
    std::optional<Cut> decide(int at, double threshold);
    bool isFlash(int at) const;
    int endOfSpike(int at) const;
    bool belongsTo(const Frame& frame, const Frame& later) const;
    void moveBehindSpike(int at, int end, double threshold);
    bool isTooShort(int at) const;
    bool isInRamp(int at) const;
    bool startsRamp(int at) const;
    bool endsRamp(int at) const;
    double isolation(int at) const;
    double turmoilBefore(int at) const;
    double unexplainedAt(size_t at) const;
    static bool isWithin(uint64_t span, const Frame& frame, const Frame& later);
    Cut accept(int at);

    // The newest is 0, the one that is decided 2; behind it, the shot that was.
    std::array<Frame, 6> frames_;
    Ring<double, kHistory> history_;
    uint64_t flashes_ = 0;
};

}  // namespace animatize
