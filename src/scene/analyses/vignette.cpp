// The lens takes 1 - v r^2 of the light, with r = 1 in the corners. Two measures of v must agree.
// Most pixels lie on no edge, so that what brightness does from the middle outwards is, in the
// median, what the lens does (after Y. Zheng et al., "Single-image vignetting correction using
// radial gradient symmetry", 2008). And the outer ring is darker than the inner one by the same
// share in all directions; a scene that is darker outside is so in some.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/lens_measures.h"

namespace animatize {
namespace {

constexpr int kSectors = 8;
constexpr double kGamma = 2.4;             // BT.1886
constexpr double kNear = 0.2, kFar = 0.6;  // r^2 where the inner ring ends and the outer begins
constexpr float kEdge = 0.06F;             // of ln, from cell to cell: no lens does that
constexpr double kAgreeing = 0.35;         // of the middle direction, by what all but two differ
constexpr double kAlike = 0.25;            // of v, by what the two measures may differ
constexpr double kStrongest = 0.75, kNone = 0.06;
constexpr size_t kLeastCells = 6;

// A cell of the thumb by where it lies and what it shows.
struct Cell {
    int sector = 0;
    double r2 = 0.0;
    double light = 0.0;  // ln
    double along = 0.0;  // d ln L / d(r^2)
    bool even = false;   // lies on no edge
};

int sectorOf(double x, double y)
{
    const double turn = std::atan2(y, x) / (2.0 * CV_PI) + 1.0;
    return static_cast<int>(turn * kSectors) % kSectors;
}

double medianOf(std::vector<double>& values)
{
    const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// A thumb is stretched: a cell is `step` wide and high in units of half the diagonal.
std::vector<Cell> cellsOf(const cv::Mat& luma, const cv::Point2d& step)
{
    cv::Mat light, dx, dy;
    luma.convertTo(light, CV_32F);
    cv::log(light + 1.0, light);
    cv::Sobel(light, dx, CV_32F, 1, 0, 3, 1.0 / 8.0);
    cv::Sobel(light, dy, CV_32F, 0, 1, 3, 1.0 / 8.0);
    std::vector<Cell> cells;
    for (int row = 1; row + 1 < luma.rows; ++row)
        for (int column = 1; column + 1 < luma.cols; ++column) {
            const uint8_t level = luma.at<uint8_t>(row, column);
            if (level < 10 || level > 245)
                continue;
            const double x = (column + 0.5 - luma.cols / 2.0) * step.x;
            const double y = (row + 0.5 - luma.rows / 2.0) * step.y, r2 = x * x + y * y;
            const float right = dx.at<float>(row, column), down = dy.at<float>(row, column);
            const double along = kGamma * (right / step.x * x + down / step.y * y) / (2.0 * r2);
            cells.push_back({sectorOf(x, y), r2, kGamma * light.at<float>(row, column), along,
                             std::max(std::abs(right), std::abs(down)) <= kEdge});
        }
    return cells;
}

// v from d ln L / d(r^2) = -v / (1 - v r^2).
std::optional<double> lossBySlope(const std::vector<Cell>& cells)
{
    std::vector<double> losses;
    for (const Cell& cell : cells)
        if (cell.even && cell.r2 >= kNear)
            losses.push_back(
                std::clamp(-cell.along / std::max(0.2, 1.0 - cell.along * cell.r2), -1.0, 1.0));
    return losses.size() >= kSectors * kLeastCells ? std::optional(medianOf(losses)) : std::nullopt;
}

// v from the ratio of the rings, (1 - v far) / (1 - v near).
std::optional<double> lossByRings(const std::vector<Cell>& cells, int sector)
{
    std::vector<double> inner, outer;
    double near = 0.0, far = 0.0;
    for (const Cell& cell : cells) {
        if (cell.sector != sector || (cell.r2 > kNear && cell.r2 < kFar))
            continue;
        (cell.r2 <= kNear ? near : far) += cell.r2;
        (cell.r2 <= kNear ? inner : outer).push_back(cell.light);
    }
    if (inner.size() < kLeastCells || outer.size() < kLeastCells)
        return std::nullopt;
    near /= static_cast<double>(inner.size());
    far /= static_cast<double>(outer.size());
    const double ratio = std::exp(medianOf(outer) - medianOf(inner));
    return std::clamp((1.0 - ratio) / std::max(0.05, far - ratio * near), -1.0, 1.0);
}

}  // namespace

std::optional<double> vignettingOf(const AnalysisInput& input)
{
    cv::Mat luma;
    cv::extractChannel(input.thumb(), luma, 0);
    const ReducedPicture& picture = input.picture();
    const double width = picture.luma.cols * picture.pixelAspect, height = picture.luma.rows;
    const double radius = std::hypot(width, height) / 2.0;
    const std::vector<Cell> cells =
        cellsOf(luma, {width / radius / luma.cols, height / radius / luma.rows});
    const std::optional<double> slope = lossBySlope(cells);
    std::vector<double> rings;
    for (int sector = 0; sector < kSectors; ++sector)
        if (const auto loss = lossByRings(cells, sector))
            rings.push_back(*loss);
    if (!slope || rings.size() < 4)
        return std::nullopt;
    std::sort(rings.begin(), rings.end());
    const double middle = (rings[(rings.size() - 1) / 2] + rings[rings.size() / 2]) / 2.0;
    const double spread = std::max(rings[rings.size() - 2] - middle, middle - rings[1]);
    if (std::abs(middle) <= kNone && std::abs(*slope) <= kNone && spread <= 2.0 * kNone)
        return 0.0;
    const double loss = (middle + *slope) / 2.0;
    const bool alike = std::abs(middle - *slope) <= kAlike * std::max(loss, 0.15);
    if (loss <= 0.0 || loss > kStrongest || !alike || spread > kAgreeing * middle)
        return std::nullopt;
    return loss;
}

}  // namespace animatize
