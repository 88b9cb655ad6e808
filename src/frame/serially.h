// serially(f): runs f without OpenCV's worker threads, and without touching the process-wide
// number of them: what OpenCV would spread out stays on this thread inside a one-range loop.
//
//   serially([&] { cv::warpAffine(from, to, map, size); });
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// Exceptions of `f` come through.
template <class F>
void serially(F&& f)
{
    cv::parallel_for_(cv::Range(0, 1), [&f](const cv::Range&) { f(); });
}

}  // namespace animatize
