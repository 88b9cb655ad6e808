// depth: what is near, in any order of trust: `method` says which.
//
// "parallax": the camera travels, and what moves faster is nearer (scene/depth_from_motion).
// "proxy: ...": a guess from the picture alone. Near is what lies low in the frame, what is in
// focus, and what has clear texture (haze and distance take it away); where a place has no
// texture, its surroundings speak for it. A found thing of known size is as near as it is large.
//
// mean, variance: of the map (0 = far, 1 = near). layers: how many of the three grounds, back,
// middle and front, hold at least a tenth of the frame.
#include "scene/analyses/depth.h"

#include <array>
#include <string_view>
#include <utility>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/analyses.h"

namespace animatize {
namespace {

constexpr double kPlaceWeight = 0.65;
constexpr double kFocusWeight = 0.20;
constexpr double kTextureWeight = 0.15;
constexpr float kLeastTexture = 1.5F;  // levels: less is noise and says nothing about focus
constexpr double kClearTexture = 12.0;

cv::Mat cellsOf(const cv::Mat& map)
{
    cv::Mat cells;
    cv::resize(map, cells, {AnalysisInput::kColumns, AnalysisInput::kRows}, 0, 0, cv::INTER_AREA);
    return cells;
}

// Mean deviation from the picture blurred by `sigma`: the detail up to that size.
cv::Mat detailOf(const cv::Mat& luma, double sigma)
{
    cv::Mat blurred, difference, detail;
    cv::GaussianBlur(luma, blurred, {}, sigma);
    cv::absdiff(luma, blurred, difference);
    difference.convertTo(detail, CV_32F);
    return cellsOf(detail);
}

// The share of fine detail in all detail, 0..1; carried over from cells that have any.
cv::Mat focusOf(const cv::Mat& fine, const cv::Mat& coarse)
{
    cv::Mat known, focus = fine / (coarse + 1e-3);
    cv::Mat(coarse >= kLeastTexture).convertTo(known, CV_32F, 1.0 / 255.0);
    cv::multiply(focus, known, focus);
    cv::GaussianBlur(focus, focus, {}, 2.0);
    cv::GaussianBlur(known, known, {}, 2.0);
    focus = focus / (known + 0.05);
    cv::min(focus, 1.0, focus);
    return focus;
}

cv::Mat placeMap()
{
    cv::Mat place(AnalysisInput::kRows, AnalysisInput::kColumns, CV_32F);
    for (int row = 0; row < place.rows; ++row)
        place.row(row) = (row + 0.5) / place.rows;
    return place;
}

uint32_t layersOf(const cv::Mat& near)
{
    std::array<int, 3> grounds{};
    for (const float value : cv::Mat_<float>(near))
        ++grounds[std::min(2, static_cast<int>(value * 3.0F))];
    uint32_t layers = 0;
    for (const int cells : grounds)
        layers += cells * 10 >= static_cast<int>(near.total()) ? 1 : 0;
    return layers;
}

// Metres, upright; one that is half as high in the frame is twice as far away.
double heightOf(const std::string& label)
{
    static constexpr std::pair<std::string_view, double> kHeights[] = {
        {"face", 0.24}, {"person", 1.7}, {"bicycle", 1.1}, {"motorcycle", 1.2},
        {"car", 1.5},   {"bus", 3.1},    {"truck", 3.1},   {"dog", 0.6},
        {"cat", 0.3},   {"horse", 1.7},  {"cow", 1.5}};
    for (const auto& [name, height] : kHeights)
        if (name == label)
            return height;
    return 0.0;
}

// Whether any was used.
bool addSizes(const std::vector<SceneObject>& objects, cv::Mat& near)
{
    constexpr double kMiddle = 5.0;  // metres over the frame's height: neither near nor far
    constexpr double kTrust = 0.65;
    bool used = false;
    const cv::Rect all({}, near.size());
    for (const SceneObject& object : objects) {
        const double height = heightOf(object.label);
        const cv::Rect cells(cvRound(object.x * near.cols), cvRound(object.y * near.rows),
                             std::max(1, cvRound(object.width * near.cols)),
                             std::max(1, cvRound(object.height * near.rows)));
        if (height <= 0.0 || object.height <= 0.0 || (cells & all).empty())
            continue;
        const double close = kMiddle / (kMiddle + height / object.height);
        cv::Mat part = near(cells & all);
        part = part * (1.0 - kTrust) + close * kTrust;
        used = true;
    }
    return used;
}

cv::Mat proxy(const AnalysisInput& input)
{
    const cv::Mat fine = detailOf(input.luma(), 0.8), coarse = detailOf(input.luma(), 2.5);
    cv::Mat texture = coarse / kClearTexture;
    cv::min(texture, 1.0, texture);
    cv::Mat near =
        kPlaceWeight * placeMap() + kFocusWeight * focusOf(fine, coarse) + kTextureWeight * texture;
    cv::GaussianBlur(near, near, {}, 1.0);
    return near;
}

bool isContrary(const cv::Mat& a, const cv::Mat& b)
{
    const cv::Mat offA = a - cv::mean(a), offB = b - cv::mean(b);
    return offA.dot(offB) < 0.0;
}

}  // namespace

Nearness nearness(const AnalysisInput& input)
{
    if (const ParallaxMap* parallax = input.parallax()) {
        const bool turn = parallax->circling && isContrary(parallax->near, proxy(input));
        return {turn ? cv::Mat(1.0 - parallax->near) : parallax->near, "parallax"};
    }
    cv::Mat near = proxy(input);
    const bool sizes = input.objects() && addSizes(*input.objects(), near);
    return {near, sizes ? "proxy: place, focus, texture, size" : "proxy: place, focus, texture"};
}

void analyseDepth(const AnalysisInput& input, SceneRecord& record)
{
    if (!input.hasStructure())
        return;
    const Nearness near = nearness(input);
    cv::Scalar mean, deviation;
    cv::meanStdDev(near.map, mean, deviation);
    record.nearness = near.map;
    record.depth = Record("depth");
    record.depth.add("mean", mean[0]);
    record.depth.add("variance", deviation[0] * deviation[0]);
    record.depth.add("layers", layersOf(near.map));
    record.depth.add("method", near.method);
}

}  // namespace animatize
