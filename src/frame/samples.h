// One sample of a frame, in every packing: for what looks here and there, not at every pixel.
//
// Ten-bit samples are cut to their upper eight bits, as everywhere in the core.
#pragma once

#include <cstring>

#include <opencv2/core.hpp>

#include "frame/image_view.h"

namespace animatize {

inline uint32_t littleEndian32(const uint8_t* bytes)
{
    uint32_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// The 8-bit value of a little-endian word of `Packing::Words16`.
inline int wordSample(const uint8_t* bytes, int shift)
{
    return ((bytes[0] | bytes[1] << 8) >> shift) & 255;
}

/// Samples in a row and rows of component `which`; 0 x 0 where the format has no such component.
inline cv::Size componentSize(const ImageView& view, int which)
{
    if (view.packing == Packing::V210 || view.packing == Packing::Uyvp)
        return {which == 0 ? view.width : (view.width + 1) / 2, view.height};
    const Component& component = view.components[which];
    return component.data ? cv::Size(component.width, component.height) : cv::Size();
}

/// Reads samples of one component of a view, which has to outlive the reader.
template <Packing kPacking>
class SampleReader {
  public:
    SampleReader(const ImageView& view, int which)
        : component_(
              view.components[kPacking == Packing::V210 || kPacking == Packing::Uyvp ? 0 : which]),
          which_(which),
          shift_(view.shift)
    {}

    const uint8_t* row(int y) const { return component_.data + y * component_.stride; }

    int at(const uint8_t* row, int x) const
    {
        if constexpr (kPacking == Packing::Bytes)
            return row[x * component_.step];
        else if constexpr (kPacking == Packing::Words16)
            return wordSample(row + x * component_.step, shift_);
        else if constexpr (kPacking == Packing::V210)
            return v210(row, x);
        else
            return uyvp(row, x);
    }

  private:
    // Bit positions of the samples of a group of 16 bytes: word * 32 + shift.
    int v210(const uint8_t* row, int x) const
    {
        static constexpr int kLuma[6] = {10, 32, 52, 74, 96, 116};
        static constexpr int kChroma[2][3] = {{0, 42, 84}, {20, 64, 106}};
        const int group = which_ == 0 ? x / 6 : x / 3;
        const int bit = which_ == 0 ? kLuma[x % 6] : kChroma[which_ - 1][x % 3];
        return static_cast<int>(littleEndian32(row + group * 16 + bit / 32 * 4) >> (bit % 32 + 2)) &
               255;
    }

    int uyvp(const uint8_t* row, int x) const
    {
        const uint8_t* pair = row + (which_ == 0 ? x / 2 : x) * 5;
        switch (which_) {
            case 1:
                return pair[0];
            case 2:
                return (pair[2] & 15) << 4 | pair[3] >> 4;
            default:
                return x % 2 == 0 ? (pair[1] & 63) << 2 | pair[2] >> 6
                                  : (pair[3] & 3) << 6 | pair[4] >> 2;
        }
    }

    Component component_;
    int which_;
    int shift_;
};

/// Calls `f` with the reader of a component that fits the view's packing.
template <typename F>
auto withReader(const ImageView& view, int which, F&& f)
{
    switch (view.packing) {
        case Packing::Words16:
            return f(SampleReader<Packing::Words16>(view, which));
        case Packing::V210:
            return f(SampleReader<Packing::V210>(view, which));
        case Packing::Uyvp:
            return f(SampleReader<Packing::Uyvp>(view, which));
        case Packing::Bytes:
            break;
    }
    return f(SampleReader<Packing::Bytes>(view, which));
}

/// Fills `into` (CV_8UC1, of the size wanted) with a component: the mean of 3 x 3 samples in each
/// cell. Grey (128) where there is no such component.
void sampleComponent(const ImageView& view, int which, cv::Mat& into);

}  // namespace animatize
