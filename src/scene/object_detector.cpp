// Faces: one of OpenCV's cascades proposes, a second one of other making has to see a face there
// too; alone, each sees many that aren't. People: the HOG detector that OpenCV carries in itself,
// on the picture enlarged, because its smallest person is 96 pixels high. Both give a weight
// without a scale; the confidence is a logistic curve of it, placed on real frames so that below
// 0.5 the wrong ones are many. Those are not told.
#include "scene/object_detector.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "base/data_folders.h"
#include "frame/serially.h"

namespace animatize {
namespace {

constexpr size_t kMostObjects = 32;
constexpr double kLeastConfidence = 0.5;
constexpr double kMostOverlap = 0.4;  // intersection over the smaller box
constexpr int kLeastFace = 28;        // pixels
constexpr double kEnlarge = 2.0;

std::vector<std::string> cascadeFolders()
{
    if (const char* own = std::getenv("ANIMATIZE_CASCADES"))
        return {own};
    std::vector<std::string> folders = dataFolders("opencv4/haarcascades");
    for (std::string& older : dataFolders("opencv/haarcascades"))
        folders.push_back(std::move(older));
    return folders;
}

// The first file of that name that is a cascade; an empty one when there is none.
cv::CascadeClassifier loadCascade(const char* name)
{
    cv::CascadeClassifier cascade;
    for (const std::string& folder : cascadeFolders()) {
        const std::filesystem::path file = std::filesystem::path(folder) / name;
        std::error_code none;
        if (!std::filesystem::is_regular_file(file, none))
            continue;
        try {
            if (cascade.load(file.string()))
                return cascade;
        } catch (const cv::Exception&) {
            cascade = {};  // a broken file is as good as none
        }
    }
    return cascade;
}

double logistic(double weight, double middle, double slope)
{
    return 1.0 / (1.0 + std::exp(-(weight - middle) * slope));
}

struct Box {
    std::string label;
    cv::Rect place;
    double confidence = 0.0;
};

double overlap(const cv::Rect& a, const cv::Rect& b)
{
    const double smaller = std::min(a.area(), b.area());
    return smaller > 0.0 ? (a & b).area() / smaller : 0.0;
}

// Best first, each place once per class.
std::vector<Box> distinct(std::vector<Box> boxes)
{
    std::stable_sort(boxes.begin(), boxes.end(),
                     [](const Box& a, const Box& b) { return a.confidence > b.confidence; });
    std::vector<Box> kept;
    for (const Box& box : boxes) {
        const bool again = std::any_of(kept.begin(), kept.end(), [&](const Box& other) {
            return other.label == box.label && overlap(other.place, box.place) > kMostOverlap;
        });
        if (!again && box.confidence >= kLeastConfidence && kept.size() < kMostObjects)
            kept.push_back(box);
    }
    return kept;
}

}  // namespace

struct ObjectDetector::Impl {
    cv::CascadeClassifier faces, confirmation;
    cv::HOGDescriptor people;

    bool seesFaces() const { return !faces.empty() && !confirmation.empty(); }
    void addFaces(const cv::Mat& picture, std::vector<Box>& boxes);
    bool confirms(const cv::Mat& picture, const cv::Rect& face);
    void addPeople(const cv::Mat& picture, std::vector<Box>& boxes) const;
};

void ObjectDetector::Impl::addFaces(const cv::Mat& picture, std::vector<Box>& boxes)
{
    if (!seesFaces() || std::min(picture.cols, picture.rows) < kLeastFace)
        return;
    std::vector<cv::Rect> places;
    std::vector<int> levels;
    std::vector<double> weights;
    faces.detectMultiScale(picture, places, levels, weights, 1.15, 4, 0, {kLeastFace, kLeastFace},
                           {}, true);
    for (size_t i = 0; i < places.size(); ++i)
        if (confirms(picture, places[i]))
            boxes.push_back({"face", places[i], logistic(weights[i], 2.0, 0.6)});
}

bool ObjectDetector::Impl::confirms(const cv::Mat& picture, const cv::Rect& face)
{
    const int margin = face.width / 4;
    const cv::Rect around = cv::Rect(face.x - margin, face.y - margin, face.width + 2 * margin,
                                     face.height + 2 * margin) &
                            cv::Rect({}, picture.size());
    const cv::Size least(face.width * 2 / 3, face.height * 2 / 3);
    std::vector<cv::Rect> places;
    confirmation.detectMultiScale(picture(around), places, 1.15, 5, 0, least);
    return std::any_of(places.begin(), places.end(), [&](const cv::Rect& place) {
        const double shared = ((place + around.tl()) & face).area();
        return shared >= 0.4 * (place.area() + face.area() - shared);
    });
}

void ObjectDetector::Impl::addPeople(const cv::Mat& picture, std::vector<Box>& boxes) const
{
    cv::Mat larger;
    cv::resize(picture, larger, {}, kEnlarge, kEnlarge, cv::INTER_LINEAR);
    if (larger.cols < people.winSize.width || larger.rows < people.winSize.height)
        return;
    std::vector<cv::Rect> places;
    std::vector<double> weights;
    people.detectMultiScale(larger, places, weights, 0.0, {8, 8}, {}, 1.1, 2.0);
    for (size_t i = 0; i < places.size(); ++i) {
        // The window has the margin that the pictures had with which the detector was trained.
        const cv::Rect2d window = places[i];
        const cv::Rect2d person(window.x + window.width / 4, window.y + window.height / 8,
                                window.width / 2, window.height * 3 / 4);
        boxes.push_back({"person",
                         {cv::Point(person.tl() / kEnlarge), cv::Size(person.size() / kEnlarge)},
                         logistic(weights[i], 1.8, 1.5)});
    }
}

ObjectDetector::ObjectDetector() : impl_(std::make_unique<Impl>())
{
    impl_->faces = loadCascade("haarcascade_frontalface_default.xml");
    impl_->confirmation = loadCascade("haarcascade_frontalface_alt2.xml");
    impl_->people.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
}

ObjectDetector::~ObjectDetector() = default;

bool ObjectDetector::available() const
{
    return impl_->seesFaces();
}

std::vector<SceneObject> ObjectDetector::detect(const cv::Mat& picture) const
{
    std::vector<Box> boxes;
    if (picture.empty() || picture.type() != CV_8UC1)
        return {};
    serially([&] {
        impl_->addFaces(picture, boxes);
        impl_->addPeople(picture, boxes);
    });
    std::vector<SceneObject> objects;
    const cv::Rect frame({}, picture.size());
    for (const Box& box : distinct(std::move(boxes))) {
        const cv::Rect place = box.place & frame;
        objects.push_back({box.label, box.confidence, static_cast<double>(place.x) / frame.width,
                           static_cast<double>(place.y) / frame.height,
                           static_cast<double>(place.width) / frame.width,
                           static_cast<double>(place.height) / frame.height});
    }
    return objects;
}

}  // namespace animatize
