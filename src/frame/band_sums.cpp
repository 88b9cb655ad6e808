// In every packing the rows are first added up column by column of bytes or words, whatever they
// mean: that vectorises. The few sums that are luma are picked from that one row of sums.
#include "frame/band_sums.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core/hal/intrin.hpp>

#include "frame/samples.h"

namespace animatize {
namespace {

constexpr int kBytes = 16;  // in a vector
constexpr int kWords = 8;
constexpr int kWeightBits = 14;
constexpr int kV210Group = 6;  // pixels in 16 bytes
constexpr int kUyvpPair = 5;   // bytes of two pixels

struct Band {
    const uint8_t* first;
    ptrdiff_t stride;
    int rows;
};

Band bandOf(const Component& component, int top, int rows)
{
    return {component.data + top * component.stride, component.stride, rows};
}

// The bits of UYVP that are luma, for 16 pairs of pixels: 16 x 5 = 5 x 16 bytes.
struct UyvpMask {
    uint8_t bytes[kUyvpPair * kBytes];
    constexpr UyvpMask() : bytes()
    {
        constexpr uint8_t kPair[kUyvpPair] = {0x00, 0x3f, 0xc0, 0x03, 0xfc};
        for (int i = 0; i < kUyvpPair * kBytes; ++i)
            bytes[i] = kPair[i % kUyvpPair];
    }
};
constexpr UyvpMask kUyvpMask;

template <bool kMasked>
void addBytes(const Band& band, int count, uint16_t* sums)
{
    int x = 0;
    for (; x + kBytes <= count; x += kBytes) {
        const cv::v_uint8x16 mask = cv::v_load(kUyvpMask.bytes + x % (kUyvpPair * kBytes));
        cv::v_uint16x8 low = cv::v_setzero_u16(), high = cv::v_setzero_u16(), a, b;
        const uint8_t* at = band.first + x;
        for (int y = 0; y < band.rows; ++y, at += band.stride) {
            const cv::v_uint8x16 bytes = cv::v_load(at);
            cv::v_expand(kMasked ? bytes & mask : bytes, a, b);
            low = cv::v_add_wrap(low, a);
            high = cv::v_add_wrap(high, b);
        }
        cv::v_store(sums + x, low);
        cv::v_store(sums + x + kBytes / 2, high);
    }
    for (; x < count; ++x) {
        const int mask = kMasked ? kUyvpMask.bytes[x % kUyvpPair] : 255;
        int sum = 0;
        for (int y = 0; y < band.rows; ++y)
            sum += band.first[x + y * band.stride] & mask;
        sums[x] = static_cast<uint16_t>(sum);
    }
}

void addWords(const Band& band, int count, int shift, uint16_t* sums)
{
    const cv::v_uint16x8 mask = cv::v_setall_u16(255);
    int x = 0;
    for (; x + kWords <= count; x += kWords) {
        cv::v_uint16x8 sum = cv::v_setzero_u16();
        const uint8_t* at = band.first + 2 * x;
        for (int y = 0; y < band.rows; ++y, at += band.stride) {
            const cv::v_uint16x8 words = cv::v_reinterpret_as_u16(cv::v_load(at));
            sum = cv::v_add_wrap(sum, (words >> shift) & mask);
        }
        cv::v_store(sums + x, sum);
    }
    for (; x < count; ++x) {
        int sum = 0;
        for (int y = 0; y < band.rows; ++y)
            sum += wordSample(band.first + 2 * x + y * band.stride, shift);
        sums[x] = static_cast<uint16_t>(sum);
    }
}

// One whole group of V210: luma is the middle field of even words, the outer ones of odd words.
void addV210Group(const Band& band, const uint8_t* at, uint16_t* luma)
{
    const cv::v_uint32x4 lowMask(0, 0x3fc, 0, 0x3fc), highMask(0xff, 0xff << 10, 0xff, 0xff << 10);
    cv::v_uint32x4 low = cv::v_setzero_u32(), high = cv::v_setzero_u32();
    for (int y = 0; y < band.rows; ++y, at += band.stride) {
        const cv::v_uint32x4 words = cv::v_reinterpret_as_u32(cv::v_load(at));
        low = low + (words & lowMask);
        high = high + ((words >> 12) & highMask);
    }
    uint32_t first[4], second[4];
    cv::v_store(first, low);
    cv::v_store(second, high);
    for (int odd : {1, 3}) {
        *luma++ = static_cast<uint16_t>(second[odd - 1]);
        *luma++ = static_cast<uint16_t>(first[odd] >> 2);
        *luma++ = static_cast<uint16_t>(second[odd] >> 10);
    }
}

// Every `step`-th sum.
void pick(const uint16_t* sums, int step, int count, uint16_t* luma)
{
    int x = 0;
    cv::v_uint16x8 wanted, between;
    for (; step == 2 && x + kWords < count; x += kWords) {
        cv::v_load_deinterleave(sums + 2 * x, wanted, between);
        cv::v_store(luma + x, wanted);
    }
    for (; x < count; ++x)
        luma[x] = sums[x * step];
}

// Weights in the order of the bytes; a fourth byte is padding or alpha and has no weight.
cv::v_uint16x8 weighted(const cv::v_uint16x8* parts, const uint16_t* weights, int count)
{
    const cv::v_uint32x4 half = cv::v_setall_u32(1u << (kWeightBits - 1));
    cv::v_uint32x4 low = half, high = half, a, b;
    for (int i = 0; i < count; ++i) {
        cv::v_mul_expand(parts[i], cv::v_setall_u16(weights[i]), a, b);
        low = low + a;
        high = high + b;
    }
    return cv::v_pack(low >> kWeightBits, high >> kWeightBits);
}

void weightRgb(const uint16_t* sums, const uint16_t* weights, int step, int count, uint16_t* luma)
{
    int x = 0;
    cv::v_uint16x8 parts[4];
    for (; x + kWords < count; x += kWords) {
        if (step == 3)
            cv::v_load_deinterleave(sums + 3 * x, parts[0], parts[1], parts[2]);
        else
            cv::v_load_deinterleave(sums + 4 * x, parts[0], parts[1], parts[2], parts[3]);
        cv::v_store(luma + x, weighted(parts, weights, step));
    }
    for (; x < count; ++x) {
        uint32_t sum = 1u << (kWeightBits - 1);
        for (int i = 0; i < 3; ++i)
            sum += sums[x * step + i] * weights[i];
        luma[x] = static_cast<uint16_t>(sum >> kWeightBits);
    }
}

// Kept per thread: the frames of a stream have one size.
uint16_t* scratch(size_t count)
{
    thread_local std::vector<uint16_t> memory;
    if (memory.size() < count)
        memory.resize(count);
    return memory.data();
}

}  // namespace

BandSums::BandSums(const ImageView& view, int used)
    : view_(view), used_(used), step_(std::max(1, view.components[0].step))
{
    first_ = view.components[0].data;
    if (view.rgb)
        first_ = std::min({first_, view.components[1].data, view.components[2].data});
    const auto weight = [](double share) {
        return static_cast<uint16_t>(std::lround(share * (1 << kWeightBits)));
    };
    const uint16_t red = weight(view.kr), blue = weight(view.kb);
    const uint16_t weights[3] = {red, static_cast<uint16_t>((1 << kWeightBits) - red - blue), blue};
    for (int c = 0; view.rgb && c < 3; ++c)
        weights_[(view.components[c].data - first_) & 3] = weights[c];
    // Of all packings RGBx has the most bytes per sample: four.
    const auto samples = static_cast<size_t>(used);
    luma_ = scratch(samples * static_cast<size_t>(1 + std::max(4, step_)));
    raw_ = luma_ + samples;
}

const uint16_t* BandSums::down(int top, int rows)
{
    switch (view_.packing) {
        case Packing::Words16:
            return words(top, rows);
        case Packing::V210:
            return v210(top, rows);
        case Packing::Uyvp:
            return uyvp(top, rows);
        case Packing::Bytes:
            break;
    }
    return view_.rgb ? rgb(top, rows) : bytes(top, rows);
}

const uint16_t* BandSums::bytes(int top, int rows)
{
    addBytes<false>(bandOf(view_.components[0], top, rows), (used_ - 1) * step_ + 1, raw_);
    if (step_ == 1)
        return raw_;
    pick(raw_, step_, used_, luma_);
    return luma_;
}

const uint16_t* BandSums::rgb(int top, int rows)
{
    const ptrdiff_t stride = view_.components[0].stride;
    addBytes<false>({first_ + top * stride, stride, rows}, (used_ - 1) * step_ + 3, raw_);
    weightRgb(raw_, weights_, step_, used_, luma_);
    return luma_;
}

const uint16_t* BandSums::words(int top, int rows)
{
    const int step = step_ / 2;
    addWords(bandOf(view_.components[0], top, rows), (used_ - 1) * step + 1, view_.shift, raw_);
    if (step == 1)
        return raw_;
    pick(raw_, step, used_, luma_);
    return luma_;
}

const uint16_t* BandSums::v210(int top, int rows)
{
    const Band band = bandOf(view_.components[0], top, rows);
    const int whole = used_ / kV210Group * kV210Group;
    for (int x = 0; x < whole; x += kV210Group)
        addV210Group(band, band.first + x / kV210Group * kBytes, luma_ + x);
    const SampleReader<Packing::V210> reader(view_, 0);
    for (int x = whole; x < used_; ++x) {
        int sum = 0;
        for (int y = top; y < top + rows; ++y)
            sum += reader.at(reader.row(y), x);
        luma_[x] = static_cast<uint16_t>(sum);
    }
    return luma_;
}

const uint16_t* BandSums::uyvp(int top, int rows)
{
    // Of a last single pixel the first three bytes are enough.
    const int count = used_ / 2 * kUyvpPair + used_ % 2 * 3;
    addBytes<true>(bandOf(view_.components[0], top, rows), count, raw_);
    const uint16_t* pair = raw_;
    for (int x = 0; x < used_; x += 2, pair += kUyvpPair) {
        luma_[x] = static_cast<uint16_t>(pair[1] * 4 + pair[2] / 64);
        if (x + 1 < used_)
            luma_[x + 1] = static_cast<uint16_t>(pair[3] * 64 + pair[4] / 4);
    }
    return luma_;
}

}  // namespace animatize
