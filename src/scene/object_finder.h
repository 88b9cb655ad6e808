// ObjectFinder: looks for objects in one picture, by a model where one is named, else by OpenCV's
// own detectors. It loads what it needs when it is first needed: made for a worker's thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "base/result.h"
#include "frame/image_view.h"
#include "scene/object_detector.h"
#include "scene/object_model.h"

namespace animatize {

/// Where a model and the names of its classes lie; no model: OpenCV's own detectors.
struct ModelFiles {
    std::string model, labels;
    bool operator==(const ModelFiles&) const = default;
};

struct DetectionJob {
    cv::Mat picture;  ///< from pictureFor()
    ModelFiles files;
    uint64_t shotId = 0;
};

struct Detection {
    std::optional<std::vector<SceneObject>> objects;  ///< absent: no detector on this machine
    uint64_t shotId = 0;
    std::optional<Error> problem;  ///< with the files of the job; what was there before goes on
};

/// Those that may be told without being known before.
std::vector<SceneObject> certainOf(std::vector<SceneObject> objects);

class ObjectFinder {
  public:
    ObjectFinder() = default;
    /// With a model that is loaded already.
    ObjectFinder(ModelFiles files, std::shared_ptr<ObjectModel> model)
        : files_(std::move(files)), model_(std::move(model))
    {}

    /// The copy of a frame that find() wants: colour for a model, brightness for the others.
    static cv::Mat pictureFor(const ModelFiles& files, const ImageView& view);

    Detection find(const DetectionJob& job);

  private:
    std::optional<Error> load(const ModelFiles& files);
    std::optional<std::vector<SceneObject>> findBuiltIn(const cv::Mat& picture);

    ModelFiles files_;  ///< of the last job, whether they could be used or not
    std::shared_ptr<ObjectModel> model_;
    std::unique_ptr<ObjectDetector> builtIn_;
};

}  // namespace animatize
