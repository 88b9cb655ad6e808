#include "scene/parallax_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr double kLeastSpeed = 0.8;     // square pixels: slower flow is all error
constexpr double kFlowError = 0.12;     // square pixels, of the flow itself
constexpr double kClearly = 2.0;        // times as far along the lines as across them
constexpr double kLeastDepth = 0.06;    // spread of the speeds, of the speed
constexpr double kTail = 0.8;           // quantile: what stands in front may be small
constexpr double kLeastWay = 0.12;      // half widths from where the camera travels to
constexpr double kMostCircling = 0.25;  // of the weight against the rest: which end is near?
constexpr double kMostBend = 0.4;       // strength: a lens of 65 degrees
constexpr int kLeastCells = 80;

struct Cell {
    cv::Point2d at;    // half widths from the middle
    cv::Point2d flow;  // square pixels
    double weight = 0.0;
    int index = 0;
};

bool isFollowed(const Cell& cell)
{
    return cell.weight >= 0.2;
}

std::vector<Cell> cellsOf(const FlowCells& cells)
{
    std::vector<Cell> list;
    const int columns = cells.flow.cols, rows = cells.flow.rows;
    const double unit = 2.0 / (columns * cells.step);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            const cv::Vec2f flow = cells.flow.at<cv::Vec2f>(y, x);
            const cv::Point2d at((x + 0.5 - columns / 2.0) * cells.step * unit,
                                 (y + 0.5 - rows / 2.0) * cells.stepDown * unit);
            const double weight = cells.weight.at<float>(y, x);
            list.push_back({at, {flow[0], flow[1]}, weight, y * columns + x});
        }
    return list;
}

// Of the cells that are followed: `share` of them have less.
template <class Of>
double quantile(const std::vector<Cell>& cells, double share, Of of)
{
    std::vector<double> values;
    values.reserve(cells.size());
    for (const Cell& cell : cells)
        if (isFollowed(cell))
            values.push_back(of(cell));
    const auto nth = values.begin() + static_cast<long>(share * static_cast<double>(values.size()));
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

template <class Of>
double median(const std::vector<Cell>& cells, Of of)
{
    return quantile(cells, 0.5, of);
}

double dot(const cv::Point2d& a, const cv::Point2d& b)
{
    return a.x * b.x + a.y * b.y;
}
double cross(const cv::Point2d& a, const cv::Point2d& b)
{
    return a.x * b.y - a.y * b.x;
}

// How the camera travels, up to its length.
struct Travel {
    cv::Vec3d t{0.0, 0.0, 1.0};

    cv::Point2d line(const cv::Point2d& at) const
    {
        return {t[0] - t[2] * at.x, t[1] - t[2] * at.y};
    }
    double across(const Cell& cell) const
    {
        const cv::Point2d e = line(cell.at);
        return cross(cell.flow, e) / std::max(1e-6, cv::norm(e));
    }
    double along(const Cell& cell) const
    {
        const cv::Point2d e = line(cell.at);
        return dot(cell.flow, e) / std::max(1e-6, cv::norm(e));
    }
    bool far(const Cell& cell) const { return cv::norm(line(cell.at)) >= kLeastWay; }
};

cv::Point2d rolled(const cv::Point2d& at)
{
    return {-at.y, at.x};
}
cv::Point2d bent(const cv::Point2d& at, const cv::Point2d& mean)
{
    return at * dot(at, mean);
}

double missOf(const std::vector<Cell>& cells, const Travel& travel)
{
    return median(cells, [&](const Cell& cell) { return std::abs(travel.across(cell)); });
}

// What turning the camera adds, which has no depth: a roll, (-y, x), and what a wide lens adds to a
// pan or tilt, p (p.m) for the mean flow m. Both are fitted only to what the flow misses its lines
// by, where depth has no part.
void takeTurnOut(std::vector<Cell>& cells, const Travel& travel, double slack)
{
    const cv::Point2d mean(median(cells, [](const Cell& cell) { return cell.flow.x; }),
                           median(cells, [](const Cell& cell) { return cell.flow.y; }));
    cv::Matx22d sum = cv::Matx22d::eye() * 1e-6;
    cv::Vec2d right(0.0, 0.0);
    for (const Cell& cell : cells) {
        const cv::Point2d e =
            travel.line(cell.at) * (1.0 / std::max(1e-6, cv::norm(travel.line(cell.at))));
        const double off = travel.across(cell) / slack;
        const cv::Vec2d row(cross(rolled(cell.at), e), cross(bent(cell.at, mean), e));
        const double weight = cell.weight / (1.0 + off * off);
        sum += weight * (row * row.t());
        right += weight * travel.across(cell) * row;
    }
    const cv::Vec2d turn = sum.inv() * right;
    const double bend = std::clamp(turn[1], 0.0, kMostBend);
    for (Cell& cell : cells)
        cell.flow -= rolled(cell.at) * turn[0] + bent(cell.at, mean) * bend;
}

// The direction that the flow misses least, once: an eigenvector, rows weighted by `travel`.
Travel fitted(const std::vector<Cell>& cells, const Travel& travel, double slack)
{
    cv::Matx33d sum = cv::Matx33d::zeros();
    for (const Cell& cell : cells) {
        const double off = travel.across(cell) / slack;
        const double length = std::max(0.05, cv::norm(travel.line(cell.at)));
        const double weight = cell.weight / (1.0 + off * off) / (length * length);
        const cv::Vec3d row(-cell.flow.y, cell.flow.x, cross(cell.at, cell.flow));
        sum += weight * (row * row.t());
    }
    cv::Vec3d values;
    cv::Matx33d vectors;
    cv::eigen(sum, values, vectors);  // descending
    return {cv::Vec3d(vectors(2, 0), vectors(2, 1), vectors(2, 2))};
}

struct Fit {
    Travel travel;
    std::vector<Cell> cells;  // without what turning adds
    double miss = 0.0;
};

Fit fitFrom(Travel travel, std::vector<Cell> cells)
{
    constexpr int kRounds = 8;
    const std::vector<Cell> seen = cells;
    for (int round = 0; round < kRounds; ++round) {
        const double slack = std::max(kFlowError, 2.0 * missOf(cells, travel));
        travel = fitted(cells, travel, slack);
        cells = seen;
        takeTurnOut(cells, travel, std::max(kFlowError, 2.0 * missOf(cells, travel)));
    }
    const double miss = missOf(cells, travel);
    return {travel, std::move(cells), miss};
}

Fit bestFit(const std::vector<Cell>& cells)
{
    const cv::Vec3d across(median(cells, [](const Cell& cell) { return cell.flow.x; }),
                           median(cells, [](const Cell& cell) { return cell.flow.y; }), 0.0);
    Fit inwards = fitFrom({}, cells);
    Fit sideways = fitFrom({across / std::max(1e-6, cv::norm(across))}, cells);
    return inwards.miss < sideways.miss ? inwards : sideways;
}

// 1 / distance of each cell, in any unit; the sign is still open.
double nearOf(const Travel& travel, const Cell& cell)
{
    return travel.along(cell) / std::max(kLeastWay, cv::norm(travel.line(cell.at)));
}

bool hasDepth(const std::vector<Cell>& cells, const Travel& travel, double speed)
{
    const double one = median(cells, [&](const Cell& cell) { return nearOf(travel, cell); });
    const double along = quantile(cells, kTail, [&](const Cell& cell) {
        return std::abs(travel.along(cell) - one * cv::norm(travel.line(cell.at)));
    });
    const double across =
        quantile(cells, kTail, [&](const Cell& cell) { return std::abs(travel.across(cell)); });
    return along > kClearly * std::max(kFlowError, across) && along > kLeastDepth * speed;
}

struct Ends {
    double sign = 1.0;
    bool circling = false;
};

// Near is what moves more, the way that most of it moves. A camera that circles keeps one
// distance still, and what lies before and behind it moves either way.
Ends endsOf(const std::vector<Cell>& cells, const Travel& travel)
{
    double forth = 0.0, back = 0.0;
    for (const Cell& cell : cells) {
        const double near = nearOf(travel, cell);
        (near > 0.0 ? forth : back) += cell.weight * std::abs(near);
    }
    return {forth >= back ? 1.0 : -1.0, std::min(forth, back) > kMostCircling * (forth + back)};
}

// Cells that nothing is known of take their neighbours' mean, from near to far.
void fill(cv::Mat& near, const cv::Mat& known)
{
    cv::Mat sum = near.mul(known), weight = known.clone(), spreadSum, spreadWeight;
    cv::Mat result = near.clone(), left = known < 0.5F;
    for (double sigma = 1.0; sigma < 20.0 && cv::countNonZero(left) > 0; sigma *= 2.0) {
        cv::GaussianBlur(sum, spreadSum, {}, sigma, 0.0, cv::BORDER_CONSTANT);
        cv::GaussianBlur(weight, spreadWeight, {}, sigma, 0.0, cv::BORDER_CONSTANT);
        const cv::Mat reached = left & (spreadWeight > 0.02F);
        cv::Mat(spreadSum / cv::max(spreadWeight, 1e-6)).copyTo(result, reached);
        left.setTo(0, reached);
    }
    result.setTo(0.5, left);
    near = result;
}

cv::Mat stretched(const std::vector<Cell>& cells, const Travel& travel, double sign, cv::Size size)
{
    constexpr double kEnd = 0.04;  // of the cells, beyond either end
    const double slack = 3.0 * std::max(kFlowError, missOf(cells, travel));
    cv::Mat near(size, CV_32F, cv::Scalar(0)), known(size, CV_32F, cv::Scalar(0));
    std::vector<double> values;
    for (const Cell& cell : cells) {
        if (!isFollowed(cell) || !travel.far(cell) || std::abs(travel.across(cell)) > slack)
            continue;
        const double value = sign * nearOf(travel, cell);
        near.at<float>(cell.index / size.width, cell.index % size.width) =
            static_cast<float>(value);
        known.at<float>(cell.index / size.width, cell.index % size.width) = 1.0F;
        values.push_back(value);
    }
    if (values.size() < kLeastCells)
        return {};
    std::sort(values.begin(), values.end());
    const auto end = static_cast<size_t>(kEnd * static_cast<double>(values.size()));
    const double low = values[end], high = values[values.size() - 1 - end];
    near = (near - low) / std::max(1e-9, high - low);
    cv::min(cv::max(near, 0.0), 1.0, near);
    fill(near, known);
    return near;
}

}  // namespace

std::optional<ParallaxMap> parallaxMap(const FlowCells& field)
{
    const std::vector<Cell> cells = cellsOf(field);
    const auto followed = std::count_if(cells.begin(), cells.end(), isFollowed);
    if (followed < kLeastCells)
        return std::nullopt;
    const double speed = median(cells, [](const Cell& cell) { return cv::norm(cell.flow); });
    if (speed < kLeastSpeed)
        return std::nullopt;
    const Fit fit = bestFit(cells);
    if (!hasDepth(fit.cells, fit.travel, speed))
        return std::nullopt;
    const Ends ends = endsOf(fit.cells, fit.travel);
    const cv::Mat near = stretched(fit.cells, fit.travel, ends.sign, field.flow.size());
    return near.empty() ? std::nullopt : std::optional(ParallaxMap{near, ends.circling});
}

}  // namespace animatize
