// BestFrame: the candidate for a shot's keyframe. One frame is kept, copied at most four times a
// second; a later frame takes its place only when it scores clearly higher.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include <opencv2/core.hpp>

#include "frame/frame_time.h"
#include "record/record.h"

namespace animatize {

class BestFrame {
  public:
    struct Candidate {
        cv::Mat image;  ///< CV_8UC3, R G B
        Nanoseconds pts;
        double score = 0.0;
    };

    /// Offers a frame; `copy` is called only when it is taken.
    void offer(double score, const FrameTime& time, const std::function<cv::Mat()>& copy);
    /// The candidate of the shot that ends; the next offer starts another shot.
    std::optional<Candidate> take();
    const std::optional<Candidate>& current() const { return best_; }

  private:
    static constexpr uint64_t kLeastBetweenCopies = 250'000'000;  // ns
    std::optional<Candidate> best_;
    uint64_t lastCopy_ = 0;
};

}  // namespace animatize
