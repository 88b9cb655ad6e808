#include "generate/quality/picture_content.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "frame/level_counts.h"

namespace animatize {
namespace {

constexpr int kColumns = 32, kRows = 18;
constexpr int kTerms = 6;  // of a quadratic surface

/// The terms at every cell, orthonormal columns: what they explain is a projection.
const cv::Mat& surfaces()
{
    static const cv::Mat basis = [] {
        cv::Mat terms(kColumns * kRows, kTerms, CV_64F), w, vt, u;
        for (int i = 0; i < terms.rows; ++i) {
            const double x = 2.0 * (i % kColumns + 0.5) / kColumns - 1.0;
            const double y = 2.0 * (i / kColumns + 0.5) / kRows - 1.0;
            const double values[kTerms] = {1.0, x, y, x * x, x * y, y * y};
            std::copy(std::begin(values), std::end(values), terms.ptr<double>(i));
        }
        cv::SVD::compute(terms, w, u, vt);
        return u;
    }();
    return basis;
}

double unevenness(const cv::Mat& luma)
{
    cv::Mat cells;
    cv::resize(luma, cells, {kColumns, kRows}, 0, 0, cv::INTER_AREA);
    cells.convertTo(cells, CV_64F);
    cells = cells.reshape(1, kColumns * kRows);
    const cv::Mat rest = cells - surfaces() * (surfaces().t() * cells);
    return cv::norm(rest) / std::sqrt(static_cast<double>(rest.total()));
}

double outstanding(const cv::Mat& luma)
{
    constexpr double kFar = 6.0, kQuartiles = 1.349;  // apart, in standard deviations
    const LevelCounts counts(luma);
    const int middle = counts.levelAt(0.5);
    const int apart = std::max(1, counts.levelAt(0.75) - counts.levelAt(0.25));
    double sum = 0.0;
    for (int level = 0; level < 256; ++level)
        if (std::abs(level - middle) > kFar * apart / kQuartiles)
            sum += counts.shareOf(level) * (level - middle) * (level - middle);
    return std::sqrt(sum);
}

}  // namespace

double contentOf(const cv::Mat& luma)
{
    return std::max(unevenness(luma), outstanding(luma));
}

}  // namespace animatize
