#include "raw_frame.h"

#include <opencv2/core.hpp>

namespace animatize::test {
namespace {

int halved(int length)
{
    return (length + 1) / 2;
}

// Writes `bits` bits of `value` at bit `shift` of a little-endian word of `bytes` bytes.
void putBits(uint8_t* at, int bytes, int shift, int bits, int value)
{
    uint64_t word = 0;
    for (int i = 0; i < bytes; ++i)
        word |= static_cast<uint64_t>(at[i]) << (8 * i);
    const uint64_t mask = ((uint64_t{1} << bits) - 1) << shift;
    word = (word & ~mask) | (static_cast<uint64_t>(value) << shift);
    for (int i = 0; i < bytes; ++i)
        at[i] = static_cast<uint8_t>(word >> (8 * i));
}

// The order of a V210 group, as its definition lists it: three fields a word.
constexpr struct {
    int component, sample;
} kV210[12] = {{1, 0}, {0, 0}, {2, 0}, {0, 1}, {1, 1}, {0, 2},
               {2, 1}, {0, 3}, {1, 2}, {0, 4}, {2, 2}, {0, 5}};

void putV210(uint8_t* row, int component, int x, int value)
{
    const int perGroup = component == 0 ? 6 : 3;
    for (int field = 0; field < 12; ++field)
        if (kV210[field].component == component && kV210[field].sample == x % perGroup)
            putBits(row + x / perGroup * 16 + field / 3 * 4, 4, field % 3 * 10, 10, value);
}

// 40 bits, most significant first: U Y0 V Y1.
void putUyvp(uint8_t* row, int component, int x, int value)
{
    uint8_t* pair = row + (component == 0 ? x / 2 : x) * 5;
    const int place = component == 0 ? 1 + x % 2 * 2 : component == 1 ? 0 : 2;
    for (int bit = 0; bit < 10; ++bit) {
        const int at = place * 10 + bit;
        const int mask = 0x80 >> at % 8;
        const bool on = value >> (9 - bit) & 1;
        pair[at / 8] = static_cast<uint8_t>(on ? pair[at / 8] | mask : pair[at / 8] & ~mask);
    }
}

}  // namespace

const char* nameOf(Layout layout)
{
    constexpr const char* kNames[] = {"I420", "NV12", "Y444",      "YUY2", "UYVY", "GRAY8", "RGB",
                                      "BGRx", "xRGB", "I420_10LE", "P010", "v210", "UYVP"};
    return kNames[static_cast<int>(layout)];
}

bool isRgb(Layout layout)
{
    return layout == Layout::Rgb || layout == Layout::Bgrx || layout == Layout::Xrgb;
}

bool isTenBit(Layout layout)
{
    return layout >= Layout::I420Le10;
}

RawFrame::RawFrame(Layout layout, int width, int height, uint64_t seed, const FrameOptions& options)
    : layout_(layout), options_(options)
{
    view_.width = view_.frameWidth = width;
    view_.height = height;
    view_.frameHeight = options.interlaced ? 2 * height : height;
    view_.rgb = isRgb(layout);
    layOut();
    cv::RNG random(seed + 1);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < samples_[c].height; ++y)
            for (int x = 0; x < samples_[c].width; ++x)
                set(c, x, y, random.uniform(0, isTenBit(layout) ? 1024 : 256));
}

void RawFrame::layOut()
{
    const int w = view_.width, h = view_.height, cw = halved(w), ch = halved(h);
    const auto planar = [&](int bytes, int chromaWidth, int chromaHeight) {
        for (int c = 0; c < 3; ++c) {
            const int width = c == 0 ? w : chromaWidth, height = c == 0 ? h : chromaHeight;
            addPlane(static_cast<size_t>(width) * bytes, height);
            place(c, c, 0, bytes, width, height);
        }
    };
    const auto semiPlanar = [&](int bytes) {
        addPlane(static_cast<size_t>(w) * bytes, h);
        addPlane(static_cast<size_t>(cw) * 2 * bytes, ch);
        place(0, 0, 0, bytes, w, h);
        place(1, 1, 0, 2 * bytes, cw, ch);
        place(2, 1, bytes, 2 * bytes, cw, ch);
    };
    const auto packed = [&](int luma, int u, int v) {
        addPlane(static_cast<size_t>(cw) * 4, h);
        place(0, 0, luma, 2, w, h);
        place(1, 0, u, 4, cw, h);
        place(2, 0, v, 4, cw, h);
    };
    const auto rgb = [&](int step, int r, int g, int b) {
        addPlane(static_cast<size_t>(w) * step, h);
        place(0, 0, r, step, w, h);
        place(1, 0, g, step, w, h);
        place(2, 0, b, step, w, h);
    };
    const auto tenBits = [&](Packing packing, int rowBytes) {
        view_.packing = packing;
        addPlane(static_cast<size_t>(rowBytes), h);
        for (int c = 0; c < 3; ++c)
            place(c, 0, 0, 0, c == 0 ? w : cw, h);
        view_.components[1] = view_.components[2] = {};
    };
    switch (layout_) {
        case Layout::I420:
            return planar(1, cw, ch);
        case Layout::Nv12:
            return semiPlanar(1);
        case Layout::Y444:
            return planar(1, w, h);
        case Layout::Yuy2:
            return packed(0, 1, 3);
        case Layout::Uyvy:
            return packed(1, 0, 2);
        case Layout::Gray:
            addPlane(static_cast<size_t>(w), h);
            return place(0, 0, 0, 1, w, h);
        case Layout::Rgb:
            return rgb(3, 0, 1, 2);
        case Layout::Bgrx:
            return rgb(4, 2, 1, 0);
        case Layout::Xrgb:
            return rgb(4, 1, 2, 3);
        case Layout::I420Le10:
            view_.packing = Packing::Words16;
            view_.shift = 2;
            return planar(2, cw, ch);
        case Layout::P010:
            view_.packing = Packing::Words16;
            view_.shift = 8;
            return semiPlanar(2);
        case Layout::V210:
            return tenBits(Packing::V210, (w + 5) / 6 * 16);
        case Layout::Uyvp:
            return tenBits(Packing::Uyvp, cw * 5);
    }
}

void RawFrame::addPlane(size_t rowBytes, int rows)
{
    const size_t stored = static_cast<size_t>(rows) * (options_.interlaced ? 2 : 1);
    // The last stored row has no padding; of two fields the last row is missing altogether.
    const size_t last = options_.interlaced ? stored - 2 : stored - 1;
    Plane plane{rowBytes, {}};
    plane.memory.assign(last * (rowBytes + options_.padding) + rowBytes, options_.poison);
    planes_.push_back(std::move(plane));
}

void RawFrame::place(int component, int plane, int offset, int step, int width, int height)
{
    Plane& in = planes_[plane];
    auto stride = static_cast<ptrdiff_t>(in.rowBytes) + options_.padding;
    if (options_.interlaced)
        stride *= 2;
    uint8_t* first = in.memory.data() + offset;
    if (options_.upsideDown)
        first += (height - 1) * stride;
    view_.components[component] = {first, options_.upsideDown ? -stride : stride, step, width,
                                   height};
    const auto count = static_cast<size_t>(width) * static_cast<size_t>(height);
    samples_[component] = {width, height, std::vector<int>(count)};
}

uint8_t* RawFrame::row(int component, int y)
{
    const bool together = view_.packing == Packing::V210 || view_.packing == Packing::Uyvp;
    const Component& at = view_.components[together ? 0 : component];
    return const_cast<uint8_t*>(at.data) + y * at.stride;
}

void RawFrame::put(int component, int x, int y, int value)
{
    uint8_t* at = row(component, y);
    switch (layout_) {
        case Layout::V210:
            return putV210(at, component, x, value);
        case Layout::Uyvp:
            return putUyvp(at, component, x, value);
        case Layout::I420Le10:
            return putBits(at + x * view_.components[component].step, 2, 0, 10, value);
        case Layout::P010:
            return putBits(at + x * view_.components[component].step, 2, 6, 10, value);
        default:
            at[x * view_.components[component].step] = static_cast<uint8_t>(value);
    }
}

void RawFrame::set(int component, int x, int y, int value)
{
    samples_[component].at(x, y) = value;
    put(component, x, y, value);
}

void RawFrame::fill(int component, int value)
{
    for (int y = 0; y < samples_[component].height; ++y)
        for (int x = 0; x < samples_[component].width; ++x)
            set(component, x, y, value);
}

}  // namespace animatize::test
