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
constexpr double kSkyReach = 0.05;    // longer sides, from the border of the sky (sky.h)
constexpr double kFarWave = 0.08;     // picture heights from crest to crest, where water begins
constexpr double kNearWave = 0.25;    // and how much they grow, a height below that
constexpr double kWaveHeight = 0.03;  // of a wave's length, at a strength of 1
constexpr double kLeastWater = 0.02;  // of the picture: less is none
constexpr double kGap = 0.03;         // longer sides that smooth water between what swayed may have
constexpr double kShore = 4.0;        // nodes from the border of the water
constexpr double kLeafReach = 6.0;    // nodes, from the border of the picture

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

bool isRipple(const Movement& movement)
{
    return movement.category == "environment_animation" && movement.name == "water_ripple";
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

/// Of what sways in place: its speed is the share of the picture that does.
double strengthOf(const Movement& movement)
{
    return knowsSpeed(movement) ? std::clamp(movement.speed / kUsualSway, 0.5, 1.5) : 1.0;
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
           (!scenery.sways.empty() && find(movements, isRipple)) ||
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
    if (const Movement* ripple = find(movements, isRipple); ripple && !scenery.sways.empty())
        findWater(*ripple, scenery);
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

cv::Size SceneMotion::pictureNodes() const
{
    return {std::max(1, cvRound(size_.width)), std::max(1, cvRound(size_.height))};
}

/// A mask of any size over the picture, at the nodes: 0 at the border and outside, up to `most`.
cv::Mat_<float> SceneMotion::placed(const cv::Mat& mask, double most, double reach) const
{
    const cv::Size nodes = pictureNodes();
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
    const cv::Size nodes = pictureNodes();
    serially([&] {
        cv::Mat small;
        cv::resize(look, small, nodes, 0, 0, cv::INTER_AREA);
        foliage_ = placed(greenery(small), kSway * strengthOf(movement) * size_.height, kLeafReach);
    });
}

/// What swayed, without leaves (which do that another way) and sky, away from its border.
void SceneMotion::findWater(const Movement& movement, const Scenery& scenery)
{
    const cv::Size nodes = pictureNodes();
    const cv::Mat_<float> sky = findSky(scenery.look);
    serially([&] {
        cv::Mat small, swayed, distance;
        cv::resize(scenery.look, small, nodes, 0, 0, cv::INTER_AREA);
        cv::resize(scenery.sways, swayed, nodes, 0, 0, cv::INTER_LINEAR);
        const int gap = cvRound(kGap * std::max(nodes.width, nodes.height));
        cv::morphologyEx(swayed >= 128, swayed, cv::MORPH_CLOSE,
                         cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * gap + 1, 2 * gap + 1}));
        swayed &= greenery(small) < 0.3F;
        if (!sky.empty()) {
            cv::resize(sky, small, nodes, 0, 0, cv::INTER_LINEAR);
            swayed &= small == 0.0F;
        }
        cv::morphologyEx(swayed, swayed, cv::MORPH_OPEN, cv::Mat::ones(3, 3, CV_8U));
        if (cv::mean(swayed)[0] < 255.0 * kLeastWater)
            return;
        cv::distanceTransform(swayed, distance, cv::DIST_L2, 3);
        cv::Mat_<float> water = distance;
        for (float& value : water)
            value = float(eased((value - 1.0) / kShore));
        water_ = placed(water, strengthOf(movement), kLeafReach);
        farthestWater_ = cv::boundingRect(swayed).y + grid_.pad / grid_.step;
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

/// Three waves that come towards the viewer, each from a slightly other side. Their length grows
/// with the distance below where the water begins, as it does on a plane that is looked along, and
/// their height with it, so that they are equally steep everywhere.
cv::Vec2f SceneMotion::rippleAt(int column, int row, double seconds) const
{
    struct Wave {
        double frequency, across, rate, share;
    };
    static constexpr std::array<Wave, 3> kWaves{
        {{1.0, 0.6, 0.7, 0.5}, {1.3, -1.1, 0.9, 0.3}, {0.7, 0.2, 0.5, 0.2}}};
    const double below = std::max(0.0, (row - farthestWater_) / size_.height);
    const double length = kFarWave + kNearWave * below;
    const double crests = std::log(length / kFarWave) / kNearWave;  // passed on the way to here
    double y = 0.0;
    for (size_t i = 0; i < kWaves.size(); ++i) {
        const Wave& wave = kWaves[i];
        const double start = static_cast<double>(hashed(seed_ + 16 + i) >> 11) * 0x1p-53;
        const double place = wave.frequency * crests + wave.across * column / size_.height;
        y += wave.share * std::sin(2 * CV_PI * (start + place - wave.rate * seconds));
    }
    y *= kWaveHeight * length * size_.height;
    return {static_cast<float>(0.25 * y), static_cast<float>(y)};
}

cv::Mat_<cv::Vec2f> SceneMotion::at(double t) const
{
    const auto share = static_cast<float>(eased(t));
    if (share == 0.0F ||
        (foliage_.empty() && water_.empty() && clouds_.empty() && subject_.empty()))
        return {};
    const double seconds = std::clamp(t, 0.0, 1.0) * kMoveSeconds;
    const auto strength = static_cast<float>(eased(seconds / kSwaySettle));
    cv::Mat_<cv::Vec2f> field(grid_.nodes, cv::Vec2f(0, 0));
    for (int row = 0; row < field.rows; ++row)
        for (int column = 0; column < field.cols; ++column) {
            cv::Vec2f& here = field(row, column);
            if (!foliage_.empty() && foliage_(row, column) > 0.0F)
                here += strength * foliage_(row, column) * swayAt(column, row, seconds);
            if (!water_.empty() && water_(row, column) > 0.0F)
                here += strength * water_(row, column) * rippleAt(column, row, seconds);
            if (!clouds_.empty())
                here += share * clouds_(row, column) * cloudWay_;
            if (!subject_.empty())
                here += share * subject_(row, column) * subjectWay_;
        }
    return field;
}

}  // namespace animatize
