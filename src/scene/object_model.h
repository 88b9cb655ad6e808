// ObjectModel: a detector of the YOLOX family in an ONNX file, run by OpenCV's dnn module.
//
// Takes tens of milliseconds a picture, so it belongs on a Worker. One thread at a time. Built
// without OpenCV's dnn (meson: -Ddnn=disabled) every model is an error that says so.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "base/result.h"
#include "scene/scene_result.h"

namespace animatize {

class ObjectModel {
  public:
    /// Longer side of the picture that is worth handing over.
    static constexpr int kLongSide = 1024;
    /// From this confidence on a thing is told; down to the other one it may be told of a thing
    /// that is known already (see ObjectTracker).
    static constexpr double kSure = 0.5, kLeast = 0.25;
    static constexpr size_t kMost = 64;

    /// The error names the file, and what is wrong with it. `labelsPath` may be empty: then the
    /// usual names hold (object_labels.h). Tries the model once on an empty picture.
    static Result<std::shared_ptr<ObjectModel>> load(const std::string& modelPath,
                                                     const std::string& labelsPath);
    virtual ~ObjectModel() = default;

    /// `picture`: CV_8UC3, R G B, full range, any size from 1 x 1. Objects of at least kLeast,
    /// best first, at most kMost, clipped to the picture.
    virtual Result<std::vector<SceneObject>> detect(const cv::Mat& picture) = 0;
};

}  // namespace animatize
