#include "generate/remote/provider_size.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

/// How far apart two shapes, or two areas, are.
double distance(double a, double b)
{
    return std::abs(std::log(a / b));
}

double shape(double width, double height)
{
    return width / height;
}

int stepped(double side, const SizeRule& rule)
{
    const int most = rule.most / rule.step * rule.step;
    const int least = (rule.least + rule.step - 1) / rule.step * rule.step;
    const int nearest = static_cast<int>(std::lround(side / rule.step)) * rule.step;
    return std::max(std::min(nearest, most), least);
}

cv::Size choosePixels(const SizeRule& rule, cv::Size wanted)
{
    const double ratio =
        std::clamp(shape(wanted.width, wanted.height), 1.0 / rule.mostRatio, rule.mostRatio);
    const double area =
        std::clamp(static_cast<double>(wanted.area()), rule.leastPixels, rule.mostPixels);
    const double longer = std::max(ratio, 1.0 / ratio);
    // The longer side must fit, and the shorter one reach the least, at this shape.
    const double side = std::clamp(std::sqrt(area * longer), rule.least * longer,
                                   std::max<double>(rule.least * longer, rule.most));
    const double width = ratio >= 1.0 ? side : side / longer;
    const double height = ratio >= 1.0 ? side / longer : side;
    cv::Size size(stepped(width, rule), stepped(height, rule));
    // Rounding may have gone beyond what is allowed.
    while (static_cast<double>(size.width) * size.height > rule.mostPixels ||
           shape(std::max(size.width, size.height), std::min(size.width, size.height)) >
               rule.mostRatio) {
        int& larger = size.width >= size.height ? size.width : size.height;
        if (larger - rule.step < rule.least)
            break;
        larger -= rule.step;
    }
    return size;
}

/// Index of the listed size whose shape is nearest, then its area.
size_t nearestOf(const SizeRule& rule, cv::Size wanted)
{
    size_t best = 0;
    std::pair<double, double> least{1e9, 1e9};
    for (size_t i = 0; i < rule.sizes.size(); ++i) {
        const auto [width, height] = rule.sizes[i];
        const std::pair<double, double> far{
            distance(shape(width, height), shape(wanted.width, wanted.height)),
            distance(static_cast<double>(width) * height, wanted.area())};
        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

SizeChoice chooseRatio(const SizeRule& rule, cv::Size wanted)
{
    const auto [width, height] = rule.sizes[nearestOf(rule, wanted)];
    SizeChoice choice;
    choice.ratio = std::to_string(width) + ":" + std::to_string(height);
    double side = std::max(wanted.width, wanted.height);
    for (const auto& [pixels, name] : rule.tiers) {
        choice.tier = name;
        if (pixels >= side)
            break;
    }
    for (const auto& [pixels, name] : rule.tiers)
        if (name == choice.tier)
            side = pixels;
    side = std::clamp(side, static_cast<double>(rule.least), static_cast<double>(rule.most));
    const double scale = side / std::max(width, height);
    choice.size = {std::max(1, static_cast<int>(std::lround(width * scale))),
                   std::max(1, static_cast<int>(std::lround(height * scale)))};
    return choice;
}

}  // namespace

SizeChoice chooseSize(const SizeRule& rule, cv::Size wanted)
{
    if (wanted.width < 1 || wanted.height < 1)
        wanted = {1024, 1024};
    wanted = {std::min(wanted.width, 16384), std::min(wanted.height, 16384)};
    if (rule.as == SizeRule::As::Ratios)
        return chooseRatio(rule, wanted);
    if (rule.as == SizeRule::As::Pixels)
        return {choosePixels(rule, wanted), "", ""};
    const auto [width, height] = rule.sizes[nearestOf(rule, wanted)];
    return {{width, height}, "", ""};
}

cv::Mat fittedTo(const cv::Mat& picture, cv::Size size)
{
    const double wanted = shape(size.width, size.height);
    const double is = shape(picture.cols, picture.rows);
    cv::Rect part(0, 0, picture.cols, picture.rows);
    if (is > wanted)
        part.width = std::max(1, static_cast<int>(std::lround(picture.rows * wanted)));
    else
        part.height = std::max(1, static_cast<int>(std::lround(picture.cols / wanted)));
    part.width = std::min(part.width, picture.cols);
    part.height = std::min(part.height, picture.rows);
    part.x = (picture.cols - part.width) / 2;
    part.y = (picture.rows - part.height) / 2;
    if (part.size() == size)
        return picture(part);
    cv::Mat fitted;
    const bool smaller = size.width < part.width;
    cv::resize(picture(part), fitted, size, 0, 0, smaller ? cv::INTER_AREA : cv::INTER_CUBIC);
    return fitted;
}

}  // namespace animatize
