#include "generate/render/planar_picture.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

#include "frame/colour.h"
#include "frame/serially.h"

namespace animatize {
namespace {

using namespace cv;  // the universal intrinsics are found only so

constexpr int kShare = 14;  // bits of a share
constexpr int kWhole = 1 << kShare;

uchar* rowOf(uchar* plane, ptrdiff_t stride, int row)
{
    return plane + row * stride;
}

/// U and V lie side by side: as one plane of pairs.
uchar* pairsOf(const PlanarTarget& target)
{
    return std::min(target.u, target.v);
}

int mixed(int one, int other, int share)
{
    return (one * (kWhole - share) + other * share + kWhole / 2) >> kShare;
}

/// Sixteen samples at a time; `share` of 2^kShare.
void blendRow(uchar* into, const uchar* other, int count, int share)
{
    const auto parts = static_cast<uint>(share) << 16 | static_cast<uint>(kWhole - share);
    const v_int16x8 weights = v_reinterpret_as_s16(v_setall_u32(parts));
    const v_int32x4 half = v_setall_s32(kWhole / 2);
    const auto mix = [&](const v_uint16x8& pairs) {
        return v_shr<kShare>(v_dotprod(v_reinterpret_as_s16(pairs), weights) + half);
    };
    const auto eight = [&](const v_uint8x16& pairs) {
        v_uint16x8 first, second;
        v_expand(pairs, first, second);
        return v_pack(mix(first), mix(second));
    };
    int i = 0;
    for (; i + 16 <= count; i += 16) {
        v_uint8x16 first, second;
        v_zip(v_load(into + i), v_load(other + i), first, second);
        v_store(into + i, v_pack_u(eight(first), eight(second)));
    }
    for (; i < count; ++i)
        into[i] = static_cast<uchar>(mixed(into[i], other[i], share));
}

/// The same for samples that lie `step` and `otherStep` bytes apart.
void blendApart(uchar* into, int step, const uchar* other, int otherStep, int count, int share)
{
    for (int i = 0; i < count; ++i, into += step, other += otherStep)
        *into = static_cast<uchar>(mixed(*into, *other, share));
}

void blendChroma(const PlanarTarget& into, const PlanarTarget& other, int row, int share)
{
    const int width = halfSize(into.size).width;
    const ptrdiff_t to = row * into.uvStride, from = row * other.uvStride;
    if (into.uvStep == 1 && other.uvStep == 1) {
        blendRow(into.u + to, other.u + from, width, share);
        blendRow(into.v + to, other.v + from, width, share);
    } else if (into.uvStep == other.uvStep && (into.u < into.v) == (other.u < other.v)) {
        blendRow(pairsOf(into) + to, pairsOf(other) + from, 2 * width, share);
    } else {
        blendApart(into.u + to, into.uvStep, other.u + from, other.uvStep, width, share);
        blendApart(into.v + to, into.uvStep, other.v + from, other.uvStep, width, share);
    }
}

int partsOf(double share)
{
    return cvRound(std::clamp(share, 0.0, 1.0) * kWhole);
}

}  // namespace

cv::Size halfSize(cv::Size size)
{
    return {(size.width + 1) / 2, (size.height + 1) / 2};
}

bool fits(const PlanarPicture& picture)
{
    return picture.luma.type() == CV_8UC1 && picture.chroma.type() == CV_8UC2 &&
           !picture.luma.empty() && picture.chroma.size() == halfSize(picture.luma.size());
}

cv::Mat colourLook(const PlanarPicture& picture)
{
    ImageView codes;
    if (picture.luma.rows > 576) {
        codes.kr = 0.2126;
        codes.kb = 0.0722;
    }
    cv::Mat look;
    serially([&] {
        cv::Mat luma, samples;
        cv::resize(picture.luma, luma, picture.chroma.size(), 0, 0, cv::INTER_AREA);
        cv::merge(std::vector<cv::Mat>{luma, picture.chroma}, samples);
        cv::transform(samples, look, rgbOfSamples(codes));
    });
    return look;
}

void storeChroma(const uint8_t* u, const uint8_t* v, int row, const PlanarTarget& into)
{
    const int width = halfSize(into.size).width;
    if (into.uvStep == 1) {
        std::memcpy(rowOf(into.u, into.uvStride, row), u, static_cast<size_t>(width));
        std::memcpy(rowOf(into.v, into.uvStride, row), v, static_cast<size_t>(width));
        return;
    }
    uchar* const pairs = rowOf(pairsOf(into), into.uvStride, row);
    if (into.v < into.u)
        std::swap(u, v);
    int i = 0;
    for (; i + 16 <= width; i += 16)
        v_store_interleave(pairs + 2 * i, v_load(u + i), v_load(v + i));
    for (; i < width; ++i) {
        pairs[2 * i] = u[i];
        pairs[2 * i + 1] = v[i];
    }
}

void copyTo(const PlanarPicture& picture, const PlanarTarget& into)
{
    const Mat& chroma = picture.chroma;
    const auto plane = [&](uchar* data, int type) {
        return Mat(chroma.size(), type, data, static_cast<size_t>(into.uvStride));
    };
    serially([&] {
        picture.luma.copyTo(Mat(into.size, CV_8UC1, into.y, static_cast<size_t>(into.yStride)));
        if (into.uvStep == 1) {
            Mat planes[] = {plane(into.u, CV_8UC1), plane(into.v, CV_8UC1)};
            split(chroma, planes);
            return;
        }
        Mat pairs = plane(pairsOf(into), CV_8UC2);
        const int uFirst[] = {0, 0, 1, 1}, vFirst[] = {0, 1, 1, 0};
        mixChannels(&chroma, 1, &pairs, 1, into.u < into.v ? uFirst : vFirst, 2);
    });
}

void blend(const PlanarTarget& into, const PlanarTarget& other, double share)
{
    const int parts = partsOf(share);
    if (parts == 0)
        return;
    for (int row = 0; row < into.size.height; ++row)
        blendRow(rowOf(into.y, into.yStride, row), rowOf(other.y, other.yStride, row),
                 into.size.width, parts);
    for (int row = 0; row < halfSize(into.size).height; ++row)
        blendChroma(into, other, row, parts);
}

void blend(cv::Mat& into, const cv::Mat& other, double share)
{
    const int parts = partsOf(share);
    for (int row = 0; parts > 0 && row < into.rows; ++row)
        blendRow(into.ptr(row), other.ptr(row), into.cols * into.channels(), parts);
}

}  // namespace animatize
