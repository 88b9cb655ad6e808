// The rows under a row of boxes are added up first (band_sums), then those sums are added across.
#include "frame/box_average.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include <opencv2/core/hal/intrin.hpp>

#include "frame/band_sums.h"

namespace animatize {
namespace {

// Of the usual factors the width is a constant and the inner loop written out: twice as fast.
template <size_t... kIndex>
void addFew(const uint16_t* sums, int boxes, int32_t* out, std::index_sequence<kIndex...>)
{
    for (int box = 0; box < boxes; ++box, sums += sizeof...(kIndex))
        out[box] = (0 + ... + sums[kIndex]);
}

template <size_t kWidth>
void addConstant(const uint16_t* sums, int, int boxes, int32_t* out)
{
    addFew(sums, boxes, out, std::make_index_sequence<kWidth>());
}

void addAny(const uint16_t* sums, int width, int boxes, int32_t* out)
{
    for (int box = 0; box < boxes; ++box, sums += width)
        out[box] = std::accumulate(sums, sums + width, 0);
}

using AddAcross = void (*)(const uint16_t*, int, int, int32_t*);

AddAcross addAcrossOf(int width)
{
    constexpr AddAcross kByWidth[] = {addAny,         addConstant<1>, addConstant<2>,
                                      addConstant<3>, addConstant<4>, addConstant<5>,
                                      addConstant<6>, addConstant<7>, addConstant<8>};
    return kByWidth[width <= 8 ? width : 0];
}

// Box sums to 0 = nominal black .. 255 = nominal white.
struct Scale {
    float factor;
    float offset;

    Scale(const ImageView& view, int pixels)
    {
        const double range = std::max(1, view.white - view.black);
        factor = static_cast<float>(255.0 / (range * pixels));
        offset = static_cast<float>(-255.0 * view.black / range);
    }

    cv::v_int32x4 four(const int32_t* sums) const
    {
        const cv::v_float32x4 exact = cv::v_cvt_f32(cv::v_load(sums));
        return cv::v_round(exact * cv::v_setall_f32(factor) + cv::v_setall_f32(offset));
    }
};

// `sums` and `out` have room for whole vectors of eight.
void normalise(const int32_t* sums, int count, const Scale& scale, uint8_t* out)
{
    constexpr int kLanes = 8;
    for (int x = 0; x < count; x += kLanes) {
        const cv::v_int16x8 eight = cv::v_pack(scale.four(sums + x), scale.four(sums + x + 4));
        uint8_t bytes[kLanes];
        cv::v_pack_u_store(bytes, eight);
        std::copy(bytes, bytes + std::min(kLanes, count - x), out + x);
    }
}

}  // namespace

void averageBoxes(const ImageView& view, cv::Size box, cv::Mat& luma)
{
    BandSums bands(view, box.width * luma.cols);
    const AddAcross across = addAcrossOf(box.width);
    const Scale scale(view, box.area());
    cv::AutoBuffer<int32_t, 2048> sums(static_cast<size_t>(luma.cols) + 8);
    std::fill_n(sums.data() + luma.cols, 8, 0);
    for (int y = 0; y < luma.rows; ++y) {
        across(bands.down(y * box.height, box.height), box.width, luma.cols, sums.data());
        normalise(sums.data(), luma.cols, scale, luma.ptr(y));
    }
}

}  // namespace animatize
