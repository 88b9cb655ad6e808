// ObjectDetector: faces and people by OpenCV's own detectors (cascade, HOG). Takes longer than a
// frame, so it runs on a Worker; its picture is a copy.
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

    /// `picture`: CV_8UC1, full range. Boxes with confidence, best first, at most 32.
    std::vector<SceneObject> detect(const cv::Mat& picture) const;

    /// Whether anything can be detected on this machine (the cascade files are installed).
    bool available() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace animatize
