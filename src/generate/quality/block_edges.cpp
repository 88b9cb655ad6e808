#include "generate/quality/block_edges.h"

#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr int kBlock = 8;
constexpr size_t kLeastLines = 4;
constexpr double kMostStep = 32.0;  // levels
constexpr double kFaintStep = 0.4;  // levels: what rounding leaves of a plain surface

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// One way of two. Entry i is about the step from line i to line i + 1.
struct Steps {
    std::vector<double> excess;  ///< over the steps on both sides, mean along the line, levels
    double inside = 0.0;         ///< mean step
};

Steps stepsDown(const cv::Mat& luma)
{
    static const cv::Matx31f mask(-1, 2, -1);
    const cv::Mat before = luma.rowRange(0, luma.rows - 1), after = luma.rowRange(1, luma.rows);
    cv::Mat step, excess, mean;
    cv::absdiff(before, after, step);
    cv::filter2D(step, excess, CV_16S, mask);  // twice the excess
    cv::min(excess, 2.0 * kMostStep, excess);
    cv::max(excess, -2.0 * kMostStep, excess);
    cv::reduce(excess, mean, 1, cv::REDUCE_AVG, CV_64F);
    return {std::vector<double>(mean.begin<double>(), mean.end<double>()), cv::mean(step)[0]};
}

std::vector<double> linesOf(const std::vector<double>& excess, size_t period, size_t first)
{
    std::vector<double> lines;
    for (size_t i = first; i + 1 < excess.size(); i += period)
        if (i > 0)
            lines.push_back(excess[i] / 2.0);
    return lines;
}

/// The excess on the grid's lines, against that of all lines; 0 where there are too few.
double excessOn(const Steps& steps, size_t period, size_t first)
{
    const std::vector<double> lines = linesOf(steps.excess, period, first);
    return lines.size() < kLeastLines ? 0.0
                                      : medianOf(lines) - medianOf(linesOf(steps.excess, 1, 0));
}

double worstPosition(const Steps& steps)
{
    double worst = 0.0;
    for (size_t first = 0; first < kBlock; ++first)
        worst = std::max(worst, excessOn(steps, kBlock, first));
    return worst;
}

}  // namespace

double blockEdges(const cv::Mat& luma)
{
    if (std::min(luma.cols, luma.rows) < static_cast<int>(kLeastLines + 1) * kBlock)
        return 0.0;
    const Steps down = stepsDown(luma), across = stepsDown(luma.t());
    double worst = std::min(worstPosition(down), worstPosition(across));
    for (const size_t period : {16, 64})
        worst = std::max(worst, std::min(excessOn(down, period, period - 1),
                                         excessOn(across, period, period - 1)));
    return std::max(0.0, worst) / (kFaintStep + (down.inside + across.inside) / 2.0);
}

}  // namespace animatize
