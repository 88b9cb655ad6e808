#include "generate/render/plate.h"

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"

namespace animatize {
namespace {

constexpr double kInFront = 0.04;  // of inverse depth above the ground

cv::Mat four(const cv::Mat& one)
{
    cv::Mat all;
    cv::merge(std::vector<cv::Mat>(4, one), all);
    return all;
}

/// `weighted`: colours times `known`. Both come back filled where anything is known at all.
void fill(cv::Mat& weighted, cv::Mat& known)
{
    if (known.total() > 1) {
        const cv::Size half((known.cols + 1) / 2, (known.rows + 1) / 2);
        cv::Mat coarse, coarseKnown, up, upKnown;
        cv::resize(weighted, coarse, half, 0, 0, cv::INTER_AREA);
        cv::resize(known, coarseKnown, half, 0, 0, cv::INTER_AREA);
        fill(coarse, coarseKnown);
        cv::resize(coarse, up, known.size(), 0, 0, cv::INTER_LINEAR);
        cv::resize(coarseKnown, upKnown, known.size(), 0, 0, cv::INTER_LINEAR);
        const cv::Mat missing = 1.0 - known;
        weighted += up.mul(four(missing));
        known += upKnown.mul(missing);
    }
    // Colours of full weight from here on; 0 stays 0.
    const cv::Mat scale = 1.0 / cv::max(known, 1e-6);
    weighted = weighted.mul(four(scale));
    cv::threshold(known, known, 1e-6, 1.0, cv::THRESH_BINARY);
}

/// 1 where the picture shows the ground, away from what is in front.
cv::Mat groundMask(const Relief& relief)
{
    cv::Mat front, slopes, known;
    cv::threshold(relief.heights - relief.ground, front, kInFront, 1.0, cv::THRESH_BINARY);
    cv::threshold(relief.surface, slopes, 0.5, 1.0, cv::THRESH_BINARY_INV);
    known = 1.0 - front + slopes;  // the ground is seen up to the foot of an edge
    cv::min(known, 1.0, known);
    cv::erode(known, known, {});
    return known;
}

/// Nodes are at the corners of their cells, pixels in the middle: half a cell apart.
cv::Mat magnified(const cv::Mat& nodes, int step, cv::Size size)
{
    cv::Mat large;
    const cv::Matx23f toNodes(1.0F / step, 0, 0, 0, 1.0F / step, 0);
    cv::warpAffine(nodes, large, toNodes, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    return large;
}

}  // namespace

void pushPull(cv::Mat& colours, const cv::Mat& known)
{
    cv::Mat weighted = colours.mul(four(known)), weight = known.clone();
    fill(weighted, weight);
    weighted.copyTo(colours, weight > 0.5F);
}

Texture makePlate(const Texture& texture, const Relief& relief)
{
    Texture plate{{}, texture.pad};
    serially([&] {
        const cv::Mat known = groundMask(relief);
        cv::Mat soft, small;
        const cv::Size size = texture.pixels.size();
        cv::blur(texture.pixels, soft, {relief.step, relief.step});
        const cv::Matx23f toPixels(static_cast<float>(relief.step), 0, 0, 0,
                                   static_cast<float>(relief.step), 0);
        cv::warpAffine(soft, small, toPixels, known.size(),
                       cv::INTER_NEAREST | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
        small.convertTo(small, CV_32F);
        pushPull(small, known);
        small.convertTo(small, CV_8U);
        cv::Mat mask = magnified(known, relief.step, size);
        cv::Mat filled = magnified(small, relief.step, size);
        cv::blendLinear(texture.pixels, filled, mask, 1.0 - mask, plate.pixels);
    });
    return plate;
}

}  // namespace animatize
