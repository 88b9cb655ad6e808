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
    blocks_.assign(static_cast<size_t>(across) * down, Tensor{});
    for (int y = 0; y < down * kStep; ++y) {
        const auto* g = pyramid.gradient().ptr<cv::Vec2s>(y);
        Tensor* block = &blocks_[static_cast<size_t>(y / kStep) * across];
        for (int i = 0; i < across; ++i, g += kStep) {
            int xx = 0, yy = 0, xy = 0;
            for (int x = 0; x < kStep; ++x) {
                xx += g[x][0] * g[x][0];
                yy += g[x][1] * g[x][1];
                xy += g[x][0] * g[x][1];
            }
            block[i].xx += static_cast<float>(xx) * kScharr;
            block[i].yy += static_cast<float>(yy) * kScharr;
            block[i].xy += static_cast<float>(xy) * kScharr;
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

std::vector<Corner> CornerLattice::bestPerCell(int cell) const
{
    const int across = std::max(1, (columns_ + 1) * kStep / cell);
    const int down = std::max(1, (rows_ + 1) * kStep / cell);
    struct Best {
        float score = kLeastScore;
        int column = -1, row = -1;
    };
    std::vector<Best> best(empty() ? 0 : static_cast<size_t>(across) * down);
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            const size_t of = static_cast<size_t>(row * down / rows_) * across +
                              static_cast<size_t>(column * across / columns_);
            const float its = score(column, row);
            if (its >= best[of].score)
                best[of] = {its, column, row};
        }
    }
    std::vector<Corner> corners;
    for (const Best& one : best)
        if (one.column >= 0)
            corners.push_back(at(one.column, one.row));
    return corners;
}

std::vector<Corner> CornerLattice::bestWithin(const cv::Rect& box, const cv::Mat& mask,
                                              size_t most) const
{
    std::vector<Corner> found;
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
    return found;
}

}  // namespace animatize
