#include "motion/shadow_finder.h"

#include <algorithm>
#include <bit>

namespace animatize {
namespace {

constexpr int kLeastPixels = 12, kLeastInBlock = 4;
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
    inBlock_.assign(at(0, rows_), 0);
    const int right = columns_ * kBlock, bottom = rows_ * kBlock;
    for (int y = 0; y < now.rows; ++y) {
        const uint8_t *n = now.ptr(y), *b = before.ptr(y);
        for (int i = 0; i < changed.wordsPerRow(); ++i) {
            for (uint64_t word = changed.row(y)[i]; word; word &= word - 1) {
                const int x = 64 * i + std::countr_zero(word);
                if (n[x] >= b[x] || 256 * n[x] <= kDepth * b[x])
                    continue;
                darker_.set(x, y);
                if (x < right && y < bottom)
                    ++inBlock_[at(x / kBlock, y / kBlock)];
            }
        }
    }
}

// The block and those beside it, each once.
void ShadowFinder::sumAround(int column, int row, const cv::Mat& now, const cv::Mat& before)
{
    for (int v = std::max(0, row - 1); v <= std::min(rows_ - 1, row + 1); ++v) {
        for (int u = std::max(0, column - 1); u <= std::min(columns_ - 1, column + 1); ++u) {
            if (summed_[at(u, v)])
                continue;
            summed_[at(u, v)] = 1;
            Sums sums;
            for (int y = v * kBlock; y < (v + 1) * kBlock; ++y) {
                const uint8_t *n = now.ptr(y) + u * kBlock, *b = before.ptr(y) + u * kBlock;
                for (int x = 0; x < kBlock; ++x)
                    sums += {n[x], b[x], n[x] * n[x], b[x] * b[x], n[x] * b[x]};
            }
            sums_[at(u, v)] = sums;
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
            s += sums_[at(x, y)];
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
    flat_.create(changed.size());
    sums_.resize(inBlock_.size());
    summed_.assign(inBlock_.size(), 0);
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            if (inBlock_[at(column, row)] < kLeastInBlock)
                continue;
            sumAround(column, row, now, before);
            const Verdict verdict = judge(column, row, noise);
            if (verdict != Verdict::Other)
                markBlock(column, row, verdict == Verdict::Shadow ? shadow_ : flat_);
        }
    }
    flat_.intersect(darker_);
    shadow_.intersect(darker_);
    shadow_.majority5();
    // Through flat ground; and where a shadow ends its pattern is broken, so a little beyond.
    for (int i = 0; i < kSpread && flat_.count() > 0; ++i) {
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
