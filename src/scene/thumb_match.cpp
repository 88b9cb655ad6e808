#include "scene/thumb_match.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr int kBlock = 8;
constexpr int kPixels = kBlock * kBlock;
constexpr int kReachX = 8;  // an eighth of the width from frame to frame: a fast whip pan
constexpr int kReachY = 5;
constexpr int kStepY = 7;           // 36 rows hold five rows of blocks
constexpr int kLeastStructure = 3;  // mean deviation in levels below which a block is flat
constexpr double kSameLevels = 4.0;
constexpr double kSameScene = 0.6;

// One block around the level 128: two rows of pixels in each register.
struct Block {
    std::array<cv::v_uint8x16, kBlock / 2> rows;
    int structure = 0;  // sum of the absolute deviations from the mean
};

cv::v_uint8x16 twoRows(const cv::Mat& picture, int x, int y)
{
    return cv::v_load_halves(picture.ptr(y) + x, picture.ptr(y + 1) + x);
}

int meanOf(const cv::Mat& sums, int x, int y)
{
    const int* top = sums.ptr<int>(y);
    const int* bottom = sums.ptr<int>(y + kBlock);
    const int sum = bottom[x + kBlock] - bottom[x] - top[x + kBlock] + top[x];
    return (sum + kPixels / 2) / kPixels;
}

Block blockAt(const cv::Mat& picture, const cv::Mat& sums, int x, int y)
{
    Block block;
    const int mean = meanOf(sums, x, y);
    const cv::v_uint8x16 up = cv::v_setall_u8(static_cast<uint8_t>(std::max(0, 128 - mean)));
    const cv::v_uint8x16 down = cv::v_setall_u8(static_cast<uint8_t>(std::max(0, mean - 128)));
    const cv::v_uint8x16 middle = cv::v_setall_u8(128);
    for (int row = 0; row < kBlock / 2; ++row) {
        block.rows[row] = twoRows(picture, x, y + 2 * row) + up - down;
        block.structure += static_cast<int>(cv::v_reduce_sad(block.rows[row], middle));
    }
    return block;
}

int residualAt(const Block& block, const cv::Mat& picture, const cv::Mat& sums, int x, int y)
{
    const int mean = meanOf(sums, x, y);
    const cv::v_uint8x16 up = cv::v_setall_u8(static_cast<uint8_t>(std::max(0, 128 - mean)));
    const cv::v_uint8x16 down = cv::v_setall_u8(static_cast<uint8_t>(std::max(0, mean - 128)));
    unsigned sum = 0;
    for (int row = 0; row < kBlock / 2; ++row)
        sum += cv::v_reduce_sad(block.rows[row], twoRows(picture, x, y + 2 * row) + up - down);
    return static_cast<int>(sum);
}

int bestResidual(const Block& block, const cv::Mat& picture, const cv::Mat& sums, int x, int y)
{
    int best = block.structure;  // a flat place explains nothing, and is always there
    const int left = std::max(0, x - kReachX), right = std::min(picture.cols - kBlock, x + kReachX);
    const int top = std::max(0, y - kReachY), bottom = std::min(picture.rows - kBlock, y + kReachY);
    for (int atY = top; atY <= bottom; ++atY)
        for (int atX = left; atX <= right; ++atX)
            best = std::min(best, residualAt(block, picture, sums, atX, atY));
    return best;
}

// Of what `a` shows, the part that `b` can't explain.
std::optional<double> unexplainedIn(const cv::Mat& a, const cv::Mat& b)
{
    cv::Mat sumsA, sumsB;
    cv::integral(a, sumsA, CV_32S);
    cv::integral(b, sumsB, CV_32S);
    int residual = 0, structure = 0;
    for (int y = 0; y + kBlock <= a.rows; y += kStepY)
        for (int x = 0; x + kBlock <= a.cols; x += kBlock) {
            const Block block = blockAt(a, sumsA, x, y);
            if (block.structure < kLeastStructure * kPixels)
                continue;
            residual += bestResidual(block, b, sumsB, x, y);
            structure += block.structure;
        }
    if (structure == 0)
        return std::nullopt;
    return static_cast<double>(residual) / structure;
}

std::optional<double> bothWays(const cv::Mat& a, const cv::Mat& b)
{
    const std::optional<double> forth = unexplainedIn(a, b), back = unexplainedIn(b, a);
    if (forth && back)
        return (*forth + *back) / 2.0;
    return forth ? forth : back;
}

cv::Mat atFullContrast(const cv::Mat& luma)
{
    cv::Scalar mean, deviation;
    cv::meanStdDev(luma, mean, deviation);
    const double gain = 40.0 / std::max(2.0, deviation[0]);
    cv::Mat result;
    luma.convertTo(result, CV_8U, gain, 128.0 - gain * mean[0]);
    return result;
}

}  // namespace

Thumb splitThumb(const cv::Mat& yuv)
{
    cv::Mat planes[3];
    cv::split(yuv, planes);
    return {planes[0], planes[1], planes[2]};
}

double levelDifference(const Thumb& a, const Thumb& b)
{
    const double luma = cv::norm(a.luma, b.luma, cv::NORM_L1);
    const double colour = cv::norm(a.u, b.u, cv::NORM_L1) + cv::norm(a.v, b.v, cv::NORM_L1);
    return (luma + colour / 2.0) / static_cast<double>(a.luma.total());
}

std::optional<double> unexplained(const Thumb& a, const Thumb& b)
{
    return bothWays(a.luma, b.luma);
}

std::optional<double> unexplainedAtOneContrast(const Thumb& a, const Thumb& b)
{
    return bothWays(atFullContrast(a.luma), atFullContrast(b.luma));
}

bool resembles(const Thumb& a, const Thumb& b)
{
    if (levelDifference(a, b) < kSameLevels)
        return true;
    const std::optional<double> rest = unexplained(a, b);
    return rest && *rest < kSameScene;
}

}  // namespace animatize
