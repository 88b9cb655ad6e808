#include "scene/object_finder.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "frame/reduced_picture.h"
#include "frame/serially.h"

namespace animatize {
namespace {

// What was copied for a model, as OpenCV's own detectors want it.
cv::Mat brightness(const cv::Mat& picture)
{
    if (picture.type() != CV_8UC3)
        return picture;
    cv::Mat grey, small;
    serially([&] {
        cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
        const double scale =
            static_cast<double>(ObjectDetector::kLongSide) / std::max(grey.cols, grey.rows);
        if (scale < 1.0)
            cv::resize(grey, small, {}, scale, scale, cv::INTER_AREA);
    });
    return small.empty() ? grey : small;
}

}  // namespace

std::vector<SceneObject> certainOf(std::vector<SceneObject> objects)
{
    std::erase_if(objects,
                  [](const SceneObject& object) { return object.confidence < ObjectModel::kSure; });
    return objects;
}

cv::Mat ObjectFinder::pictureFor(const ModelFiles& files, const ImageView& view)
{
    if (!files.model.empty())
        return colourPicture(view, ObjectModel::kLongSide);
    ReducedPicture picture;
    reduce(view, ObjectDetector::kLongSide, picture);
    return picture.luma;
}

std::optional<Error> ObjectFinder::load(const ModelFiles& files)
{
    files_ = files;
    if (files.model.empty()) {
        model_.reset();
        return std::nullopt;
    }
    auto model = ObjectModel::load(files.model, files.labels);
    if (!model)
        return model.error();
    model_ = *model;
    return std::nullopt;
}

std::optional<std::vector<SceneObject>> ObjectFinder::findBuiltIn(const cv::Mat& picture)
{
    if (!builtIn_)
        builtIn_ = std::make_unique<ObjectDetector>();
    if (!builtIn_->available())
        return std::nullopt;
    return builtIn_->detect(brightness(picture));
}

Detection ObjectFinder::find(const DetectionJob& job)
{
    Detection detection{std::nullopt, job.shotId, std::nullopt};
    if (files_ != job.files)
        detection.problem = load(job.files);
    if (model_ && job.picture.type() == CV_8UC3) {
        auto objects = model_->detect(job.picture);
        if (objects) {
            detection.objects = std::move(*objects);
            return detection;
        }
        // What can't run once won't run the next time.
        detection.problem = Error{files_.model + ": " + objects.error().message};
        model_.reset();
    }
    detection.objects = findBuiltIn(job.picture);
    return detection;
}

}  // namespace animatize
