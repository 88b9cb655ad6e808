// BestFrame: the candidate for a shot's keyframe. One frame is kept, copied at most four times in
// any second of the stream; a later frame takes its place only when it scores clearly higher (by
// a tenth, and by 0.01).
//
// A shot's first candidate is taken as soon as those four copies allow; inside a shot two copies
// are at least 250 ms apart.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include <opencv2/core.hpp>

#include "frame/frame_time.h"
#include "generate/render/planar_still.h"
#include "record/record.h"

namespace animatize {

/// A frame as it was, and what was known of it then.
struct Still {
    cv::Mat image;                           ///< CV_8UC3, R G B
    cv::Mat nearness;                        ///< CV_32F, 0 = far, 1 = near; empty: not known
    std::optional<cv::Rect2d> subject;       ///< shares of the frame; none: not known
    std::optional<PlanarStill> planar = {};  ///< the same frame in its own planes, for the air
};

class BestFrame {
  public:
    struct Candidate {
        Still still;
        Nanoseconds pts;
        double score = 0.0;
    };

    /// Offers a frame; `copy` is called only when it is taken. A score that isn't a number and a
    /// copy without pixels are no offer. Time may jump back (a flush).
    void offer(double score, const FrameTime& time, const std::function<Still()>& copy);
    /// The candidate of the shot that ends; the next offer starts another shot.
    std::optional<Candidate> take();
    const std::optional<Candidate>& current() const { return best_; }

  private:
    static constexpr size_t kCopiesPerSecond = 4;
    static constexpr uint64_t kLeastBetweenCopies = kSecond / kCopiesPerSecond;

    bool clearlyHigher(double score) const;
    bool mayCopy(uint64_t now) const;

    std::optional<Candidate> best_;
    std::array<std::optional<uint64_t>, kCopiesPerSecond> copies_;  ///< latest first
};

}  // namespace animatize
