#include "scene/detection_grid.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr int kCells[] = {8, 16, 32};  // pixels
constexpr int kBeforeClasses = 5;
constexpr double kLargest = 20.0;  // ln of a size in cells: beyond all pictures

// Whatever is not finite makes the sum so.
bool finite(const float* row)
{
    return std::isfinite(row[0] + row[1] + row[2] + row[3] + row[4]);
}

Candidate best(const float* row, int classes)
{
    const float* scores = row + kBeforeClasses;
    const float* top = std::max_element(scores, scores + classes);
    return {static_cast<int>(top - scores), static_cast<double>(row[4]) * *top, {}};
}

cv::Rect2d boxOf(const float* row, const cv::Point& cell, int pixels)
{
    const double width = std::exp(std::min<double>(row[2], kLargest)) * pixels;
    const double height = std::exp(std::min<double>(row[3], kLargest)) * pixels;
    return {(row[0] + cell.x) * pixels - width / 2, (row[1] + cell.y) * pixels - height / 2, width,
            height};
}

cv::Rect2d boxOf(const float* row)
{
    return {row[0] - row[2] / 2.0, row[1] - row[3] / 2.0, std::max(0.0f, row[2]),
            std::max(0.0f, row[3])};
}

}  // namespace

int gridRows(const cv::Size& input)
{
    int rows = 0;
    for (const int pixels : kCells)
        rows += (input.width / pixels) * (input.height / pixels);
    return rows;
}

bool isInPixels(const cv::Mat& rows, const cv::Size& input)
{
    return cv::mean(rows.col(0))[0] > input.width / 8.0;
}

std::vector<Candidate> candidatesOf(const cv::Mat& rows, const cv::Size& input, bool inPixels,
                                    double least)
{
    std::vector<Candidate> found;
    int index = 0;
    for (const int pixels : kCells) {
        const cv::Size cells(input.width / pixels, input.height / pixels);
        for (int cell = 0; cell < cells.area() && index < rows.rows; ++cell, ++index) {
            const float* row = rows.ptr<float>(index);
            Candidate one = best(row, rows.cols - kBeforeClasses);
            if (!(one.confidence >= least) || !finite(row))
                continue;  // what is no number is not >= anything
            one.confidence = std::min(1.0, one.confidence);
            one.box = inPixels ? boxOf(row)
                               : boxOf(row, {cell % cells.width, cell / cells.width}, pixels);
            found.push_back(one);
        }
    }
    return found;
}

double overlapOf(const cv::Rect2d& a, const cv::Rect2d& b)
{
    const double both = (a & b).area(), either = a.area() + b.area() - both;
    return either > 0.0 ? both / either : 0.0;
}

std::vector<Candidate> bestOf(std::vector<Candidate> candidates, double overlap, size_t most)
{
    std::stable_sort(
        candidates.begin(), candidates.end(),
        [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
    std::vector<Candidate> kept;
    for (const Candidate& one : candidates) {
        const bool again = std::any_of(kept.begin(), kept.end(), [&](const Candidate& other) {
            return other.label == one.label && overlapOf(other.box, one.box) > overlap;
        });
        if (!again && kept.size() < most)
            kept.push_back(one);
    }
    return kept;
}

}  // namespace animatize
