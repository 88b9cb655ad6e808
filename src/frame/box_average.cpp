// Two steps per row of boxes: first the image rows are added up, each byte column for itself,
// whatever the bytes mean (that vectorises in every packing); then the few sums that are luma
// are picked from that one row and added across.
#include "frame/box_average.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core/hal/intrin.hpp>

#include "frame/samples.h"

namespace animatize {
namespace {

constexpr int kLanes = 16;
constexpr int kWeightBits = 14;
constexpr int kScaleBits = 40;

// The image rows under one row of boxes. 256 rows of 255 still fit into 16 bits.
struct Band {
    const uint8_t* first;
    ptrdiff_t stride;
    int rows;
};

Band bandOf(const Component& component, int y, int rows)
{
    return {component.data + y * component.stride, component.stride, rows};
}

// The bits of UYVP that are luma, for 16 pairs of pixels: 16 x 5 = 5 x 16 bytes.
struct UyvpMask {
    uint8_t bytes[5 * kLanes];
    constexpr UyvpMask() : bytes()
    {
        constexpr uint8_t kPair[5] = {0x00, 0x3f, 0xc0, 0x03, 0xfc};
        for (int i = 0; i < 5 * kLanes; ++i)
            bytes[i] = kPair[i % 5];
    }
};
constexpr UyvpMask kUyvpMask;

template <bool kMasked>
void addBytes(const Band& band, int count, uint16_t* sums)
{
    int x = 0;
    for (; x + kLanes <= count; x += kLanes) {
        const cv::v_uint8x16 mask = cv::v_load(kUyvpMask.bytes + x % (5 * kLanes));
        cv::v_uint16x8 low = cv::v_setzero_u16(), high = cv::v_setzero_u16(), a, b;
        const uint8_t* at = band.first + x;
        for (int y = 0; y < band.rows; ++y, at += band.stride) {
            const cv::v_uint8x16 bytes = cv::v_load(at);
            cv::v_expand(kMasked ? bytes & mask : bytes, a, b);
            low = cv::v_add_wrap(low, a);
            high = cv::v_add_wrap(high, b);
        }
        cv::v_store(sums + x, low);
        cv::v_store(sums + x + kLanes / 2, high);
    }
    for (; x < count; ++x) {
        const int mask = kMasked ? kUyvpMask.bytes[x % 5] : 255;
        int sum = 0;
        for (int y = 0; y < band.rows; ++y)
            sum += band.first[x + y * band.stride] & mask;
        sums[x] = static_cast<uint16_t>(sum);
    }
}

void addWords(const Band& band, int count, int shift, uint16_t* sums)
{
    constexpr int kWords = kLanes / 2;
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

// One whole group of V210: luma is the middle field of even words, the outer fields of odd ones.
void addV210Group(const Band& band, int group, uint16_t* luma)
{
    const cv::v_uint32x4 low = cv::v_setall_u32(0x000000ff), high = cv::v_setall_u32(0x00ff0000);
    cv::v_uint32x4 outer = cv::v_setzero_u32(), middle = cv::v_setzero_u32();
    const uint8_t* at = band.first + group * 16;
    for (int y = 0; y < band.rows; ++y, at += band.stride) {
        const cv::v_uint32x4 words = cv::v_reinterpret_as_u32(cv::v_load(at));
        outer = outer + (((words >> 2) & low) | ((words >> 4) & high));
        middle = middle + ((words >> 12) & low);
    }
    uint32_t o[4], m[4];
    cv::v_store(o, outer);
    cv::v_store(m, middle);
    const uint32_t sums[6] = {m[0], o[1] & 0xffff, o[1] >> 16, m[2], o[3] & 0xffff, o[3] >> 16};
    std::copy(sums, sums + 6, luma);
}

void addV210(const ImageView& view, int top, int rows, int count, uint16_t* luma)
{
    const Band band = bandOf(view.components[0], top, rows);
    for (int group = 0; group < count / 6; ++group)
        addV210Group(band, group, luma + 6 * group);
    const SampleReader<Packing::V210> reader(view, 0);
    for (int x = count / 6 * 6; x < count; ++x) {
        int sum = 0;
        for (int y = top; y < top + rows; ++y)
            sum += reader.at(reader.row(y), x);
        luma[x] = static_cast<uint16_t>(sum);
    }
}

void addUyvp(const Band& band, int count, uint16_t* bytes, uint16_t* luma)
{
    addBytes<true>(band, count / 2 * 5 + count % 2 * 3, bytes);
    for (int x = 0; x < count; ++x) {
        const uint16_t* pair = bytes + x / 2 * 5;
        luma[x] = static_cast<uint16_t>(x % 2 == 0 ? pair[1] * 4 + pair[2] / 64
                                                   : pair[3] * 64 + pair[4] / 4);
    }
}

// Sums down the band of what makes luma, `step` apart: one component, or R G B.
struct Sums {
    const uint16_t* component[3];
    int step;
};

class BoxAverager {
  public:
    BoxAverager(const ImageView& view, cv::Size box, int columns)
        : view_(view), box_(box), used_(box.width * columns), columns_(columns)
    {
        const double range = std::max(1, view.white - view.black);
        const double all = static_cast<double>(box.area()) * (view.rgb ? 1 << kWeightBits : 1);
        const double one = static_cast<double>(int64_t{1} << kScaleBits);
        scale_ = std::llround(255.0 * one / (range * all));
        offset_ = std::llround((0.5 - 255.0 * view.black / range) * one);
        weights_[0] = std::lround(view.kr * (1 << kWeightBits));
        weights_[2] = std::lround(view.kb * (1 << kWeightBits));
        weights_[1] = (1 << kWeightBits) - weights_[0] - weights_[2];
    }

    void row(int index, uint8_t* out) const
    {
        const Sums sums = sumsDown(index * box_.height);
        if (view_.rgb)
            finish(sums, out, [&](int x) { return weighted(sums, x); });
        else
            finish(sums, out, [&](int x) { return across(sums.component[0] + x, sums.step); });
    }

  private:
    template <typename F>
    void finish(const Sums& sums, uint8_t* out, F&& boxSum) const
    {
        const int advance = box_.width * sums.step;
        for (int x = 0; x < columns_; ++x) {
            const int64_t value = (boxSum(x * advance) * scale_ + offset_) >> kScaleBits;
            out[x] = static_cast<uint8_t>(std::clamp<int64_t>(value, 0, 255));
        }
    }

    int64_t across(const uint16_t* sums, int step) const
    {
        uint32_t sum = 0;
        for (int i = 0; i < box_.width; ++i, sums += step)
            sum += *sums;
        return sum;
    }

    int64_t weighted(const Sums& sums, int x) const
    {
        int64_t sum = 0;
        for (int c = 0; c < 3; ++c)
            sum += weights_[c] * across(sums.component[c] + x, sums.step);
        return sum;
    }

    Sums sumsDown(int top) const;
    Sums bytesDown(int top) const;

    const ImageView& view_;
    cv::Size box_;
    int used_;  // samples across that boxes cover
    int columns_;
    int64_t scale_, offset_;
    int64_t weights_[3];
};

// Kept per thread: frames of one stream have one size.
uint16_t* scratch(size_t count)
{
    thread_local std::vector<uint16_t> memory;
    if (memory.size() < count)
        memory.resize(count);
    return memory.data();
}

Sums BoxAverager::sumsDown(int top) const
{
    const Component& first = view_.components[0];
    const auto used = static_cast<size_t>(used_);
    switch (view_.packing) {
        case Packing::Words16: {
            const int step = first.step / 2;
            const int count = (used_ - 1) * step + 1;
            uint16_t* sums = scratch(static_cast<size_t>(count));
            addWords(bandOf(first, top, box_.height), count, view_.shift, sums);
            return {{sums}, step};
        }
        case Packing::V210: {
            uint16_t* sums = scratch(used);
            addV210(view_, top, box_.height, used_, sums);
            return {{sums}, 1};
        }
        case Packing::Uyvp: {
            uint16_t* sums = scratch(used * 4);
            addUyvp(bandOf(first, top, box_.height), used_, sums + used, sums);
            return {{sums}, 1};
        }
        case Packing::Bytes:
            break;
    }
    return bytesDown(top);
}

// The components of packed R G B lie between each other: their bytes are added up together.
Sums BoxAverager::bytesDown(int top) const
{
    const int needed = view_.rgb ? 3 : 1;
    const Component* components = view_.components;
    const uint8_t* first = components[0].data;
    for (int c = 1; c < needed; ++c)
        first = std::min(first, components[c].data);
    Sums result{{}, components[0].step};
    ptrdiff_t last = 0;
    for (int c = 0; c < needed; ++c)
        last = std::max(last, components[c].data - first);
    const auto count = static_cast<size_t>((used_ - 1) * result.step + 1 + last);
    uint16_t* sums = scratch(count);
    addBytes<false>({first + top * components[0].stride, components[0].stride, box_.height},
                    static_cast<int>(count), sums);
    for (int c = 0; c < needed; ++c)
        result.component[c] = sums + (components[c].data - first);
    return result;
}

}  // namespace

void averageBoxes(const ImageView& view, cv::Size box, cv::Mat& luma)
{
    const BoxAverager averager(view, box, luma.cols);
    for (int y = 0; y < luma.rows; ++y)
        averager.row(y, luma.ptr(y));
}

}  // namespace animatize
