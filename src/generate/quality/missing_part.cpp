#include "generate/quality/missing_part.h"

#include <algorithm>

#include "scene/analyses/input.h"

namespace animatize {
namespace {

constexpr double kSame = 2.0;     // levels, of decoders that round
constexpr double kOther = 8.0;    // levels, from which a step is one to the eye
constexpr int kBlocks = 24;       // rows in which blocks of 16 may have ended before the border
constexpr double kBarLike = 0.7;  // of the height of the one at the other end

/// Rows from `first` on, in steps of `step`, that are like the first.
int unchanging(const cv::Mat& luma, int first, int step)
{
    int rows = 1;
    for (int y = first + step; y >= 0 && y < luma.rows; y += step, ++rows)
        if (cv::norm(luma.row(y), luma.row(first), cv::NORM_INF) > kSame)
            break;
    return rows;
}

/// Share of the width in which somewhere among the rows one differs from the next.
double steppingShare(const cv::Mat& rows)
{
    cv::Mat step, highest;
    cv::absdiff(rows.rowRange(0, rows.rows - 1), rows.rowRange(1, rows.rows), step);
    cv::reduce(step, highest, 0, cv::REDUCE_MAX);
    return cv::countNonZero(highest > kOther) / static_cast<double>(rows.cols);
}

}  // namespace

double missingPart(const cv::Mat& luma)
{
    const int below = unchanging(luma, luma.rows - 1, -1);
    const int above = unchanging(luma, 0, 1);
    if (below == luma.rows || above >= kBarLike * below)
        return 0.0;
    const int border = luma.rows - below;
    const cv::Range ending(std::max(0, border - kBlocks), border + 1);
    return ramp(steppingShare(luma.rowRange(ending)), 0.3, 0.8) * below / luma.rows;
}

}  // namespace animatize
