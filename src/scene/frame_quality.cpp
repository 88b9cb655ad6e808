#include "scene/frame_quality.h"

#include <algorithm>
#include <cstdlib>

namespace animatize {
namespace {

constexpr int kDark = 3, kBright = 252;
constexpr double kLeastVariance = 4.0;

struct Sums {
    int64_t steps = 0, levels = 0, squares = 0, clipped = 0;
};

// One row and the one below; short sums, so that the compiler can do many pixels at once.
void addRow(const uint8_t* row, const uint8_t* below, int count, Sums& sums)
{
    uint32_t steps = 0, levels = 0, squares = 0, clipped = 0;
    for (int x = 0; x < count; ++x) {
        const int value = row[x], right = row[x + 1] - value, down = below[x] - value;
        steps += static_cast<uint32_t>(right * right + down * down);
        levels += static_cast<uint32_t>(value);
        squares += static_cast<uint32_t>(value * value);
        clipped += value < kDark || value > kBright;
    }
    sums.steps += steps;
    sums.levels += levels;
    sums.squares += squares;
    sums.clipped += clipped;
}

}  // namespace

double stillQuality(const cv::Mat& luma)
{
    Sums sums;
    for (int y = 0; y + 1 < luma.rows; ++y)
        addRow(luma.ptr(y), luma.ptr(y + 1), luma.cols - 1, sums);
    const double count =
        std::max(0, luma.rows - 1) * static_cast<double>(std::max(0, luma.cols - 1));
    if (count < 1.0)
        return 0.0;
    const double mean = static_cast<double>(sums.levels) / count;
    const double variance = static_cast<double>(sums.squares) / count - mean * mean;
    const double clipped = static_cast<double>(sums.clipped) / count;
    if (variance < kLeastVariance)
        return 0.0;
    return static_cast<double>(sums.steps) / count / variance * (1.0 - clipped);
}

double settledness(const std::optional<double>& change)
{
    return change ? 1.0 - std::clamp((*change - 0.005) / 0.095, 0.0, 1.0) : 0.5;
}

}  // namespace animatize
