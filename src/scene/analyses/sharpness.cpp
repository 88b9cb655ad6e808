// sharpness: the slope of edges over their height. A step that takes one pixel of the small
// picture is 1 whatever its contrast and however many steps there are; a blurred one takes
// longer. Only the highest fifth of the edges is asked: blur keeps their order, so that it is the
// same edges before and after. Measured at one scale of the frame: its resolution doesn't matter.
#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/analyses.h"

namespace animatize {
namespace {

constexpr int kReach = 9;             // pixels across which the height of an edge is taken
constexpr int kLeastHeight = 24;      // of 255: lower ones are noise
constexpr double kSteepest = 0.5;     // a step of one pixel in central differences
constexpr double kUnresolved = 0.08;  // the slope of an even ramp across the reach

struct Edge {
    int height;   // levels
    float slope;  // per pixel, over the height
};

std::vector<Edge> edgesOf(const cv::Mat& luma, const cv::Mat& magnitude)
{
    const cv::Mat window = cv::Mat::ones(kReach, kReach, CV_8U);
    cv::Mat high, low, steepest;
    cv::dilate(luma, high, window);
    cv::erode(luma, low, window);
    cv::dilate(magnitude, steepest, window);
    std::vector<Edge> edges;
    edges.reserve(luma.total() / 4 + 1);
    for (int y = 0; y < luma.rows; y += 2)
        for (int x = 0; x < luma.cols; x += 2) {
            const int height = high.at<uint8_t>(y, x) - low.at<uint8_t>(y, x);
            if (height > 0)
                edges.push_back({height, steepest.at<float>(y, x) * 255.0F / height});
        }
    return edges;
}

// The median slope of the highest fifth.
double slopeOf(std::vector<Edge> edges)
{
    const auto higher = [](const Edge& a, const Edge& b) { return a.height > b.height; };
    const auto steeper = [](const Edge& a, const Edge& b) { return a.slope > b.slope; };
    const auto clear = [](const Edge& edge) { return edge.height >= kLeastHeight; };
    auto fifth = edges.begin() + (edges.size() + 4) / 5;
    std::nth_element(edges.begin(), fifth, edges.end(), higher);
    fifth = std::partition(edges.begin(), fifth, clear);
    if (fifth == edges.begin())
        return 0.0;
    const auto middle = edges.begin() + (fifth - edges.begin()) / 2;
    std::nth_element(edges.begin(), middle, fifth, steeper);
    return middle->slope;
}

}  // namespace

void analyseSharpness(const AnalysisInput& input, SceneRecord& record)
{
    if (!input.hasStructure())
        return;
    const double slope = slopeOf(edgesOf(input.luma(), input.gradients().magnitude));
    record.sharpness = ramp(slope, kUnresolved, kSteepest);
}

}  // namespace animatize
