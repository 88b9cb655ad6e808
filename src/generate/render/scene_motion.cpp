#include "generate/render/scene_motion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"
#include "generate/render/camera_path.h"
#include "generate/render/shake.h"

namespace animatize {
namespace {

constexpr double kSway = 0.004;      // picture heights
constexpr double kUsualSway = 0.04;  // share of the picture that moves, where kSway is right
constexpr double kSwaySettle = 0.5;  // seconds until it sways as it does
constexpr double kMostWay = 0.05;    // picture heights that a subject goes
constexpr double kUsualWay = 0.03;   // where its speed isn't known
constexpr double kSlope = 4.0;       // surroundings stretch over so many times the way

bool isSubjects(std::string_view name)
{
    static constexpr std::string_view kNames[] = {"move",      "enter",   "leave", "cross",
                                                  "rise_fall", "come_in", "go_out"};
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

std::optional<cv::Vec2d> headingOf(const Movement& movement)
{
    const std::string direction = movement.direction.value_or("");
    if (direction == "left" || direction == "right")
        return cv::Vec2d(direction == "left" ? -1 : 1, 0);
    if (direction == "up" || direction == "down")
        return cv::Vec2d(0, direction == "up" ? -1 : 1);
    return std::nullopt;
}

const Movement* find(const std::vector<Movement>& movements, bool (*is)(const Movement&))
{
    const auto found = std::find_if(movements.begin(), movements.end(), is);
    return found == movements.end() ? nullptr : &*found;
}

bool isSway(const Movement& movement)
{
    return movement.category == "environment_animation" && movement.name == "foliage_sway";
}

bool isGoing(const Movement& movement)
{
    return movement.category != "camera_movement" && isSubjects(movement.name) &&
           headingOf(movement);
}

/// 1 where leaves may be: green, not too dark, and with detail.
cv::Mat_<float> greenery(const cv::Mat& small)
{
    cv::Mat hsv, green, luma, smooth, detail;
    cv::cvtColor(small, hsv, cv::COLOR_RGB2HSV);
    cv::inRange(hsv, cv::Scalar(28, 40, 25), cv::Scalar(85, 255, 255), green);
    cv::cvtColor(small, luma, cv::COLOR_RGB2GRAY);
    cv::blur(luma, smooth, {5, 5});
    cv::absdiff(luma, smooth, detail);
    cv::blur(detail, detail, {9, 9});
    cv::Mat mask = green & (detail >= 3);
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, cv::Mat::ones(3, 3, CV_8U));
    mask.convertTo(mask, CV_32F, 1.0 / 255.0);
    cv::GaussianBlur(mask, mask, {}, 3.0);
    return mask;
}

}  // namespace

bool SceneMotion::moves(const std::vector<Movement>& movements,
                        const std::optional<cv::Rect2d>& subject)
{
    return find(movements, isSway) || (subject && find(movements, isGoing));
}

SceneMotion::SceneMotion(const cv::Mat& look, const NodeGrid& grid,
                         const std::vector<Movement>& movements,
                         const std::optional<cv::Rect2d>& subject, double pixelAspect,
                         uint64_t seed)
    : grid_(grid),
      size_(double(grid.picture.width) / grid.step, double(grid.picture.height) / grid.step),
      seed_(seed)
{
    if (const Movement* sway = find(movements, isSway)) {
        const bool known = std::isfinite(sway->speed) && sway->speed > 0.0;
        findFoliage(look, known ? std::clamp(sway->speed / kUsualSway, 0.5, 1.5) : 1.0);
    }
    const Movement* going = find(movements, isGoing);
    if (going && subject)
        findSubject(*going, *subject, pixelAspect);
}

// 0 at the border of the picture and outside of it, 1 from `reach` nodes inside.
double SceneMotion::border(int column, int row, double reach) const
{
    const double x = column - double(grid_.pad) / grid_.step;
    const double y = row - double(grid_.pad) / grid_.step;
    const double inside = std::min({x, y, size_.width - 1 - x, size_.height - 1 - y});
    return eased(inside / std::max(reach, 1.0));
}

void SceneMotion::findFoliage(const cv::Mat& look, double strength)
{
    const cv::Size nodes(std::max(1, cvRound(size_.width)), std::max(1, cvRound(size_.height)));
    const int pad = grid_.pad / grid_.step;
    serially([&] {
        cv::Mat small;
        cv::resize(look, small, nodes, 0, 0, cv::INTER_AREA);
        const cv::Mat_<float> mask = greenery(small);
        foliage_ = cv::Mat_<float>(grid_.nodes, 0.0F);
        const double most = kSway * strength * size_.height;
        for (int row = 0; row < nodes.height && row + pad < grid_.nodes.height; ++row)
            for (int column = 0; column < nodes.width && column + pad < grid_.nodes.width; ++column)
                foliage_(row + pad, column + pad) = static_cast<float>(
                    mask(row, column) * most * border(column + pad, row + pad, 6.0));
    });
    if (cv::countNonZero(foliage_) == 0)
        foliage_.release();
}

void SceneMotion::findSubject(const Movement& movement, const cv::Rect2d& box, double pixelAspect)
{
    const bool known = std::isfinite(movement.speed) && movement.speed > 0.0;
    const double heights = known ? std::min(movement.speed * kMoveSeconds, kMostWay) : kUsualWay;
    const double way = std::min(heights * size_.height, 0.25 * box.height * size_.height);
    const cv::Vec2d heading = *headingOf(movement);
    subjectWay_ = cv::Vec2f(cv::Vec2d(heading[0] * way / pixelAspect, heading[1] * way));
    const double reach = kSlope * cv::norm(subjectWay_);
    const double pad = double(grid_.pad) / grid_.step;
    subject_.create(grid_.nodes);
    for (int row = 0; row < subject_.rows; ++row)
        for (int column = 0; column < subject_.cols; ++column) {
            const double x = column - pad, y = row - pad;
            const double outX =
                std::max({box.x * size_.width - x, x - (box.x + box.width) * size_.width, 0.0});
            const double outY =
                std::max({box.y * size_.height - y, y - (box.y + box.height) * size_.height, 0.0});
            const double near = 1.0 - std::hypot(outX, outY) / std::max(reach, 1.0);
            subject_(row, column) = static_cast<float>(eased(near) * border(column, row, reach));
        }
}

/// Two waves that run through the leaves, each at its own pace; -1..1.
cv::Vec2f SceneMotion::swayAt(int column, int row, double seconds) const
{
    struct Wave {
        double across, down, rate, share;
    };
    static constexpr std::array<Wave, 2> kWaves{{{5.0, 2.0, 0.6, 0.65}, {-8.0, 5.0, 1.1, 0.35}}};
    double x = 0.0;
    for (size_t i = 0; i < kWaves.size(); ++i) {
        const Wave& wave = kWaves[i];
        const double start = static_cast<double>(hashed(seed_ + i) >> 11) * 0x1p-53;
        const double place = (wave.across * column + wave.down * row) / size_.height;
        x += wave.share * std::sin(2 * CV_PI * (start + place - wave.rate * seconds));
    }
    return {static_cast<float>(x), static_cast<float>(0.3 * x)};
}

cv::Mat_<cv::Vec2f> SceneMotion::at(double t) const
{
    const double share = eased(t);
    if (share == 0.0 || (foliage_.empty() && subject_.empty()))
        return {};
    const double seconds = std::clamp(t, 0.0, 1.0) * kMoveSeconds;
    const auto strength = static_cast<float>(eased(seconds / kSwaySettle));
    cv::Mat_<cv::Vec2f> field(grid_.nodes, cv::Vec2f(0, 0));
    for (int row = 0; row < field.rows; ++row)
        for (int column = 0; column < field.cols; ++column) {
            if (!foliage_.empty() && foliage_(row, column) > 0.0F)
                field(row, column) +=
                    strength * foliage_(row, column) * swayAt(column, row, seconds);
            if (!subject_.empty() && subject_(row, column) > 0.0F)
                field(row, column) +=
                    static_cast<float>(share) * subject_(row, column) * subjectWay_;
        }
    return field;
}

}  // namespace animatize
