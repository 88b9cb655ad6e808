#include "motion/environment.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace animatize {
namespace {

constexpr double kMemory = 4.0;         // seconds
constexpr double kLeastWeight = 0.15;   // of the memory, before anything is said
constexpr float kSways = 0.6f;          // share of the time
constexpr double kNoises = 1.7;         // of noise alone a difference has a mean of 1.13
constexpr double kLeastChange = 1.0;    // grey levels
constexpr double kOnIt = 0.5;           // share of a blob
constexpr double kLarge = 0.015;        // of the picture
constexpr double kLarger = 4.0;         // than the largest that sways
constexpr double kWindy = 0.15;         // of the picture sways: gusts are to be expected
constexpr int kGust = 4;                // pieces
constexpr double kSizeMemory = 5.0;     // seconds
constexpr double kBetweenPlaces = 0.4;  // seconds
constexpr double kLongestLoss = 1.0;    // seconds that a camera may seem to move

// Sum of absolute differences along a row.
int difference(const uint8_t* a, const uint8_t* b, int count)
{
    int sum = 0;
    for (int x = 0; x < count; ++x)
        sum += std::abs(a[x] - b[x]);
    return sum;
}

}  // namespace

bool Environment::swaysAt(int x, int y) const
{
    const int column = std::min(x / kBlock, columns_ - 1), row = std::min(y / kBlock, rows_ - 1);
    return sways_[static_cast<size_t>(row * columns_ + column)];
}

double Environment::shareOnIt(const BlobMap& map, const Blob& blob) const
{
    int on = 0;
    for (const BlobRun& run : map.runs())
        if (run.label == blob.label)
            for (int x = run.from; x < run.to; ++x)
                on += swaysAt(x, run.y);
    return on / static_cast<double>(blob.pixels);
}

void Environment::judge(const BlobMap& map, const std::vector<TrackedRegion>& regions,
                        double seconds)
{
    unwanted_.assign(map.blobs.size(), 0);
    hidden_.assign(sways_.size(), 0);
    const double large = std::max(kLarge * pixels_, kLarger * usual_.value());
    // The more sways, the likelier a gust reaches what did not sway before.
    const auto count = std::count(sways_.begin(), sways_.end(), 1);
    const double least =
        kOnIt * std::max(0.2, 1.0 - 2.0 * static_cast<double>(count) /
                                        static_cast<double>(std::max<size_t>(1, sways_.size())));
    const bool young = weight_ < kLeastWeight;  // what it will be is not known yet
    double swaying = 0.0;
    for (size_t i = 0; i < map.blobs.size(); ++i) {
        const Blob& blob = map.blobs[i];
        const bool goes = regions[i].goes;
        const bool onIt = !goes && !sways_.empty() && shareOnIt(map, blob) >= least;
        if (young && !goes)
            swaying += blob.pixels;
        else if (onIt)  // a subject must not become usual soon
            swaying += std::min<double>(blob.pixels, large);
        unwanted_[i] = onIt && blob.pixels < large;
        if (goes || (blob.pixels >= large && !young))
            hide(blob.box);
    }
    usual_.add(swaying, seconds, kSizeMemory);
    if (static_cast<double>(count) > kWindy * static_cast<double>(sways_.size()))
        leaveOutGust(map, regions, large);
}

// Small pieces that begin in many places at once are a gust, also beyond what swayed before.
void Environment::leaveOutGust(const BlobMap& map, const std::vector<TrackedRegion>& regions,
                               double large)
{
    const auto mayBe = [&](size_t i) {
        return !regions[i].goes && map.blobs[i].pixels < large / 2.0;
    };
    int pieces = 0;
    for (size_t i = 0; i < map.blobs.size(); ++i)
        pieces += mayBe(i);
    for (size_t i = 0; i < map.blobs.size() && pieces >= kGust; ++i)
        unwanted_[i] |= mayBe(i);
}

// Ground under a subject is not learned.
void Environment::hide(const cv::Rect& box)
{
    for (int row = box.y / kBlock; row <= std::min(rows_ - 1, (box.br().y - 1) / kBlock); ++row)
        for (int column = box.x / kBlock;
             column <= std::min(columns_ - 1, (box.br().x - 1) / kBlock); ++column)
            hidden_[static_cast<size_t>(row * columns_ + column)] = 1;
}

void Environment::learn(const cv::Mat& luma, double noise, double seconds)
{
    const double least = kBlock * kBlock * (kLeastChange + kNoises * noise);
    const double fresh = 1.0 - std::exp(-seconds / kMemory);
    weight_ += fresh * (1.0 - weight_);
    const auto rate = static_cast<float>(fresh / weight_);
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            const auto at = static_cast<size_t>(row * columns_ + column);
            if (hidden_[at])
                continue;
            int sum = 0;
            for (int y = row * kBlock; y < (row + 1) * kBlock; ++y)
                sum += difference(luma.ptr(y) + column * kBlock, last_.ptr(y) + column * kBlock,
                                  kBlock);
            active_[at] += rate * ((sum > least ? 1.0f : 0.0f) - active_[at]);
        }
    }
}

// Blocks that are active, and those beside them.
void Environment::markSwaying()
{
    std::fill(sways_.begin(), sways_.end(), 0);
    if (weight_ < kLeastWeight)
        return;
    for (int row = 0; row < rows_; ++row)
        for (int column = 0; column < columns_; ++column)
            if (active_[static_cast<size_t>(row * columns_ + column)] > kSways)
                for (int v = std::max(0, row - 1); v <= std::min(rows_ - 1, row + 1); ++v)
                    for (int u = std::max(0, column - 1); u <= std::min(columns_ - 1, column + 1);
                         ++u)
                        sways_[static_cast<size_t>(v * columns_ + u)] = 1;
}

// Another map only now and then, and when it is another one: those that have it need no copies.
void Environment::markPlaces(cv::Size picture)
{
    if (learning_ < placedAt_ + kBetweenPlaces)
        return;
    placedAt_ = learning_;
    bool any = false, same = true;
    for (size_t i = 0; i < active_.size(); ++i) {
        const uint8_t sways = active_[i] > kSways ? 255 : 0;
        any = any || sways != 0;
        same = same && placed_[i] == sways;
        placed_[i] = sways;
    }
    if (same)
        return;
    places_ = cv::Mat();
    if (any)
        places_.create((picture.height + kCell - 1) / kCell, (picture.width + kCell - 1) / kCell,
                       CV_8UC1);
    for (int y = 0; y < places_.rows; ++y)
        for (int x = 0; x < places_.cols; ++x) {
            const int column = std::min(x * kCell / kBlock, columns_ - 1);
            const int row = std::min(y * kCell / kBlock, rows_ - 1);
            places_.ptr(y)[x] = placed_[static_cast<size_t>(row * columns_ + column)];
        }
}

const std::vector<uint8_t>& Environment::next(const cv::Mat& luma, double noise, double seconds,
                                              const BlobMap& map,
                                              const std::vector<TrackedRegion>& regions)
{
    lostFor_ = luma.empty() ? lostFor_ + seconds : 0.0;
    learning_ += seconds;
    if (lostFor_ > kLongestLoss || (!luma.empty() && std::min(luma.cols, luma.rows) < kBlock))
        reset();
    judge(map, regions, seconds);
    if (luma.empty() || std::min(luma.cols, luma.rows) < kBlock) {
        last_.release();
        return unwanted_;
    }
    if (columns_ != luma.cols / kBlock || rows_ != luma.rows / kBlock) {
        columns_ = luma.cols / kBlock;
        rows_ = luma.rows / kBlock;
        const size_t blocks = static_cast<size_t>(columns_) * static_cast<size_t>(rows_);
        active_.assign(blocks, 0.0f);
        sways_.assign(blocks, 0);
        placed_.assign(blocks, 0);
        hidden_.assign(blocks, 0);
        pixels_ = static_cast<double>(luma.total());
        places_.release();
    } else if (seconds > 0.0 && !last_.empty()) {
        learn(luma, noise, seconds);
        markSwaying();
        if (weight_ >= kLeastWeight)
            markPlaces(luma.size());
    }
    luma.copyTo(last_);
    return unwanted_;
}

int Environment::pixelsWithin(const cv::Mat& watched) const
{
    int count = 0;
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            if (!sways_[static_cast<size_t>(row * columns_ + column)])
                continue;
            // The last blocks reach to the border.
            const int right = column + 1 < columns_ ? (column + 1) * kBlock : watched.cols;
            const int bottom = row + 1 < rows_ ? (row + 1) * kBlock : watched.rows;
            for (int y = row * kBlock; y < bottom; ++y)
                for (int x = column * kBlock; x < right; ++x)
                    count += watched.ptr(y)[x] != 0;
        }
    }
    return count;
}

}  // namespace animatize
