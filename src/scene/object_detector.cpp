// Faces by a cascade of OpenCV's data files, people by the HOG detector that OpenCV carries in
// itself. Both give a weight without a scale; the confidence is a logistic curve of it, placed so
// that 0.5 is where false boxes begin to be rare. Boxes below 0.5 are not told.
#include "scene/object_detector.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "frame/serially.h"

namespace animatize {
namespace {

constexpr size_t kMostObjects = 32;
constexpr double kLeastConfidence = 0.5;
constexpr double kMostOverlap = 0.4;  // intersection over the smaller box

std::vector<std::string> dataFolders()
{
    std::vector<std::string> folders;
    if (const char* own = std::getenv("ANIMATIZE_CASCADES"))
        return {own};
    const char* home = std::getenv("XDG_DATA_HOME");
    const char* shared = std::getenv("XDG_DATA_DIRS");
    std::string all = home ? std::string(home) + ":" : std::string();
    all += shared && *shared ? shared : "/usr/local/share:/usr/share";
    std::istringstream roots(all);
    for (std::string root; std::getline(roots, root, ':');)
        for (const char* folder : {"/opencv4/haarcascades", "/opencv4/lbpcascades",
                                   "/opencv/haarcascades", "/opencv/lbpcascades"})
            if (!root.empty())
                folders.push_back(root + folder);
    return folders;
}

// The first file that is a cascade; an empty one when there is none.
cv::CascadeClassifier loadFaces()
{
    cv::CascadeClassifier cascade;
    for (const std::string& folder : dataFolders())
        for (const char* name :
             {"haarcascade_frontalface_default.xml", "lbpcascade_frontalface.xml"}) {
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
    cv::CascadeClassifier faces;
    cv::HOGDescriptor people;

    void addFaces(const cv::Mat& picture, std::vector<Box>& boxes);
    void addPeople(const cv::Mat& picture, std::vector<Box>& boxes) const;
};

void ObjectDetector::Impl::addFaces(const cv::Mat& picture, std::vector<Box>& boxes)
{
    if (faces.empty())
        return;
    std::vector<cv::Rect> places;
    std::vector<int> levels;
    std::vector<double> weights;
    const int least = std::max(24, std::max(picture.cols, picture.rows) / 20);
    faces.detectMultiScale(picture, places, levels, weights, 1.15, 5, 0, {least, least}, {}, true);
    for (size_t i = 0; i < places.size(); ++i)
        boxes.push_back({"face", places[i], logistic(weights[i], 4.0, 0.8)});
}

void ObjectDetector::Impl::addPeople(const cv::Mat& picture, std::vector<Box>& boxes) const
{
    if (picture.cols < people.winSize.width || picture.rows < people.winSize.height)
        return;
    std::vector<cv::Rect> places;
    std::vector<double> weights;
    people.detectMultiScale(picture, places, weights, 0.0, {8, 8}, {}, 1.08, 2.0);
    for (size_t i = 0; i < places.size(); ++i) {
        // The detector's window has a margin around the person that its training pictures had.
        const cv::Rect& window = places[i];
        const cv::Rect person(window.x + window.width / 8, window.y + window.height / 16,
                              window.width * 3 / 4, window.height * 7 / 8);
        boxes.push_back({"person", person, logistic(weights[i], 0.6, 4.0)});
    }
}

ObjectDetector::ObjectDetector() : impl_(std::make_unique<Impl>())
{
    impl_->faces = loadFaces();
    impl_->people.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
}

ObjectDetector::~ObjectDetector() = default;

bool ObjectDetector::available() const
{
    return !impl_->faces.empty();
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
