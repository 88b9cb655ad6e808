#include "generate/picture_sampler.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

#include "frame/serially.h"

namespace animatize {
namespace {

using namespace cv;  // the universal intrinsics are found only so

constexpr int kPlace = 14;   // bits behind the point of a place between nodes
constexpr int kWeights = 7;  // bits of a weight: 1/128 pixel
constexpr int kWhole = 1 << kWeights;

/// The weights of two neighbours for each place between them, as the vectors want them.
struct Weights {
    alignas(16) ushort first[kWhole][8], second[kWhole][8], both[kWhole][8];

    Weights()
    {
        for (int i = 0; i < kWhole; ++i)
            for (int lane = 0; lane < 8; ++lane) {
                second[i][lane] = static_cast<ushort>(i);
                first[i][lane] = static_cast<ushort>(kWhole - i);
                both[i][lane] = lane % 2 ? second[i][lane] : first[i][lane];
            }
    }
};

/// A place between nodes and its step to the next pixel.
struct Walk {
    int x, y, stepX, stepY;

    void next() { x += stepX, y += stepY; }
};

/// Pixels without the Mat around them: what is stored can't be one of these.
struct Source {
    const uchar* pixels;
    size_t stride;
    const Weights* weights;

    /// Four channels in 1 / 2^14: the weights add up to one exactly.
    v_int32x4 at(const Walk& walk) const
    {
        const uchar* const pixel = pixels + static_cast<size_t>(walk.y >> kPlace) * stride +
                                   4 * static_cast<size_t>(walk.x >> kPlace);
        const int right = (walk.x >> (kPlace - kWeights)) & (kWhole - 1);
        const int down = (walk.y >> (kPlace - kWeights)) & (kWhole - 1);
        const v_uint16x8 above = v_load_expand(pixel), below = v_load_expand(pixel + stride);
        const v_uint16x8 column = v_mul_wrap(above, v_load_aligned(weights->first[down])) +
                                  v_mul_wrap(below, v_load_aligned(weights->second[down]));
        v_uint16x8 pairs, rest;
        v_zip(column, v_extract<4>(column, column), pairs, rest);
        return v_dotprod(v_reinterpret_as_s16(pairs),
                         v_reinterpret_as_s16(v_load_aligned(weights->both[right])));
    }
};

uint32_t packed(const v_int32x4& sums)
{
    const v_uint16x8 half = v_rshr_pack_u<2 * kWeights>(sums, sums);
    return v_reinterpret_as_u32(v_pack(half, half)).get0();
}

/// Only the last of a run must not touch the bytes behind it.
void store(uint32_t pixel, bool last, uchar* out)
{
    std::memcpy(out, &pixel, last ? 3 : 4);
}

void plain(Source source, Walk place, int count, uchar* out)
{
    for (int i = 1; i < count; ++i, place.next(), out += 3)
        store(packed(source.at(place)), false, out);
    store(packed(source.at(place)), true, out);
}

/// One row of the view, from one column of nodes to the next.
class Row {
  public:
    Row(const LookUp& lookUp, int y)
        : step_(lookUp.step),
          row_(y / step_),
          part_(y % step_),
          scale_(1 << (kPlace - LookUp::kFraction - 2 * std::countr_zero(unsigned(step_))))
    {}

    Walk walk(const Mat_<Vec2i>& nodes, int column) const
    {
        const Vec2i from = across(nodes, column), to = across(nodes, column + 1);
        return {from[0] * step_, from[1] * step_, to[0] - from[0], to[1] - from[1]};
    }

    /// At a column, in kOpaque x step.
    int opacity(const Mat_<int>& nodes, int column) const
    {
        return nodes(row_, column) * (step_ - part_) + nodes(row_ + 1, column) * part_;
    }

  private:
    Vec2i across(const Mat_<Vec2i>& nodes, int column) const
    {
        const Vec2i &above = nodes(row_, column), &below = nodes(row_ + 1, column);
        return {(above[0] * (step_ - part_) + below[0] * part_) * scale_,
                (above[1] * (step_ - part_) + below[1] * part_) * scale_};
    }

    int step_, row_, part_, scale_;
};

class Sampler {
  public:
    Sampler(const Texture& texture, const Texture& plate, const LookUp& lookUp)
        : lookUp_(lookUp),
          front_{texture.pixels.data, texture.pixels.step, &weights()},
          back_{plate.pixels.data, plate.pixels.step, &weights()}
    {}

    void row(int y, Mat& view) const
    {
        const int step = lookUp_.step;
        const Row row(lookUp_, y);
        for (int column = 0; column * step < view.cols; ++column) {
            const int count = std::min(step, view.cols - column * step);
            uchar* const out = view.ptr(y) + 3 * column * step;
            const int opacity = lookUp_.opacity.empty() ? kAll : sumAt(y / step, column);
            if (opacity == kAll)
                plain(front_, row.walk(lookUp_.front, column), count, out);
            else if (opacity == 0)
                plain(back_, row.walk(lookUp_.back, column), count, out);
            else
                mixed(row, column, count, out);
        }
    }

  private:
    static constexpr int kAll = 4 * LookUp::kOpaque;

    static const Weights& weights()
    {
        static const Weights table;
        return table;
    }

    int sumAt(int row, int column) const
    {
        const Mat_<int>& opacity = lookUp_.opacity;
        return opacity(row, column) + opacity(row, column + 1) + opacity(row + 1, column) +
               opacity(row + 1, column + 1);
    }

    void mixed(const Row& row, int column, int count, uchar* out) const
    {
        Walk front = row.walk(lookUp_.front, column), back = row.walk(lookUp_.back, column);
        const int step = lookUp_.step;
        const int from = row.opacity(lookUp_.opacity, column);
        const int to = row.opacity(lookUp_.opacity, column + 1);
        for (int i = 0; i < count; ++i, front.next(), back.next(), out += 3) {
            const int opacity = (from * (step - i) + to * i) / (step * step);
            const v_int32x4 sum = front_.at(front) * v_setall_s32(opacity) +
                                  back_.at(back) * v_setall_s32(LookUp::kOpaque - opacity);
            store(packed(v_shr<8>(sum)), true, out);
        }
    }

    const LookUp& lookUp_;
    const Source front_, back_;
};

}  // namespace

Texture makeTexture(const cv::Mat& picture, int pad)
{
    Texture texture{{}, pad};
    serially([&] {
        cv::Mat four;
        cv::cvtColor(picture, four, cv::COLOR_RGB2RGBA);
        cv::copyMakeBorder(four, texture.pixels, pad, pad, pad, pad,
                           cv::BORDER_REFLECT_101 | cv::BORDER_ISOLATED);
    });
    return texture;
}

cv::Size LookUp::nodesFor(cv::Size view, int step)
{
    return {(view.width - 1) / step + 2, (view.height - 1) / step + 2};
}

void sample(const Texture& texture, const Texture& plate, const LookUp& lookUp, cv::Size size,
            cv::Mat& view)
{
    view.create(size, CV_8UC3);
    const Sampler sampler(texture, plate, lookUp);
    for (int y = 0; y < size.height; ++y)
        sampler.row(y, view);
}

}  // namespace animatize
