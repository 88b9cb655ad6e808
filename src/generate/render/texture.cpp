#include "generate/render/texture.h"

#include <vector>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"

namespace animatize {
namespace {

constexpr int kSpare = 1;  // samples that repeat the edge
constexpr int kRead = 8;   // samples that are read at once

}  // namespace

cv::Mat mirrored(const cv::Mat& picture, int pad)
{
    cv::Mat padded;
    serially([&] {
        cv::copyMakeBorder(picture, padded, pad, pad, pad, pad,
                           cv::BORDER_REFLECT_101 | cv::BORDER_ISOLATED);
    });
    return padded;
}

Texture::Texture(const cv::Mat& padded) : components_(padded.channels())
{
    serially([&] {
        std::vector<cv::Mat> planes;
        cv::split(padded, planes);
        const int rows = padded.rows + 2 * kSpare + 1;
        planes_.create(components_ * rows, padded.cols + 2 * kSpare + kRead, CV_8UC1);
        for (int i = 0; i < components_; ++i)
            cv::copyMakeBorder(planes[static_cast<size_t>(i)],
                               planes_.rowRange(i * rows, (i + 1) * rows), kSpare, kSpare + 1,
                               kSpare, kSpare + kRead, cv::BORDER_REPLICATE);
    });
}

const uchar* Texture::origin(int component) const
{
    return planes_.ptr(component * (planes_.rows / components_) + kSpare, kSpare);
}

}  // namespace animatize
