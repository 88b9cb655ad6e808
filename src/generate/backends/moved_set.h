// The pictures of a set: the predicted movement over one picture.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "generate/backends/backends.h"

namespace animatize {

/// Picture i of n shows the move at t = i / (n - 1): the first is the picture itself, the last the
/// end of the move (render/move_renderer.h). The job's nearness and subject are those of `picture`
/// where `sameScene`. When the call is asked to
/// stop there are fewer.
std::vector<cv::Mat> movedSet(const cv::Mat& picture, bool sameScene, const KeyframeJob& job,
                              const BackendCall& call);

}  // namespace animatize
