// MotionDetector: what moves, and how the camera moves.
//
// Per frame, on the reduced picture: one corner per grid cell followed by pyramidal Lucas-Kanade,
// a similarity fitted by RANSAC and refitted (the camera); exposure-normalised background
// subtraction, camera motion taken out (the subjects); regions with identity; events.
//
// Not thread-safe: one stream, one detector, one thread at a time. Same input, same output.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "frame/cut_test.h"
#include "frame/frame_time.h"
#include "frame/reduced_picture.h"
#include "metrics/metric_scope.h"
#include "motion/motion_result.h"

namespace animatize {

struct MotionSettings {
    double sensitivity = 0.5;            ///< 0..1, higher = more counts as motion
    double minArea = 0.0005;             ///< share of the frame, smaller regions are noise
    uint64_t minDuration = 100'000'000;  ///< ns that motion lasts before an event begins
    uint64_t holdTime = 500'000'000;     ///< ns of stillness before an event ends
    std::string zones;                   ///< NAME:x,y x,y x,y;...  -NAME or !NAME is ignored
};

class MotionDetector {
  public:
    /// Events are counted in the scope.
    explicit MotionDetector(MetricScopeRef scope = ownScope());
    ~MotionDetector();

    /// One frame; `frame` is filled anew. Errors: none of the pixels can cause one; a picture
    /// without pixels does.
    Status detect(const ReducedPicture& picture, const CutFeatures& cut, const FrameTime& time,
                  const MotionSettings& settings, MotionFrame& frame);
    /// The same, for those who don't mind that each frame needs memory.
    Result<MotionFrame> detect(const ReducedPicture& picture, const CutFeatures& cut,
                               const FrameTime& time, const MotionSettings& settings);

    /// Ends what began, with `reason`, and forgets picture, background, tracks: what comes next
    /// is another scene. Ids are never used again.
    std::vector<MotionEvent> interrupt(const std::string& reason);

    /// What moved in the picture that detect() saw last: CV_8UC1 of its size, 255 = moves; empty
    /// when it could not be judged.
    const cv::Mat& moving() const;

    /// Counts, means and maxima since the last call of resetSummary().
    Record summary() const;
    void resetSummary();

    /// Whether a zones text can be read; the error names zone and place.
    static Status checkZones(const std::string& zones);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace animatize
