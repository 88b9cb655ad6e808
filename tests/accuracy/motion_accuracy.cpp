// The accuracy table of the camera's motion: rendered truth over real photographs, with a subject
// of 0 to 40 % of the frame in front, beside the usual estimator on the same pictures.
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
#include <vector>

#include <opencv2/imgproc.hpp>

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
constexpr double kCovers[] = {0.0, 0.1, 0.25, 0.4};
constexpr size_t kClipsPerCell = 6;      // of each photograph and cover
constexpr int kSettled = 7;              // frames: after 250 ms a label must be right
constexpr double kSameDirection = 22.5;  // degrees

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
void compare(const Move& truth, const std::optional<Similarity>& found, Scores& scores)
{
    ++scores.frames;
    double error = 0, dot = 0, trueLength = 0, foundLength = 0;
    for (const cv::Point2d& p : fivePoints()) {
        const cv::Point2d is = moved(truth, p) - p;
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
    Move move;
    move.pan = camera->pan;
    move.tilt = camera->tilt;
    move.zoom = camera->zoom;
    move.roll = camera->roll;
    const cv::Point2d origin = moved(move, {0, 0}), right = moved(move, {1, 0});
    return Similarity{right.x - origin.x, right.y - origin.y, origin.x, origin.y};
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
        const auto tracks = trackBothWays(before_, now, corners, corners, {}, 0.7);
        std::vector<PointPair> pairs;
        for (size_t i = 0; i < tracks.size(); ++i)
            if (tracks[i].found)
                pairs.push_back(
                    {geometry.toSquare(corners[i]), geometry.toSquare(tracks[i].to), 0.2});
        const SimilarityFit fit = fitSimilarity(pairs, {}, geometry.height / 6.0);
        if (!fit.found)
            return std::nullopt;
        Similarity s = fit.similarity;  // to pixels of 640 x 360
        s.tx *= kHeight / geometry.height;
        s.ty *= kHeight / geometry.height;
        return s;
    }

    FlowPyramid before_;
    cv::Mat luma_;
};

struct Both {
    Scores ours, usual;
};

Both watch(const ClipPlan& plan)
{
    Both both;
    MotionDetector detector;
    Usual usual;
    for (int i = 0; i < plan.frames; ++i) {
        const ReducedPicture picture = test::reduced(render(plan, i).grey);
        CutFeatures cut;
        cut.first = i == 0;
        const auto frame = detector.detect(picture, cut, test::timeOf(i, kFps), {});
        std::optional<Similarity> other;
        serially([&] { other = usual.next(picture); });
        if (!frame || i == 0)
            continue;
        compare(plan.move, similarityOf(frame->result.camera), both.ours);
        compare(plan.move, other, both.usual);
        if (i >= kSettled) {
            ++both.ours.labels;
            both.ours.rightLabels += frame->result.cameraMotion == plan.move.label;
        }
    }
    return both;
}

Both watchAll(const std::vector<Photo>& photos, size_t half, double cover, int frames)
{
    const std::vector<Move> all = moves();
    Both sum;
    for (size_t p = half; p < photos.size(); p += 2) {
        for (size_t k = 0; k < kClipsPerCell; ++k) {
            const size_t move = (p * 7 + static_cast<size_t>(cover * 20) * 3 + k * 4) % all.size();
            const ClipPlan plan{&photos[p], &photos[(p + 5) % photos.size()],
                                cover,      all[move],
                                frames,     p * 100 + static_cast<size_t>(cover * 100) * 7 + k};
            const Both one = watch(plan);
            sum.ours.add(one.ours);
            sum.usual.add(one.usual);
        }
    }
    return sum;
}

double share(int part, int whole)
{
    return whole > 0 ? 100.0 * part / whole : 0.0;
}

void print(const char* half, double cover, const char* who, Scores scores, bool labels)
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
    std::printf("%-7s %4.0f %%  %-6s %6d %8.1f %% %8.3f %8.3f %8.1f %% %8.1f %%", half,
                100.0 * cover, who, scores.frames, share(count, scores.frames), mean, middle,
                share(small, count), share(scores.rightDirections, scores.directions));
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
        "Camera motion, %zu photographs, %dx%d at %.0f frames/s, noise 3, analysed at 320; "
        "errors in pixels of %dx%d\n\n",
        photos.size(), kWidth, kHeight, kFps, kWidth, kHeight);
    std::printf(
        "half    cover  who     frames   answered     mean   median      < 1 px  direction"
        "      label\n");
    for (size_t half = 0; half < 2; ++half) {
        for (const double cover : kCovers) {
            const Both both = watchAll(photos, half, cover, frames);
            print(half ? "second" : "first", cover, "ours", both.ours, true);
            print(half ? "second" : "first", cover, "usual", both.usual, false);
            std::fflush(stdout);
        }
    }
    return 0;
}

}  // namespace
}  // namespace animatize::accuracy

int main(int argc, char** argv)
{
    const int frames = argc > 1 ? std::atoi(argv[1]) : 20;
    return animatize::accuracy::table(std::max(2, frames));
}
