#include "motion/shadow_finder.h"

#include <algorithm>
#include <bit>

namespace animatize {
namespace {

constexpr int kLeastPixels = 12;
constexpr int kDepth = 115;  // of 256: a shadow leaves at least this share of the light
constexpr double kCorrelation = 0.8;
constexpr double kSameGain = 1.5;  // between the share of the light and that of the pattern
constexpr double kFlat = 1.0, kFlatNoise = 0.25;  // variance, and of the noise's: no pattern
constexpr int kSpread = 3, kStep = 4;             // rounds and pixels through flat ground
constexpr int kBeyond = 3;                        // pixels

}  // namespace

ShadowFinder::Sums& ShadowFinder::Sums::operator+=(const Sums& other)
{
    now += other.now;
    before += other.before;
    nowNow += other.nowNow;
    beforeBefore += other.beforeBefore;
    both += other.both;
    return *this;
}

void ShadowFinder::findDarker(const BitMask& changed, const cv::Mat& now, const cv::Mat& before)
{
    darker_.create(changed.size());
    int left = columns_, top = rows_, right = -1, bottom = -1;
    for (int y = 0; y < now.rows; ++y) {
        const uint8_t *n = now.ptr(y), *b = before.ptr(y);
        for (int i = 0; i < changed.wordsPerRow(); ++i) {
            for (uint64_t word = changed.row(y)[i]; word; word &= word - 1) {
                const int x = 64 * i + std::countr_zero(word);
                if (n[x] >= b[x] || 256 * n[x] <= kDepth * b[x])
                    continue;
                darker_.set(x, y);
                left = std::min(left, x / kBlock), right = std::max(right, x / kBlock);
                top = std::min(top, y / kBlock), bottom = y / kBlock;
            }
        }
    }
    bounds_ = right < 0 ? cv::Rect() : cv::Rect(left, top, right - left + 1, bottom - top + 1);
}

// In the bounds and a block around.
void ShadowFinder::sumBlocks(const cv::Mat& now, const cv::Mat& before)
{
    const cv::Rect wide =
        cv::Rect(bounds_.x - 1, bounds_.y - 1, bounds_.width + 2, bounds_.height + 2) &
        cv::Rect(0, 0, columns_, rows_);
    sums_.resize(static_cast<size_t>(columns_) * static_cast<size_t>(rows_));
    for (int row = wide.y; row < wide.br().y; ++row) {
        for (int column = wide.x; column < wide.br().x; ++column) {
            Sums sums;
            for (int y = row * kBlock; y < (row + 1) * kBlock; ++y) {
                const uint8_t* n = now.ptr(y) + column * kBlock;
                const uint8_t* b = before.ptr(y) + column * kBlock;
                for (int x = 0; x < kBlock; ++x)
                    sums += {n[x], b[x], n[x] * n[x], b[x] * b[x], n[x] * b[x]};
            }
            sums_[static_cast<size_t>(row * columns_ + column)] = sums;
        }
    }
}

// Over three by three blocks.
ShadowFinder::Verdict ShadowFinder::judge(int column, int row, double noise) const
{
    Sums s;
    int blocks = 0;
    for (int y = std::max(0, row - 1); y <= std::min(rows_ - 1, row + 1); ++y)
        for (int x = std::max(0, column - 1); x <= std::min(columns_ - 1, column + 1);
             ++x, ++blocks)
            s += sums_[static_cast<size_t>(y * columns_ + x)];
    const double count = blocks * kBlock * kBlock;
    const double mean = s.now / count, meanBefore = s.before / count;
    const double grain = noise * noise;
    const double own = std::max(0.0, s.nowNow / count - mean * mean - grain);
    const double ground = s.beforeBefore / count - meanBefore * meanBefore;
    const double common = s.both / count - mean * meanBefore;
    const double least = kFlat + kFlatNoise * grain;
    if (ground <= least)
        return own <= least ? Verdict::Flat : Verdict::Other;
    const double share = mean / meanBefore, pattern = common / ground;
    const bool same = common > 0.0 && common * common > kCorrelation * kCorrelation * own * ground;
    const bool scaled = pattern < kSameGain * share && share < kSameGain * pattern;
    return same && scaled ? Verdict::Shadow : Verdict::Other;
}

void ShadowFinder::markBlock(int column, int row, BitMask& mask) const
{
    for (int y = row * kBlock; y < (row + 1) * kBlock; ++y)
        mask.row(y)[column * kBlock / 64] |= uint64_t{15} << (column * kBlock % 64);
}

const BitMask& ShadowFinder::among(const BitMask& changed, const cv::Mat& now,
                                   const cv::Mat& before, double noise)
{
    columns_ = now.cols / kBlock;
    rows_ = now.rows / kBlock;
    shadow_.create(changed.size());
    findDarker(changed, now, before);
    if (darker_.count() < kLeastPixels)
        return shadow_;
    bounds_ &= cv::Rect(0, 0, columns_, rows_);
    sumBlocks(now, before);
    flat_.create(changed.size());
    for (int row = bounds_.y; row < bounds_.br().y; ++row) {
        for (int column = bounds_.x; column < bounds_.br().x; ++column) {
            const Verdict verdict = judge(column, row, noise);
            if (verdict != Verdict::Other)
                markBlock(column, row, verdict == Verdict::Shadow ? shadow_ : flat_);
        }
    }
    flat_.intersect(darker_);
    shadow_.intersect(darker_);
    shadow_.majority5();
    // Through flat ground; and where a shadow ends its pattern is broken, so a little beyond.
    for (int i = 0; i < kSpread; ++i) {
        flat_.unite(shadow_);
        shadow_.dilate(kStep);
        shadow_.intersect(flat_);
    }
    shadow_.dilate(kBeyond);
    shadow_.intersect(darker_);
    shadow_.majority5();
    return shadow_;
}

}  // namespace animatize
