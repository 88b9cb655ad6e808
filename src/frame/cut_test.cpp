// What tells another scene from the same one: much of the picture changes, in brightness and in
// the colour shares of its blocks, far more than in the frames before (so steady motion doesn't
// count), into a structure that has nothing of the old one (so flashes and exposure don't count),
// and no shift brings the old one back (so a whip pan doesn't count). Thresholds lie on
// plateaus: a quarter more or less of any changes the verdict on few of many real cuts.
#include "frame/cut_test.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr int kBlocksAcross = 4;
constexpr int kBlocksDown = 3;
constexpr int kBlockWidth = ReducedPicture::kThumbWidth / kBlocksAcross;
constexpr int kBlockHeight = ReducedPicture::kThumbHeight / kBlocksDown;
constexpr int kBins[3] = {16, 8, 8};
constexpr double kWeights[3] = {0.5, 0.25, 0.25};

constexpr double kNoise = 0.01;  // differences below are as good as none
constexpr double kLeastDifference = 0.04;
constexpr double kLeastRatio = 2.0;
constexpr double kLeastHistogram = 0.08;
constexpr double kMostCorrelation = 0.25;
constexpr int kNeighbourhood = 9;
constexpr double kLeastDetail = 2.0;  // grey levels, root mean square
constexpr double kMostExplained = 0.35;
constexpr int kFarthestAcross = 8;  // cells of 32 x 18
constexpr int kFarthestDown = 4;

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

struct LumaPair {
    double difference = 0.0;   // mean absolute, 0..1
    double correlation = 0.0;  // -1..1; 0 where one picture is flat
};

// Skies are bright above and grounds dark below in every picture of a landscape: what the
// neighbourhood has in common says nothing of the scene.
void detailOf(const cv::Mat& thumb, cv::Mat& detail)
{
    cv::Mat luma, around;
    cv::extractChannel(thumb, luma, 0);
    cv::blur(luma, around, {kNeighbourhood, kNeighbourhood});
    cv::subtract(luma, around, detail, cv::noArray(), CV_32F);
}

// Of two pictures' detail; `otherwise` where one of them has hardly any.
double detailCorrelation(const cv::Mat& a, const cv::Mat& b, double otherwise)
{
    const double least = kLeastDetail * std::sqrt(static_cast<double>(a.total()));
    const double sizeA = cv::norm(a), sizeB = cv::norm(b);
    return std::min(sizeA, sizeB) < least ? otherwise : a.dot(b) / (sizeA * sizeB);
}

LumaPair compareLuma(const cv::Mat& a, const cv::Mat& b)
{
    int64_t apart = 0, sumA = 0, sumB = 0, squareA = 0, squareB = 0, product = 0;
    for (int y = 0; y < a.rows; ++y) {
        const uint8_t *before = a.ptr(y), *now = b.ptr(y);
        for (int x = 0; x < 3 * a.cols; x += 3) {
            const int p = before[x], q = now[x];
            apart += std::abs(p - q);
            sumA += p;
            sumB += q;
            squareA += p * p;
            squareB += q * q;
            product += p * q;
        }
    }
    const auto count = static_cast<int64_t>(a.total());
    const auto spread = static_cast<double>(count * squareA - sumA * sumA) *
                        static_cast<double>(count * squareB - sumB * sumB);
    LumaPair pair{static_cast<double>(apart) / (255.0 * static_cast<double>(count)), 0.0};
    if (spread > 0.0)
        pair.correlation = static_cast<double>(count * product - sumA * sumB) / std::sqrt(spread);
    return pair;
}

cv::Mat coarseLuma(const cv::Mat& thumb)
{
    cv::Mat luma, coarse;
    cv::extractChannel(thumb, luma, 0);
    cv::resize(luma, coarse, thumb.size() / 2, 0, 0, cv::INTER_AREA);
    return coarse;
}

// How much of the difference is left when `b` is shifted to where it fits `a` best, 0..1: the
// pictures of one scene under a fast camera find each other, those of two scenes don't.
double differenceLeft(const cv::Mat& a, const cv::Mat& b)
{
    const cv::Rect all(0, 0, a.cols, a.rows);
    const double still = cv::norm(a, b, cv::NORM_L1) / all.area();
    double best = still;
    for (int dy = -kFarthestDown; dy <= kFarthestDown; ++dy)
        for (int dx = -kFarthestAcross; dx <= kFarthestAcross; ++dx) {
            const cv::Rect there = all & (all + cv::Point(dx, dy));
            const cv::Mat here = b(there - cv::Point(dx, dy));
            best = std::min(best, cv::norm(a(there), here, cv::NORM_L1) / there.area());
        }
    return still > 0.0 ? best / still : 1.0;
}

}  // namespace

CutFeatures CutTest::next(const ReducedPicture& picture)
{
    CutFeatures features;
    features.first = previous_.empty();
    detailOf(picture.thumb, detail_);
    if (!features.first)
        compare(picture.thumb, features);
    picture.thumb.copyTo(previous_);
    std::swap(detail_, previousDetail_);
    return features;
}

void CutTest::compare(const cv::Mat& thumb, CutFeatures& features)
{
    const LumaPair luma = compareLuma(previous_, thumb);
    features.difference = luma.difference;
    features.correlation = detailCorrelation(previousDetail_, detail_, luma.correlation);
    features.histogram = histogramDistance(previous_, thumb);
    features.ratio = features.difference / (kNoise + recent());
    features.likelyCut = features.ratio > kLeastRatio && features.difference > kLeastDifference &&
                         features.histogram > kLeastHistogram &&
                         features.correlation < kMostCorrelation &&
                         differenceLeft(coarseLuma(previous_), coarseLuma(thumb)) > kMostExplained;
    remember(features);
}

// A cut says little about how much will change inside the new shot: it counts less, so that
// strong motion may follow and another cut is still found. Where one cut follows another at once,
// that is what this stream is like.
void CutTest::remember(const CutFeatures& features)
{
    const bool lone = features.likelyCut && !wasCut_;
    wasCut_ = features.likelyCut;
    history_[at_] = lone ? 0.4 * features.difference : features.difference;
    at_ = (at_ + 1) % kHistory;
    known_ = std::min(known_ + 1, kHistory);
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
    wasCut_ = false;
}

}  // namespace animatize
