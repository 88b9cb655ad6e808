#include "accuracy/prediction_clips.h"

#include <cmath>
#include <functional>
#include <thread>

#include <opencv2/imgproc.hpp>

#include "accuracy/subject_clips.h"
#include "frame/cut_test.h"
#include "motion/motion_detector.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kSeconds = 6.0;
constexpr size_t kVariants = 6;

double dice(uint64_t seed, uint64_t place)
{
    uint64_t z = (seed * 1000003 + place + 1) * 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<double>((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

double between(uint64_t seed, uint64_t place, double low, double high)
{
    return low + (high - low) * dice(seed, place);
}

using Way = std::function<double(double seconds)>;

double smoothStep(double t)
{
    const double s = std::clamp(t, 0.0, 1.0);
    return s * s * s * (10.0 + s * (6.0 * s - 15.0));
}

// The way of a speed 1 that ends within `ease` seconds after `at`.
double ending(double t, double at, double ease)
{
    const double s = std::clamp((t - at) / ease, 0.0, 1.0);
    return std::min(t, at) + ease * (s - s * s / 2.0);
}

// Eight waves of 0.3 to 3 Hz, the slow ones the larger; rms speed about 1.
double handAt(uint64_t seed, double t)
{
    double sum = 0.0;
    for (uint64_t k = 0; k < 8; ++k) {
        const double hertz = 0.3 * std::pow(1.4, static_cast<double>(k) + dice(seed, 60 + k));
        const double size = 0.5 / (2.0 * kPi * hertz);
        sum += size * std::sin(2.0 * kPi * (hertz * t + dice(seed, 80 + k)));
    }
    return sum;
}

struct CourseKind {
    const char* name;
    std::function<Way(uint64_t seed)> way;  ///< of a mean speed of about 1
};

const std::vector<CourseKind>& cameraKinds()
{
    static const std::vector<CourseKind> kinds = {
        {"still", [](uint64_t) { return [](double) { return 0.0; }; }},
        {"constant", [](uint64_t) { return [](double t) { return t - kSeconds / 2; }; }},
        {"accelerating",
         [](uint64_t) { return [](double t) { return t * t / kSeconds - kSeconds / 3; }; }},
        {"slowing",
         [](uint64_t) {
             return [](double t) { return 2 * t - t * t / kSeconds - kSeconds * 2 / 3; };
         }},
        {"ease in, out",
         [](uint64_t seed) {
             const double start = between(seed, 1, 0.6, 1.4), span = between(seed, 2, 2.5, 3.8);
             return [=](double t) { return span * (smoothStep((t - start) / span) - 0.5); };
         }},
        {"stop",
         [](uint64_t seed) {
             const double at = between(seed, 1, 1.8, 3.4), ease = between(seed, 2, 0.4, 1.6);
             return [=](double t) { return ending(t, at, ease) - at / 2; };
         }},
        {"start",
         [](uint64_t seed) {
             const double at = between(seed, 1, 1.2, 2.6), ease = between(seed, 2, 0.4, 1.6);
             return [=](double t) {
                 return -ending(kSeconds - t, kSeconds - at - ease, ease) + kSeconds / 3;
             };
         }},
        {"hand-held",
         [](uint64_t seed) { return [=](double t) { return 0.5 * handAt(seed, t); }; }},
        {"hand-held pan",
         [](uint64_t seed) {
             return [=](double t) { return t - kSeconds / 2 + 0.3 * handAt(seed, t); };
         }},
        {"to and fro",
         [](uint64_t seed) {
             const double period = between(seed, 1, 1.6, 3.5), phase = dice(seed, 2);
             return [=](double t) {
                 return period / 5.0 * std::sin(2.0 * kPi * (t / period + phase));
             };
         }},
        {"turn",
         [](uint64_t seed) {
             const double at = between(seed, 1, 2.2, 3.8);
             return [=](double t) { return 1.2 * at - std::sqrt((t - at) * (t - at) + 0.2) - at; };
         }},
    };
    return kinds;
}

// Which of the four a variant moves, and how fast: units of the contract.
CameraCourse cameraCourse(const CourseKind& kind, size_t variant, uint64_t seed)
{
    const double sign = variant % 2 ? -1.0 : 1.0, speed = sign * between(seed, 9, 0.08, 0.35);
    const bool hand = std::string(kind.name).find("hand") == 0;
    const Way way = kind.way(seed), other = kind.way(seed + 500), third = kind.way(seed + 900);
    const bool pans = variant == 0 || variant == 3 || variant == 5,
               tilts = variant == 1 || pans == 0;
    return [=](double t) {
        CameraPose pose;
        if (pans || hand)
            pose.x = speed * way(t) * kStageSize.width;
        if ((tilts && variant < 4) || variant == 3 || hand)
            pose.y = 0.7 * speed * (hand ? other(t) : way(t)) * kStageSize.height;
        if (variant == 2 || variant == 5)
            pose.zoom = 0.6 * speed * way(t);
        if (variant == 4 || hand)
            pose.roll = (hand ? 8.0 : 40.0) * speed * (hand ? third(t) : way(t));
        return pose;
    };
}

using Path = std::function<cv::Point2d(double seconds)>;

struct PathKind {
    const char* name;
    std::function<Path(uint64_t seed)> path;  ///< in frame heights, 16:9
    double growth = 0.0;                      ///< ln/s
};

// A way across the middle of the frame with `reach` seconds of it inside.
Path along(uint64_t seed, const Way& way)
{
    const double angle = between(seed, 3, -0.4, 0.4) + (dice(seed, 4) < 0.5 ? kPi : 0.0);
    const double speed = between(seed, 5, 0.12, 0.3);
    const cv::Point2d middle(16.0 / 18 + between(seed, 6, -0.15, 0.15), between(seed, 7, 0.4, 0.6));
    const cv::Point2d unit(std::cos(angle), std::sin(angle));
    return [=](double t) { return middle + speed * way(t) * unit; };
}

const std::vector<PathKind>& pathKinds()
{
    static const std::vector<PathKind> kinds = [] {
        std::vector<PathKind> made;
        for (const CourseKind& kind : cameraKinds()) {
            const std::string name = kind.name;
            if (name == "still" || name.find("hand") == 0)
                continue;
            made.push_back(
                {kind.name, [kind](uint64_t seed) { return along(seed, kind.way(seed)); }});
        }
        made.push_back({"bouncing", [](uint64_t seed) {
                            const double speed = between(seed, 5, 0.1, 0.22);
                            const double period = between(seed, 6, 0.9, 1.5);
                            return [=](double t) {
                                const double p = std::fmod(t / period + dice(seed, 7), 1.0);
                                return cv::Point2d(0.4 + speed * t, 0.75 - 1.6 * p * (1.0 - p));
                            };
                        }});
        made.push_back({"curved", [](uint64_t seed) {
                            const double radius = between(seed, 5, 0.18, 0.3);
                            const double turn =
                                between(seed, 6, 0.8, 1.6) * (dice(seed, 8) < 0.5 ? -1 : 1);
                            const double phase = 2 * kPi * dice(seed, 7);
                            return [=](double t) {
                                return cv::Point2d(0.89 + radius * 1.5 * std::cos(turn * t + phase),
                                                   0.5 + radius * std::sin(turn * t + phase));
                            };
                        }});
        made.push_back({"waving walk", [](uint64_t seed) {
                            const double speed = between(seed, 5, 0.12, 0.25);
                            const double period = between(seed, 6, 1.2, 2.4);
                            return [=](double t) {
                                return cv::Point2d(0.89 + speed * (t - 3.0),
                                                   0.5 + 0.12 * std::sin(2 * kPi * t / period));
                            };
                        }});
        made.push_back({"leaving", [](uint64_t seed) {
                            const double speed = between(seed, 5, 0.25, 0.45);
                            const double way = dice(seed, 8) < 0.5 ? -1.0 : 1.0;
                            return [=](double t) {
                                return cv::Point2d(0.89 + way * (speed * t - 0.45), 0.5);
                            };
                        }});
        const auto standing = [](uint64_t seed) {
            const cv::Point2d at(between(seed, 5, 0.7, 1.1), between(seed, 6, 0.42, 0.58));
            const double drift = between(seed, 7, -0.05, 0.05);
            return [=](double t) { return at + cv::Point2d(drift * (t - 3.0), 0.0); };
        };
        made.push_back({"nearing", standing, 0.22});
        made.push_back({"drawing away", standing, -0.22});
        return made;
    }();
    return kinds;
}

class Watch {
  public:
    MotionResult show(const cv::Mat& grey, const FrameTime& time)
    {
        const ReducedPicture picture = test::reduced(grey);
        const CutFeatures cut = cuts_.next(picture);
        return detector_.detect(picture, cut, time, {})->result;
    }

  private:
    MotionDetector detector_;
    CutTest cuts_;
};

CameraValues valuesOf(const CameraCourse& course, double from, double to)
{
    const Similarity s = accuracy::between(course, from, to);
    const double dt = to - from;
    return {-s.tx / kStageSize.width / dt, s.ty / kStageSize.height / dt, std::log(s.scale()) / dt,
            -std::atan2(s.b, s.a) * 180.0 / kPi / dt};
}

std::optional<Edges> edgesOf(const cv::Mat& mask)
{
    const cv::Rect box = cv::boundingRect(mask);
    if (box.area() < 20)
        return std::nullopt;
    const auto share = [](int at, int of) { return static_cast<double>(at) / of; };
    return Edges{share(box.x, mask.cols), share(box.br().x, mask.cols), share(box.y, mask.rows),
                 share(box.br().y, mask.rows)};
}

Trace watched(const Stage& stage, const std::string& kind, int half, bool subject)
{
    Trace trace{kind, subject, half, {}};
    StageClip clip(stage);
    Watch watch;
    for (int i = 0; i < clip.frames(); ++i) {
        const StageFrame frame = clip.frame(i);
        const FrameTime time = test::timeOf(i, kFps);
        TraceFrame one;
        one.seconds = static_cast<double>(*time.pts) / 1e9;
        one.measured = watch.show(frame.grey, time);
        if (stage.camera.course && i > 0)
            one.camera = valuesOf(stage.camera.course, (i - 1) / kFps, i / kFps);
        if (subject) {
            one.subject = edgesOf(frame.masks[0]);
            const cv::Point2d moved =
                stage.cutOuts[0].course(i / kFps) - stage.cutOuts[0].course((i - 1) / kFps);
            one.velocity = {moved.x * kFps * kStageSize.height / kStageSize.width, moved.y * kFps};
        }
        trace.frames.push_back(std::move(one));
    }
    return trace;
}

struct Planned {
    Stage stage;
    std::string kind;
    int half;
    bool subject;
};

std::vector<Planned> plans(const std::vector<Photo>& photos)
{
    std::vector<Planned> all;
    for (size_t k = 0; k < cameraKinds().size(); ++k) {
        for (size_t variant = 0; variant < 2 * kVariants; ++variant) {
            const uint64_t seed = 1000 + 37 * k + 11 * variant;
            Stage stage;
            stage.ground = &photos[(3 * k + variant) % photos.size()];
            stage.seconds = kSeconds;
            stage.seed = seed;
            stage.camera.course = cameraCourse(cameraKinds()[k], variant / 2, seed);
            all.push_back({stage, cameraKinds()[k].name, static_cast<int>(variant % 2), false});
        }
    }
    for (size_t k = 0; k < pathKinds().size(); ++k) {
        for (size_t variant = 0; variant < 2 * kVariants; ++variant) {
            const uint64_t seed = 5000 + 41 * k + 13 * variant;
            Stage stage;
            stage.ground = &photos[(5 * k + variant) % photos.size()];
            stage.seconds = kSeconds;
            stage.seed = seed;
            CutOut thing;
            thing.skin = &photos[(5 * k + variant + 7) % photos.size()];
            thing.seed = seed;
            thing.size = between(seed, 20, 0.18, 0.32);
            const double growth = pathKinds()[k].growth;
            thing.growth = growth * between(seed, 22, 0.6, 1.4);
            if (growth == 0.0 && variant % 3 == 2)
                thing.growth = between(seed, 21, -0.15, 0.15);
            if (growth < 0.0)
                thing.size *= 2.2;
            thing.course = pathKinds()[k].path(seed);
            stage.cutOuts.push_back(thing);
            // A third under a camera that moves as well.
            if (variant / 2 % 3 == 1)
                stage.camera.course = cameraCourse(cameraKinds()[variant % 4 < 2 ? 7 : 1], 0, seed);
            all.push_back({stage, pathKinds()[k].name, static_cast<int>(variant % 2), true});
        }
    }
    return all;
}

}  // namespace

std::vector<Trace> renderedTraces()
{
    const std::vector<Photo> photos = stagePhotographs();
    if (photos.empty())
        return {};
    const std::vector<Planned> all = plans(photos);
    std::vector<Trace> traces(all.size());
    const auto part = [&](size_t first) {
        for (size_t i = first; i < all.size(); i += 2)
            traces[i] = watched(all[i].stage, all[i].kind, all[i].half, all[i].subject);
    };
    std::thread other(part, 1);
    part(0);
    other.join();
    return traces;
}

}  // namespace animatize::accuracy
