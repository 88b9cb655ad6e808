// A fully convolutional model takes any size of whole 32 pixels, whatever its file says: then the
// picture is shown at 512 pixels along its longer side, in its own shape. One that doesn't is
// shown the picture in the size it was made for, what is left of the square being grey (114, as
// in training). Colours are 0..255, B G R, without a mean.
#include "scene/object_model.h"

#include <algorithm>
#include <optional>

#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

#include "base/resource.h"
#include "frame/serially.h"
#include "scene/detection_grid.h"
#include "scene/object_labels.h"
#include "scene/onnx_input.h"

namespace animatize {
namespace {

constexpr size_t kMostBytes = 512 * 1024 * 1024;
constexpr int kInputSide =
    512;  // pixels: people of an eighth of the height, at half of the cost of 640
constexpr int kMostSide = 2048;
constexpr int kWhole = 32;  // pixels of the coarsest cell
constexpr int kBeforeClasses = 5;
constexpr int kMostClasses = 10000;
constexpr double kGrey = 114.0;
constexpr double kMostOverlap = 0.45;  // as YOLOX's own demo has it
const cv::Size kTrial(320, 256);       // no model was made for it

int wholeCells(double length)
{
    return std::max(kWhole, static_cast<int>(std::ceil(length / kWhole)) * kWhole);
}

// OpenCV's own words, as far as they are a sentence.
std::string sentenceOf(const cv::Exception& problem)
{
    std::string text = problem.err.substr(0, problem.err.find('\n'));
    return text.size() > 120 ? text.substr(0, 120) + "..." : text;
}

// The size that a file is made for; none where any will do.
Result<std::optional<cv::Size>> ownSize(const std::vector<int>& shape)
{
    if (shape.size() != 4 || shape[0] > 1 || (shape[1] != 3 && shape[1] != 0))
        return Error{"its input is not one picture of three colours"};
    if (shape[2] == 0 || shape[3] == 0)
        return std::optional<cv::Size>();
    const cv::Size size(shape[3], shape[2]);
    if (size.width % kWhole || size.height % kWhole ||
        std::max(size.width, size.height) > kMostSide)
        return Error{"its input is not of whole 32 pixels up to 2048"};
    return std::optional(size);
}

class DnnModel final : public ObjectModel {
  public:
    /// Throws cv::Exception.
    explicit DnnModel(const std::string& bytes)
        : net_(cv::dnn::readNetFromONNX(bytes.data(), bytes.size()))
    {
        net_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        net_.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    }

    Status tryOut(const std::optional<cv::Size>& own);
    Status name(const std::string& labelsPath);
    Result<std::vector<SceneObject>> detect(const cv::Mat& picture) override;

  private:
    Result<cv::Mat> run(const cv::Mat& input);
    cv::Size inputSize(const cv::Size& picture) const;
    SceneObject objectOf(const Candidate& one, double scale, const cv::Size& picture) const;

    cv::dnn::Net net_;
    std::optional<cv::Size> fixed_;
    int classes_ = 0;
    bool inPixels_ = false;
    std::vector<std::string> labels_;
};

// Rows of the answer for an input that is filled and of whole cells.
Result<cv::Mat> DnnModel::run(const cv::Mat& input)
{
    cv::Mat answer;
    serially([&] {
        net_.setInput(cv::dnn::blobFromImage(input, 1.0, {}, {}, true));
        answer = net_.forward();
    });
    const int rows = gridRows(input.size());
    const bool fits = answer.dims == 3 && answer.type() == CV_32F && answer.size[0] == 1 &&
                      answer.size[1] == rows && answer.size[2] > kBeforeClasses &&
                      answer.size[2] <= kBeforeClasses + kMostClasses;
    if (!fits || (classes_ && answer.size[2] != kBeforeClasses + classes_))
        return Error{"its answer has not the shape of a YOLOX detector's"};
    return cv::Mat(rows, answer.size[2], CV_32F, answer.ptr<float>()).clone();
}

Status DnnModel::tryOut(const std::optional<cv::Size>& own)
{
    const auto attempt = [this](const cv::Size& size) -> Status {
        try {
            const auto rows = run(cv::Mat(size, CV_8UC3, cv::Scalar::all(kGrey)));
            if (!rows)
                return rows.error();
            classes_ = rows->cols - kBeforeClasses;
            inPixels_ = isInPixels(*rows, size);
            return ok();
        } catch (const cv::Exception& problem) {
            return Error{"OpenCV can't run it: " + sentenceOf(problem)};
        }
    };
    const Status flexible = attempt(kTrial);
    if (flexible || !own)
        return flexible;
    fixed_ = own;
    return attempt(*own);
}

Status DnnModel::name(const std::string& labelsPath)
{
    labels_ = usualLabels(static_cast<size_t>(classes_));
    if (labelsPath.empty())
        return ok();
    auto labels = readLabels(labelsPath);
    if (!labels)
        return labels.error();
    if (labels->size() != labels_.size())
        return Error{labelsPath + ": it has " + std::to_string(labels->size()) +
                     " names, and the model has " + std::to_string(classes_) + " classes"};
    labels_ = std::move(*labels);
    return ok();
}

cv::Size DnnModel::inputSize(const cv::Size& picture) const
{
    if (fixed_)
        return *fixed_;
    const double scale = static_cast<double>(kInputSide) / std::max(picture.width, picture.height);
    return {wholeCells(picture.width * scale), wholeCells(picture.height * scale)};
}

SceneObject DnnModel::objectOf(const Candidate& one, double scale, const cv::Size& picture) const
{
    const cv::Rect2d whole(0, 0, picture.width, picture.height);
    const cv::Rect2d box = cv::Rect2d(one.box.tl() / scale, one.box.size() / scale) & whole;
    SceneObject object;
    object.label = labels_[static_cast<size_t>(one.label)];
    object.confidence = one.confidence;
    object.x = box.x / whole.width;
    object.y = box.y / whole.height;
    object.width = box.width / whole.width;
    object.height = box.height / whole.height;
    return object;
}

// The picture at the top left of the input, `scale` times its size; the rest stays grey.
cv::Mat filled(const cv::Mat& picture, const cv::Size& size, double scale)
{
    cv::Mat input(size, CV_8UC3, cv::Scalar::all(kGrey));
    const cv::Size part(std::clamp(cvRound(picture.cols * scale), 1, size.width),
                        std::clamp(cvRound(picture.rows * scale), 1, size.height));
    serially([&] {
        cv::resize(picture, input(cv::Rect({}, part)), part, 0, 0,
                   scale < 1.0 ? cv::INTER_AREA : cv::INTER_LINEAR);
    });
    return input;
}

Result<std::vector<SceneObject>> DnnModel::detect(const cv::Mat& picture)
{
    if (picture.empty() || picture.type() != CV_8UC3)
        return Error{"a model wants a colour picture"};
    const cv::Size size = inputSize(picture.size());
    const double scale = std::min(static_cast<double>(size.width) / picture.cols,
                                  static_cast<double>(size.height) / picture.rows);
    try {
        const auto rows = run(filled(picture, size, scale));
        if (!rows)
            return rows.error();
        std::vector<SceneObject> objects;
        for (const Candidate& one :
             bestOf(candidatesOf(*rows, size, inPixels_, kLeast), kMostOverlap, kMost))
            objects.push_back(objectOf(one, scale, picture.size()));
        std::erase_if(objects, [](const SceneObject& object) {
            return object.width <= 0.0 || object.height <= 0.0;
        });
        return objects;
    } catch (const cv::Exception& problem) {
        return Error{"OpenCV can't run it: " + sentenceOf(problem)};
    }
}

}  // namespace

Result<std::shared_ptr<ObjectModel>> ObjectModel::load(const std::string& modelPath,
                                                       const std::string& labelsPath)
{
    const auto bytes = fileText(modelPath, kMostBytes);
    if (!bytes)
        return bytes.error();
    const auto wrong = [&modelPath](const Error& error) {
        return Error{modelPath + ": " + error.message};
    };
    const auto shape = onnxInput(*bytes);
    if (!shape)
        return wrong(shape.error());
    const auto own = ownSize(*shape);
    if (!own)
        return wrong(own.error());
    try {
        const auto model = std::make_shared<DnnModel>(*bytes);
        if (const Status status = model->tryOut(*own); !status)
            return wrong(status.error());
        if (const Status status = model->name(labelsPath); !status)
            return status.error();
        return std::shared_ptr<ObjectModel>(model);
    } catch (const cv::Exception& problem) {
        return wrong({"OpenCV can't read it: " + sentenceOf(problem)});
    } catch (const std::exception& problem) {
        return wrong({std::string("OpenCV can't read it: ") + problem.what()});
    }
}

}  // namespace animatize
