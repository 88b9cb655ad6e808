#include "scene/box_matcher.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr double kPart = 1.1;      // of the box: some of the ground helps to tell its edges
constexpr int kLeast = 6;          // pixels
constexpr double kFlat = 2.0;      // grey levels (standard deviation): nothing to hold on to
constexpr double kDistance = 0.5;  // what the whole reach costs of the correlation
constexpr double kNews = 0.05;     // share of the new
constexpr double kScales[] = {0.96, 1.04};
constexpr double kBetter = 0.01;  // by which another size has to fit better

cv::Point2d middleOf(const cv::Rect2d& box)
{
    return (box.tl() + box.br()) / 2.0;
}

cv::Rect2d around(const cv::Point2d& middle, const cv::Size2d& size)
{
    return {middle.x - size.width / 2, middle.y - size.height / 2, size.width, size.height};
}

// Where between its neighbours the top of a parabola lies, -0.5..0.5.
double between(double before, double top, double after)
{
    const double bend = before - 2.0 * top + after;
    return bend < 0.0 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0.0;
}

// Correlation by place, less what the way from the expected place (the middle) costs.
void preferMiddle(cv::Mat& map)
{
    const double x0 = (map.cols - 1) / 2.0, y0 = (map.rows - 1) / 2.0;
    const double cost = kDistance / std::max(1.0, x0 * x0 + y0 * y0);
    for (int y = 0; y < map.rows; ++y)
        for (int x = 0; x < map.cols; ++x) {
            const double far = (x - x0) * (x - x0) + (y - y0) * (y - y0);
            float& value = map.at<float>(y, x);
            value = std::isfinite(value) ? static_cast<float>(value - cost * far) : -1.0f;
        }
}

cv::Point2d topOf(const cv::Mat& map, const cv::Point& at)
{
    cv::Point2d top(at);
    const auto value = [&](int dx, int dy) { return map.at<float>(at.y + dy, at.x + dx); };
    if (at.x > 0 && at.x + 1 < map.cols)
        top.x += between(value(-1, 0), value(0, 0), value(1, 0));
    if (at.y > 0 && at.y + 1 < map.rows)
        top.y += between(value(0, -1), value(0, 0), value(0, 1));
    return top;
}

// `size` pixels of the copy about a place, each of `step` pixels of the picture.
cv::Mat sampled(const cv::Mat& luma, const cv::Point2d& middle, const cv::Size& size, double step)
{
    const cv::Size pixels(std::max(1, cvRound(size.width * step)),
                          std::max(1, cvRound(size.height * step)));
    cv::Mat part, copy;
    cv::getRectSubPix(luma, pixels, cv::Point2f(middle - cv::Point2d(0.5, 0.5)), part);
    if (pixels == size)
        return part;
    cv::resize(part, copy, size, 0, 0, step > 1.0 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return copy;
}

}  // namespace

BoxMatcher::BoxMatcher(const cv::Mat& luma, const cv::Rect2d& box) : boxSize_(box.size())
{
    const cv::Size2d inside(kPart * box.width, kPart * box.height);
    shrink_ = std::max(1.0, std::max(inside.width, inside.height) / kSide);
    size_ = {std::max(kLeast, cvRound(inside.width / shrink_)),
             std::max(kLeast, cvRound(inside.height / shrink_))};
    patch_ = cut(luma, box);
    cv::Scalar mean, deviation;
    cv::meanStdDev(patch_, mean, deviation);
    flat_ = deviation[0] < kFlat;
}

cv::Mat BoxMatcher::cut(const cv::Mat& luma, const cv::Rect2d& box) const
{
    return sampled(luma, middleOf(box), size_, shrink_ * box.width / boxSize_.width);
}

BoxMatcher::Match BoxMatcher::findAt(const cv::Mat& luma, const cv::Rect2d& expected,
                                     double reach) const
{
    const double step = shrink_ * expected.width / boxSize_.width;
    const int margin = std::max(1, static_cast<int>(std::ceil(reach / step)));
    const cv::Size whole(size_.width + 2 * margin, size_.height + 2 * margin);
    cv::Mat map;
    cv::matchTemplate(sampled(luma, middleOf(expected), whole, step), patch_, map,
                      cv::TM_CCOEFF_NORMED);
    const cv::Mat raw = map.clone();
    preferMiddle(map);
    cv::Point best;
    cv::minMaxLoc(map, nullptr, nullptr, nullptr, &best);
    const cv::Point2d shift = (topOf(raw, best) - cv::Point2d(margin, margin)) * step;
    const double score = raw.at<float>(best);
    return {around(middleOf(expected) + shift, expected.size()),
            std::isfinite(score) ? std::clamp(score, -1.0, 1.0) : 0.0};
}

BoxMatcher::Match BoxMatcher::find(const cv::Mat& luma, const cv::Rect2d& expected, double reach,
                                   bool resizes) const
{
    if (flat_)
        return {expected, 0.0};
    Match best = findAt(luma, expected, reach);
    if (!resizes)
        return best;
    const Match same = best;
    for (const double scale : kScales) {
        const cv::Rect2d other = around(middleOf(same.box), same.box.size() * scale);
        const Match match = findAt(luma, other, 1.0);
        if (match.score > std::max(best.score, same.score + kBetter))
            best = match;
    }
    return best;
}

void BoxMatcher::learn(const cv::Mat& luma, const cv::Rect2d& box)
{
    cv::addWeighted(patch_, 1.0 - kNews, cut(luma, box), kNews, 0.0, patch_);
}

}  // namespace animatize
