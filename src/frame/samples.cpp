#include "frame/samples.h"

namespace animatize {
namespace {

constexpr int kAcross = 3;  // samples per cell, across and down

using Positions = cv::AutoBuffer<int, 512>;

// Sample positions in the middle of the thirds of each cell.
void spread(int cells, int samples, Positions& into)
{
    const int64_t all = static_cast<int64_t>(cells) * kAcross;
    into.allocate(static_cast<size_t>(all));
    for (int64_t i = 0; i < all; ++i)
        into[static_cast<size_t>(i)] = static_cast<int>((2 * i + 1) * samples / (2 * all));
}

}  // namespace

void sampleComponent(const ImageView& view, int which, cv::Mat& into)
{
    const cv::Size size = componentSize(view, which);
    if (size.empty()) {
        into.setTo(128);
        return;
    }
    Positions xs, ys;
    spread(into.cols, size.width, xs);
    spread(into.rows, size.height, ys);
    withReader(view, which, [&](const auto& reader) {
        for (int y = 0; y < into.rows; ++y) {
            const uint8_t* rows[kAcross];
            for (int k = 0; k < kAcross; ++k)
                rows[k] = reader.row(ys[y * kAcross + k]);
            uint8_t* out = into.ptr(y);
            for (int x = 0; x < into.cols; ++x) {
                int sum = kAcross * kAcross / 2;
                for (int i = 0; i < kAcross; ++i)
                    for (const uint8_t* row : rows)
                        sum += reader.at(row, xs[x * kAcross + i]);
                out[x] = static_cast<uint8_t>(sum / (kAcross * kAcross));
            }
        }
    });
}

}  // namespace animatize
