#include "accuracy/composition_scenes.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

// The middle of the picture at the size of the scene.
cv::Mat covering(const cv::Mat& picture, cv::Size size)
{
    const double scale = 1.001 * std::max(static_cast<double>(size.width) / picture.cols,
                                          static_cast<double>(size.height) / picture.rows);
    cv::Mat result;
    cv::resize(picture, result, {}, scale, scale, cv::INTER_AREA);
    const cv::Point corner((result.cols - size.width) / 2, (result.rows - size.height) / 2);
    return result(cv::Rect(corner, size)).clone();
}

cv::Mat gradient(cv::RNG& random)
{
    const int from = random.uniform(40, 200), to = random.uniform(40, 200);
    const int other = random.uniform(40, 200);
    cv::Mat ground(kScene, CV_8UC3);
    for (int y = 0; y < ground.rows; ++y) {
        const double t = static_cast<double>(y) / ground.rows;
        ground.row(y) = cv::Scalar(from + (to - from) * t, other, to + (from - to) * t);
    }
    return ground;
}

// Two lobes, anywhere, whole inside the frame.
cv::Mat shapeOf(double share, cv::RNG& random)
{
    const double area = share * kScene.area(), aspect = random.uniform(0.6, 1.6);
    const double across = std::sqrt(area / CV_PI * aspect), down = std::sqrt(area / CV_PI / aspect);
    const double reach = 1.35 * std::max(across, down);
    const double x = random.uniform(reach, kScene.width - reach);
    const double y = random.uniform(std::min(reach, 179.0), std::max(181.0, kScene.height - reach));
    const double turn = random.uniform(0.0, 180.0);
    cv::Mat mask(kScene, CV_8U, cv::Scalar(0));
    cv::ellipse(mask, cv::Point(cvRound(x), cvRound(y)), {cvRound(across), cvRound(down)}, turn, 0,
                360, cv::Scalar(255), cv::FILLED, cv::LINE_AA);
    cv::circle(mask, cv::Point(cvRound(x + across * 0.5), cvRound(y - down * 0.7)),
               cvRound(down * 0.5), cv::Scalar(255), cv::FILLED, cv::LINE_AA);
    return mask;
}

cv::Vec3b tile(const cv::Mat& photo, double along, double around)
{
    const double u = along - std::floor(along), v = around - std::floor(around);
    if (u < 0.06 || v < 0.06)
        return {30, 30, 30};
    return photo.at<cv::Vec3b>(static_cast<int>(v * (photo.rows - 1)),
                               static_cast<int>(u * (photo.cols - 1)));
}

}  // namespace

cv::Mat photograph(const std::string& name)
{
    const char* given = std::getenv("ANIMATIZE_PICTURES");
    const std::string pictures = given ? given : ".cache/pictures";
    for (const std::string& folder :
         {pictures, std::string("/usr/share/backgrounds/mate/nature")}) {
        if (!std::filesystem::exists(folder + "/" + name))
            continue;
        cv::Mat picture = cv::imread(folder + "/" + name);
        cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
        return picture;
    }
    return {};
}

cv::Mat turned(const cv::Mat& photo, double degrees)
{
    constexpr double kRoom = 1.35;
    const double scale = kScene.width * kRoom / photo.cols;
    cv::Mat small, result;
    cv::resize(photo, small, {}, scale, scale, cv::INTER_AREA);
    const cv::Point2f centre(static_cast<float>(small.cols - 1) / 2.0F,
                             static_cast<float>(small.rows - 1) / 2.0F);
    cv::warpAffine(small, result, cv::getRotationMatrix2D(centre, degrees, 1.0), small.size(),
                   cv::INTER_CUBIC, cv::BORDER_REFLECT);
    const cv::Size size(kScene.width, std::min(kScene.height, cvFloor(small.rows / kRoom)));
    const cv::Point corner((small.cols - size.width) / 2, (small.rows - size.height) / 2);
    return result(cv::Rect(corner, size)).clone();
}

PastedScene paste(const std::vector<cv::Mat>& photos, Ground ground, double share, uint64_t seed)
{
    cv::RNG random(seed * 977 + 13);
    const size_t behind = (seed * 7 + 3) % photos.size();
    size_t before = (seed * 5 + 1) % photos.size();
    before = before == behind ? (before + 1) % photos.size() : before;
    cv::Mat picture =
        ground == Ground::Gradient ? gradient(random) : covering(photos[behind], kScene);
    if (ground == Ground::SoftPhotograph)
        cv::GaussianBlur(picture, picture, {}, 10.0);
    const cv::Mat mask = shapeOf(share, random);
    const cv::Rect box = cv::boundingRect(mask);
    cv::Mat thing, weight, weights, under;
    cv::resize(photos[before], thing, box.size(), 0, 0, cv::INTER_AREA);
    thing.convertTo(thing, CV_32F);
    mask(box).convertTo(weight, CV_32F, 1.0 / 255.0);
    cv::merge(std::vector<cv::Mat>(3, weight), weights);
    picture(box).convertTo(under, CV_32F);
    cv::Mat(under + weights.mul(thing - under)).convertTo(picture(box), CV_8U);
    const cv::Moments moments = cv::moments(mask);
    return {picture,
            {moments.m10 / moments.m00 / kScene.width, moments.m01 / moments.m00 / kScene.height}};
}

// Walls at +-1 across, floor and ceiling at +-0.6; a pixel sees the one that its ray meets first.
Corridor corridor(const cv::Mat& photo, uint64_t seed)
{
    cv::RNG random(seed * 31 + 7);
    const double toX = random.uniform(0.2, 0.8), toY = random.uniform(0.25, 0.75);
    const cv::Mat small = covering(photo, {96, 96});
    cv::Mat picture(kScene * 2, CV_8UC3);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x) {
            const double across = (x + 0.5 - toX * picture.cols) / picture.cols * 1.6;
            const double down = (y + 0.5 - toY * picture.rows) / picture.cols * 1.6;
            const double wall = 1.0 / std::max(1e-6, std::abs(across));
            const double floor = 0.6 / std::max(1e-6, std::abs(down));
            const double depth = std::min({wall, floor, 12.0});
            const double around = wall < floor ? down * depth : across * depth;
            picture.at<cv::Vec3b>(y, x) = depth >= 12.0
                                              ? cv::Vec3b(90, 90, 90)
                                              : tile(small, depth * 0.8, around * 2.5 + 0.25);
        }
    cv::resize(picture, picture, kScene, 0, 0, cv::INTER_AREA);
    return {test::withNoise(picture, 3.0, seed), {toX, toY}};
}

cv::Mat mirroredGradients(double share, uint64_t seed)
{
    cv::RNG random(seed * 53 + 11);
    cv::Mat hills(12, 20, CV_32F), picture, mirrored;
    random.fill(hills, cv::RNG::UNIFORM, 40.0, 210.0);
    cv::resize(hills, hills, kScene, 0, 0, cv::INTER_CUBIC);
    hills.convertTo(picture, CV_8U);
    cv::flip(picture, mirrored, 1);
    const cv::Rect part(kScene.width / 2, 0, kScene.width / 2, cvRound(share * kScene.height));
    if (part.height > 0)
        mirrored(part).copyTo(picture(part));
    return test::withNoise(picture, 2.0, seed);
}

}  // namespace animatize::accuracy
