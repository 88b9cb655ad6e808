// depth: a proxy, and called one in `method`. Near is what lies low in the frame, what is in
// focus, and what has clear texture (haze and distance take it away). Where a place has no
// texture, its surroundings speak for it.
//
// mean, variance: of the map (0 = far, 1 = near). layers: how many of the three grounds, back,
// middle and front, hold at least a tenth of the frame.
#include "scene/analyses/depth.h"

#include <array>

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

}  // namespace

cv::Mat nearness(const AnalysisInput& input)
{
    const cv::Mat fine = detailOf(input.luma(), 0.8), coarse = detailOf(input.luma(), 2.5);
    cv::Mat texture = coarse / kClearTexture;
    cv::min(texture, 1.0, texture);
    cv::Mat near =
        kPlaceWeight * placeMap() + kFocusWeight * focusOf(fine, coarse) + kTextureWeight * texture;
    cv::GaussianBlur(near, near, {}, 1.0);
    return near;
}

void analyseDepth(const AnalysisInput& input, SceneRecord& record)
{
    if (!input.hasStructure())
        return;
    const cv::Mat near = nearness(input);
    cv::Scalar mean, deviation;
    cv::meanStdDev(near, mean, deviation);
    record.depth = Record("depth");
    record.depth.add("mean", mean[0]);
    record.depth.add("variance", deviation[0] * deviation[0]);
    record.depth.add("layers", layersOf(near));
    record.depth.add("method", "proxy: place, focus, texture");
}

}  // namespace animatize
