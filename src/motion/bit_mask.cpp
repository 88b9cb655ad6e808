#include "motion/bit_mask.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include <opencv2/core/hal/intrin.hpp>

namespace animatize {
namespace {

// A word of one row and of what lies beside it.
uint64_t leftOf(const uint64_t* w)
{
    return w[0] << 1 | w[-1] >> 63;
}
uint64_t rightOf(const uint64_t* w)
{
    return w[0] >> 1 | w[1] << 63;
}

// Two bits of sum from three of one weight.
struct Sum {
    uint64_t ones, twos;
};
Sum add(uint64_t a, uint64_t b, uint64_t c)
{
    const uint64_t half = a ^ b;
    return {half ^ c, (a & b) | (half & c)};
}

// Eight pixels of a byte's bits.
const std::array<uint64_t, 256>& spread()
{
    static const std::array<uint64_t, 256> table = [] {
        std::array<uint64_t, 256> made{};
        for (size_t bits = 0; bits < made.size(); ++bits) {
            std::array<uint8_t, 8> pixels;
            for (size_t i = 0; i < 8; ++i)
                pixels[i] = bits >> i & 1 ? 255 : 0;
            std::memcpy(&made[bits], pixels.data(), 8);
        }
        return made;
    }();
    return table;
}

uint64_t packSixtyFour(const uint8_t* p, const cv::v_uint8x16& least)
{
    uint64_t word = 0;
    for (int i = 0; i < 4; ++i) {
        const int bits = cv::v_signmask(cv::v_load(p + 16 * i) >= least);
        word |= static_cast<uint64_t>(static_cast<uint32_t>(bits)) << (16 * i);
    }
    return word;
}

}  // namespace

void BitMask::create(cv::Size size)
{
    size_ = size;
    perRow_ = (size.width + 63) / 64;
    words_.assign(offset(size.height), 0);
}

void BitMask::release()
{
    size_ = {};
    perRow_ = 0;
    words_.clear();
}

void BitMask::clear()
{
    std::fill(words_.begin(), words_.end(), 0);
}

uint64_t BitMask::lastWord() const
{
    const int left = size_.width & 63;
    return left ? (uint64_t{1} << left) - 1 : ~uint64_t{0};
}

void BitMask::pack(const cv::Mat& picture, int level)
{
    create(picture.size());
    const cv::v_uint8x16 least = cv::v_setall_u8(static_cast<uint8_t>(level));
    for (int y = 0; y < size_.height; ++y) {
        const uint8_t* p = picture.ptr(y);
        uint64_t* words = row(y);
        const int whole = size_.width / 64;
        for (int i = 0; i < whole; ++i)
            words[i] = packSixtyFour(p + 64 * i, least);
        for (int x = whole * 64; x < size_.width; ++x)
            words[whole] |= static_cast<uint64_t>(p[x] >= level) << (x & 63);
    }
}

void BitMask::unpack(cv::Mat& into) const
{
    into.create(size_, CV_8U);
    const std::array<uint64_t, 256>& pixels = spread();
    const int width = size_.width, whole = width / 8 * 8;
    for (int y = 0; y < size_.height; ++y) {
        const uint64_t* words = row(y);
        uint8_t* p = into.ptr(y);
        for (int x = 0; x < whole; x += 8)
            std::memcpy(p + x, &pixels[words[x >> 6] >> (x & 63) & 255], 8);
        for (int x = whole; x < width; ++x)
            p[x] = words[x >> 6] >> (x & 63) & 1 ? 255 : 0;
    }
}

int BitMask::count() const
{
    int sum = 0;
    for (const uint64_t word : words_)
        sum += std::popcount(word);
    return sum;
}

void BitMask::intersect(const BitMask& other)
{
    for (size_t i = 0; i < words_.size(); ++i)
        words_[i] &= other.words_[i];
}
void BitMask::unite(const BitMask& other)
{
    for (size_t i = 0; i < words_.size(); ++i)
        words_[i] |= other.words_[i];
}
void BitMask::remove(const BitMask& other)
{
    for (size_t i = 0; i < words_.size(); ++i)
        words_[i] &= ~other.words_[i];
}

void BitMask::padded(int y, Beyond beyond, uint64_t* into) const
{
    const uint64_t* words = row(y);
    std::copy(words, words + perRow_, into + 1);
    const bool before = beyond == Beyond::Set || (beyond == Beyond::Same && at(0, y));
    const bool after = beyond == Beyond::Set || (beyond == Beyond::Same && at(size_.width - 1, y));
    into[0] = before ? ~uint64_t{0} : 0;
    into[perRow_ + 1] = after ? ~uint64_t{0} : 0;
    if (after)
        into[perRow_] |= ~lastWord();
}

void BitMask::finish()
{
    words_.swap(result_);
    for (int y = 0; y < size_.height; ++y)
        row(y)[perRow_ - 1] &= lastWord();
}

void BitMask::majority3()
{
    if (empty())
        return;
    const auto width = static_cast<size_t>(perRow_);
    line_.resize(width + 2);
    sums_.resize(2 * words_.size());
    result_.resize(words_.size());
    for (int y = 0; y < size_.height; ++y) {
        padded(y, Beyond::Same, line_.data());
        uint64_t* sums = sums_.data() + 2 * offset(y);
        for (size_t i = 0; i < width; ++i) {
            const uint64_t* w = line_.data() + i + 1;
            const Sum sum = add(leftOf(w), *w, rightOf(w));
            sums[i] = sum.ones;
            sums[width + i] = sum.twos;
        }
    }
    for (int y = 0; y < size_.height; ++y) {
        const uint64_t* a = sums_.data() + 2 * offset(std::max(0, y - 1));
        const uint64_t* b = sums_.data() + 2 * offset(y);
        const uint64_t* c = sums_.data() + 2 * offset(std::min(size_.height - 1, y + 1));
        uint64_t* into = result_.data() + offset(y);
        for (size_t i = 0; i < width; ++i) {
            const Sum ones = add(a[i], b[i], c[i]);
            const Sum twos = add(a[width + i], b[width + i], c[width + i]);
            const uint64_t two = twos.ones ^ ones.twos, carry = twos.ones & ones.twos;
            const uint64_t four = twos.twos ^ carry, eight = twos.twos & carry;
            into[i] = eight | (four & (two | ones.ones));  // 5..9
        }
    }
    finish();
}

void BitMask::majority5()
{
    if (empty())
        return;
    const auto width = static_cast<size_t>(perRow_);
    line_.resize(width + 2);
    sums_.resize(3 * words_.size());
    result_.resize(words_.size());
    for (int y = 0; y < size_.height; ++y) {
        padded(y, Beyond::Same, line_.data());
        uint64_t* sums = sums_.data() + 3 * offset(y);
        for (size_t i = 0; i < width; ++i) {
            const uint64_t* w = line_.data() + i + 1;
            const uint64_t left = w[0] << 2 | w[-1] >> 62, right = w[0] >> 2 | w[1] << 62;
            const Sum first = add(leftOf(w), *w, rightOf(w));
            const Sum second = add(first.ones, left, right);
            sums[i] = second.ones;
            sums[width + i] = first.twos ^ second.twos;
            sums[2 * width + i] = first.twos & second.twos;
        }
    }
    for (int y = 0; y < size_.height; ++y) {
        std::array<const uint64_t*, 5> from;
        for (int k = 0; k < 5; ++k)
            from[static_cast<size_t>(k)] =
                sums_.data() + 3 * offset(std::clamp(y + k - 2, 0, size_.height - 1));
        uint64_t* into = result_.data() + offset(y);
        for (size_t i = 0; i < width; ++i) {
            const auto five = [&](size_t at) {
                const Sum a = add(from[0][at], from[1][at], from[2][at]);
                const Sum b = add(a.ones, from[3][at], from[4][at]);
                return std::array<uint64_t, 3>{b.ones, a.twos, b.twos};
            };
            const auto ones = five(i), twos = five(width + i), fours = five(2 * width + i);
            // Of weight 2: ones' two carries and twos' sum; and so on upwards.
            const Sum two = add(ones[1], ones[2], twos[0]);
            const Sum four = add(twos[1], twos[2], fours[0]);
            const uint64_t fourOnes = four.ones ^ two.twos, carry = four.ones & two.twos;
            const Sum eight = add(fours[1], fours[2], four.twos);
            const uint64_t eightOnes = eight.ones ^ carry;
            const uint64_t sixteen = eight.twos | (eight.ones & carry);
            // 13..25: 16 and more, or 8 + 4 + (2 or 1) - that is 13, 14, 15.
            into[i] = sixteen | (eightOnes & fourOnes & (two.ones | ones[0]));
        }
    }
    finish();
}

void BitMask::dilateOnce()
{
    const auto width = static_cast<size_t>(perRow_);
    for (int y = 0; y < size_.height; ++y) {
        padded(y, Beyond::Clear, line_.data());
        for (size_t i = 0; i < width; ++i) {
            const uint64_t* w = line_.data() + i + 1;
            sums_[offset(y) + i] = leftOf(w) | *w | rightOf(w);
        }
    }
    for (int y = 0; y < size_.height; ++y) {
        const size_t above = offset(std::max(0, y - 1)), here = offset(y);
        const size_t below = offset(std::min(size_.height - 1, y + 1));
        for (size_t i = 0; i < width; ++i)
            result_[here + i] = sums_[above + i] | sums_[here + i] | sums_[below + i];
    }
    finish();
}

void BitMask::erodeOnce()
{
    const auto width = static_cast<size_t>(perRow_);
    for (int y = 0; y < size_.height; ++y) {
        padded(y, Beyond::Set, line_.data());
        for (size_t i = 0; i < width; ++i) {
            const uint64_t* w = line_.data() + i + 1;
            sums_[offset(y) + i] = leftOf(w) & *w & rightOf(w);
        }
    }
    for (int y = 0; y < size_.height; ++y) {
        const size_t above = offset(std::max(0, y - 1)), here = offset(y);
        const size_t below = offset(std::min(size_.height - 1, y + 1));
        for (size_t i = 0; i < width; ++i)
            result_[here + i] = sums_[above + i] & sums_[here + i] & sums_[below + i];
    }
    finish();
}

void BitMask::dilate(int radius)
{
    line_.resize(static_cast<size_t>(perRow_) + 2);
    sums_.resize(std::max(sums_.size(), words_.size()));
    result_.resize(words_.size());
    for (int i = 0; i < radius && !empty(); ++i)
        dilateOnce();
}

void BitMask::erode(int radius)
{
    line_.resize(static_cast<size_t>(perRow_) + 2);
    sums_.resize(std::max(sums_.size(), words_.size()));
    result_.resize(words_.size());
    for (int i = 0; i < radius && !empty(); ++i)
        erodeOnce();
}

}  // namespace animatize
