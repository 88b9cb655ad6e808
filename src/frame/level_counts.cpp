#include "frame/level_counts.h"

#include <algorithm>

namespace animatize {

LevelCounts::LevelCounts(const cv::Mat& luma)
{
    std::array<int, 256> counts{};
    for (int y = 0; y < luma.rows; ++y) {
        const uint8_t* row = luma.ptr(y);
        for (int x = 0; x < luma.cols; ++x)
            ++counts[row[x]];
    }
    const auto all = static_cast<double>(luma.total());
    int sum = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
        shares_[i] = counts[i] / all;
        darker_[i] = (sum += counts[i]) / all;
    }
}

int LevelCounts::levelAt(double share) const
{
    const auto found = std::lower_bound(darker_.begin(), darker_.end(), share);
    return std::min(255, static_cast<int>(found - darker_.begin()));
}

}  // namespace animatize
