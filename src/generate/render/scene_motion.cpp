#include "generate/render/scene_motion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"
#include "generate/render/camera_path.h"
#include "generate/render/shake.h"
#include "generate/render/sky.h"

namespace animatize {
namespace {

constexpr double kSway = 0.004;        // picture heights
constexpr double kUsualSway = 0.04;    // share of the picture that moves, where kSway is right
constexpr double kSwaySettle = 0.5;    // seconds until it sways as it does
constexpr double kMostWay = 0.05;      // picture heights that a subject goes
constexpr double kUsualWay = 0.03;     // where its speed isn't known
constexpr double kSlope = 4.0;         // surroundings stretch over so many times the way
constexpr double kUsualDrift = 0.012;  // longer sides of the picture that clouds go
constexpr double kMostDrift = 0.015;
constexpr double kSkyReach = 0.05;  // longer sides, from the border of the sky (sky.h)
constexpr double kLeafReach = 6.0;  // nodes, from the border of the picture

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

bool isDrift(const Movement& movement)
{
    return movement.category == "environment_animation" && movement.name == "clouds_drift" &&
           headingOf(movement);
}

bool knowsSpeed(const Movement& movement)
{
    return std::isfinite(movement.speed) && movement.speed > 0.0;
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

bool SceneMotion::moves(const std::vector<Movement>& movements, const Scenery& scenery)
{
    return find(movements, isSway) || find(movements, isDrift) ||
           (scenery.subject && find(movements, isGoing));
}

SceneMotion::SceneMotion(const Scenery& scenery, const NodeGrid& grid,
                         const std::vector<Movement>& movements, uint64_t seed)
    : grid_(grid),
      size_(double(grid.picture.width) / grid.step, double(grid.picture.height) / grid.step),
      seed_(seed)
{
    if (const Movement* sway = find(movements, isSway))
        findFoliage(*sway, scenery.look);
    if (const Movement* drift = find(movements, isDrift))
        findClouds(*drift, scenery);
    const Movement* going = find(movements, isGoing);
    if (going && scenery.subject)
        findSubject(*going, scenery);
}

// 0 at the border of the picture and outside of it, 1 from `reach` nodes inside.
double SceneMotion::border(int column, int row, double reach) const
{
    const double x = column - double(grid_.pad) / grid_.step;
    const double y = row - double(grid_.pad) / grid_.step;
    const double inside = std::min({x, y, size_.width - 1 - x, size_.height - 1 - y});
    return eased(inside / std::max(reach, 1.0));
}

/// A mask of any size over the picture, at the nodes: 0 at the border and outside, up to `most`.
cv::Mat_<float> SceneMotion::placed(const cv::Mat& mask, double most, double reach) const
{
    const cv::Size nodes(std::max(1, cvRound(size_.width)), std::max(1, cvRound(size_.height)));
    const int pad = grid_.pad / grid_.step;
    cv::Mat_<float> spread, all(grid_.nodes, 0.0F);
    cv::resize(mask, spread, nodes, 0, 0, cv::INTER_LINEAR);
    for (int row = 0; row < nodes.height && row + pad < grid_.nodes.height; ++row)
        for (int column = 0; column < nodes.width && column + pad < grid_.nodes.width; ++column)
            all(row + pad, column + pad) = static_cast<float>(
                spread(row, column) * most * border(column + pad, row + pad, reach));
    if (cv::countNonZero(all) == 0)
        all.release();
    return all;
}

void SceneMotion::findFoliage(const Movement& movement, const cv::Mat& look)
{
    const double strength =
        knowsSpeed(movement) ? std::clamp(movement.speed / kUsualSway, 0.5, 1.5) : 1.0;
    const cv::Size nodes(std::max(1, cvRound(size_.width)), std::max(1, cvRound(size_.height)));
    serially([&] {
        cv::Mat small;
        cv::resize(look, small, nodes, 0, 0, cv::INTER_AREA);
        foliage_ = placed(greenery(small), kSway * strength * size_.height, kLeafReach);
    });
}

void SceneMotion::findClouds(const Movement& movement, const Scenery& scenery)
{
    const cv::Mat_<float> sky = findSky(scenery.look);
    if (sky.empty())
        return;
    const double longer = std::max(size_.width, size_.height);
    const double way = knowsSpeed(movement) ? std::min(movement.speed * kMoveSeconds * size_.height,
                                                       kMostDrift * longer)
                                            : kUsualDrift * longer;
    serially([&] { clouds_ = placed(sky, 1.0, kSkyReach * longer); });
    const cv::Vec2d heading = *headingOf(movement);
    cloudWay_ = cv::Vec2f(cv::Vec2d(heading[0] * way / scenery.pixelAspect, heading[1] * way));
}

void SceneMotion::findSubject(const Movement& movement, const Scenery& scenery)
{
    const cv::Rect2d& box = *scenery.subject;
    const double heights =
        knowsSpeed(movement) ? std::min(movement.speed * kMoveSeconds, kMostWay) : kUsualWay;
    const double way = std::min(heights * size_.height, 0.25 * box.height * size_.height);
    const cv::Vec2d heading = *headingOf(movement);
    subjectWay_ = cv::Vec2f(cv::Vec2d(heading[0] * way / scenery.pixelAspect, heading[1] * way));
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
    const auto share = static_cast<float>(eased(t));
    if (share == 0.0F || (foliage_.empty() && clouds_.empty() && subject_.empty()))
        return {};
    const double seconds = std::clamp(t, 0.0, 1.0) * kMoveSeconds;
    const auto strength = static_cast<float>(eased(seconds / kSwaySettle));
    cv::Mat_<cv::Vec2f> field(grid_.nodes, cv::Vec2f(0, 0));
    for (int row = 0; row < field.rows; ++row)
        for (int column = 0; column < field.cols; ++column) {
            cv::Vec2f& here = field(row, column);
            if (!foliage_.empty() && foliage_(row, column) > 0.0F)
                here += strength * foliage_(row, column) * swayAt(column, row, seconds);
            if (!clouds_.empty())
                here += share * clouds_(row, column) * cloudWay_;
            if (!subject_.empty())
                here += share * subject_(row, column) * subjectWay_;
        }
    return field;
}

}  // namespace animatize
