#include "generate/render/plate.h"

#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"

namespace animatize {
namespace {

constexpr double kInFront = 0.04;  // of inverse depth above the ground

/// For each component of `like`.
cv::Mat spread(const cv::Mat& one, const cv::Mat& like)
{
    cv::Mat all;
    cv::merge(std::vector<cv::Mat>(static_cast<size_t>(like.channels()), one), all);
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
        weighted += up.mul(spread(missing, up));
        known += upKnown.mul(missing);
    }
    // Colours of full weight from here on; 0 stays 0.
    const cv::Mat scale = 1.0 / cv::max(known, 1e-6);
    weighted = weighted.mul(spread(scale, weighted));
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

/// From values of nodes that are `spacing` apart. Nodes are at the corners of their cells, samples
/// in the middle: half a cell apart.
cv::Mat magnified(const cv::Mat& nodes, double spacing, cv::Size size)
{
    cv::Mat large;
    const cv::Matx23d toNodes(1.0 / spacing, 0, 0, 0, 1.0 / spacing, 0);
    cv::warpAffine(nodes, large, toNodes, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    return large;
}

/// What lies around each node, on average.
cv::Mat shrunk(const cv::Mat& samples, double spacing, cv::Size nodes)
{
    cv::Mat soft, small;
    const int around = std::max(1, cvRound(spacing));
    cv::blur(samples, soft, {around, around});
    cv::warpAffine(soft, small, cv::Matx23d(spacing, 0, 0, 0, spacing, 0), nodes,
                   cv::INTER_NEAREST | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    return small;
}

}  // namespace

void pushPull(cv::Mat& colours, const cv::Mat& known)
{
    cv::Mat weighted = colours.mul(spread(known, colours)), weight = known.clone();
    fill(weighted, weight);
    weighted.copyTo(colours, weight > 0.5F);
}

cv::Mat makePlate(const cv::Mat& padded, const Relief& relief, double spacing)
{
    cv::Mat plate;
    serially([&] {
        const cv::Mat known = groundMask(relief);
        cv::Mat small = shrunk(padded, spacing, known.size());
        small.convertTo(small, CV_32F);
        pushPull(small, known);
        small.convertTo(small, CV_8U);
        const cv::Mat mask = magnified(known, spacing, padded.size());
        const cv::Mat filled = magnified(small, spacing, padded.size());
        cv::blendLinear(padded, filled, mask, 1.0 - mask, plate);
    });
    return plate;
}

}  // namespace animatize
