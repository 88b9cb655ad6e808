// The thumbnails are so small that camera motion changes few of their cells much, while another
// scene changes most of them. Two measures that fail in different cases have to agree: the
// difference of brightness, which motion raises, and that of the colour shares of blocks, which
// hardly feels motion inside a block.
#include "frame/cut_test.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace animatize {
namespace {

constexpr int kBlocksAcross = 4;
constexpr int kBlocksDown = 3;
constexpr int kBlockWidth = ReducedPicture::kThumbWidth / kBlocksAcross;
constexpr int kBlockHeight = ReducedPicture::kThumbHeight / kBlocksDown;
constexpr int kBins[3] = {16, 8, 8};
constexpr double kWeights[3] = {0.5, 0.25, 0.25};

// Half the L1 distance of two blocks' histograms: the share of pixels that changed their bin.
double blockDistance(const cv::Mat& a, const cv::Mat& b, int left, int top)
{
    int bins[3][16] = {};
    for (int y = top; y < top + kBlockHeight; ++y) {
        const uint8_t* before = a.ptr(y) + 3 * left;
        const uint8_t* now = b.ptr(y) + 3 * left;
        for (int i = 0; i < 3 * kBlockWidth; ++i) {
            const int c = i % 3;
            --bins[c][before[i] * kBins[c] >> 8];
            ++bins[c][now[i] * kBins[c] >> 8];
        }
    }
    double distance = 0.0;
    for (int c = 0; c < 3; ++c)
        for (int bin = 0; bin < kBins[c]; ++bin)
            distance += kWeights[c] * std::abs(bins[c][bin]);
    return distance / (2.0 * kBlockWidth * kBlockHeight);
}

double histogramDistance(const cv::Mat& a, const cv::Mat& b)
{
    double sum = 0.0;
    for (int y = 0; y < kBlocksDown; ++y)
        for (int x = 0; x < kBlocksAcross; ++x)
            sum += blockDistance(a, b, x * kBlockWidth, y * kBlockHeight);
    return sum / (kBlocksAcross * kBlocksDown);
}

double lumaDifference(const cv::Mat& a, const cv::Mat& b)
{
    int sum = 0;
    for (int y = 0; y < a.rows; ++y)
        for (int x = 0; x < 3 * a.cols; x += 3)
            sum += std::abs(a.ptr(y)[x] - b.ptr(y)[x]);
    return sum / (255.0 * static_cast<double>(a.total()));
}

}  // namespace

CutFeatures CutTest::next(const ReducedPicture& picture)
{
    CutFeatures features;
    features.first = previous_.empty();
    if (!features.first) {
        features.difference = lumaDifference(previous_, picture.thumb);
        features.histogram = histogramDistance(previous_, picture.thumb);
        features.ratio = features.difference / (kNoise + recent());
        features.likelyCut =
            features.difference > 0.06 && features.ratio > 2.0 && features.histogram > 0.3;
        history_[at_] = features.difference;
        at_ = (at_ + 1) % kHistory;
        known_ = std::min(known_ + 1, kHistory);
    }
    picture.thumb.copyTo(previous_);
    return features;
}

// The second largest of the last differences: one flash among them doesn't hide a cut.
double CutTest::recent() const
{
    std::array<double, kHistory> sorted = history_;
    std::partial_sort(sorted.begin(), sorted.begin() + 2, sorted.end(), std::greater<>());
    return sorted[known_ > 2 ? 1 : 0];
}

void CutTest::reset()
{
    previous_.release();
    history_.fill(0.0);
    known_ = at_ = 0;
}

}  // namespace animatize
