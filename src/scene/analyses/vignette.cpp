// The lens takes 1 - v r^2 of the light, with r = 1 in the corners. Most pixels lie on no edge, so
// that what brightness does from the middle outwards is, in the median, what the lens does
// (after Y. Zheng et al., "Single-image vignetting correction using radial gradient symmetry",
// 2008). A scene that is darker outside is so in some directions, a lens in all of them.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/lens_measures.h"

namespace animatize {
namespace {

constexpr int kSectors = 8;
constexpr double kGamma = 2.4;   // BT.1886
constexpr double kInner = 0.35;  // of r: nearer, there is too little of it
constexpr size_t kLeastPixels = 12;
constexpr float kEdge = 0.06F;     // of ln, from cell to cell: no lens does that
constexpr double kAgreeing = 0.5;  // of the middle sectors, by what all but two may differ
constexpr double kStrongest = 0.75, kNone = 0.06;

struct Place {
    int sector = 0;
    double x = 0.0, y = 0.0;  // outwards, per unit of r^2 and cell
    double r2 = 0.0;
};

// v from d ln L / d(r^2) = -v / (1 - v r^2).
double lossAt(double slope, double r2)
{
    return std::clamp(-slope / std::max(0.2, 1.0 - slope * r2), -1.0, 1.0);
}

int sectorOf(double x, double y)
{
    const double turn = std::atan2(y, x) / (2.0 * CV_PI) + 1.0;
    return static_cast<int>(turn * kSectors) % kSectors;
}

double medianOf(std::vector<double>& values)
{
    const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

using Sectors = std::array<std::vector<double>, kSectors>;

// Of a thumb, which is stretched: a cell is `across` times `down` in units of half the diagonal.
Sectors lossesOf(const cv::Mat& luma, const cv::Mat& dx, const cv::Mat& dy, double across,
                 double down)
{
    Sectors sectors;
    for (int row = 1; row + 1 < luma.rows; ++row)
        for (int column = 1; column + 1 < luma.cols; ++column) {
            const double x = (column + 0.5 - luma.cols / 2.0) * across;
            const double y = (row + 0.5 - luma.rows / 2.0) * down;
            const double r2 = x * x + y * y;
            const uint8_t level = luma.at<uint8_t>(row, column);
            const float stepX = dx.at<float>(row, column), stepY = dy.at<float>(row, column);
            if (r2 < kInner * kInner || level < 10 || level > 245 ||
                std::max(std::abs(stepX), std::abs(stepY)) > kEdge)
                continue;
            const double along =
                dx.at<float>(row, column) / across * x + dy.at<float>(row, column) / down * y;
            sectors[sectorOf(x, y)].push_back(lossAt(kGamma * along / (2.0 * r2), r2));
        }
    return sectors;
}

}  // namespace

std::optional<double> vignettingOf(const AnalysisInput& input)
{
    cv::Mat luma, logarithm, dx, dy;
    cv::extractChannel(input.thumb(), luma, 0);
    luma.convertTo(logarithm, CV_32F);
    cv::log(logarithm + 1.0, logarithm);
    cv::Sobel(logarithm, dx, CV_32F, 1, 0, 3, 1.0 / 8.0);
    cv::Sobel(logarithm, dy, CV_32F, 0, 1, 3, 1.0 / 8.0);
    const ReducedPicture& picture = input.picture();
    const double width = picture.luma.cols * picture.pixelAspect, height = picture.luma.rows;
    const double radius = std::hypot(width, height) / 2.0;
    Sectors sectors =
        lossesOf(luma, dx, dy, width / radius / luma.cols, height / radius / luma.rows);
    std::array<double, kSectors> losses{};
    for (int i = 0; i < kSectors; ++i)
        losses[i] = sectors[i].size() < kLeastPixels ? 0.0 : medianOf(sectors[i]);
    std::sort(losses.begin(), losses.end());
    const double middle = (losses[kSectors / 2 - 1] + losses[kSectors / 2]) / 2.0;
    const double spread = std::max(losses[kSectors - 2] - middle, middle - losses[1]);
    if (std::abs(middle) <= kNone && spread <= kNone)
        return 0.0;
    const bool agreed = middle > 0.0 && middle <= kStrongest && spread <= kAgreeing * middle;
    return agreed ? std::optional(middle) : std::nullopt;
}

}  // namespace animatize
