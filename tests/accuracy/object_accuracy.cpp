// The accuracy table of people: published boxes of a real clip against what the detectors say, at
// the frames they look at and at the frames through which their boxes are carried.
//
// Needs vtest.avi (Debian's opencv-doc; ./dev run fetches it into .cache/clips), its boxes in
// $ANIMATIZE_CLIPS/vtest_boxes.csv, and a model in $ANIMATIZE_MODEL. The labelled stretch is split
// into two halves: whatever is chosen is chosen on the first, the second shows whether it holds.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "scene/detection_grid.h"
#include "scene/object_detector.h"
#include "scene/object_model.h"
#include "scene/object_tracker.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr double kSame = 0.5;  // intersection over union

constexpr int kHalf = 293;     // first video frame of the second half
constexpr int kInterval = 20;  // frames between detections: 2 s of this clip
constexpr int kDelay = 5;      // frames until the answer: 500 ms
constexpr double kFps = 10.0;

struct Person {
    int id = 0;
    cv::Rect2d box;
};
using People = std::vector<Person>;
using Truth = std::map<int, People>;  ///< by video frame
using Found = std::vector<SceneObject>;

struct Score {
    int hits = 0, truths = 0, boxes = 0, changes = 0;
    std::map<int, uint64_t> known;  ///< whom a person was last taken for

    void add(People truth, const Found& objects, const cv::Size& size)
    {
        truths += static_cast<int>(truth.size());
        for (const SceneObject& object : objects) {  // best first
            if (object.label != "person" || object.confidence < ObjectModel::kSure)
                continue;
            ++boxes;
            const cv::Rect2d box(object.x * size.width, object.y * size.height,
                                 object.width * size.width, object.height * size.height);
            const auto best =
                std::max_element(truth.begin(), truth.end(), [&](const Person& a, const Person& b) {
                    return overlapOf(a.box, box) < overlapOf(b.box, box);
                });
            if (best == truth.end() || overlapOf(best->box, box) < kSame)
                continue;
            ++hits;
            changes += known.count(best->id) && known[best->id] != object.id;
            known[best->id] = object.id;
            truth.erase(best);
        }
    }

    void print(const char* half, const char* who, const char* where) const
    {
        std::printf("%-7s %-10s %-12s %7d %8.1f %% %8.1f %% %8d\n", half, who, where, truths,
                    truths ? 100.0 * hits / truths : 0.0, boxes ? 100.0 * hits / boxes : 0.0,
                    changes);
    }
};

Truth readTruth(const std::string& path)
{
    Truth truth;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        int frame = 0, id = 0;
        double x = 0, y = 0, width = 0, height = 0;
        if (std::sscanf(line.c_str(), "%d,%d,%lf,%lf,%lf,%lf", &frame, &id, &x, &y, &width,
                        &height) == 6)
            truth[frame - 1].push_back({id, {x, y, width, height}});
    }
    return truth;
}

// The frames that are needed, R G B, from `first` to `last`.
std::map<int, cv::Mat> readFrames(const std::string& path, int first, int last)
{
    std::map<int, cv::Mat> frames;
    cv::VideoCapture video(path);
    cv::Mat frame;
    for (int i = 0; i <= last && video.read(frame); ++i)
        if (i >= first)
            cv::cvtColor(frame, frames[i], cv::COLOR_BGR2RGB);
    return frames;
}

using Detector = std::function<Found(const cv::Mat&)>;

struct Scores {
    Score looked[2], carried[2];
};

// As in a stream that waits: a look every two seconds, its answer half a second later, from every
// possible start.
Scores measure(const std::map<int, cv::Mat>& frames, const Truth& truth, const Detector& detector)
{
    std::map<int, Found> found;
    Scores scores;
    const cv::Size size = frames.begin()->second.size();
    for (const auto& [index, people] : truth)
        scores.looked[index >= kHalf].add(people, found[index] = detector(frames.at(index)), size);
    for (int phase = 0; phase < kInterval; ++phase) {
        ObjectTracker tracker;
        for (Score& score : scores.carried)
            score.known.clear();
        const int begin = frames.begin()->first + phase;
        for (const auto& [index, frame] : frames) {
            if (index < begin)
                continue;
            const int since = (index - begin) % kInterval;
            const int shown = index - since;
            if (since == kDelay) {
                if (!found.count(shown))
                    found[shown] = detector(frames.at(shown));
                tracker.take(found[shown]);
            }
            tracker.follow(test::reduced(frame), test::timeOf(index, kFps).now);
            if (since == 0)
                tracker.mark();
            if (truth.count(index))
                scores.carried[index >= kHalf].add(truth.at(index), tracker.objects(), size);
        }
    }
    return scores;
}

void print(const char* who, const Scores& scores)
{
    for (int half = 0; half < 2; ++half) {
        const char* name = half ? "second" : "first";
        scores.looked[half].print(name, who, "looked at");
        scores.carried[half].print(name, who, "carried");
    }
}

std::string findClip(const std::string& folder)
{
    for (const std::string& place : {folder, std::string(".cache/clips"),
                                     std::string("/usr/share/doc/opencv-doc/examples/data")})
        if (std::ifstream(place + "/vtest.avi"))
            return place + "/vtest.avi";
    return {};
}

int table()
{
    const char* folder = std::getenv("ANIMATIZE_CLIPS");
    const char* path = std::getenv("ANIMATIZE_MODEL");
    const std::string clip = findClip(folder ? folder : "");
    const Truth truth = readTruth(std::string(folder ? folder : "") + "/vtest_boxes.csv");
    if (truth.empty() || clip.empty()) {
        std::printf(
            "People: left out, as $ANIMATIZE_CLIPS has no vtest_boxes.csv, or there is no "
            "vtest.avi.\n");
        return 0;
    }
    const int first = truth.begin()->first - kInterval - kDelay - kInterval;
    const auto frames = readFrames(clip, first, truth.rbegin()->first);
    std::printf(
        "\nPeople of vtest.avi at IoU %.1f; carried: a look every %d frames, its answer "
        "after %d, from every start\n\n%-7s %-10s %-12s %7s %10s %10s %8s\n",
        kSame, kInterval, kDelay, "half", "detector", "frames", "people", "recall", "precision",
        "id lost");
    const ObjectDetector builtIn;
    print("built-in", measure(frames, truth, [&](const cv::Mat& frame) {
              return builtIn.detect(test::reduced(frame, ObjectDetector::kLongSide).luma);
          }));
    const auto model =
        path ? ObjectModel::load(path, "") : Error{"$ANIMATIZE_MODEL names no model"};
    if (!model) {
        std::printf("The model is left out: %s\n", model.error().message.c_str());
        return 0;
    }
    double seconds = 0.0;
    int looks = 0;
    print("model", measure(frames, truth, [&](const cv::Mat& frame) {
              const int64_t begun = cv::getTickCount();
              const auto found = (*model)->detect(frame);
              seconds += static_cast<double>(cv::getTickCount() - begun) / cv::getTickFrequency();
              ++looks;
              return found ? *found : Found();
          }));
    std::printf("\nOne look of the model: %.0f ms\n", 1000.0 * seconds / looks);
    return 0;
}

}  // namespace
}  // namespace animatize::accuracy

int main()
{
    return animatize::accuracy::table();
}
