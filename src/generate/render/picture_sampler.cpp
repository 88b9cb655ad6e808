#include "generate/render/picture_sampler.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

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
        v_zip(column, v_combine_high(column, column), pairs, rest);
        return v_dotprod(v_reinterpret_as_s16(pairs),
                         v_reinterpret_as_s16(v_load_aligned(weights->both[right])));
    }
};

/// Two pixels, the first in the lower half.
uint64_t packed(const v_int32x4& first, const v_int32x4& second)
{
    const v_int32x4 half = v_setall_s32(1 << (2 * kWeights - 1));
    const v_int16x8 both =
        v_pack(v_shr<2 * kWeights>(first + half), v_shr<2 * kWeights>(second + half));
    return v_reinterpret_as_u64(v_pack_u(both, both)).get0();
}

void plain(const Source source, Walk place, int count, uchar* out)
{
    // A pixel's fourth byte is the first of the next, which comes later; the last has none behind.
    for (; count > 2; count -= 2, out += 6) {
        const v_int32x4 first = source.at(place);
        place.next();
        const uint64_t pixels = packed(first, source.at(place));
        place.next();
        std::memcpy(out, &pixels, 4);
        const auto second = static_cast<uint32_t>(pixels >> 32);
        std::memcpy(out + 3, &second, 4);
    }
    for (; count > 0; --count, place.next(), out += 3) {
        const v_int32x4 last = source.at(place);
        const uint64_t pixel = packed(last, last);
        std::memcpy(out, &pixel, 3);
    }
}

/// Nodes of one row of the view, between two rows of nodes, in 1 / step of their unit.
template <typename T>
void between(const Mat_<T>& nodes, int y, int step, std::vector<T>& row)
{
    const T *above = nodes[y / step], *below = nodes[y / step + 1];
    const int part = y % step;
    row.resize(static_cast<size_t>(nodes.cols));
    for (size_t i = 0; i < row.size(); ++i)
        row[i] = above[i] * (step - part) + below[i] * part;
}

class Sampler {
  public:
    Sampler(const Texture& texture, const Texture& plate, const LookUp& lookUp)
        : lookUp_(lookUp),
          step_(lookUp.step),
          scale_(1 << (kPlace - LookUp::kFraction -
                       2 * std::countr_zero(static_cast<unsigned>(lookUp.step)))),
          front_{texture.pixels.data, texture.pixels.step, &weights()},
          back_{plate.pixels.data, plate.pixels.step, &weights()}
    {}

    void row(int y, uchar* out, int count)
    {
        between(lookUp_.front, y, step_, fronts_);
        const bool edges = !lookUp_.opacity.empty();
        if (edges) {
            between(lookUp_.back, y, step_, backs_);
            between(lookUp_.opacity, y, step_, opacities_);
        }
        for (size_t column = 0; count > 0; ++column, count -= step_, out += 3 * step_) {
            const int run = std::min(step_, count);
            const int opacity = edges ? opacities_[column] + opacities_[column + 1] : kAll * step_;
            if (opacity == kAll * step_)
                plain(front_, walk(fronts_, column), run, out);
            else if (opacity == 0)
                plain(back_, walk(backs_, column), run, out);
            else
                mixed(column, run, out);
        }
    }

  private:
    static constexpr int kAll = 2 * LookUp::kOpaque;

    static const Weights& weights()
    {
        static const Weights table;
        return table;
    }

    Walk walk(const std::vector<Vec2i>& nodes, size_t column) const
    {
        const Vec2i &from = nodes[column], &to = nodes[column + 1];
        return {from[0] * (step_ * scale_), from[1] * (step_ * scale_), (to[0] - from[0]) * scale_,
                (to[1] - from[1]) * scale_};
    }

    void mixed(size_t column, int count, uchar* out) const
    {
        Walk front = walk(fronts_, column), back = walk(backs_, column);
        const int from = opacities_[column], to = opacities_[column + 1];
        for (int i = 0; i < count; ++i, front.next(), back.next(), out += 3) {
            const int opacity = (from * (step_ - i) + to * i) / (step_ * step_);
            const v_int32x4 sum = front_.at(front) * v_setall_s32(opacity) +
                                  back_.at(back) * v_setall_s32(LookUp::kOpaque - opacity);
            const uint64_t pixel = packed(v_shr<8>(sum), v_shr<8>(sum));
            std::memcpy(out, &pixel, 3);
        }
    }

    const LookUp& lookUp_;
    const int step_, scale_;
    const Source front_, back_;
    std::vector<Vec2i> fronts_, backs_;
    std::vector<int> opacities_;
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
    Sampler sampler(texture, plate, lookUp);
    // Places in a row of the texture are best read from left to right, in a turned view too: the
    // memory is prefetched only that way.
    const cv::Mat_<cv::Vec2i>& places = lookUp.front;
    const bool upwards = places(places.rows - 1, 0)[0] < places(0, 0)[0];
    for (int i = 0; i < size.height; ++i) {
        const int y = upwards ? size.height - 1 - i : i;
        sampler.row(y, view.ptr(y), size.width);
    }
}

}  // namespace animatize
