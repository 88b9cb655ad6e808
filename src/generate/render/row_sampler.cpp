#include "generate/render/row_sampler.h"

#include <bit>
#include <cstring>

#include <opencv2/core/hal/intrin.hpp>

#include "generate/render/row_planes.h"

namespace animatize {
namespace {

using namespace cv;  // the universal intrinsics are found only so

constexpr int kWhole = 1 << kWeights;

/// A straight line of places: that of the first sample, and how far it is to the next.
struct Line {
    int at, step;

    Line(const int* nodes, int sample, int run, int bits)
    {
        const int* const node = nodes + (sample >> bits);
        step = (node[1] - node[0]) >> bits;
        at = node[0] + step * (sample & (run - 1));
    }

    /// Of four samples, between two neighbours: 0..kWhole - 1.
    v_int32x4 parts() const
    {
        const v_int32x4 places(at, at + step, at + 2 * step, at + 3 * step);
        return v_shr<kPlace - kWeights>(places) & v_setall_s32(kWhole - 1);
    }
};

ushort pairAt(const uchar* at)
{
    ushort pair;
    std::memcpy(&pair, at, sizeof pair);
    return pair;
}

/// Four samples at once: the weights of their neighbours, and where those are.
struct Four {
    v_uint16x8 left, right;  ///< the same for both rows of a sample
    v_int16x8 rows;          ///< above and below
    ptrdiff_t first, second, third, fourth;

    Four(const Line& x, const Line& y, ptrdiff_t stride)
    {
        const v_int32x4 across = x.parts(), down = y.parts();
        rows = v_reinterpret_as_s16(v_shl<16>(down) + (v_setall_s32(kWhole) - down));
        right = v_reinterpret_as_u16(v_shl<16>(across) | across);
        left = v_setall_u16(kWhole) - right;
        const auto place = [&](int i) {
            return ((y.at + i * y.step) >> kPlace) * stride + ((x.at + i * x.step) >> kPlace);
        };
        first = place(0);
        second = place(1);
        third = place(2);
        fourth = place(3);
    }

    /// The samples, in the lowest four bytes. `below`: the row under that of `origin`.
    uint32_t of(const uchar* origin, const uchar* below) const
    {
        const v_uint16x8 near(pairAt(origin + first), pairAt(below + first),
                              pairAt(origin + second), pairAt(below + second),
                              pairAt(origin + third), pairAt(below + third),
                              pairAt(origin + fourth), pairAt(below + fourth));
        const v_uint16x8 across =
            v_mul_wrap(near & v_setall_u16(0xff), left) + v_mul_wrap(v_shr<8>(near), right);
        const v_int32x4 half = v_setall_s32(1 << (2 * kWeights - 1));
        const v_int32x4 sum =
            v_shr<2 * kWeights>(v_dotprod(v_reinterpret_as_s16(across), rows) + half);
        const v_int16x8 words = v_pack(sum, sum);
        return v_reinterpret_as_u32(v_pack_u(words, words)).get0();
    }
};

/// One sample: the same sums.
uchar sampleOf(const uchar* origin, ptrdiff_t stride, int x, int y)
{
    const int right = (x >> (kPlace - kWeights)) & (kWhole - 1);
    const int down = (y >> (kPlace - kWeights)) & (kWhole - 1);
    const uchar* const at = origin + (y >> kPlace) * stride + (x >> kPlace);
    const int above = at[0] * (kWhole - right) + at[1] * right;
    const int below = at[stride] * (kWhole - right) + at[stride + 1] * right;
    return static_cast<uchar>(
        (above * (kWhole - down) + below * down + (1 << (2 * kWeights - 1))) >> (2 * kWeights));
}

template <int kComponents>
void sampleRow(const Texture& texture, const RowPlaces& places, int first, int end,
               uchar* const* out)
{
    const RowPlanes<kComponents> planes(texture, out);
    const ptrdiff_t stride = texture.stride();
    const int *x = places.x.data(), *y = places.y.data();
    const int run = places.run, bits = std::countr_zero(static_cast<unsigned>(run));
    int i = first;
    for (; run >= 4 && i + 4 <= end; i += 4) {
        const Four four(Line(x, i, run, bits), Line(y, i, run, bits), stride);
        for (int c = 0; c < kComponents; ++c) {
            const uint32_t samples = four.of(planes.from[c], planes.from[c] + stride);
            std::memcpy(planes.to[c] + i, &samples, sizeof samples);
        }
    }
    for (; i < end; ++i)
        for (int c = 0; c < kComponents; ++c)
            planes.to[c][i] = sampleOf(planes.from[c], stride, Line(x, i, run, bits).at,
                                       Line(y, i, run, bits).at);
}

}  // namespace

RowPlaces::RowPlaces(int run, int samples)
    : run(run), x((static_cast<size_t>(samples) / static_cast<size_t>(run) + 24) / 8 * 8), y(x)
{}

void sampleAnywhere(const Texture& texture, const RowPlaces& places, int first, int end,
                    uchar* const* out)
{
    withComponents(texture.components(), [&](auto components) {
        sampleRow<components()>(texture, places, first, end, out);
    });
}

RowSampler rowSampler()
{
    static const RowSampler wide = avx2RowSampler();
    return wide ? wide : sampleAnywhere;
}

}  // namespace animatize
