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
constexpr int kNeighbourhood = 15;
constexpr int kCellsAcross = 16, kCellsDown = 9;  // of 4 x 4 pixels, for colours
constexpr int kCellReachX = 2, kCellReachY = 1;   // as far as blocks reach
constexpr double kSameColour = 4.0;               // levels of U and V together
constexpr double kOtherColour = 24.0;             // so much more is another colour
constexpr double kFullContrast = 20.0, kLeastContrast = 1.0;
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

// What there is to explain and what is left of it, in levels per pixel or cell, summed up.
struct Rest {
    double all = 0.0, left = 0.0;
};

// Of the detail that `a` shows, the part that `b` can't explain.
Rest detailIn(const cv::Mat& a, const cv::Mat& b)
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
    const double pixels = static_cast<double>(a.total());
    return {structure / pixels, residual / pixels};
}

struct Colours {
    cv::Mat u, v;  // CV_8UC1, kCellsDown x kCellsAcross
};

Colours coloursOf(const Thumb& thumb)
{
    const cv::Size size(kCellsAcross, kCellsDown);
    Colours colours;
    cv::resize(thumb.u, colours.u, size, 0, 0, cv::INTER_AREA);
    cv::resize(thumb.v, colours.v, size, 0, 0, cv::INTER_AREA);
    return colours;
}

int nearestColour(const Colours& a, const Colours& b, int x, int y)
{
    const int u = a.u.at<uint8_t>(y, x), v = a.v.at<uint8_t>(y, x);
    int best = 510;
    for (int j = std::max(0, y - kCellReachY); j <= std::min(kCellsDown - 1, y + kCellReachY); ++j)
        for (int i = std::max(0, x - kCellReachX); i <= std::min(kCellsAcross - 1, x + kCellReachX);
             ++i)
            best = std::min(
                best, std::abs(u - b.u.at<uint8_t>(j, i)) + std::abs(v - b.v.at<uint8_t>(j, i)));
    return best;
}

// New colours speak for another scene; the same colours say nothing.
Rest coloursIn(const Colours& a, const Colours& b)
{
    double sum = 0.0;
    for (int y = 0; y < kCellsDown; ++y)
        for (int x = 0; x < kCellsAcross; ++x)
            sum += std::clamp(nearestColour(a, b, x, y) - kSameColour, 0.0, kOtherColour);
    const double fresh = sum / (kCellsAcross * kCellsDown);
    return {fresh, fresh};
}

std::optional<double> share(const Rest& detail, const Rest& colours)
{
    const double all = detail.all + colours.all;
    return all > 0.0 ? std::optional((detail.left + colours.left) / all) : std::nullopt;
}

std::optional<double> bothWays(const cv::Mat& a, const cv::Mat& b, const Colours& coloursA,
                               const Colours& coloursB)
{
    const auto forth = share(detailIn(a, b), coloursIn(coloursA, coloursB));
    const auto back = share(detailIn(b, a), coloursIn(coloursB, coloursA));
    if (forth && back)
        return (*forth + *back) / 2.0;
    return forth ? forth : back;
}

cv::Mat atFullContrast(const cv::Mat& detail)
{
    cv::Scalar mean, deviation;
    cv::meanStdDev(detail, mean, deviation);
    const double gain = kFullContrast / std::max(kLeastContrast, deviation[0]);
    cv::Mat result;
    detail.convertTo(result, CV_8U, gain, 128.0 - gain * mean[0]);
    return result;
}

cv::Mat detailOf(const cv::Mat& luma)
{
    cv::Mat around, detail;
    cv::blur(luma, around, {kNeighbourhood, kNeighbourhood});
    cv::subtract(luma, around, detail, cv::noArray(), CV_16S);
    detail.convertTo(detail, CV_8U, 1.0, 128.0);
    return detail;
}

// Sums over one plane: of the line with itself, of the way to the picture with it and with itself.
struct Products {
    int64_t line = 0, both = 0, way = 0;
};

void addProducts(const cv::Mat& a, const cv::Mat& b, const cv::Mat& picture, Products& sum)
{
    for (int y = 0; y < a.rows; ++y) {
        const uint8_t *from = a.ptr(y), *to = b.ptr(y), *at = picture.ptr(y);
        int line = 0, both = 0, way = 0;
        for (int x = 0; x < a.cols; ++x) {
            const int whole = to[x] - from[x], part = at[x] - from[x];
            line += whole * whole;
            both += whole * part;
            way += part * part;
        }
        sum.line += line;
        sum.both += both;
        sum.way += way;
    }
}

}  // namespace

Thumb splitThumb(const cv::Mat& yuv)
{
    cv::Mat planes[3];
    cv::split(yuv, planes);
    return {planes[0], planes[1], planes[2], detailOf(planes[0])};
}

double levelDifference(const Thumb& a, const Thumb& b)
{
    const double luma = cv::norm(a.luma, b.luma, cv::NORM_L1);
    const double colour = cv::norm(a.u, b.u, cv::NORM_L1) + cv::norm(a.v, b.v, cv::NORM_L1);
    return (luma + colour / 2.0) / static_cast<double>(a.luma.total());
}

std::optional<LinePosition> onLine(const Thumb& a, const Thumb& b, const Thumb& picture)
{
    Products sum;
    addProducts(a.luma, b.luma, picture.luma, sum);
    addProducts(a.u, b.u, picture.u, sum);
    addProducts(a.v, b.v, picture.v, sum);
    if (static_cast<double>(sum.line) <
        kSameLevels * kSameLevels * static_cast<double>(a.luma.total()))
        return std::nullopt;
    const double length = static_cast<double>(sum.line);
    const double along = static_cast<double>(sum.both) / length;
    return LinePosition{along,
                        std::max(0.0, static_cast<double>(sum.way) / length - along * along)};
}

std::optional<double> unexplained(const Thumb& a, const Thumb& b)
{
    return bothWays(a.detail, b.detail, coloursOf(a), coloursOf(b));
}

std::optional<double> unexplainedAtOneContrast(const Thumb& a, const Thumb& b)
{
    return bothWays(atFullContrast(a.detail), atFullContrast(b.detail), coloursOf(a), coloursOf(b));
}

bool resembles(const Thumb& a, const Thumb& b)
{
    if (levelDifference(a, b) < kSameLevels)
        return true;
    const std::optional<double> rest = unexplained(a, b);
    return rest && *rest < kSameScene;
}

}  // namespace animatize
