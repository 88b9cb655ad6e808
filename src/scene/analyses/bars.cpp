// Every column of the upper part must be of one colour from top to bottom. Columns of one colour
// beside each other are a run; bars are white, yellow, cyan, green, magenta, red and blue, one
// after the other, darker each time, of about one width, with nothing but grey beside them.
#include "scene/analyses/bars.h"

#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace animatize {
namespace {

constexpr double kBlack = 28.0;     // rows of a letterbox are darker than that
constexpr double kUpperPart = 0.5;  // of the picture: SMPTE bars have other patterns below
constexpr double kUniform = 10.0;   // deviation within a column
constexpr double kSameLevel = 8.0;  // between columns of one bar
constexpr double kClear = 16.0;     // chroma of a bar in the direction of its hue
constexpr double kNeutral = 11.0;   // chroma of white, grey and black
constexpr double kSameHue = 0.92;   // cosine of 23 degrees
constexpr size_t kBars = 7;

enum Hue { White, Yellow, Cyan, Green, Magenta, Red, Blue, Other };

// U and V of the bars, of length 1 (BT.601; those of BT.709 are within 7 degrees).
constexpr std::array<std::array<double, 2>, kBars> kHues = {{{0, 0},
                                                             {-0.988, 0.156},
                                                             {0.319, -0.948},
                                                             {-0.619, -0.786},
                                                             {0.619, 0.786},
                                                             {-0.316, 0.949},
                                                             {0.988, -0.154}}};

struct Run {
    Hue hue = Other;
    double level = 0.0;
    int columns = 0;
};

Hue hueOf(const cv::Vec3d& colour)
{
    const double u = colour[1] - 128.0, v = colour[2] - 128.0, chroma = std::hypot(u, v);
    if (chroma < kNeutral)
        return White;
    for (const Hue hue : {Yellow, Cyan, Green, Magenta, Red, Blue})
        if (chroma > kClear && u * kHues[hue][0] + v * kHues[hue][1] > kSameHue * chroma)
            return hue;
    return Other;
}

// The rows that are looked at: the upper part of what lies between black borders.
cv::Range upperRows(const cv::Mat& thumb)
{
    int top = 0, bottom = thumb.rows;
    while (top < bottom && cv::mean(thumb.row(top))[0] < kBlack)
        ++top;
    while (bottom > top && cv::mean(thumb.row(bottom - 1))[0] < kBlack)
        --bottom;
    const int count = static_cast<int>((bottom - top) * kUpperPart);
    return {std::min(top + 1, thumb.rows), std::min(top + 1, thumb.rows) + std::max(0, count - 1)};
}

// Nothing where two bars meet.
std::optional<cv::Vec3d> columnColour(const cv::Mat& thumb, int column)
{
    cv::Scalar mean, deviation;
    cv::meanStdDev(thumb.col(column), mean, deviation);
    if (std::max({deviation[0], deviation[1], deviation[2]}) > kUniform)
        return std::nullopt;
    return cv::Vec3d(mean[0], mean[1], mean[2]);
}

// A column between two runs that is like neither is a border; more of them are something else.
std::vector<Run> runsOf(const cv::Mat& thumb)
{
    std::vector<Run> runs;
    for (int column = 0; column < thumb.cols; ++column) {
        const auto colour = columnColour(thumb, column);
        if (!colour)
            return {};
        const Hue hue = hueOf(*colour);
        const bool same = !runs.empty() && runs.back().hue == hue &&
                          std::abs(runs.back().level - (*colour)[0]) < kSameLevel;
        if (same)
            ++runs.back().columns;
        else
            runs.push_back({hue, (*colour)[0], 1});
    }
    std::erase_if(runs, [](const Run& run) { return run.columns < 3; });
    return runs;
}

bool areBars(const Run* runs)
{
    int least = runs[0].columns, most = runs[0].columns;
    for (size_t i = 0; i < kBars; ++i) {
        if (runs[i].hue != static_cast<Hue>(i) || (i > 0 && runs[i].level >= runs[i - 1].level))
            return false;
        least = std::min(least, runs[i].columns);
        most = std::max(most, runs[i].columns);
    }
    return most <= 2 * least;
}

}  // namespace

bool showsBars(const cv::Mat& thumb)
{
    const cv::Range rows = upperRows(thumb);
    if (rows.size() < 4)
        return false;
    const std::vector<Run> runs = runsOf(thumb.rowRange(rows));
    for (size_t first = 0; first + kBars <= runs.size(); ++first) {
        bool alone = true;
        for (size_t i = 0; i < runs.size(); ++i)
            alone &= (i >= first && i < first + kBars) || runs[i].hue == White;
        if (alone && areBars(&runs[first]))
            return true;
    }
    return false;
}

}  // namespace animatize
