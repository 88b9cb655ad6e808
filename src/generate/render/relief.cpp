#include "generate/render/relief.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"

namespace animatize {
namespace {

constexpr int kMostStep = 8;
constexpr int kNodesAcross = 160;     // at least, where the picture has as many pixels
constexpr double kLeastDepth = 0.03;  // of nearness: less is all one distance
constexpr float kSteepest = 0.9F;     // of the slope at which a sheet folds over
constexpr double kLeastEdge = 0.02;   // of inverse depth: less hides nothing

bool usable(const cv::Mat& nearness)
{
    return !nearness.empty() && nearness.type() == CV_32FC1 && cv::checkRange(nearness);
}

cv::Mat ellipse(int radius)
{
    return cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1});
}

/// Places in the map, in cells, for each node along one side.
std::vector<float> cellsOf(int nodes, int step, int pad, int pixels, int cells)
{
    std::vector<float> places;
    for (int i = 0; i < nodes; ++i) {
        const double pixel = cv::borderInterpolate(i * step - pad, pixels, cv::BORDER_REFLECT_101);
        places.push_back(static_cast<float>((pixel + 0.5) / pixels * cells - 0.5));
    }
    return places;
}

/// The map at every node, bilinear.
cv::Mat_<float> spread(const cv::Mat& nearness, const Relief& relief, cv::Size nodes, cv::Size size)
{
    const auto across = cellsOf(nodes.width, relief.step, relief.pad, size.width, nearness.cols);
    const auto down = cellsOf(nodes.height, relief.step, relief.pad, size.height, nearness.rows);
    cv::Mat_<float> spread(nodes);
    const auto at = [&](int row, int column) {
        return nearness.at<float>(std::clamp(row, 0, nearness.rows - 1),
                                  std::clamp(column, 0, nearness.cols - 1));
    };
    for (int j = 0; j < nodes.height; ++j)
        for (int i = 0; i < nodes.width; ++i) {
            const int row = cvFloor(down[j]), column = cvFloor(across[i]);
            const float y = down[j] - row, x = across[i] - column;
            spread(j, i) = (1 - y) * ((1 - x) * at(row, column) + x * at(row, column + 1)) +
                           y * ((1 - x) * at(row + 1, column) + x * at(row + 1, column + 1));
        }
    return spread;
}

void measureRange(Relief& relief)
{
    double least = 0.0, most = 0.0;
    cv::minMaxLoc(relief.heights, &least, &most);
    relief.range = {least, most};
}

/// Raises what lies around something high, so that no slope is steeper: two sweeps, there and back.
void lowerSlopes(cv::Mat_<float>& heights, float steepest)
{
    const float across = steepest, aslant = steepest * 1.4142135F;
    const auto sweep = [&](int row, int column, int back) {
        float& here = heights(row, column);
        const auto lift = [&](int y, int x, float fall) {
            if (y >= 0 && y < heights.rows && x >= 0 && x < heights.cols)
                here = std::max(here, heights(y, x) - fall);
        };
        lift(row, column + back, across);
        lift(row + back, column, across);
        lift(row + back, column - 1, aslant);
        lift(row + back, column + 1, aslant);
    };
    for (int i = 0; i < static_cast<int>(heights.total()); ++i)
        sweep(i / heights.cols, i % heights.cols, -1);
    for (int i = static_cast<int>(heights.total()) - 1; i >= 0; --i)
        sweep(i / heights.cols, i % heights.cols, 1);
}

/// The largest difference between nodes that are two apart: a step is that wide after dilation.
double steepest(const cv::Mat_<float>& heights, int reach)
{
    cv::Mat high, low;
    cv::dilate(heights, high, ellipse(reach));
    cv::erode(heights, low, ellipse(reach));
    double most = 0.0;
    cv::minMaxLoc(high - low, nullptr, &most);
    return most;
}

}  // namespace

int nodeStep(cv::Size size)
{
    const int longest = std::max(size.width, size.height);
    int step = 1;
    while (step < kMostStep && longest / (2 * step) >= kNodesAcross * 2 / 3)
        step *= 2;
    return step;
}

bool hasDepth(const cv::Mat& nearness)
{
    double least = 0.0, most = 0.0;
    if (usable(nearness))
        cv::minMaxLoc(nearness, &least, &most);
    return most - least >= kLeastDepth;
}

double focusOf(const cv::Mat& nearness, const std::optional<cv::Rect2d>& box, double quantile)
{
    if (!hasDepth(nearness))
        return 1.0;
    const cv::Rect2d in = box.value_or(cv::Rect2d(1 / 3.0, 1 / 3.0, 1 / 3.0, 1 / 3.0));
    const auto cell = [](double share, int cells) {
        return std::clamp(static_cast<int>(share * cells), 0, cells - 1);
    };
    const cv::Point first(cell(in.x, nearness.cols), cell(in.y, nearness.rows));
    const cv::Point last(cell(in.x + in.width, nearness.cols),
                         cell(in.y + in.height, nearness.rows));
    std::vector<float> values;
    for (int row = first.y; row <= last.y; ++row)
        for (int column = first.x; column <= last.x; ++column)
            values.push_back(nearness.at<float>(row, column));
    const auto nth = values.begin() + static_cast<long>(quantile * double(values.size() - 1));
    std::nth_element(values.begin(), nth, values.end());
    return inverseDepth(std::clamp(*nth, 0.0F, 1.0F));
}

Relief makeRelief(const cv::Mat& nearness, cv::Size size, int pad)
{
    Relief relief;
    relief.step = nodeStep(size);
    relief.pad = pad;
    const cv::Size nodes((size.width + 2 * pad) / relief.step + 2,
                         (size.height + 2 * pad) / relief.step + 2);
    if (!hasDepth(nearness)) {
        relief.heights = cv::Mat_<float>(nodes, 1.0F);
        return relief;
    }
    const double cell =
        std::max(double(size.width) / nearness.cols, double(size.height) / nearness.rows) /
        relief.step;
    serially([&] {
        cv::Mat_<float> near = spread(nearness, relief, nodes, size);
        cv::dilate(near, near, ellipse(std::clamp(cvRound(cell / 2), 1, 16)));
        if (cell > 1.5)
            cv::GaussianBlur(near, near, {}, std::min(cell / 3, 16.0));
        cv::max(near, 0.0F, near);
        cv::min(near, 1.0F, near);
        relief.heights = near * (1.0 - kFarthest) + kFarthest;
        measureRange(relief);
    });
    return relief;
}

double limitHoles(Relief& relief, double focus, double slide, double mostHole)
{
    double factor = 1.0;
    serially([&] {
        const int reach = std::max(1, cvRound(mostHole / 2 / relief.step));
        const double hole = steepest(relief.heights, reach) * slide;
        factor = hole > mostHole ? mostHole / hole : 1.0;
        relief.heights = (relief.heights - focus) * factor + focus;
        measureRange(relief);
    });
    return factor;
}

void flattenFront(Relief& relief, double focus)
{
    cv::min(relief.heights, focus, relief.heights);
    measureRange(relief);
}

void cutEdges(Relief& relief, double slide, double reach)
{
    if (slide <= 0.0 || relief.flat())
        return;
    serially([&] {
        const cv::Mat measured = relief.heights.clone();
        lowerSlopes(relief.heights, kSteepest * static_cast<float>(relief.step / slide));
        cv::Mat slopes;
        cv::threshold(relief.heights - measured, slopes, kLeastEdge, 1.0, cv::THRESH_BINARY);
        if (cv::countNonZero(slopes) == 0)
            return;
        cv::blur(1.0 - slopes, relief.surface, {3, 3});
        const int radius = std::clamp(cvCeil(reach / relief.step) + 2, 2, 64);
        cv::erode(measured, relief.ground, ellipse(radius));
    });
}

}  // namespace animatize
