// ObjectDetector: faces and people by OpenCV's own detectors (cascades, HOG). Takes longer than a
// frame, so it runs on a Worker; its picture is a copy. One thread at a time.
//
// The cascades are data files (Debian: opencv-data), looked for in opencv4/haarcascades under
// $XDG_DATA_HOME and $XDG_DATA_DIRS, or only in $ANIMATIZE_CASCADES where that is set.
#pragma once

#include <memory>
#include <vector>

#include <opencv2/core.hpp>

#include "base/result.h"
#include "scene/scene_result.h"

namespace animatize {

class ObjectDetector {
  public:
    ObjectDetector();
    ~ObjectDetector();

    /// Longer side of the picture that the detectors want.
    static constexpr int kLongSide = 640;

    /// `picture`: CV_8UC1, full range, anything else has no objects. Faces from 28 pixels and
    /// people from 48, upright; confidence 0.5..1, best first, at most 32.
    std::vector<SceneObject> detect(const cv::Mat& picture) const;

    /// Whether every class is looked for, so that an empty answer means that none is there. False
    /// where the cascade files are missing: detect() then finds people only.
    bool available() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace animatize
