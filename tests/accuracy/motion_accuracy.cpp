// The accuracy tables of the camera's motion: rendered truth over real photographs, with a subject
// of 0 to 50 % of the frame in front, with noise, motion blur and coding, beside the usual
// estimator on the same pictures.
//
// "usual" is what every tutorial does: the 200 strongest corners, pyramidal Lucas-Kanade there
// and back, RANSAC similarity (the fit is ours: only the choice of the points differs).
//
// The photographs are split into two halves; whatever is tuned is tuned on the first, and the
// second shows whether it holds.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "accuracy/h264.h"
#include "accuracy/photo_clips.h"
#include "frame/cut_test.h"
#include "frame/serially.h"
#include "motion/flow_pyramid.h"
#include "motion/motion_detector.h"
#include "motion/similarity.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr size_t kClipsPerCell = 2;      // of each photograph and cover
constexpr int kSettled = 7;              // frames: after 250 ms a label must be right
constexpr double kSameDirection = 22.5;  // degrees

struct Condition {
    const char* name;
    double cover;
    double noise = 3.0, shutter = 0.0;
    int rateFactor = 0;  ///< 0: not coded
};
constexpr Condition kConditions[] = {
    {"noise 3", 0.0},
    {"noise 3", 0.1},
    {"noise 3", 0.25},
    {"noise 3", 0.4},
    {"noise 3", 0.5},
    {"noise 8", 0.0, 8.0},
    {"noise 8", 0.4, 8.0},
    {"blur 180", 0.0, 3.0, 0.5},
    {"blur 180", 0.4, 3.0, 0.5},
    {"h264 18", 0.1, 3, 0, 18},
    {"h264 23", 0.1, 3, 0, 23},
    {"h264 28", 0.1, 3, 0, 28},
    {"h264 18", 0.4, 3, 0, 18},
    {"h264 23", 0.4, 3, 0, 23},
    {"h264 28", 0.4, 3, 0, 28},
};

struct Scores {
    std::vector<double> errors;  ///< pixels of 640 x 360
    int directions = 0, rightDirections = 0;
    int labels = 0, rightLabels = 0;
    int frames = 0;

    void add(const Scores& other)
    {
        errors.insert(errors.end(), other.errors.begin(), other.errors.end());
        directions += other.directions;
        rightDirections += other.rightDirections;
        labels += other.labels;
        rightLabels += other.rightLabels;
        frames += other.frames;
    }
};

// The five points whose shift is compared: the middle, and four near the corners.
std::vector<cv::Point2d> fivePoints()
{
    const double x = 0.4 * kWidth, y = 0.4 * kHeight;
    return {{0, 0}, {-x, -y}, {x, -y}, {-x, y}, {x, y}};
}

// `found` maps pixels about the middle of the 640 x 360 frame.
void compare(const Similarity& truth, const std::optional<Similarity>& found, Scores& scores)
{
    ++scores.frames;
    double error = 0, dot = 0, trueLength = 0, foundLength = 0;
    for (const cv::Point2d& p : fivePoints()) {
        const cv::Point2d is = truth(p) - p;
        const cv::Point2d seen = found ? (*found)(p)-p : cv::Point2d();
        error += cv::norm(is - seen) / 5.0;
        dot += is.dot(seen);
        trueLength += is.dot(is);
        foundLength += seen.dot(seen);
    }
    if (found)
        scores.errors.push_back(error);
    if (trueLength < 1e-9)
        return;
    ++scores.directions;
    const double cosine = foundLength > 0 ? dot / std::sqrt(trueLength * foundLength) : 0.0;
    scores.rightDirections += cosine > std::cos(kSameDirection * kPi / 180.0);
}

// What the detector reports, as the similarity from the frame before.
std::optional<Similarity> similarityOf(const std::optional<CameraMotion>& camera)
{
    if (!camera)
        return std::nullopt;
    // Content turns against the camera: clockwise camera, counter-clockwise content (y down).
    const double scale = std::exp(camera->zoom / kFps);
    const double angle = -camera->roll / kFps * kPi / 180.0;
    return Similarity{scale * std::cos(angle), scale * std::sin(angle),
                      -camera->pan * kWidth / kFps, camera->tilt * kHeight / kFps};
}

// The strongest corners of the picture, wherever they are.
class Usual {
  public:
    std::optional<Similarity> next(const ReducedPicture& picture)
    {
        FlowPyramid now;
        now.build(picture.luma.clone());
        std::optional<Similarity> found;
        if (!before_.empty())
            found = between(now, PictureGeometry(picture));
        before_ = now;
        luma_ = picture.luma.clone();
        return found;
    }

  private:
    std::optional<Similarity> between(const FlowPyramid& now, const PictureGeometry& geometry)
    {
        std::vector<cv::Point2f> corners;
        cv::goodFeaturesToTrack(luma_, corners, 200, 0.01, 8);
        const auto& tracks = tracker_.trackBothWays(before_, now, corners, corners, {}, 0.7);
        std::vector<PointPair> pairs;
        for (size_t i = 0; i < tracks.size(); ++i)
            if (tracks[i].found)
                pairs.push_back(
                    {geometry.toSquare(corners[i]), geometry.toSquare(tracks[i].to), 0.2});
        const SimilarityFit fit = fitSimilarity(pairs, std::nullopt, geometry.height / 6.0);
        if (!fit.found)
            return std::nullopt;
        Similarity s = fit.similarity;  // to pixels of 640 x 360
        s.tx *= kHeight / geometry.height;
        s.ty *= kHeight / geometry.height;
        return s;
    }

    FlowPyramid before_;
    PointTracker tracker_;
    cv::Mat luma_;
};

struct Both {
    Scores ours, usual;
};

Both watch(const std::vector<cv::Mat>& frames, const Similarity& truth, const std::string& label)
{
    Both both;
    MotionDetector detector;
    Usual usual;
    for (size_t i = 0; i < frames.size(); ++i) {
        const ReducedPicture picture = test::reduced(frames[i]);
        CutFeatures cut;
        cut.first = i == 0;
        const auto at = test::timeOf(static_cast<int>(i), kFps);
        const auto frame = detector.detect(picture, cut, at, {});
        std::optional<Similarity> other;
        serially([&] { other = usual.next(picture); });
        if (!frame || i == 0)
            continue;
        compare(truth, similarityOf(frame->result.camera), both.ours);
        compare(truth, other, both.usual);
        if (i >= kSettled) {
            ++both.ours.labels;
            both.ours.rightLabels += frame->result.cameraMotion == label;
        }
    }
    return both;
}

Both watch(const std::vector<Photo>& photos, size_t p, const Condition& condition, size_t k,
           int count)
{
    const std::vector<Move> all = moves();
    const auto percent = static_cast<size_t>(std::lround(condition.cover * 100));
    const Move& move = all[(p * 7 + percent / 5 * 3 + k * 4) % all.size()];
    ClipPlan plan;
    plan.scene = &photos[p];
    plan.subject = &photos[(p + 5) % photos.size()];
    plan.cover = condition.cover;
    plan.course = steady(move, 0.5 * (count - 1) / kFps);
    plan.frames = count;
    plan.seed = p * 100 + percent * 7 + k;
    plan.noise = condition.noise;
    plan.shutter = condition.shutter;
    std::vector<cv::Mat> frames;
    for (int i = 0; i < count; ++i)
        frames.push_back(render(plan, i));
    if (condition.rateFactor > 0)
        frames = codedH264(frames, condition.rateFactor, static_cast<int>(kFps));
    return watch(frames, between(plan.course, 0.0, 1.0 / kFps), move.label);
}

Both watchAll(const std::vector<Photo>& photos, size_t half, const Condition& condition, int count)
{
    Both sum;
    std::mutex mutex;
    // Two at a time; the order in which they are added changes nothing that is printed.
    const auto part = [&](size_t first) {
        for (size_t p = half + 2 * first; p < photos.size(); p += 4) {
            for (size_t k = 0; k < kClipsPerCell; ++k) {
                const Both one = watch(photos, p, condition, k, count);
                const std::lock_guard lock(mutex);
                sum.ours.add(one.ours);
                sum.usual.add(one.usual);
            }
        }
    };
    std::thread other(part, 1);
    part(0);
    other.join();
    return sum;
}

double share(int part, int whole)
{
    return whole > 0 ? 100.0 * part / whole : 0.0;
}

void print(const char* half, const Condition& condition, const char* who, Scores scores,
           bool labels)
{
    std::sort(scores.errors.begin(), scores.errors.end());
    double sum = 0.0;
    int small = 0;
    for (const double error : scores.errors) {
        sum += error;
        small += error < 1.0;
    }
    const auto count = static_cast<int>(scores.errors.size());
    const double mean = count ? sum / count : 0.0;
    const double middle = count ? scores.errors[scores.errors.size() / 2] : 0.0;
    std::printf("%-7s %-9s %4.0f %%  %-6s %6d %8.1f %% %8.3f %8.3f %8.1f %% %8.1f %%", half,
                condition.name, 100.0 * condition.cover, who, scores.frames,
                share(count, scores.frames), mean, middle, share(small, count),
                share(scores.rightDirections, scores.directions));
    if (labels)
        std::printf(" %8.1f %%", share(scores.rightLabels, scores.labels));
    std::printf("\n");
}

int table(int frames)
{
    const std::vector<Photo> photos = photographs();
    if (photos.size() < 12) {
        std::printf(
            "The camera's accuracy needs the photographs of Debian's mate-backgrounds: "
            "apt install mate-backgrounds\n");
        return 1;
    }
    std::printf(
        "Camera motion, %zu photographs, %dx%d at %.0f frames/s, analysed at 320; errors in pixels "
        "of %dx%d. noise: standard deviation in grey levels; blur: degrees of shutter; h264: "
        "x264's "
        "rate factor, on noise 3\n\n",
        photos.size(), kWidth, kHeight, kFps, kWidth, kHeight);
    std::printf(
        "half    picture   cover  who     frames   answered     mean   median      < 1 px  "
        "direction"
        "      label\n");
    for (size_t half = 0; half < 2; ++half) {
        for (const Condition& condition : kConditions) {
            const Both both = watchAll(photos, half, condition, frames);
            if (both.ours.frames == 0) {
                std::printf("%-9s left out: libavcodec has no x264\n", condition.name);
                continue;
            }
            print(half ? "second" : "first", condition, "ours", both.ours, true);
            print(half ? "second" : "first", condition, "usual", both.usual, false);
            std::fflush(stdout);
        }
    }
    return 0;
}

}  // namespace
}  // namespace animatize::accuracy

int main(int argc, char** argv)
{
    const int frames = argc > 1 ? std::atoi(argv[1]) : 16;
    return animatize::accuracy::table(std::max(2, frames));
}
