// SceneAnalyzer: shots on every frame, the scene record at shot starts and every interval.
//
// Each measure of the record is one analysis in analyses/ and one row of the table there.
// Not thread-safe: one stream, one analyzer, one thread at a time. Same input, same output.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/lru_cache.h"
#include "base/result.h"
#include "frame/cut_test.h"
#include "frame/frame_time.h"
#include "frame/image_view.h"
#include "frame/reduced_picture.h"
#include "metrics/metric_scope.h"
#include "scene/scene_result.h"

namespace animatize {

struct SceneSettings {
    uint64_t interval = 500'000'000;  ///< ns between analyses inside a shot; 0 = every frame
    double cutThreshold = 0.5;        ///< 0..1, higher = fewer cuts
    uint32_t threads = 0;             ///< for an analysis; 0 = as many as pay off
    uint32_t cacheEntries = 256;      ///< analyses that are kept, 0 = none
    uint64_t cacheMaxBytes = 4 << 20;
    uint64_t cacheTtl = 3'600'000'000'000;  ///< ns of the stream
};

class SceneAnalyzer {
  public:
    /// Shots, the cache of analyses and what they take are counted in the scope.
    explicit SceneAnalyzer(MetricScopeRef scope = ownScope());
    ~SceneAnalyzer();

    /// One frame. `view` is read only when the frame is analysed (colour).
    Result<SceneFrame> analyze(const ReducedPicture& picture, const ImageView& view,
                               const CutFeatures& cut, const FrameTime& time,
                               const SceneSettings& settings);

    /// The frame that was analysed last is given to a detector: its answer is for setObjects().
    void markForDetection();
    /// What was detected in the marked frame of the current shot (the last frame where none was
    /// marked), or nullopt when the detector is not there. The objects are followed, and travel
    /// with the results from now to the next call or the shot's end.
    void setObjects(const std::optional<std::vector<SceneObject>>& objects);

    /// Ends the shot that runs, with `reason`; the next frame starts a new one. Shot ids go on.
    std::vector<ShotEvent> interrupt(const std::string& reason);

    Record summary() const;
    void resetSummary();
    CacheCounters cache() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace animatize
