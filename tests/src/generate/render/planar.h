// Planar pictures for tests, and frames of each layout to render them into.
#pragma once

#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "generate/render/planar_picture.h"
#include "support/rendered.h"

namespace animatize::test {

enum class Layout { I420, Yv12, Nv12, Nv21 };
inline constexpr Layout kLayouts[] = {Layout::I420, Layout::Yv12, Layout::Nv12, Layout::Nv21};

/// A frame with room around its rows, where nobody may write.
class PlanarFrame {
  public:
    static constexpr int kRoom = 13;
    static constexpr uint8_t kUntouched = 0xA5;

    explicit PlanarFrame(cv::Size size, Layout layout = Layout::I420)
        : layout_(layout), half_(halfSize(size))
    {
        const int step = isInterleaved() ? 2 : 1;
        yStride_ = size.width + kRoom;
        uvStride_ = step * half_.width + kRoom;
        const size_t luma = size_t(yStride_) * size_t(size.height) + kRoom;
        const size_t chroma = size_t(uvStride_) * size_t(half_.height) + kRoom;
        bytes_.assign(luma + 2 * chroma, kUntouched);
        uint8_t* const first = bytes_.data() + luma;
        uint8_t* const second = isInterleaved() ? first + 1 : first + chroma;
        const bool vFirst = layout == Layout::Yv12 || layout == Layout::Nv21;
        target_ = {
            bytes_.data(), yStride_, vFirst ? second : first, vFirst ? first : second, uvStride_,
            step,          size};
    }
    PlanarFrame(const PlanarFrame&) = delete;

    const PlanarTarget& target() const { return target_; }

    /// A copy: Y, or U and V.
    PlanarPicture picture() const
    {
        PlanarPicture picture{cv::Mat(target_.size, CV_8UC1), cv::Mat(half_, CV_8UC2)};
        for (int row = 0; row < target_.size.height; ++row)
            for (int column = 0; column < target_.size.width; ++column)
                picture.luma.at<uchar>(row, column) = target_.y[row * yStride_ + column];
        for (int row = 0; row < half_.height; ++row)
            for (int column = 0; column < half_.width; ++column) {
                const ptrdiff_t at = row * uvStride_ + column * target_.uvStep;
                picture.chroma.at<cv::Vec2b>(row, column) = {target_.u[at], target_.v[at]};
            }
        return picture;
    }

    /// Whether nobody has written beside the samples.
    bool isWholeAround() const
    {
        std::vector<bool> sample(bytes_.size(), false);
        const auto mark = [&](const uint8_t* plane, ptrdiff_t stride, int step, cv::Size size) {
            for (int row = 0; row < size.height; ++row)
                for (int column = 0; column < size.width; ++column)
                    sample[size_t(plane - bytes_.data() + row * stride + column * step)] = true;
        };
        mark(target_.y, yStride_, 1, target_.size);
        mark(target_.u, uvStride_, target_.uvStep, half_);
        mark(target_.v, uvStride_, target_.uvStep, half_);
        for (size_t i = 0; i < bytes_.size(); ++i)
            if (!sample[i] && bytes_[i] != kUntouched)
                return false;
        return true;
    }

  private:
    bool isInterleaved() const { return layout_ == Layout::Nv12 || layout_ == Layout::Nv21; }

    Layout layout_;
    cv::Size half_;
    ptrdiff_t yStride_, uvStride_;
    std::vector<uint8_t> bytes_;
    PlanarTarget target_;
};

/// Codes of video, as BT.601 makes them of R G B; chroma is the mean of its pixels.
inline PlanarPicture planarOf(const cv::Mat& rgb)
{
    cv::Mat samples, luma, planes[3];
    const cv::Matx34f codes(0.2568F, 0.5041F, 0.0979F, 16, -0.1482F, -0.2910F, 0.4392F, 128,
                            0.4392F, -0.3678F, -0.0714F, 128);
    cv::transform(rgb, samples, codes);
    cv::extractChannel(samples, luma, 0);
    const cv::Size half = halfSize(rgb.size());
    cv::copyMakeBorder(samples, samples, 0, 2 * half.height - rgb.rows, 0,
                       2 * half.width - rgb.cols, cv::BORDER_REPLICATE);
    cv::resize(samples, samples, half, 0, 0, cv::INTER_AREA);
    cv::split(samples, planes);
    PlanarPicture picture{luma, {}};
    cv::merge(planes + 1, 2, picture.chroma);
    return picture;
}

inline PlanarPicture planarTexture(cv::Size size, uint64_t seed)
{
    return planarOf(colourTexture(size.width, size.height, seed));
}

inline bool same(const PlanarPicture& one, const PlanarPicture& other)
{
    const auto alike = [](const cv::Mat& left, const cv::Mat& right) {
        return left.size() == right.size() && cv::norm(left, right, cv::NORM_INF) == 0.0;
    };
    return alike(one.luma, other.luma) && alike(one.chroma, other.chroma);
}

}  // namespace animatize::test
