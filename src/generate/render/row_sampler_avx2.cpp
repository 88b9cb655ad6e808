// The row sampler for AVX2. Neighbours of eight samples are read with a load a row, when they lie
// close together, as they nearly always do, and each sample takes its own from there.
#include "generate/render/row_sampler.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <algorithm>
#include <bit>
#include <cstring>

#include <immintrin.h>

#include "generate/render/row_planes.h"

// Only these functions, so that the library runs on every processor.
#define AVX2 __attribute__((target("avx2")))
#define AVX2_INLINE __attribute__((target("avx2"), always_inline)) inline

namespace animatize {
namespace {

constexpr int kWhole = 1 << kWeights;

/// Eight of 32 bits, as what follows wants them.
AVX2_INLINE __m256i load(const int* from)
{
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

AVX2_INLINE __m256i everyFour(char a, char b, char c, char d)
{
    return _mm256_setr_epi8(a, b, c, d, a, b, c, d, a, b, c, d, a, b, c, d, a, b, c, d, a, b, c, d,
                            a, b, c, d, a, b, c, d);
}

/// The lowest byte of each 32 bits, four times.
AVX2_INLINE __m256i repeated(__m256i values)
{
    const __m256i which = _mm256_setr_epi8(0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12, 0, 0,
                                           0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12);
    return _mm256_shuffle_epi8(values, which);
}

/// Where eight samples lie between nodes.
struct Lanes {
    __m256i node;  ///< behind that of the first sample
    __m256i part;  ///< samples behind its node
    __m128i bits;

    AVX2_INLINE explicit Lanes(int run)
        : bits(_mm_cvtsi32_si128(std::countr_zero(static_cast<unsigned>(run))))
    {
        const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        node = _mm256_srl_epi32(lanes, bits);
        part = _mm256_and_si256(lanes, _mm256_set1_epi32(run - 1));
    }

    /// The places of samples whose first is at a node.
    AVX2_INLINE __m256i places(const int* nodes) const
    {
        const __m256i from = _mm256_permutevar8x32_epi32(load(nodes), node);
        const __m256i to = _mm256_permutevar8x32_epi32(load(nodes + 1), node);
        const __m256i step = _mm256_sra_epi32(_mm256_sub_epi32(to, from), bits);
        return _mm256_add_epi32(from, _mm256_mullo_epi32(step, part));
    }
};

/// How far eight samples lie apart, in halves of four: in one row or in two, within eight columns.
enum class Apart { OneRow, TwoRows, Far };

/// What is common to all components of eight samples. Weights are negative: -128 fits into a signed
/// byte, 128 doesn't, and twice negative is positive again.
struct Eight {
    __m256i rows, columns;    ///< weights
    __m256i bytes;            ///< which bytes of its half each sample wants
    __m256i lower;            ///< all bits, where a sample lies in the second row of two
    ptrdiff_t first, second;  ///< places that the halves are read from
    Apart apart;

    AVX2_INLINE Eight(__m256i x, __m256i y, ptrdiff_t stride)
    {
        weigh(x, y);
        const __m256i column = _mm256_srai_epi32(x, kPlace), row = _mm256_srai_epi32(y, kPlace);
        const __m256i top =
            _mm256_min_epi32(_mm256_shuffle_epi32(row, 0x00), _mm256_shuffle_epi32(row, 0xff));
        const __m256i right = _mm256_sub_epi32(column, _mm256_shuffle_epi32(column, 0));
        const __m256i next = _mm256_add_epi32(right, _mm256_set1_epi32(1));
        const __m256i down = _mm256_sub_epi32(row, top);
        const bool near =
            _mm256_testz_si256(_mm256_or_si256(right, next), _mm256_set1_epi32(~7)) != 0;
        if (near && _mm256_testz_si256(down, down) != 0)
            apart = Apart::OneRow;
        else
            apart = near && _mm256_testz_si256(down, _mm256_set1_epi32(~1)) != 0 ? Apart::TwoRows
                                                                                 : Apart::Far;
        lower = _mm256_cmpgt_epi32(row, top);
        bytes = _mm256_add_epi8(repeated(_mm256_add_epi32(right, right)), everyFour(0, 1, 2, 3));
        first = place(_mm256_castsi256_si128(column), _mm256_castsi256_si128(top), stride);
        second =
            place(_mm256_extracti128_si256(column, 1), _mm256_extracti128_si256(top, 1), stride);
    }

    /// The samples of one component, in the lower half.
    AVX2_INLINE __m128i samples(const uchar* origin, ptrdiff_t stride) const
    {
        const __m256i across = _mm256_maddubs_epi16(neighbours(origin, stride), rows);
        const __m256i half = _mm256_set1_epi32(1 << (2 * kWeights - 1));
        const __m256i sum = _mm256_add_epi32(_mm256_madd_epi16(across, columns), half);
        const __m256i bytes =
            _mm256_shuffle_epi8(_mm256_srli_epi32(sum, 2 * kWeights), everyFour(0, 4, 8, 12));
        return _mm_unpacklo_epi32(_mm256_castsi256_si128(bytes),
                                  _mm256_extracti128_si256(bytes, 1));
    }

  private:
    AVX2_INLINE void weigh(__m256i x, __m256i y)
    {
        const __m256i part = _mm256_set1_epi32(kWhole - 1);
        const __m256i right = _mm256_and_si256(_mm256_srli_epi32(x, kPlace - kWeights), part);
        const __m256i down = _mm256_and_si256(_mm256_srli_epi32(y, kPlace - kWeights), part);
        // Bytes down - 128, -down, and the same again.
        rows = _mm256_xor_si256(_mm256_sign_epi8(repeated(down), everyFour(1, -1, 1, -1)),
                                everyFour(-128, 0, -128, 0));
        // Words right - 128, -right.
        const __m256i twice = _mm256_or_si256(right, _mm256_slli_epi32(right, 16));
        columns = _mm256_sub_epi16(_mm256_sign_epi16(twice, _mm256_set1_epi32(-0xffff)),
                                   _mm256_set1_epi32(kWhole));
    }

    AVX2_INLINE static ptrdiff_t place(__m128i column, __m128i row, ptrdiff_t stride)
    {
        return _mm_cvtsi128_si32(row) * stride + _mm_cvtsi128_si32(column);
    }

    /// Left, the one below, right and the one below, of each sample.
    AVX2_INLINE __m256i neighbours(const uchar* origin, ptrdiff_t stride) const
    {
        const __m128i row = halves(origin), below = halves(origin + stride);
        const __m256i near = _mm256_shuffle_epi8(pairs(row, below), bytes);
        if (apart == Apart::OneRow)
            return near;
        const __m128i last = halves(origin + 2 * stride);
        const __m256i nearBelow = _mm256_shuffle_epi8(pairs(below, last), bytes);
        return _mm256_blendv_epi8(near, nearBelow, lower);
    }

    /// Eight samples of a row for each half.
    AVX2_INLINE __m128i halves(const uchar* origin) const
    {
        const auto* const from = reinterpret_cast<const __m128i*>(origin + first);
        const auto* const to = reinterpret_cast<const __m128i*>(origin + second);
        return _mm_unpacklo_epi64(_mm_loadl_epi64(from), _mm_loadl_epi64(to));
    }

    AVX2_INLINE static __m256i pairs(__m128i row, __m128i below)
    {
        return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_unpacklo_epi8(row, below)),
                                       _mm_unpackhi_epi8(row, below), 1);
    }
};

AVX2_INLINE void store(__m128i samples, int count, uchar* out)
{
    if (count >= 8) {
        _mm_storel_epi64(reinterpret_cast<__m128i*>(out), samples);
        return;
    }
    uchar last[8];
    _mm_storel_epi64(reinterpret_cast<__m128i*>(last), samples);
    std::memcpy(out, last, static_cast<size_t>(count));
}

/// As many as lie close together, from `i` on; returns the first of those that don't. No call is
/// made in here, which would empty all registers.
template <int kComponents>
AVX2 int sampleNear(const Texture& texture, const RowPlaces& places, int i, int end,
                    uchar* const* out)
{
    const RowPlanes<kComponents> planes(texture, out);
    const ptrdiff_t stride = texture.stride();
    const int *x = places.x.data(), *y = places.y.data();
    const int bits = std::countr_zero(static_cast<unsigned>(places.run));
    const Lanes lanes(places.run);
    for (; i < end; i += 8) {
        const Eight eight(lanes.places(x + (i >> bits)), lanes.places(y + (i >> bits)), stride);
        if (eight.apart == Apart::Far)
            break;
        for (int c = 0; c < kComponents; ++c)
            store(eight.samples(planes.from[c], stride), end - i, planes.to[c] + i);
    }
    return i;
}

template <int kComponents>
void sampleEights(const Texture& texture, const RowPlaces& places, int first, int end,
                  uchar* const* out)
{
    for (int i = first; i < end; i += 8) {
        i = sampleNear<kComponents>(texture, places, i, end, out);
        if (i < end)
            sampleAnywhere(texture, places, i, std::min(i + 8, end), out);
    }
}

void sampleWithAvx2(const Texture& texture, const RowPlaces& places, int first, int end,
                    uchar* const* out)
{
    withComponents(texture.components(), [&](auto components) {
        sampleEights<components()>(texture, places, first, end, out);
    });
}

}  // namespace

RowSampler avx2RowSampler()
{
    return __builtin_cpu_supports("avx2") ? sampleWithAvx2 : nullptr;
}

}  // namespace animatize

#else

namespace animatize {

RowSampler avx2RowSampler()
{
    return nullptr;
}

}  // namespace animatize

#endif
