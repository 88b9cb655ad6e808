#include "accuracy/quality_pictures.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "accuracy/composition_scenes.h"
#include "accuracy/look_photos.h"

namespace animatize::accuracy {
namespace {

constexpr int kLongest = 1280;

const char* const kPhotographs[] = {"Aqua.jpg",
                                    "Blinds.jpg",
                                    "Bridge_by_Sander_Klootwijk.jpg",
                                    "BytheWater.jpg",
                                    "ColdRipple.jpg",
                                    "ColorfulCups.jpg",
                                    "DarkestHour.jpg",
                                    "Dragonfly_by_Bolly.jpg",
                                    "Dune.jpg",
                                    "EveningGlow.jpg",
                                    "FallenLeaf.jpg",
                                    "FreshFlower.jpg",
                                    "Garden.jpg",
                                    "GreenMeadow.jpg",
                                    "Grey.jpg",
                                    "Infinite-Sea_by_Aury88.jpg",
                                    "Kite.jpg",
                                    "Kleiber_by_Lukas_Baubkus.jpg",
                                    "LadyBird.jpg",
                                    "OneStandsOut.jpg",
                                    "Path.jpg",
                                    "Picture_0B_by_freespace.jpg",
                                    "Picture_1A_by_freespace.jpg",
                                    "RainDrops.jpg",
                                    "Storm.jpg",
                                    "TwoWings.jpg",
                                    "Wine_by_Jakkub_Mede.jpg",
                                    "Wood.jpg",
                                    "YellowFlower.jpg",
                                    "aero1.jpg",
                                    "aero3.jpg",
                                    "aitzgorri_by_Aitzol_Berasategi.jpg",
                                    "aloeL.jpg",
                                    "apple.jpg",
                                    "baboon.jpg",
                                    "board.jpg",
                                    "building.jpg",
                                    "butterfly.jpg",
                                    "ela_original.jpg",
                                    "free_by_Peter_Nerlich.jpg",
                                    "friends_by_Aitzol_Berasategi.jpg",
                                    "fruits.jpg",
                                    "greentock_by_Peter_Nerlich.jpg",
                                    "home.jpg",
                                    "left.jpg",
                                    "left01.jpg",
                                    "leuvenA.jpg",
                                    "life_by_Aitzol_Berasategi.jpg",
                                    "messi5.jpg",
                                    "motorcycle_left.png",
                                    "orange.jpg",
                                    "picosdeeuropa_by_Aitzol_Berasategi.jpg",
                                    "right05.jpg",
                                    "seeding_by_Clements_Engelhardt.jpg",
                                    "squirrel_cls.jpg",
                                    "stuff.jpg",
                                    "summer_1am.jpg",
                                    "sunset_by_Aitzol_Berasategi.jpg"};
const char* const kDrawings[] = {"Autumn.jpg",
                                 "Blender_Suzanne1.jpg",
                                 "Fossa_by_Jasper_Roks.jpg",
                                 "HappyFish.jpg",
                                 "LinuxLogo.jpg",
                                 "Painting-Colors_by__herobrine7gamer.jpg",
                                 "WindowsLogo.jpg",
                                 "analogpattern_by_Peter_Nerlich.jpg",
                                 "blox.jpg",
                                 "starry_night.jpg",
                                 "umang_by_Abhishek_Mudgal.jpg",
                                 "../abstract/Elephants.jpg",
                                 "../abstract/Flow.png",
                                 "../desktop/Float-into-MATE.png",
                                 "../desktop/GreenTraditional.jpg",
                                 "../desktop/Stripes.png"};

struct Film {
    const char* file;
    std::vector<int> frames;  ///< none of them in a fade
    bool held;
};
const Film kFilms[] = {
    {"Megamind.avi", {20, 60, 110, 150, 175, 215, 240}, false},
    {"bgs_video03.avi", {100, 300, 600, 900, 1200, 1500}, true},
    {"facerec_short_hamilton.mp4", {5, 30, 45, 70, 100, 130, 160, 190, 230, 260}, false},
    {"gopro_karma.mp4", {5, 20}, true},
    {"hecate_video_sum.mp4", {20, 60, 110, 150, 210, 240, 290, 330, 380, 430}, true},
    {"intel_bottle.mp4", {30, 187, 400, 520, 700, 937}, false},
    {"intel_car_detection.mp4", {10, 80, 98, 150, 205, 217, 330}, true},
    {"mdn_tears_of_steel_battle.webm",
     {35, 105, 175, 245, 315, 385, 525, 665, 735, 805, 875, 1015, 1085, 1225, 1295, 1435, 1575,
      1645},
     true},
    {"moviepy_bbb_0_30.webm", {60, 105, 150, 225, 300, 345, 410, 450, 525, 585, 645}, false},
    {"psd_testvideo.mp4", {60, 120, 255, 300, 440, 500, 590, 650}, false},
    {"tree.avi", {5, 30, 60}, false},
    {"vtest.avi", {30, 200, 400, 600, 780}, true},
};

// Frames of which the one a second later belongs to the same shot.
struct Shots {
    const char* file;
    int fps;
    std::vector<int> frames;
    bool held;
};
const Shots kShots[] = {
    {"Megamind.avi", 24, {10, 60, 110, 160, 210, 240}, false},
    {"facerec_short_hamilton.mp4", 30, {25, 90, 130, 175, 215}, false},
    {"hecate_video_sum.mp4", 29, {10, 45, 100, 140, 190, 225, 280, 320, 375, 410}, true},
    {"mdn_tears_of_steel_battle.webm",
     24,
     {55,  85,  160,  225,  260,  315,  400,  500,  600,  680,  720,  790,
      905, 990, 1050, 1090, 1250, 1350, 1380, 1435, 1475, 1535, 1575, 1620},
     true},
    {"moviepy_bbb_0_30.webm", 24, {60, 110, 170, 230, 285, 330, 380, 410, 440, 500, 555}, false},
    {"psd_testvideo.mp4", 30, {60, 110, 250, 440, 490, 580}, false},
};

cv::Mat fitted(const cv::Mat& picture)
{
    const double scale = static_cast<double>(kLongest) / std::max(picture.cols, picture.rows);
    if (scale >= 1.0)
        return picture;
    cv::Mat small;
    cv::resize(picture, small, {}, scale, scale, cv::INTER_AREA);
    return small;
}

template <size_t N>
GoodKind filesOf(const char* kind, const char* const (&names)[N])
{
    GoodKind result{kind, {}};
    for (size_t i = 0; i < N; ++i)
        if (const cv::Mat picture = photograph(names[i]); !picture.empty())
            result.pictures.push_back({names[i], fitted(picture), i % 2 == 1});
    return result;
}

cv::VideoCapture openFilm(const std::string& file)
{
    const char* given = std::getenv("ANIMATIZE_CLIPS");
    for (const std::string& folder :
         {std::string(given ? given : "."), std::string(".cache/clips")})
        if (std::filesystem::exists(folder + "/" + file))
            return cv::VideoCapture(folder + "/" + file);
    return {};
}

/// Frames by number, in order.
std::vector<cv::Mat> framesOf(const std::string& file, const std::vector<int>& wanted)
{
    std::vector<cv::Mat> frames;
    cv::VideoCapture capture = openFilm(file);
    cv::Mat frame;
    for (int i = 0; frames.size() < wanted.size() && capture.read(frame); ++i)
        if (i == wanted[frames.size()]) {
            frames.emplace_back();
            cv::cvtColor(frame, frames.back(), cv::COLOR_BGR2RGB);
        }
    return frames;
}

GoodKind films()
{
    GoodKind result{"films", {}};
    for (const Film& film : kFilms) {
        const std::vector<cv::Mat> frames = framesOf(film.file, film.frames);
        for (size_t i = 0; i < frames.size(); ++i)
            result.pictures.push_back(
                {std::string(film.file) + ":" + std::to_string(film.frames[i]), frames[i],
                 film.held});
    }
    return result;
}

// Less light, of another colour, and the sensor's grain.
cv::Mat night(const cv::Mat& picture, uint64_t seed)
{
    return grainy(lit(exposed(picture, -3.5), 9000.0), 2.0, seed);
}

// Light scattered on the way (Koschmieder): the higher in the picture, the farther.
cv::Mat fog(const cv::Mat& picture, uint64_t)
{
    cv::Mat result = picture.clone();
    for (int y = 0; y < result.rows; ++y) {
        const double passes = 0.1 + 0.3 * y / result.rows;
        const cv::Mat row = result.row(y);
        row.convertTo(row, -1, passes, 195.0 * (1.0 - passes));
    }
    return blurred(result, 0.8);
}

// A white world in the lower two thirds, and flakes.
cv::Mat snow(const cv::Mat& picture, uint64_t seed)
{
    cv::Mat result;
    picture.convertTo(result, -1, 0.35, 160.0);
    cv::RNG random(seed + 3);
    for (int i = 0; i < 400; ++i)
        cv::circle(result, {random.uniform(0, result.cols), random.uniform(0, result.rows)},
                   random.uniform(1, 4), cv::Scalar::all(250), cv::FILLED, cv::LINE_AA);
    return blurred(result, 0.6);
}

// One lamp on a part of it, the rest next to black.
cv::Mat lowKey(const cv::Mat& picture, uint64_t seed)
{
    cv::RNG random(seed + 5);
    const double x0 = picture.cols * random.uniform(0.3, 0.7);
    const double y0 = picture.rows * random.uniform(0.3, 0.7), r = 0.22 * picture.cols;
    cv::Mat result = picture.clone();
    for (int y = 0; y < result.rows; ++y)
        for (int x = 0; x < result.cols; ++x) {
            const double d2 = ((x - x0) * (x - x0) + (y - y0) * (y - y0)) / (r * r);
            result.at<cv::Vec3b>(y, x) *= std::exp(-d2);
        }
    return result;
}

// A shadow-less studio: all in the upper quarter, much of it white.
cv::Mat highKey(const cv::Mat& picture, uint64_t)
{
    cv::Mat result;
    picture.convertTo(result, -1, 0.3, 178.0);
    return result;
}

GoodKind made(const char* name, const GoodKind& from, cv::Mat (*make)(const cv::Mat&, uint64_t))
{
    GoodKind result{name, {}};
    for (size_t i = 0; i < from.pictures.size(); ++i) {
        const GoodPicture& one = from.pictures[i];
        result.pictures.push_back({one.name, make(one.picture, i), one.held});
    }
    return result;
}

}  // namespace

std::vector<GoodKind> goodPictures()
{
    const GoodKind photographs = filesOf("photographs", kPhotographs);
    return {photographs,
            filesOf("drawings", kDrawings),
            films(),
            made("night", photographs, night),
            made("fog", photographs, fog),
            made("snow", photographs, snow),
            made("low key", photographs, lowKey),
            made("high key", photographs, highKey)};
}

std::vector<FramePair> framePairs()
{
    std::vector<FramePair> pairs;
    for (const Shots& shots : kShots) {
        std::vector<int> wanted;
        for (const int frame : shots.frames)
            wanted.insert(wanted.end(), {frame, frame + shots.fps});
        // Every second one may lie behind the next of the first ones.
        std::vector<int> order = wanted;
        std::sort(order.begin(), order.end());
        const std::vector<cv::Mat> frames = framesOf(shots.file, order);
        const auto at = [&](int number) {
            return frames[static_cast<size_t>(std::lower_bound(order.begin(), order.end(), number) -
                                              order.begin())];
        };
        for (size_t i = 0; frames.size() == order.size() && i < wanted.size(); i += 2)
            pairs.push_back({std::string(shots.file) + ":" + std::to_string(wanted[i]),
                             at(wanted[i]), at(wanted[i + 1]), shots.held});
    }
    return pairs;
}

}  // namespace animatize::accuracy
