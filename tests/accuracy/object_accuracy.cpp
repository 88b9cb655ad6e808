// The accuracy table of people: published boxes of a real clip against what the detectors say, at
// the frames they look at and at the frames through which their boxes are carried.
//
// Needs vtest.avi (Debian's opencv-doc; ./dev run fetches it into .cache/clips), its boxes in
// $ANIMATIZE_CLIPS/vtest_boxes.csv, and a model in $ANIMATIZE_MODEL. The labelled stretch is split
// into two halves: whatever is chosen is chosen on the first, the second shows whether it holds.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "scene/detection_grid.h"
#include "scene/object_detector.h"
#include "scene/object_model.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr double kSame = 0.5;  // intersection over union

using Boxes = std::vector<cv::Rect2d>;

struct Score {
    int hits = 0, truths = 0, boxes = 0;

    void add(Boxes truth, const std::vector<SceneObject>& objects, const cv::Size& size)
    {
        truths += static_cast<int>(truth.size());
        for (const SceneObject& object : objects) {  // best first
            if (object.label != "person" || object.confidence < ObjectModel::kSure)
                continue;
            ++boxes;
            const cv::Rect2d box(object.x * size.width, object.y * size.height,
                                 object.width * size.width, object.height * size.height);
            const auto best = std::max_element(
                truth.begin(), truth.end(), [&](const cv::Rect2d& a, const cv::Rect2d& b) {
                    return overlapOf(a, box) < overlapOf(b, box);
                });
            if (best == truth.end() || overlapOf(*best, box) < kSame)
                continue;
            ++hits;
            truth.erase(best);
        }
    }

    void print(const char* who, const char* half) const
    {
        std::printf("%-28s %-7s %6d %8.1f %% %8.1f %%\n", who, half, truths,
                    truths ? 100.0 * hits / truths : 0.0, boxes ? 100.0 * hits / boxes : 0.0);
    }
};

std::map<int, Boxes> readTruth(const std::string& path)
{
    std::map<int, Boxes> truth;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        int frame = 0, id = 0;
        double x = 0, y = 0, width = 0, height = 0;
        if (std::sscanf(line.c_str(), "%d,%d,%lf,%lf,%lf,%lf", &frame, &id, &x, &y, &width,
                        &height) == 6)
            truth[frame - 1].push_back({x, y, width, height});
    }
    return truth;
}

int table()
{
    const char* clips = std::getenv("ANIMATIZE_CLIPS");
    const char* path = std::getenv("ANIMATIZE_MODEL");
    const auto truth = readTruth(std::string(clips) + "/vtest_boxes.csv");
    auto model = ObjectModel::load(path, "");
    if (!model) { std::printf("%s\n", model.error().message.c_str()); return 1; }
    const ObjectDetector builtIn;
    cv::VideoCapture video(".cache/clips/vtest.avi");
    Score ours[2], hog[2];
    double ms = 0; int n = 0;
    for (int i = 0; i <= truth.rbegin()->first; ++i) {
        cv::Mat frame;
        if (!video.read(frame)) break;
        if (!truth.count(i)) continue;
        cv::cvtColor(frame, frame, cv::COLOR_BGR2RGB);
        const int half = i >= 293;
        const auto t = std::chrono::steady_clock::now();
        auto r = (*model)->detect(frame);
        ms += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - t).count(); ++n;
        if (!r) { std::printf("%s\n", r.error().message.c_str()); return 1; }
        ours[half].add(truth.at(i), *r, frame.size());
        ReducedPicture small = test::reduced(frame, 640);
        hog[half].add(truth.at(i), builtIn.detect(small.luma), frame.size());
    }
    for (int h = 0; h < 2; ++h) { ours[h].print("model", h ? "second" : "first"); hog[h].print("hog", h ? "second" : "first"); }
    std::printf("%.1f ms\n", ms / n);
    return 0;
}

}  // namespace
}  // namespace animatize::accuracy

int main()
{
    return animatize::accuracy::table();
}
