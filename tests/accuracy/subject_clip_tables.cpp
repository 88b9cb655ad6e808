// The real clips: what is said where it is known what happens.
// They are read with cv::VideoCapture, for which only this program links videoio.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "frame/cut_test.h"
#include "motion/motion_detector.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

struct Span {
    int from, to;
    bool holds(int frame) const { return frame >= from && frame <= to; }
};

struct Clip {
    const char* file;
    double fps;
    std::vector<Span> subjects;  ///< frames; what is seen outside is false
    int slack;                   ///< frames around them that count neither way
};

const Clip kClips[] = {
    {"intel_car_detection.mp4", 12.5, {{57, 105}, {190, 240}, {314, 350}}, 13},
    {"tree.avi", 15.0, {{53, 68}}, 0},
    {"bgs_video03.avi", 60.0, {{0, 100000}}, 0},
};

struct Seen {
    int inside = 0, outside = 0, insideSeen = 0, outsideSeen = 0, falseEvents = 0, events = 0;
    double environment = 0.0, regions = 0.0;
};

Seen watch(const Clip& clip, cv::VideoCapture& capture)
{
    const bool verbose = std::getenv("ANIMATIZE_VERBOSE");
    MotionDetector detector;
    CutTest cuts;
    Seen seen;
    cv::Mat colour, grey;
    for (int i = 0; capture.read(colour); ++i) {
        cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
        const ReducedPicture picture = test::reduced(grey);
        const MotionFrame frame =
            *detector.detect(picture, cuts.next(picture), test::timeOf(i, clip.fps), {});
        const bool inside = std::any_of(clip.subjects.begin(), clip.subjects.end(),
                                        [&](const Span& span) { return span.holds(i); });
        const bool near =
            std::any_of(clip.subjects.begin(), clip.subjects.end(), [&](const Span& span) {
                return Span{span.from - clip.slack, span.to + clip.slack}.holds(i);
            });
        for (const MotionEvent& event : frame.events) {
            seen.events += event.event == "begin";
            seen.falseEvents += event.event == "begin" && !near;
        }
        if (verbose) {
            std::printf("%4d %.4f env %.2f", i, frame.result.intensity, frame.result.environment);
            for (const MotionRegion& r : frame.result.regions)
                std::printf("  %d:%.2f,%.2f %.2fx%.2f", static_cast<int>(r.id), r.x, r.y, r.width,
                            r.height);
            std::printf("\n");
        }
        const bool any = !frame.result.regions.empty();
        seen.environment = std::max(seen.environment, frame.result.environment);
        seen.regions += static_cast<double>(frame.result.regions.size());
        seen.inside += inside;
        seen.insideSeen += inside && any;
        seen.outside += !near;
        seen.outsideSeen += !near && any;
    }
    return seen;
}

}  // namespace

int clipTables(const std::string& folder)
{
    std::printf(
        "\nReal clips: frames with a region where there is a subject, and elsewhere\n\n"
        "clip                       with subject        without   events   false   environment\n");
    for (const Clip& clip : kClips) {
        cv::VideoCapture capture(folder + "/" + clip.file);
        if (!capture.isOpened())  // OpenCV's own clips are in Debian's opencv-doc
            capture.open(std::string("/usr/share/doc/opencv-doc/examples/data/") + clip.file);
        if (!capture.isOpened()) {
            std::printf("%-25s is not there\n", clip.file);
            continue;
        }
        const Seen seen = watch(clip, capture);
        std::printf("%-25s %6d of %5d %6d of %5d %8d %7d %12.3f\n", clip.file, seen.insideSeen,
                    seen.inside, seen.outsideSeen, seen.outside, seen.events, seen.falseEvents,
                    seen.environment);
    }
    return 0;
}

}  // namespace animatize::accuracy
