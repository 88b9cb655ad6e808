#include "motion/neighbour_range.h"

#include <algorithm>

namespace animatize {

// Least and most of three rows, then of three columns; plain loops that compilers vectorise.
void NeighbourRange::of(const cv::Mat& picture)
{
    const int rows = picture.rows, cols = picture.cols;
    low_.create(rows, cols, CV_8U);
    high_.create(rows, cols, CV_8U);
    least_.create(1, cols + 2, CV_8U);
    most_.create(1, cols + 2, CV_8U);
    uint8_t* __restrict least = least_.ptr() + 1;
    uint8_t* __restrict most = most_.ptr() + 1;
    for (int y = 0; y < rows; ++y) {
        const uint8_t* a = picture.ptr(std::max(0, y - 1));
        const uint8_t* b = picture.ptr(y);
        const uint8_t* c = picture.ptr(std::min(rows - 1, y + 1));
        for (int x = 0; x < cols; ++x) {
            least[x] = std::min(a[x], std::min(b[x], c[x]));
            most[x] = std::max(a[x], std::max(b[x], c[x]));
        }
        least[-1] = least[0], least[cols] = least[cols - 1];
        most[-1] = most[0], most[cols] = most[cols - 1];
        uint8_t* __restrict low = low_.ptr(y);
        uint8_t* __restrict high = high_.ptr(y);
        for (int x = 0; x < cols; ++x) {
            const uint8_t l = std::min(least[x - 1], std::min(least[x], least[x + 1]));
            const uint8_t h = std::max(most[x - 1], std::max(most[x], most[x + 1]));
            low[x] = static_cast<uint8_t>((l + b[x] + 1) / 2);
            high[x] = static_cast<uint8_t>((h + b[x] + 1) / 2);
        }
    }
}

void NeighbourRange::distance(const cv::Mat& picture, cv::Mat& into) const
{
    into.create(picture.size(), CV_8U);
    const int rows = picture.rows, cols = picture.cols;  // bytes may alias the Mat's own fields
    for (int y = 0; y < rows; ++y) {
        const uint8_t* p = picture.ptr(y);
        const uint8_t* low = low_.ptr(y);
        const uint8_t* high = high_.ptr(y);
        uint8_t* __restrict d = into.ptr(y);
        for (int x = 0; x < cols; ++x) {
            const uint8_t least = std::min(p[x], high[x]);
            const auto above = static_cast<uint8_t>(p[x] - least);
            const auto below = static_cast<uint8_t>(std::max(p[x], low[x]) - p[x]);
            d[x] = std::max(above, below);
        }
    }
}

}  // namespace animatize
