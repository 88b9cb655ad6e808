#include "scene/analyses/edge_slope.h"

#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr int kReach = 9;  // pixels across which the height of an edge is taken

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

}  // namespace

double edgeSlope(const cv::Mat& luma, const cv::Mat& magnitude, int leastHeight, double steeper)
{
    std::vector<Edge> edges = edgesOf(luma, magnitude);
    const auto higher = [](const Edge& a, const Edge& b) { return a.height > b.height; };
    const auto before = [](const Edge& a, const Edge& b) { return a.slope > b.slope; };
    const auto clear = [&](const Edge& edge) { return edge.height >= leastHeight; };
    auto fifth = edges.begin() + static_cast<ptrdiff_t>((edges.size() + 4) / 5);
    std::nth_element(edges.begin(), fifth, edges.end(), higher);
    fifth = std::partition(edges.begin(), fifth, clear);
    if (fifth == edges.begin())
        return 0.0;
    const auto count = static_cast<double>(fifth - edges.begin());
    const auto found = edges.begin() + static_cast<ptrdiff_t>(count * steeper);
    std::nth_element(edges.begin(), found, fifth, before);
    return found->slope;
}

}  // namespace animatize
