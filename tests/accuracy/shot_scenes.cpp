#include "accuracy/shot_scenes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <json-glib/json-glib.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

namespace animatize::accuracy {
namespace {

constexpr double kFps = 25.0;
constexpr int kPictureWidth = 720;
const char* const kFolder = "/usr/share/backgrounds/mate/";

// Another part of one field of noise for every frame: as good as new, and a hundred times faster.
cv::Mat noisy(const cv::Mat& picture, double sigma, uint64_t seed)
{
    static const cv::Mat field = [] {
        cv::Mat noise(2 * kShotHeight, 2 * kShotWidth, CV_16SC3);
        cv::RNG(99).fill(noise, cv::RNG::NORMAL, 0.0, 64.0);
        return noise;
    }();
    cv::RNG random(seed + 1);
    random.next();
    const cv::Rect part(random.uniform(0, kShotWidth), random.uniform(0, kShotHeight), kShotWidth,
                        kShotHeight);
    cv::Mat result;
    cv::addWeighted(picture, 1.0, field(part), sigma / 64.0, 0.0, result, CV_16S);
    result.convertTo(result, CV_8U);
    return result;
}

struct Course {
    cv::Point2d start, speed;      // pixels of the picture, per frame
    double scale = 1.0, zoom = 0;  // picture pixels per view pixel, its growth per frame
    double noise = 2.0;
    uint64_t seed = 0;
};

Course chosen(const cv::Mat& picture, double fastest, cv::RNG& random)
{
    Course course;
    const double most = std::min(static_cast<double>(picture.cols) / kShotWidth,
                                 static_cast<double>(picture.rows) / kShotHeight);
    course.scale = random.uniform(0.6, 1.0) * most;
    const double left = picture.cols - kShotWidth * course.scale;
    const double top = picture.rows - kShotHeight * course.scale;
    course.start = {picture.cols / 2.0 + random.uniform(-0.5, 0.5) * left,
                    picture.rows / 2.0 + random.uniform(-0.5, 0.5) * top};
    const double speed = random.uniform(0.0, fastest) * kShotWidth * course.scale / kFps;
    const double angle = random.uniform(0.0, 2.0 * CV_PI);
    if (random.uniform(0, 3) > 0)
        course.speed = {speed * std::cos(angle), speed * std::sin(angle)};
    if (random.uniform(0, 3) == 0)
        course.zoom = random.uniform(-1.0, 1.0) * fastest / kFps;
    course.noise = random.uniform(1.0, 4.0);
    course.seed = random.next();
    return course;
}

cv::Mat viewAt(const cv::Mat& picture, const Course& course, int index)
{
    const double scale = course.scale * std::exp(course.zoom * index);
    const cv::Point2d at = course.start + index * course.speed;
    const cv::Matx23d map(scale, 0, at.x - scale * kShotWidth / 2.0, 0, scale,
                          at.y - scale * kShotHeight / 2.0);
    cv::Mat seen;
    cv::warpAffine(picture, seen, map, {kShotWidth, kShotHeight},
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REFLECT_101);
    return seen;
}

cv::Scalar anyColour(cv::RNG& random)
{
    return cv::Scalar(random.uniform(10, 245), random.uniform(10, 245), random.uniform(10, 245));
}

// Light above, dark below, as outdoors: what all of these pictures have in common.
void paintSky(cv::Mat& picture, cv::RNG& random)
{
    const cv::Scalar high = anyColour(random) * 0.4 + cv::Scalar::all(100);
    const cv::Scalar low = anyColour(random) * 0.4 + cv::Scalar::all(140);
    for (int y = 0; y < picture.rows; ++y) {
        const double share = static_cast<double>(y) / picture.rows;
        picture.row(y) = high * (1.0 - share) + low * share;
    }
}

void paintHills(cv::Mat& picture, cv::RNG& random)
{
    for (int layer = 0, layers = random.uniform(1, 4); layer < layers; ++layer) {
        const double base = picture.rows * (0.45 + 0.18 * layer), height = random.uniform(10., 60.);
        const double period = random.uniform(60.0, 300.0), phase = random.uniform(0.0, 6.0);
        const cv::Scalar colour = anyColour(random) * (0.55 - 0.12 * layer);
        for (int x = 0; x < picture.cols; ++x) {
            const double edge = base + height * (std::sin(x / period + phase) +
                                                 0.4 * std::sin(x / period * 2.7 + 2.0 * phase));
            cv::line(picture, {x, static_cast<int>(edge)}, {x, picture.rows}, colour);
        }
    }
}

void paintThings(cv::Mat& picture, cv::RNG& random, int count)
{
    for (int i = 0; i < count; ++i) {
        const cv::Point at(random.uniform(0, picture.cols), random.uniform(0, picture.rows));
        const int size = random.uniform(10, 70);
        const cv::Scalar colour = anyColour(random);
        if (random.uniform(0, 2))
            cv::circle(picture, at, size, colour, cv::FILLED, cv::LINE_AA);
        else
            cv::rectangle(picture, {at.x, at.y, size, 2 * size}, colour, cv::FILLED);
    }
}

// Wallpapers of one colour are no pictures to fade or cut to.
bool showsSomething(const cv::Mat& picture)
{
    constexpr double kLeastDeviation = 15.0;
    cv::Mat coarse;
    cv::resize(picture, coarse, {16, 9}, 0, 0, cv::INTER_AREA);
    cv::Scalar mean, deviation;
    cv::meanStdDev(coarse, mean, deviation);
    return deviation[0] + deviation[1] + deviation[2] >= 3.0 * kLeastDeviation;
}

std::string textOf(JsonObject* object, const char* name)
{
    return json_object_get_string_member(object, name);
}

// The first frames behind a boundary of any kind, and the frame behind the last.
std::vector<std::pair<int, int>> pureParts(JsonObject* clip)
{
    std::vector<std::pair<int, int>> busy{{0, 2}};
    JsonArray* cuts = json_object_get_array_member(clip, "cuts");
    for (guint i = 0; i < json_array_get_length(cuts); ++i) {
        const auto at = static_cast<int>(json_array_get_int_element(cuts, i));
        busy.push_back({at, at});
    }
    JsonArray* gradual = json_object_get_array_member(clip, "gradual");
    for (guint i = 0; i < json_array_get_length(gradual); ++i) {
        JsonObject* one = json_array_get_object_element(gradual, i);
        busy.push_back({static_cast<int>(json_object_get_int_member(one, "from")),
                        static_cast<int>(json_object_get_int_member(one, "to")) + 1});
    }
    std::sort(busy.begin(), busy.end());
    busy.push_back({static_cast<int>(json_object_get_int_member(clip, "frames")), 0});
    std::vector<std::pair<int, int>> parts;
    for (size_t i = 0; i + 1 < busy.size(); ++i)
        parts.push_back({busy[i].second, busy[i + 1].first});
    return parts;
}

Clip piece(cv::VideoCapture& video, int& at, const std::pair<int, int>& part, int most)
{
    Clip clip;
    cv::Mat frame, small;
    for (; at < part.second && video.read(frame); ++at) {
        if (at < part.first || static_cast<int>(clip.frames.size()) >= most)
            continue;
        cv::resize(frame, small, {kShotWidth, kShotHeight}, 0, 0, cv::INTER_AREA);
        cv::cvtColor(small, small, cv::COLOR_BGR2RGB);
        clip.frames.push_back(small.clone());
    }
    return clip;
}

void addPieces(const std::string& folder, JsonObject* labels, int least, std::vector<Clip>& into)
{
    constexpr int kMostFrames = 200;
    const std::string name = textOf(labels, "file");
    cv::VideoCapture video(folder + "/" + name);
    int at = 0;
    for (const auto& part : pureParts(labels)) {
        Clip clip = piece(video, at, part, kMostFrames);
        clip.name = name + ":" + std::to_string(part.first);
        if (static_cast<int>(clip.frames.size()) >= least && showsSomething(clip.frames[0]))
            into.push_back(std::move(clip));
    }
}

}  // namespace

std::vector<cv::Mat> photographs()
{
    std::vector<std::string> paths;
    std::error_code none;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kFolder, none))
        if (entry.path().extension() == ".jpg" || entry.path().extension() == ".png")
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<cv::Mat> pictures;
    for (const std::string& path : paths) {
        // Other sizes and other colours of the same picture, and one that is mostly transparent.
        if (path.find("Elephants_") != std::string::npos ||
            path.find("desktop/Ubuntu") != std::string::npos ||
            path.find("Transparent") != std::string::npos)
            continue;
        const cv::Mat full = cv::imread(path, cv::IMREAD_COLOR);
        if (full.empty())
            continue;
        cv::Mat small;
        cv::resize(full, small, {kPictureWidth, full.rows * kPictureWidth / full.cols}, 0, 0,
                   cv::INTER_AREA);
        cv::cvtColor(small, small, cv::COLOR_BGR2RGB);
        if (showsSomething(small))
            pictures.push_back(small);
    }
    return pictures;
}

std::vector<cv::Mat> drawings(int count, uint64_t seed)
{
    std::vector<cv::Mat> pictures;
    cv::RNG random(seed);
    for (int i = 0; i < count; ++i) {
        cv::Mat picture(kPictureWidth * 9 / 16, kPictureWidth, CV_8UC3, anyColour(random));
        if (i % 3 < 2) {
            paintSky(picture, random);
            paintHills(picture, random);
        }
        paintThings(picture, random, i % 3 == 2 ? 12 : random.uniform(1, 5));
        pictures.push_back(picture);
    }
    return pictures;
}

Shot cameraOver(const cv::Mat& picture, double fastest, cv::RNG& random)
{
    const Course course = chosen(picture, fastest, random);
    return [picture, course](int index) {
        return noisy(viewAt(picture, course, index), course.noise,
                     course.seed + static_cast<uint64_t>(index));
    };
}

Shot cartoonOver(const cv::Mat& picture, cv::RNG& random)
{
    struct Thing {
        cv::Point2d at, speed;
        cv::Scalar colour;
        int size;
    };
    std::vector<Thing> things;
    for (int i = 0; i < 3; ++i)
        things.push_back({{random.uniform(0., 320.), random.uniform(40., 160.)},
                          {random.uniform(-5., 5.), random.uniform(-1., 1.)},
                          anyColour(random),
                          random.uniform(12, 40)});
    const Course course = chosen(picture, 0.05, random);
    return [picture, course, things](int index) {
        cv::Mat seen = viewAt(picture, course, index);
        for (const Thing& thing : things)
            cv::circle(seen, cv::Point(thing.at + index * thing.speed), thing.size, thing.colour,
                       cv::FILLED, cv::LINE_AA);
        return noisy(seen, 1.0, course.seed + static_cast<uint64_t>(index));
    };
}

std::vector<Clip> labelledPieces(const std::string& folder, int least)
{
    std::vector<Clip> pieces;
    const std::unique_ptr<JsonParser, decltype(&g_object_unref)> parser(json_parser_new(),
                                                                        g_object_unref);
    if (!json_parser_load_from_file(parser.get(), (folder + "/groundtruth.json").c_str(), nullptr))
        return pieces;
    JsonObject* root = json_node_get_object(json_parser_get_root(parser.get()));
    JsonArray* clips = json_object_get_array_member(root, "clips");
    for (guint i = 0; i < json_array_get_length(clips); ++i)
        addPieces(folder, json_array_get_object_element(clips, i), least, pieces);
    return pieces;
}

Shot playing(const Clip& clip, int first)
{
    return [&clip, first](int index) {
        const int count = static_cast<int>(clip.frames.size()), period = 2 * count - 2;
        const int at = period > 0 ? (first + index) % period : 0;
        return clip.frames[static_cast<size_t>(at < count ? at : period - at)];
    };
}

}  // namespace animatize::accuracy
