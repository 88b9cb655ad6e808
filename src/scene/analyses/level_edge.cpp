// The softened signs of the vertical steps are summed along all lines (a Radon transform by
// shearing), so that a faint far shore counts as much as a bright one; the best line is then
// placed by robust least squares over where each column steps.
#include "scene/analyses/level_edge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr double kDegrees = 180.0 / CV_PI;
constexpr double kSearched = 17.0;  // degrees
constexpr double kMostRoll = 15.0;
constexpr double kOtherwise = 4.0;  // degrees: further apart is another line
constexpr float kClear = 2.0F;      // levels: steps well above that count fully
constexpr double kLeastScore = 0.69, kLeastShare = 0.8, kLeastPart = 0.5;
constexpr double kMostRival = 0.88;  // of the score; a picture of many edges has no horizon
constexpr double kFineness = 0.75;   // pixels between two slopes, at the sides

cv::Mat stepsDown(const cv::Mat& luma)
{
    cv::Mat soft, steps;
    cv::GaussianBlur(luma, soft, {5, 5}, 1.0);
    cv::Sobel(soft, steps, CV_32F, 0, 1, 3, 0.125);
    return steps;
}

struct Line {
    double slope = 0.0, middle = 0.0;  // pixels: y = middle + slope (x - centre)
    double sum = 0.0;                  // signed, of the softened signs along it
};

// The best line of each slope, from the steepest down to the steepest up.
class Radon {
  public:
    Radon(const cv::Mat& signs, double mostSlope)
        : columns_(signs.t()),
          reach_(static_cast<int>(std::ceil(mostSlope * signs.cols / 2.0)) + 1),
          sums_(static_cast<size_t>(signs.rows + 2 * reach_))
    {}

    Line best(double slope)
    {
        std::fill(sums_.begin(), sums_.end(), 0.0F);
        for (int x = 0; x < columns_.rows; ++x) {
            const int shift = cvRound(slope * (x + 0.5 - columns_.rows / 2.0));
            const auto* column = columns_.ptr<float>(x);
            auto* into = sums_.data() + reach_ - shift;
            for (int y = 0; y < columns_.cols; ++y)
                into[y] += column[y];
        }
        Line best{slope};
        for (int y = 0; y < columns_.cols; ++y)
            if (std::abs(sums_[static_cast<size_t>(y + reach_)]) > std::abs(best.sum))
                best = {slope, static_cast<double>(y), sums_[static_cast<size_t>(y + reach_)]};
        return best;
    }

  private:
    cv::Mat columns_;  ///< transposed: shearing then moves whole rows
    int reach_;
    std::vector<float> sums_;
};

std::vector<Line> bestLines(const cv::Mat& signs, double aspect)
{
    const double most = std::tan(kSearched / kDegrees) * aspect;
    const int steps = static_cast<int>(std::ceil(most * signs.cols / 2.0 / kFineness));
    Radon radon(signs, most);
    std::vector<Line> lines;
    for (int step = -steps; step <= steps; ++step)
        lines.push_back(radon.best(most * step / std::max(1, steps)));
    return lines;
}

double rollOf(const Line& line, double aspect)
{
    return -std::atan(line.slope / aspect) * kDegrees;
}

// Where each column steps next to the line, the right way: x from the centre.
std::vector<cv::Point2d> stepsAlong(const cv::Mat& steps, const Line& line)
{
    constexpr int kReach = 4;
    std::vector<cv::Point2d> points;
    for (int x = 0; x < steps.cols; ++x) {
        const double across = x + 0.5 - steps.cols / 2.0;
        const int at = cvRound(line.middle + line.slope * across);
        double weight = 0.0, sum = 0.0;
        for (int y = std::max(0, at - kReach); y <= std::min(steps.rows - 1, at + kReach); ++y) {
            const double step = std::copysign(1.0, line.sum) * steps.at<float>(y, x);
            const double square = step > 0.5 ? step * step : 0.0;
            weight += square;
            sum += square * y;
        }
        if (weight > 1.0)
            points.emplace_back(across, sum / weight);
    }
    return points;
}

// The line and what is next to it say nothing any more.
void cover(const Line& line, cv::Mat& signs)
{
    constexpr int kAcross = 4;
    const double half = signs.cols / 2.0;
    const cv::Point from(0, cvRound(line.middle - line.slope * half));
    const cv::Point to(signs.cols - 1, cvRound(line.middle + line.slope * half));
    cv::line(signs, from, to, cv::Scalar(0), 2 * kAcross + 1);
}

// One step of least squares with Cauchy's weights; pixels.
bool refine(const std::vector<cv::Point2d>& points, Line& line)
{
    double w = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (const cv::Point2d& p : points) {
        const double off = p.y - line.middle - line.slope * p.x;
        const double weight = 1.0 / (1.0 + off * off);
        w += weight;
        x += weight * p.x;
        y += weight * p.y;
        xx += weight * p.x * p.x;
        xy += weight * p.x * p.y;
    }
    const double spread = w * xx - x * x;
    if (spread <= 1e-6)
        return false;
    line.slope = (w * xy - x * y) / spread;
    line.middle = (y - line.slope * x) / w;
    return true;
}

void countColumns(const std::vector<cv::Point2d>& points, const Line& line, int columns,
                  LevelEdge& edge)
{
    constexpr int kParts = 8;
    constexpr double kNear = 1.5;  // pixels
    std::array<double, kParts> shares{};
    double all = 0.0;
    for (const cv::Point2d& p : points) {
        if (std::abs(p.y - line.middle - line.slope * p.x) > kNear)
            continue;
        const int part = static_cast<int>((p.x / columns + 0.5) * kParts);
        shares[static_cast<size_t>(std::clamp(part, 0, kParts - 1))] += 1.0;
        all += 1.0;
    }
    std::sort(shares.begin(), shares.end());
    edge.share = all / columns;
    edge.least = (shares[0] + shares[1]) * kParts / 2.0 / columns;
}

}  // namespace

bool LevelEdge::sure() const
{
    return std::abs(roll) <= kMostRoll && score >= kLeastScore && share >= kLeastShare &&
           least >= kLeastPart && rival <= kMostRival * score;
}

LevelEdge findLevelEdge(const cv::Mat& luma, double aspect)
{
    const cv::Mat steps = stepsDown(luma);
    cv::Mat signs = steps / (cv::abs(steps) + kClear);
    const std::vector<Line> lines = bestLines(signs, aspect);
    Line line = *std::max_element(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
        return std::abs(a.sum) < std::abs(b.sum);
    });
    const std::vector<cv::Point2d> points = stepsAlong(steps, line);
    constexpr int kRounds = 6;
    for (int round = 0; round < kRounds; ++round)
        if (!refine(points, line))
            return {};
    LevelEdge edge{rollOf(line, aspect), std::abs(line.sum) / luma.cols};
    countColumns(points, line, luma.cols, edge);
    if (!edge.sure())
        return edge;
    cover(line, signs);
    for (const Line& other : bestLines(signs, aspect))
        if (std::abs(rollOf(other, aspect) - edge.roll) > kOtherwise)
            edge.rival = std::max(edge.rival, std::abs(other.sum) / luma.cols);
    return edge;
}

}  // namespace animatize
