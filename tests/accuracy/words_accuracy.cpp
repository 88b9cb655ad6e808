// The camera's words on courses as operators make them: moves one after the other that ease in and
// out, turn back, mix, are shaken by a hand; whip pans with their blur; and pictures that give no
// hold at all.
//
// The truth is what the camera is meant to do (without the hand's shake): the largest of the four
// speeds at the frame's edge. A quarter of a second after each change, and moments in which two are
// about equal or the camera hardly moves, are left out. "onset" is from the change to the word.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include <opencv2/imgproc.hpp>

#include "accuracy/photo_clips.h"
#include "frame/cut_test.h"
#include "motion/motion_detector.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kFrames = 150, kGrace = 7;
constexpr double kClearlyMoves = 0.03, kClearlyRests = 0.004;  // widths per second at the edge
constexpr double kClearlyMost = 1.5;                           // times the second
const char* const kWords[4][2] = {{"pan-left", "pan-right"},
                                  {"tilt-down", "tilt-up"},
                                  {"zoom-out", "zoom-in"},
                                  {"roll-counterclockwise", "roll-clockwise"}};

using Speeds = std::array<double, 4>;  // right, up, in, clockwise; widths per second at the edge

struct Segment {
    double seconds = 0.0;
    Speeds speeds{};
};

// Speeds that go over into each other within `ease` seconds around the borders.
struct Course {
    std::vector<Segment> segments;
    double ease = 0.2;
    double shake = 0.0;  ///< widths
    uint64_t seed = 0;

    Speeds at(double time) const;
    Speeds shakeAt(double time) const;
};

Speeds Course::at(double time) const
{
    Speeds now = segments.front().speeds;
    double border = 0.0;
    for (size_t i = 1; i < segments.size(); ++i) {
        border += segments[i - 1].seconds;
        const double u = std::clamp((time - border) / ease, 0.0, 1.0);
        const double smooth = u * u * (3.0 - 2.0 * u);
        for (size_t k = 0; k < 4; ++k)
            now[k] += smooth * (segments[i].speeds[k] - now[k]);
    }
    return now;
}

// A hand: several frequencies between 1.5 and 7 Hz, less of the faster ones.
Speeds Course::shakeAt(double time) const
{
    cv::RNG random(seed + 1);
    Speeds place{};
    for (int wave = 0; wave < 6; ++wave)
        for (size_t k = 0; k < 4; ++k) {
            const double hertz = random.uniform(1.5, 7.0), phase = random.uniform(0.0, 2.0 * kPi);
            const double size = shake / hertz * (k < 2 ? 1.0 : 0.15);
            place[k] += size * std::sin(2.0 * kPi * hertz * time + phase);
        }
    return place;
}

// The path is the integral of the speeds, about the photograph's middle.
CameraCourse courseOf(const Course& course, int frames)
{
    constexpr int kPerFrame = 8;
    std::vector<Speeds> path(static_cast<size_t>(frames * kPerFrame + 2 * kPerFrame));
    for (size_t i = 1; i < path.size(); ++i) {
        const double t = (static_cast<double>(i) - 0.5) / kPerFrame / kFps;
        const Speeds speeds = course.at(t);
        for (size_t k = 0; k < 4; ++k)
            path[i][k] = path[i - 1][k] + speeds[k] / kPerFrame / kFps;
    }
    Speeds middle{};
    for (size_t k = 0; k < 4; ++k) {
        const auto [low, high] =
            std::minmax_element(path.begin(), path.end(),
                                [k](const Speeds& a, const Speeds& b) { return a[k] < b[k]; });
        middle[k] = 0.5 * ((*low)[k] + (*high)[k]);
    }
    return [course, path, middle](double seconds) {
        const double at = std::max(0.0, seconds * kFps * kPerFrame);
        const size_t i = std::min(static_cast<size_t>(at), path.size() - 2);
        const Speeds shake = course.shakeAt(seconds);
        Speeds p{};
        for (size_t k = 0; k < 4; ++k)
            p[k] = path[i][k] + (at - static_cast<double>(i)) * (path[i + 1][k] - path[i][k]) -
                   middle[k] + shake[k];
        return CameraPose{p[0] * kWidth, -p[1] * kWidth, 2.0 * p[2], 2.0 * p[3] * 180.0 / kPi};
    };
}

std::optional<std::string> truth(const Speeds& speeds)
{
    size_t most = 0, second = 1;
    for (size_t k = 1; k < 4; ++k)
        if (std::abs(speeds[k]) > std::abs(speeds[most]))
            most = k;
    second = most == 0 ? 1 : 0;
    for (size_t k = 0; k < 4; ++k)
        if (k != most && std::abs(speeds[k]) > std::abs(speeds[second]))
            second = k;
    const double speed = std::abs(speeds[most]);
    if (speed < kClearlyRests)
        return "static";
    if (speed < kClearlyMoves || speed < kClearlyMost * std::abs(speeds[second]))
        return std::nullopt;
    return kWords[most][speeds[most] > 0.0];
}

struct Tally {
    std::map<std::string, std::array<int, 3>> words;  ///< right, said wrongly, missed
    int frames = 0, right = 0, clips = 0, changes = 0, quick = 0;
    std::vector<int> onsets;  ///< frames

    void add(const std::string& is, const std::string& said)
    {
        ++frames;
        right += is == said;
        if (is == said) {
            ++words[is][0];
        } else {
            ++words[said][1];
            ++words[is][2];
        }
    }
    void add(const Tally& other);
    double macroF1() const;
};

void Tally::add(const Tally& other)
{
    for (const auto& [word, counts] : other.words)
        for (size_t i = 0; i < 3; ++i)
            words[word][i] += counts[i];
    frames += other.frames;
    right += other.right;
    clips += other.clips;
    changes += other.changes;
    quick += other.quick;
    onsets.insert(onsets.end(), other.onsets.begin(), other.onsets.end());
}

// Over the words that there were.
double Tally::macroF1() const
{
    double sum = 0.0;
    int count = 0;
    for (const auto& [word, n] : words) {
        if (n[0] + n[2] == 0)
            continue;
        sum += 2.0 * n[0] / (2.0 * n[0] + n[1] + n[2]);
        ++count;
    }
    return count ? sum / count : 0.0;
}

Tally watch(const ClipPlan& plan, const Course& course)
{
    Tally tally;
    tally.clips = 1;
    MotionDetector detector;
    std::string is, said;
    int since = 0, saidSince = 0;
    bool waiting = false;
    for (int i = 0; i < plan.frames; ++i) {
        CutFeatures cut;
        cut.first = i == 0;
        const auto frame =
            detector.detect(test::reduced(render(plan, i)), cut, test::timeOf(i, kFps), {});
        const std::string now = frame->result.cameraMotion.value_or("nothing");
        const auto should = truth(course.at((i - 0.5) / kFps));
        if (i > 0 && now != said && said != "nothing") {
            ++tally.changes;
            tally.quick += i - saidSince < 12;
        }
        if (now != said)
            saidSince = i;
        said = now;
        since = should && *should == is ? since + 1 : 0;
        waiting = waiting || (should && *should != is && i > kGrace);
        is = should.value_or("");
        if (should && waiting && now == *should) {
            tally.onsets.push_back(since);
            waiting = false;
        }
        if (should && since >= kGrace)
            tally.add(*should, now);
    }
    return tally;
}

Course courseFor(const char* kind, uint64_t seed)
{
    cv::RNG random(seed * 31 + 7);
    Course course;
    course.seed = seed;
    const std::string how = kind;
    const auto one = [&](size_t component, double least, double most) {
        Segment segment{random.uniform(1.1, 1.7), {}};
        segment.speeds[component] =
            random.uniform(least, most) * (random.uniform(0, 2) ? 1.0 : -1.0);
        return segment;
    };
    course.shake = how == "hand-held" ? 0.003 : how == "shaky" ? 0.006 : 0.0;
    course.ease = random.uniform(0.15, 0.5);
    for (size_t i = 0; i < 5; ++i) {
        const size_t component = (seed + i / 2) % 4;
        if (how == "whip") {
            // Half to three widths in a second, for as long as it takes for about a width.
            const double speed = random.uniform(0.5, 3.0);
            Segment segment = one(0, speed, speed);
            segment.seconds = std::max(0.45, 1.0 / speed);
            course.segments.push_back(i % 2 ? segment : Segment{1.2, {}});
            course.ease = 0.15;
            continue;
        }
        Segment segment = one(component, 0.04, component < 2 ? 0.3 : 0.12);
        if (how == "mixed")
            segment.speeds[(component + 1) % 4] =
                segment.speeds[component] * random.uniform(-0.6, 0.6);
        if (how == "back and forth" && !course.segments.empty())
            for (size_t k = 0; k < 4; ++k)
                segment.speeds[k] = -course.segments.back().speeds[k];
        else if (i % 2 == 0 && how != "back and forth")
            segment.speeds = {};
        course.segments.push_back(segment);
    }
    return course;
}

Tally watchAll(const std::vector<Photo>& photos, const char* kind)
{
    Tally sum;
    std::mutex mutex;
    const bool whip = std::string(kind) == "whip";
    const auto part = [&](size_t first) {
        for (size_t p = first; p < photos.size(); p += 2) {
            const Course course = courseFor(kind, p);
            ClipPlan plan;
            plan.scene = &photos[p];
            plan.course = courseOf(course, kFrames);
            plan.frames = kFrames;
            plan.seed = p;
            plan.shutter = whip ? 0.5 : 0.0;
            const Tally one = watch(plan, course);
            const std::lock_guard lock(mutex);
            sum.add(one);
        }
    };
    std::thread other(part, 1);
    part(0);
    other.join();
    return sum;
}

void print(const char* kind, Tally tally)
{
    std::sort(tally.onsets.begin(), tally.onsets.end());
    const auto onset = [&](double share) {
        const auto at = static_cast<size_t>(share * static_cast<double>(tally.onsets.size()));
        return tally.onsets.empty() ? 0.0 : 1000.0 / kFps * tally.onsets[at];
    };
    std::printf("%-16s %6d %8.1f %% %9.3f %10.0f %10.0f %9.1f %8d\n", kind, tally.frames,
                100.0 * tally.right / std::max(1, tally.frames), tally.macroF1(), onset(0.5),
                onset(0.9), static_cast<double>(tally.changes) / tally.clips, tally.quick);
    std::fflush(stdout);
}

// A subject that fills the frame and bends: a photograph whose places sway against each other.
cv::Mat bending(const Photo& photo, int index)
{
    const cv::Mat view = viewOf(photo, {});
    cv::Mat x(view.size(), CV_32F), y(view.size(), CV_32F), bent, grey;
    for (int v = 0; v < view.rows; ++v)
        for (int u = 0; u < view.cols; ++u) {
            const double t = index / kFps;
            x.at<float>(v, u) = static_cast<float>(u + 14.0 * std::sin(0.021 * v + 9.0 * t) +
                                                   11.0 * std::sin(0.027 * u - 7.0 * t));
            y.at<float>(v, u) = static_cast<float>(v + 13.0 * std::sin(0.024 * u + 8.0 * t) +
                                                   10.0 * std::sin(0.031 * v - 11.0 * t));
        }
    cv::remap(view, bent, x, y, cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
    bent.convertTo(grey, CV_8U);
    return test::withNoise(grey, 3.0, static_cast<uint64_t>(index));
}

// A second of a pan, then two that give no hold.
void noHold(const std::vector<Photo>& photos, const char* what)
{
    int frames = 0, unsure = 0, held = 0, within = 0, claimed = 0;
    for (size_t p = 0; p < photos.size(); p += 3) {
        MotionDetector detector;
        ClipPlan pan;
        pan.scene = &photos[p];
        pan.course = steady({"pan-right", 0.2}, 0.5);
        pan.frames = 25;
        for (int i = 0; i < 75; ++i) {
            const std::string how = what;
            cv::Mat picture(kHeight, kWidth, CV_8U, cv::Scalar(how == "black" ? 0 : 110));
            if (i < 25)
                picture = render(pan, i);
            else if (how == "bending subject")
                picture = bending(photos[p], i);
            else if (how == "flat, noise 3")
                picture = test::withNoise(picture, 3.0, static_cast<uint64_t>(i));
            CutFeatures cut;
            cut.first = i == 0;
            const auto frame =
                detector.detect(test::reduced(picture), cut, test::timeOf(i, kFps), {});
            if (i < 26)
                continue;
            ++frames;
            unsure += frame->result.cameraConfidence < 0.2;
            within += i < 48;
            held += i < 48 && frame->result.cameraMotion == "pan-right";
            claimed += i > 52 && frame->result.cameraMotion.has_value();
        }
    }
    std::printf("%-16s %6d %12.1f %% %12.1f %% %8d\n", what, frames,
                100.0 * unsure / std::max(1, frames), 100.0 * held / std::max(1, within), claimed);
}

int table()
{
    const std::vector<Photo> photos = photographs();
    if (photos.size() < 12)
        return 1;
    std::printf(
        "\nThe camera's words, %zu photographs, noise 3; onset: ms, median and 90 %%; quick: "
        "changes less than half a second apart\n\n%-16s %6s %10s %9s %10s %10s %9s %8s\n",
        photos.size(), "course", "frames", "right", "macro-F1", "onset 50", "onset 90", "per clip",
        "quick");
    Tally all;
    for (const char* kind : {"eased", "back and forth", "mixed", "hand-held", "shaky", "whip"}) {
        const Tally tally = watchAll(photos, kind);
        print(kind, tally);
        all.add(tally);
    }
    print("all", all);
    std::printf(
        "\nNo hold after a pan: confidence below 0.2, the word held for the first second, "
        "frames with a word after it\n\n%-16s %6s %14s %14s %8s\n",
        "picture", "frames", "unsure", "held", "claimed");
    for (const char* what : {"black", "flat, noise 3", "bending subject"})
        noHold(photos, what);
    return 0;
}

}  // namespace
}  // namespace animatize::accuracy

int main()
{
    return animatize::accuracy::table();
}
