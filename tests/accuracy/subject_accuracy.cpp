// The accuracy tables of the subjects: masks and regions against exact truth, and how little is
// seen where nothing is. Rendered over real photographs; plain MOG2 stands beside, on the same
// pictures with the usual post-processing (median of 5, closing of 3).
//
// The photographs are split into two halves; whatever is tuned is tuned on the first, and the
// second shows whether it holds. With a folder of clips in ANIMATIZE_CLIPS, those as well.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>
#include <opencv2/video/background_segm.hpp>

#include "accuracy/identity_score.h"
#include "accuracy/subject_clips.h"
#include "frame/cut_test.h"
#include "motion/background.h"
#include "motion/motion_detector.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr int kSettled = 25;  // frames: masks and shares count from here on
const char* const kHalves[] = {"first", "second"};

struct MaskScore {
    double both = 0.0, marked = 0.0, truth = 0.0;

    void add(const cv::Mat& mask, const cv::Mat& moving)
    {
        truth += cv::countNonZero(moving);
        if (mask.empty())
            return;
        both += cv::countNonZero(mask & moving);
        marked += cv::countNonZero(mask);
    }
    double precision() const { return marked > 0.0 ? both / marked : 0.0; }
    double recall() const { return truth > 0.0 ? both / truth : 0.0; }
    double f() const { return both > 0.0 ? 2.0 * both / (marked + truth) : 0.0; }
};

class Watch {
  public:
    const MotionFrame& show(const cv::Mat& grey)
    {
        const ReducedPicture picture = test::reduced(grey);
        CutFeatures cut = cuts_.next(picture);
        last_ = *detector_.detect(picture, cut, test::timeOf(index_++, kFps), {});
        for (const MotionEvent& event : last_.events)
            begun_ += event.event == "begin";
        return last_;
    }
    int begun() const { return begun_; }

  private:
    MotionDetector detector_;
    CutTest cuts_;
    MotionFrame last_;
    int index_ = 0, begun_ = 0;
};

// Three cut-outs of 3 to 13 % of the frame that cross, entering after a second.
Stage crossing(const std::vector<Photo>& photos, size_t p, double noise)
{
    Stage stage;
    stage.ground = &photos[p];
    stage.noise = noise;
    stage.seconds = 3.0;
    stage.seed = p * 10 + static_cast<uint64_t>(noise);
    for (size_t k = 0; k < 3; ++k) {
        const auto n = static_cast<double>(k);
        const double speed = 0.35 + 0.2 * n;
        const bool left = (k + p) % 2;
        CutOut cutOut;
        cutOut.skin = &photos[(p + 3 + 2 * k) % photos.size()];
        cutOut.seed = p * 7 + k;
        cutOut.size = 0.2 + 0.1 * n;
        cutOut.speed = {left ? speed : -speed, 0.05 * n};
        cutOut.at = {left ? -speed - 0.2 : 1.98 + speed, 0.25 + 0.25 * n};
        stage.cutOuts.push_back(cutOut);
    }
    return stage;
}

void compareMasks(const Stage& stage, MaskScore& ours, MaskScore& usual)
{
    StageClip clip(stage);
    Background background;
    const auto model = cv::createBackgroundSubtractorMOG2(500, 16.0, false);
    const cv::Mat brush = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
    for (int i = 0; i < clip.frames(); ++i) {
        const StageFrame frame = clip.frame(i);
        const MovingPixels& pixels =
            background.next(frame.grey, i ? 1.0 / kFps : 0.0, 1.0, stage.noise / 2.0);
        cv::Mat mask;
        model->apply(frame.grey, mask);
        cv::medianBlur(mask, mask, 5);
        cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, brush);
        if (i < kSettled)
            continue;
        ours.add(pixels.motion, frame.moving);
        usual.add(mask, frame.moving);
    }
}

void maskTable(const std::vector<Photo>& photos)
{
    std::printf(
        "Masks, still camera, three cut-outs of 3 to 13 %% crossing\n\n"
        "half    noise  who    precision   recall        F\n");
    for (size_t half = 0; half < 2; ++half) {
        for (const double noise : {2.0, 5.0, 8.0}) {
            MaskScore ours, usual;
            for (size_t p = half; p < photos.size(); p += 2)
                compareMasks(crossing(photos, p, noise), ours, usual);
            for (const auto& [who, score] : {std::pair("ours", ours), std::pair("MOG2", usual)})
                std::printf("%-7s %5.0f  %-6s %9.3f %8.3f %8.3f\n", kHalves[half], noise, who,
                            score.precision(), score.recall(), score.f());
        }
    }
}

// What happens to the light of frame `index` where nothing moves.
struct Disturbance {
    const char* name;
    double noise;
    std::function<double(double)> gain;  ///< by time, seconds
    double offset = 0.0;                 ///< where the gain is not 1, grey levels
};

std::vector<Disturbance> disturbances()
{
    constexpr double kTau = 6.283185307179586;
    const auto steady = [](double) { return 1.0; };
    return {
        {"noise 8", 8.0, steady},
        {"step down by 0.6", 3.0, [](double t) { return t < 2.0 ? 1.0 : 0.6; }},
        {"step up by 1.4", 3.0, [](double t) { return t < 2.0 ? 1.0 : 1.4; }, -10.0},
        {"steps of 15 %", 3.0,
         [](double t) { return 1.0 - 0.15 * (static_cast<int>(t / 0.8) % 2); }},
        {"ramp to 0.5 in 1 s", 3.0,
         [](double t) { return 1.0 - 0.5 * std::clamp(t - 1.5, 0.0, 1.0); }},
        {"clouds", 3.0, [](double t) { return 1.0 + 0.25 * std::sin(kTau * 0.4 * t); }},
        {"50 Hz beat", 3.0, [](double t) { return 1.0 + 0.12 * std::sin(kTau * 4.7 * t); }},
        {"flashes", 3.0, [](double t) { return std::fmod(t, 1.3) > 1.22 ? 2.2 : 1.0; }, 15.0},
    };
}

void quietTable(const std::vector<Photo>& photos)
{
    std::printf(
        "\nNothing moves, still camera, 4 s of each photograph\n\n"
        "light                 half    events   intensity (most)\n");
    for (const Disturbance& one : disturbances()) {
        for (size_t half = 0; half < 2; ++half) {
            int begun = 0;
            double most = 0.0;
            for (size_t p = half; p < photos.size(); p += 2) {
                Stage stage;
                stage.ground = &photos[p];
                StageClip clip(stage);
                stage.noise = 0.0;
                cv::Mat light = StageClip(stage).frame(0).grey;
                Watch watch;
                for (int i = 0; i < 100; ++i) {
                    const double gain = one.gain(i / kFps);
                    cv::Mat lit;
                    light.convertTo(lit, CV_32F, gain, gain != 1.0 ? one.offset : 0.0);
                    const MotionFrame& frame =
                        watch.show(sensed(lit, one.noise, p * 1000 + static_cast<uint64_t>(i)));
                    if (!frame.result.warmingUp)
                        most = std::max(most, frame.result.intensity);
                }
                begun += watch.begun();
            }
            std::printf("%-21s %-7s %6d   %10.4f\n", one.name, kHalves[half], begun, most);
        }
    }
}

void shadowTable(const std::vector<Photo>& photos)
{
    std::printf(
        "\nA shadow (0.5 to 0.8 of the light) crosses, noise 3: shares of its pixels\n\n"
        "half    as shadow   as motion\n");
    for (size_t half = 0; half < 2; ++half) {
        double shaded = 0.0, shadow = 0.0, motion = 0.0;
        for (size_t p = half; p < photos.size(); p += 2) {
            Stage stage;
            stage.ground = &photos[p];
            stage.seconds = 3.0;
            stage.seed = p;
            CutOut cutOut;
            cutOut.skin = &photos[0];
            cutOut.seed = p;
            cutOut.size = 0.5;
            cutOut.shade = 0.5 + 0.3 * static_cast<double>(p) / 12.0;
            cutOut.speed = {0.5, 0.0};
            cutOut.at = {-0.9, 0.5};
            stage.cutOuts = {cutOut};
            StageClip clip(stage);
            Watch watch;
            for (int i = 0; i < clip.frames(); ++i) {
                const StageFrame frame = clip.frame(i);
                const MotionResult& result = watch.show(frame.grey).result;
                if (i < kSettled)
                    continue;
                shaded += cv::countNonZero(frame.shaded) / static_cast<double>(frame.grey.total());
                shadow += result.shadow;
                motion += result.intensity;
            }
        }
        std::printf("%-7s %8.1f %% %9.1f %%\n", kHalves[half], 100.0 * shadow / shaded,
                    100.0 * motion / shaded);
    }
}

std::vector<StageCamera> cameras()
{
    return {
        {.name = "pan slow", .pan = 0.05},
        {.name = "pan", .pan = -0.2},
        {.name = "pan fast, blurred", .pan = 0.5, .blurred = true},
        {.name = "tilt", .tilt = 0.25},
        {.name = "zoom", .zoom = 0.15},
        {.name = "zoom out", .zoom = -0.15},
        {.name = "roll", .roll = 12.0},
        {.name = "all at once", .pan = 0.1, .tilt = -0.1, .zoom = 0.08, .roll = -5.0},
        {.name = "handheld", .shake = 1.5},
        {.name = "shaky, blurred", .shake = 4.0, .blurred = true},
        {.name = "whip pan, blurred", .pan = 2.5, .whip = 0.5, .blurred = true},
    };
}

double percentile(std::vector<double>& values, double share)
{
    if (values.empty())
        return 0.0;
    std::sort(values.begin(), values.end());
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

cv::Rect2d shareOf(const cv::Rect& box)
{
    return {box.x / 320.0, box.y / 180.0, box.width / 320.0, box.height / 180.0};
}

double bestOverlap(const MotionResult& result, const cv::Mat& mask)
{
    const cv::Rect2d truth = shareOf(cv::boundingRect(mask));
    double best = 0.0;
    for (const MotionRegion& r : result.regions)
        best = std::max(best, overlapOf(truth, {r.x, r.y, r.width, r.height}));
    return best;
}

void movingTable(const std::vector<Photo>& photos)
{
    std::printf(
        "\nMoving camera, noise 3; with a subject of 3 to 20 %%: box against truth\n\n"
        "                              nothing moves: intensity     subject: box IoU\n"
        "camera              half      median  95 %%    events       median   found\n");
    for (const StageCamera& camera : cameras()) {
        for (size_t half = 0; half < 2; ++half) {
            std::vector<double> quiet, overlaps;
            int begun = 0;
            for (size_t p = half; p < photos.size(); p += 4) {
                Stage stage;
                stage.ground = &photos[p];
                stage.camera = camera;
                stage.seed = p;
                StageClip empty(stage);
                CutOut cutOut;
                cutOut.skin = &photos[(p + 5) % photos.size()];
                cutOut.seed = p;
                const double cover = std::array<double, 4>{0.03, 0.08, 0.14, 0.2}[p % 4];
                cutOut.size = std::sqrt(cover * 320.0 / 180.0 * 4.0 / 3.14159);
                const double angle = 0.7 * static_cast<double>(p);
                cutOut.speed = {0.25 * std::cos(angle), 0.25 * std::sin(angle)};
                cutOut.at = cv::Point2d(0.89, 0.5) - stage.seconds / 2.0 * cutOut.speed;
                stage.cutOuts = {cutOut};
                StageClip full(stage);
                Watch none, one;
                for (int i = 0; i < full.frames(); ++i) {
                    const MotionResult& still = none.show(empty.frame(i).grey).result;
                    const StageFrame frame = full.frame(i);
                    const MotionResult& result = one.show(frame.grey).result;
                    if (i < kSettled / 2)
                        continue;
                    quiet.push_back(still.intensity);
                    overlaps.push_back(bestOverlap(result, frame.moving));
                }
                begun += none.begun();
            }
            const auto found =
                std::count_if(overlaps.begin(), overlaps.end(), [](double o) { return o >= 0.5; });
            std::printf("%-19s %-7s %8.4f %8.4f %5d %14.3f %6.1f %%\n", camera.name, kHalves[half],
                        percentile(quiet, 0.5), percentile(quiet, 0.95), begun,
                        percentile(overlaps, 0.5),
                        100.0 * static_cast<double>(found) / static_cast<double>(overlaps.size()));
            std::fflush(stdout);
        }
    }
}

// `count` cut-outs on lanes that overlap, at speeds of their own, both ways.
Stage busy(const std::vector<Photo>& photos, size_t p, size_t count)
{
    Stage stage;
    stage.ground = &photos[p];
    stage.seconds = 6.0;
    stage.seed = p;
    for (size_t k = 0; k < count; ++k) {
        const auto n = static_cast<double>(k);
        const double speed = 0.3 + 0.08 * static_cast<double>((k * 5 + p) % 7);
        const bool left = (k + p) % 2;
        CutOut cutOut;
        cutOut.skin = &photos[(p + 1 + 3 * k) % photos.size()];
        cutOut.seed = p * 11 + k;
        cutOut.size = 0.16 + 0.02 * static_cast<double>((k * 3 + p) % 5);
        cutOut.speed = {left ? speed : -speed, 0.0};
        cutOut.at = {left ? -0.1 - speed * (1.0 + 0.3 * n) : 1.88 + speed * (1.0 + 0.3 * n),
                     0.2 + 0.6 * (n + 0.5) / static_cast<double>(count)};
        cutOut.wave = 0.03;
        stage.cutOuts.push_back(cutOut);
    }
    return stage;
}

void identityTable(const std::vector<Photo>& photos)
{
    std::printf(
        "\nIdentity, still camera, 6 s, noise 3: cut-outs that cross and hide each other\n\n"
        "half    subjects   precision   recall     IDF1\n");
    constexpr int kLeastSeen = 40;  // pixels
    for (size_t half = 0; half < 2; ++half) {
        double all[3] = {};
        for (const size_t count : {2, 4, 6}) {
            double right = 0.0, truths = 0.0, founds = 0.0;
            for (size_t p = half; p < photos.size(); p += 2) {
                StageClip clip(busy(photos, p, count));
                Watch watch;
                IdentityScore score;
                for (int i = 0; i < clip.frames(); ++i) {
                    const StageFrame frame = clip.frame(i);
                    const MotionResult& result = watch.show(frame.grey).result;
                    if (i < kSettled)
                        continue;
                    std::vector<IdentityScore::Box> truth, found;
                    for (size_t k = 0; k < frame.masks.size(); ++k)
                        if (cv::countNonZero(frame.masks[k]) >= kLeastSeen)
                            truth.push_back({k + 1, shareOf(cv::boundingRect(frame.masks[k]))});
                    for (const MotionRegion& r : result.regions)
                        found.push_back({r.id, {r.x, r.y, r.width, r.height}});
                    score.add(truth, found);
                }
                right += score.truePositives();
                truths += score.truths();
                founds += score.founds();
            }
            std::printf("%-7s %6zu %13.3f %8.3f %8.3f\n", kHalves[half], count, right / founds,
                        right / truths, 2.0 * right / (truths + founds));
            all[0] += right, all[1] += truths, all[2] += founds;
        }
        std::printf("%-7s    all %13.3f %8.3f %8.3f\n", kHalves[half], all[0] / all[2],
                    all[0] / all[1], 2.0 * all[0] / (all[1] + all[2]));
        std::fflush(stdout);
    }
}

}  // namespace

int clipTables(const std::string& folder);

int tables(const std::string& only)
{
    const std::vector<Photo> photos = stagePhotographs();
    if (photos.size() < 12) {
        std::printf(
            "The subjects' accuracy needs the photographs of Debian's mate-backgrounds: "
            "apt install mate-backgrounds\n");
        return 1;
    }
    std::printf(
        "Subjects, %zu photographs, %dx%d at %.0f frames/s; noise is that of a sensor of "
        "640x360\n\n",
        photos.size(), kStageSize.width, kStageSize.height, kFps);
    const std::pair<const char*, void (*)(const std::vector<Photo>&)> all[] = {
        {"masks", maskTable},    {"quiet", quietTable},       {"shadow", shadowTable},
        {"moving", movingTable}, {"identity", identityTable},
    };
    for (const auto& [name, table] : all)
        if (only.empty() || only == name)
            table(photos);
    const char* folder = std::getenv("ANIMATIZE_CLIPS");
    if (!only.empty() && only != "clips")
        return 0;
    if (!folder || !*folder) {
        std::printf("\nNo real clips: ANIMATIZE_CLIPS is not set\n");
        return 0;
    }
    return clipTables(folder);
}

}  // namespace animatize::accuracy

int main(int argc, char** argv)
{
    return animatize::accuracy::tables(argc > 1 ? argv[1] : "");
}
