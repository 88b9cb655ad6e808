// MotioncellsMessages: what the element motioncells would post, for applications that listen to it.
//
// One `motion` structure when motion begins (motion_begin, ns; motion_cells_indices, "row:column"
// of a 10 x 10 grid, comma-separated) and one when it is over (motion_finished: the last moving
// frame). All zones count as one.
#pragma once

#include <set>
#include <vector>

#include <opencv2/core.hpp>

#include "frame/frame_time.h"
#include "motion/motion_result.h"

namespace animatize {

class MotioncellsMessages {
  public:
    /// The structures for one frame. `moving` is the mask of what moves (may be empty).
    /// `every`: also a field `motion` for each moving frame in between (their postallmotion).
    std::vector<Record> next(const std::vector<MotionEvent>& events, const cv::Mat& moving,
                             const FrameTime& time, bool every);
    /// Events that ended without a frame.
    std::vector<Record> finish(const std::vector<MotionEvent>& events);
    /// A frame, or an end, that nobody wants to hear of. Whether it is motion now.
    bool take(const std::vector<MotionEvent>& events);

  private:
    std::set<uint64_t> running_;  ///< at most one per zone
    uint64_t lastMoving_ = 0;     ///< ns
};

}  // namespace animatize
