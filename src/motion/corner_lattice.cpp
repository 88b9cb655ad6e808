#include "motion/corner_lattice.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr float kScharr = 1.0f / (32.0f * 32.0f);  // squared unit of the gradient
constexpr int kNear = 1;                           // blocks each way: 8 x 8 pixels
constexpr int kWhole = 2;                          // 16 x 16 pixels
constexpr float kLeastScore = 2.0f;                // 64 pixels of 8-bit rounding noise

float smallerEigenvalue(float xx, float yy, float xy)
{
    const float half = 0.5f * (xx - yy);
    return 0.5f * (xx + yy) - std::sqrt(half * half + xy * xy);
}

}  // namespace

void CornerLattice::build(const FlowPyramid& pyramid)
{
    columns_ = rows_ = 0;
    if (pyramid.empty())
        return;
    const int across = pyramid.size.width / kStep, down = pyramid.size.height / kStep;
    columns_ = across - 1;
    rows_ = down - 1;
    blocks_.resize(static_cast<size_t>(across) * down);
    const auto width = static_cast<size_t>(across * kStep);
    for (auto* sums : {&xx_, &yy_, &xy_})
        sums->resize(width);
    for (int row = 0; row < down; ++row) {
        sumRows(pyramid.gradient(), row * kStep);
        Tensor* block = &blocks_[static_cast<size_t>(row) * across];
        const auto total = [](const int* four) {
            return static_cast<float>(four[0] + four[1] + four[2] + four[3]) * kScharr;
        };
        for (size_t x = 0; x < width; x += kStep)
            *block++ = {total(&xx_[x]), total(&yy_[x]), total(&xy_[x])};
    }
}

// Whole numbers, and a loop that the compiler turns into vectors: 16 products of at most 4080
// squared fit.
void CornerLattice::sumRows(const cv::Mat& gradient, int top)
{
    const size_t width = xx_.size();
    int *xx = xx_.data(), *yy = yy_.data(), *xy = xy_.data();
    for (auto* sums : {&xx_, &yy_, &xy_})
        std::fill(sums->begin(), sums->end(), 0);
    for (int y = top; y < top + kStep; ++y) {
        const auto* g = gradient.ptr<int16_t>(y);
        for (size_t x = 0; x < width; ++x) {
            const int gx = g[2 * x], gy = g[2 * x + 1];
            xx[x] += gx * gx;
            yy[x] += gy * gy;
            xy[x] += gx * gy;
        }
    }
}

CornerLattice::Tensor CornerLattice::sum(int column, int row, int reach) const
{
    Tensor total;
    const int left = std::max(0, column + 1 - reach), right = std::min(columns_, column + reach);
    const int top = std::max(0, row + 1 - reach), bottom = std::min(rows_, row + reach);
    for (int y = top; y <= bottom; ++y) {
        for (int x = left; x <= right; ++x) {
            const Tensor& block = blocks_[static_cast<size_t>(y) * (columns_ + 1) + x];
            total.xx += block.xx;
            total.yy += block.yy;
            total.xy += block.xy;
        }
    }
    return total;
}

float CornerLattice::score(int column, int row) const
{
    const Tensor near = sum(column, row, kNear);
    return smallerEigenvalue(near.xx, near.yy, near.xy);
}

Corner CornerLattice::at(int column, int row) const
{
    const Tensor whole = sum(column, row, kWhole);
    return {cv::Point2f(static_cast<float>((column + 1) * kStep) - 0.5f,
                        static_cast<float>((row + 1) * kStep) - 0.5f),
            score(column, row), smallerEigenvalue(whole.xx, whole.yy, whole.xy)};
}

void CornerLattice::bestPerCell(int cell, std::vector<Corner>& corners) const
{
    corners.clear();
    if (empty())
        return;
    const int across = std::max(1, (columns_ + 1) * kStep / cell);
    const int down = std::max(1, (rows_ + 1) * kStep / cell);
    best_.assign(static_cast<size_t>(across) * down, Best{kLeastScore, -1, -1});
    for (int row = 0; row < rows_; ++row) {
        Best* cells = &best_[static_cast<size_t>(row * down / rows_) * across];
        const Tensor* above = &blocks_[static_cast<size_t>(row) * (columns_ + 1)];
        const Tensor* below = above + columns_ + 1;
        for (int column = 0, of = 0; column < columns_; ++column) {
            while ((of + 1) * columns_ <= column * across)
                ++of;
            const Tensor &a = above[column], &b = above[column + 1];
            const Tensor &c = below[column], &d = below[column + 1];
            const float its = smallerEigenvalue(
                a.xx + b.xx + c.xx + d.xx, a.yy + b.yy + c.yy + d.yy, a.xy + b.xy + c.xy + d.xy);
            if (its >= cells[of].score)
                cells[of] = {its, column, row};
        }
    }
    for (const Best& one : best_)
        if (one.column >= 0)
            corners.push_back(at(one.column, one.row));
}

void CornerLattice::bestWithin(const cv::Rect& box, const cv::Mat& mask, size_t most,
                               std::vector<Corner>& found) const
{
    found.clear();
    const int right = std::min(columns_, box.br().x / kStep);
    const int bottom = std::min(rows_, box.br().y / kStep);
    for (int row = std::max(0, box.y / kStep - 1); row < bottom; ++row) {
        for (int column = std::max(0, box.x / kStep - 1); column < right; ++column) {
            const cv::Point pixel((column + 1) * kStep, (row + 1) * kStep);
            if (!box.contains(pixel) || mask.at<uint8_t>(pixel) == 0)
                continue;
            found.push_back(at(column, row));
        }
    }
    std::erase_if(found, [](const Corner& corner) { return corner.score < kLeastScore; });
    const size_t count = std::min(most, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<ptrdiff_t>(count), found.end(),
                      [](const Corner& a, const Corner& b) { return a.score > b.score; });
    found.resize(count);
}

}  // namespace animatize
