// How well the composition and the depth of a picture are measured, against pictures whose truth
// is rendered, turned by a known angle, or measured by others (disparity). "chosen" are those that
// the constants were chosen on, "held back" those that nobody looked at while choosing.
#include <cstdio>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "accuracy/composition_scenes.h"
#include "accuracy/layered_clips.h"
#include "accuracy/ranks.h"
#include "scene/analyses/analyses.h"
#include "scene/analyses/depth.h"
#include "scene/depth_from_motion.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

const char* const kHalves[] = {"chosen", "held back"};

Record compositionOf(const cv::Mat& picture)
{
    const ReducedPicture small = test::reduced(picture);
    const ImageView view = test::imageView(picture);
    SceneRecord record;
    analyseComposition(AnalysisInput(small, view, std::nullopt, nullptr), record);
    return record.composition;
}

struct Errors {
    std::vector<double> values;
    int silent = 0, all = 0;

    void add(const std::optional<double>& error)
    {
        ++all;
        silent += error ? 0 : 1;
        if (error)
            values.push_back(*error);
    }
    double within(double most) const
    {
        const auto good = std::count_if(values.begin(), values.end(),
                                        [most](double error) { return error <= most; });
        return 100.0 * static_cast<double>(good) / std::max(1, all);
    }
    void print(const char* what, const char* half, double most) const
    {
        std::printf("%-22s %-10s %6d %8d %9.3f %9.3f %9.1f %%\n", what, half, all, silent,
                    quantile(values, 0.5), quantile(values, 0.9), within(most));
    }
};

void head(const char* title, const char* limit)
{
    std::printf("\n%s\n\n%-22s %-10s %6s %8s %9s %9s %11s\n", title, "", "", "all", "silent",
                "median", "90 %", limit);
}

std::vector<cv::Mat> pastedPhotos()
{
    std::vector<cv::Mat> photos;
    for (const char* name :
         {"Aqua.jpg", "Blinds.jpg", "Dune.jpg", "FreshFlower.jpg", "Garden.jpg", "GreenMeadow.jpg",
          "LadyBird.jpg", "RainDrops.jpg", "Storm.jpg", "TwoWings.jpg", "Wood.jpg",
          "YellowFlower.jpg", "FallenLeaf.jpg", "messi5.jpg", "home.jpg"})
        if (const cv::Mat photo = photograph(name); !photo.empty())
            photos.push_back(photo);
    return photos;
}

std::optional<double> salientError(const PastedScene& scene)
{
    const Record record = compositionOf(scene.picture);
    const auto x = record.number("salient-x"), y = record.number("salient-y");
    if (!x)
        return std::nullopt;
    return std::hypot(*x - scene.centre.x,
                      (*y - scene.centre.y) * kScene.height / static_cast<double>(kScene.width));
}

void subjects()
{
    const std::vector<cv::Mat> photos = pastedPhotos();
    if (photos.size() < 2)
        return;
    head("The middle of a thing pasted before a ground, in widths", "< 3 %");
    const std::pair<Ground, const char*> grounds[] = {{Ground::Gradient, "gradient"},
                                                      {Ground::SoftPhotograph, "soft photograph"},
                                                      {Ground::Photograph, "photograph"}};
    for (const auto& [ground, name] : grounds)
        for (const double share : {0.02, 0.05, 0.1})
            for (uint64_t half = 0; half < 2; ++half) {
                Errors errors;
                for (uint64_t seed = half; seed < 120; seed += 2)
                    errors.add(salientError(paste(photos, ground, share, seed)));
                char what[64];
                std::snprintf(what, sizeof what, "%s, %.0f %%", name, share * 100.0);
                errors.print(what, kHalves[half], 0.03);
            }
}

void symmetry()
{
    std::vector<double> correlations;
    for (uint64_t seed = 0; seed < 40; ++seed) {
        std::vector<double> shares, said;
        for (int step = 0; step <= 10; ++step) {
            shares.push_back(step / 10.0);
            said.push_back(compositionOf(mirroredGradients(step / 10.0, seed))
                               .number("symmetry")
                               .value_or(0.0));
        }
        correlations.push_back(spearman(shares, said));
    }
    const Record flat = compositionOf(cv::Mat(kScene, CV_8U, cv::Scalar(90)));
    std::printf(
        "\nSymmetry of 40 gradients, mirrored by 0 to 100 %%: Spearman median %.3f, least "
        "%.3f; a flat frame: %s\n",
        quantile(correlations, 0.5), quantile(correlations, 0.0),
        flat.number("symmetry") ? "claimed" : "none");
}

void vanishing()
{
    const std::vector<cv::Mat> photos = pastedPhotos();
    if (photos.empty())
        return;
    head("Vanishing points of tiled corridors, in widths", "< 5 %");
    for (uint64_t half = 0; half < 2; ++half) {
        Errors errors;
        for (uint64_t seed = half; seed < 80; seed += 2) {
            const Corridor scene = corridor(photos[seed % photos.size()], seed);
            const Record record = compositionOf(scene.picture);
            const auto x = record.number("vanishing-x"), y = record.number("vanishing-y");
            const double shape = kScene.height / static_cast<double>(kScene.width);
            errors.add(x ? std::optional(std::hypot(*x - scene.to.x, (*y - scene.to.y) * shape))
                         : std::nullopt);
        }
        errors.print("corridor", kHalves[half], 0.05);
    }
}

// Read off the photographs at 1280 pixels, left against right, to about a quarter of a degree.
struct Level {
    const char* name;
    double degrees;
};
const std::vector<Level> kLevels[] = {{{"Bridge_by_Sander_Klootwijk.jpg", 0.0},
                                       {"Infinite-Sea_by_Aury88.jpg", 0.0},
                                       {"Path.jpg", 0.0},
                                       {"EveningGlow.jpg", 0.0},
                                       {"BytheWater.jpg", 0.2},
                                       {"Dune.jpg", 0.3},
                                       {"Storm.jpg", -0.2},
                                       {"leuvenA.jpg", 0.0}},
                                      {{"DarkestHour.jpg", 0.0},
                                       {"summer_1am.jpg", 0.0},
                                       {"ColdRipple.jpg", 0.0},
                                       {"leuvenB.jpg", 0.0}}};
const std::vector<const char*> kWithoutLevel[] = {
    {"Picture_0B_by_freespace.jpg", "analogpattern_by_Peter_Nerlich.jpg",
     "life_by_Aitzol_Berasategi.jpg", "seeding_by_Clements_Engelhardt.jpg",
     "umang_by_Abhishek_Mudgal.jpg", "Painting-Colors_by__herobrine7gamer.jpg", "Kite.jpg",
     "OneStandsOut.jpg", "Aqua.jpg", "Garden.jpg", "LadyBird.jpg", "Wood.jpg", "blox.jpg",
     "fruits.jpg", "squirrel_cls.jpg"},
    {"Dragonfly_by_Bolly.jpg", "greentock_by_Peter_Nerlich.jpg", "Fossa_by_Jasper_Roks.jpg",
     "Kleiber_by_Lukas_Baubkus.jpg", "FallenLeaf.jpg", "Grey.jpg", "ColorfulCups.jpg", "Blinds.jpg",
     "FreshFlower.jpg", "GreenMeadow.jpg", "RainDrops.jpg", "TwoWings.jpg", "YellowFlower.jpg",
     "starry_night.jpg", "baboon.jpg"}};

void horizons()
{
    head("Roll of photographs turned by -10 to 10 degrees, in degrees", "< 1");
    for (size_t half = 0; half < 2; ++half) {
        Errors errors, claims;
        int lines = 0;
        for (const Level& level : kLevels[half]) {
            const cv::Mat photo = photograph(level.name);
            for (double by = -10.0; !photo.empty() && by <= 10.0; by += 2.5) {
                const auto roll = compositionOf(turned(photo, by)).number("horizon-roll");
                errors.add(roll ? std::optional(std::abs(*roll - by - level.degrees))
                                : std::nullopt);
            }
        }
        errors.print("with a horizon", kHalves[half], 1.0);
        for (const char* name : kWithoutLevel[half]) {
            const cv::Mat photo = photograph(name);
            for (double by = -10.0; !photo.empty() && by <= 10.0; by += 2.5) {
                const Record record = compositionOf(turned(photo, by));
                claims.add(record.number("horizon-roll"));
                lines += record.number("vanishing-x") ? 1 : 0;
            }
        }
        std::printf("%-22s %-10s %6d, false claims: roll %zu, vanishing point %d\n",
                    "without either", kHalves[half], claims.all, claims.values.size(), lines);
    }
}

const cv::Size kCells(AnalysisInput::kColumns, AnalysisInput::kRows);

// Over the cells whose truth is known in more than half of their pixels.
double agreement(const cv::Mat& map, cv::Mat truth)
{
    cv::Mat known = (truth > 0.0F) & (truth < 1e6F), share, mean;
    truth.setTo(0, ~known);
    known.convertTo(known, CV_32F, 1.0 / 255.0);
    cv::resize(truth, mean, kCells, 0, 0, cv::INTER_AREA);
    cv::resize(known, share, kCells, 0, 0, cv::INTER_AREA);
    std::vector<double> said, is;
    for (int y = 0; y < kCells.height; ++y)
        for (int x = 0; x < kCells.width; ++x)
            if (share.at<float>(y, x) > 0.5F) {
                said.push_back(map.at<float>(y, x));
                is.push_back(mean.at<float>(y, x) / share.at<float>(y, x));
            }
    return spearman(said, is);
}

std::optional<ParallaxMap> between(const cv::Mat& before, const cv::Mat& now)
{
    DepthFromMotion depth;
    depth.see(test::reduced(before), 0);
    return depth.measure(test::reduced(now), 240 * kMillisecond, kCells);
}

void stereo(const char* what, const char* left, const char* right, const char* truth)
{
    const cv::Mat a = photograph(left), b = photograph(right);
    const char* given = std::getenv("ANIMATIZE_PICTURES");
    const std::string folder = given ? given : ".cache/pictures";
    cv::Mat disparity = cv::imread(folder + "/" + truth, cv::IMREAD_ANYDEPTH);
    if (a.empty() || b.empty() || disparity.empty())
        return;
    disparity.convertTo(disparity, CV_32F);
    const ReducedPicture small = test::reduced(a);
    const ImageView view = test::imageView(a);
    const Nearness glance = nearness(AnalysisInput(small, view, std::nullopt, nullptr));
    const auto map = between(b, a);
    std::printf("%-22s one picture %.3f, parallax of the pair %.3f\n", what,
                agreement(glance.map, disparity.clone()),
                map ? agreement(map->near, disparity.clone()) : NAN);
}

void layers(size_t rounds)
{
    const std::vector<Photo> photos = photographs();
    if (photos.empty())
        return;
    const Travel travels[] = {{"push", 0.0, 0.0, 0.08},
                              {"pull", 0.0, 0.0, -0.08},
                              {"truck", 0.08, 0.0, 0.0},
                              {"pedestal", 0.0, 0.06, 0.0}};
    std::printf("\n%-22s %-10s %6s %8s %9s %9s   flat: claimed\n", "camera before layers", "",
                "all", "silent", "median", "10 %");
    for (const Travel& travel : travels)
        for (size_t half = 0; half < 2; ++half) {
            Errors found;
            int claimed = 0, flat = 0;
            for (size_t seed = half * 8; seed < half * 8 + rounds; ++seed) {
                const LayeredPlan plan = layeredPlan(photos, travel, seed, false);
                const auto map = between(render(plan, 14), render(plan, 20));
                found.add(map ? std::optional(agreement(map->near, nearness(plan, 20)))
                              : std::nullopt);
                const LayeredPlan plane = layeredPlan(photos, travel, seed, true);
                claimed += between(render(plane, 14), render(plane, 20)) ? 1 : 0;
                ++flat;
            }
            std::printf("%-22s %-10s %6d %8d %9.3f %9.3f   %d of %d\n", travel.translation.c_str(),
                        kHalves[half], found.all, found.silent, quantile(found.values, 0.5),
                        quantile(found.values, 0.1), claimed, flat);
        }
}

void table(size_t rounds)
{
    subjects();
    symmetry();
    vanishing();
    horizons();
    std::printf("\nDepth against disparity, Spearman over 32 x 18 cells\n\n");
    stereo("aloe", "aloeL.jpg", "aloeR.jpg", "aloeGT.png");
    stereo("motorcycle", "motorcycle_left.png", "motorcycle_right.png", "motorcycle_disp.pfm");
    layers(rounds);
}

}  // namespace
}  // namespace animatize::accuracy

int main(int argc, char** argv)
{
    animatize::accuracy::table(argc > 1 ? static_cast<size_t>(std::atoi(argv[1])) : 8);
}
