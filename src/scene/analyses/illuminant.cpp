// Grey pixels (K. Yang, S. Gao and Y. Li, "Efficient illuminant estimation for color constancy
// using grey pixels", 2015): where red, green and blue change by the same factor, the surface is
// grey, and its colour is that of the light. A light of another colour changes none of the
// factors, so that the same pixels are chosen under every light.
//
// Shading on one coloured surface looks the same to it. So a second cue must agree, the mean of
// high order of all pixels (G. Finlayson and E. Trezzi, "Shades of gray and colour constancy",
// 2004), and so must the grey pixels among themselves.
#include "scene/analyses/illuminant.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr int kDark = 16, kBright = 248;  // beyond, a channel is noise or clipped
constexpr float kLeastChange = 0.04F;     // of ln, below which a change is noise
constexpr double kGreyShare = 0.02;       // of the pixels, the greyest
constexpr size_t kLeastPixels = 40;
constexpr double kMinkowski = 6.0;
constexpr double kMostFar = 0.4;        // of a grey pixel from what all pixels say
constexpr double kMostApart = 0.20;     // of ln r/g and ln b/g, between the cues
constexpr double kMostSpread = 0.15;    // median distance of the grey pixels from their middle
constexpr double kMostOffLocus = 0.02;  // Duv

struct Light {
    double rg = 0.0, bg = 0.0;  // ln of red and blue over green, linear

    double from(const Light& other) const
    {
        const double r = rg - other.rg, b = bg - other.bg;
        return std::sqrt(r * r + b * b);
    }
};

struct Tables {
    std::array<float, 256> linear, logarithm;
};

const Tables& tables()
{
    static const Tables made = [] {
        Tables all;
        for (size_t i = 0; i < 256; ++i) {
            const double value = static_cast<double>(i) / 255.0;
            const double light =
                value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
            all.linear[i] = static_cast<float>(light);
            all.logarithm[i] = static_cast<float>(std::log(std::max(light, 1e-4)));
        }
        return all;
    }();
    return made;
}

cv::Mat looked(const cv::Mat& colour, const std::array<float, 256>& table)
{
    cv::Mat result;
    cv::LUT(colour, cv::Mat(1, 256, CV_32F, const_cast<float*>(table.data())), result);
    return result;
}

bool isUsable(const cv::Vec3b& pixel)
{
    const auto [least, most] = std::minmax({pixel[0], pixel[1], pixel[2]});
    return least >= kDark && most <= kBright;
}

struct Candidate {
    float index;  // 0 = all channels change by the same factor
    Light light;
};

// How unlike the changes of the channels are, over how large they are.
void addRow(const cv::Mat& colour, const cv::Mat& x, const cv::Mat& y, const cv::Mat& logarithm,
            int row, std::vector<Candidate>& candidates)
{
    const auto* pixels = colour.ptr<cv::Vec3b>(row);
    const auto *across = x.ptr<cv::Vec3f>(row), *down = y.ptr<cv::Vec3f>(row);
    const auto* logs = logarithm.ptr<cv::Vec3f>(row);
    for (int i = 0; i < colour.cols; ++i) {
        const cv::Vec3f &a = across[i], &b = down[i], &level = logs[i];
        const float all = a.dot(a) + b.dot(b);
        if (all < 3.0F * kLeastChange * kLeastChange || !isUsable(pixels[i]))
            continue;
        const cv::Vec2f red(a[0] - a[1], b[0] - b[1]), blue(a[2] - a[1], b[2] - b[1]);
        candidates.push_back(
            {(red.dot(red) + blue.dot(blue)) / all, {level[0] - level[1], level[2] - level[1]}});
    }
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::optional<Light> greyPixels(const cv::Mat& colour, const Light& likely)
{
    const cv::Mat logarithm = looked(colour, tables().logarithm);
    cv::Mat smooth, x, y;
    cv::blur(logarithm, smooth, {3, 3});
    cv::Sobel(smooth, x, CV_32F, 1, 0, 3, 0.25);
    cv::Sobel(smooth, y, CV_32F, 0, 1, 3, 0.25);
    std::vector<Candidate> all;
    all.reserve(colour.total());
    for (int row = 0; row < colour.rows; ++row)
        addRow(colour, x, y, smooth, row, all);
    std::erase_if(all, [&](const Candidate& one) { return one.light.from(likely) > kMostFar; });
    const auto count = static_cast<size_t>(kGreyShare * static_cast<double>(colour.total()));
    if (count < kLeastPixels || all.size() < 2 * count)
        return std::nullopt;
    std::nth_element(all.begin(), all.begin() + static_cast<ptrdiff_t>(count), all.end(),
                     [](const Candidate& a, const Candidate& b) { return a.index < b.index; });
    std::vector<double> rg, bg, apart;
    for (size_t i = 0; i < count; ++i) {
        rg.push_back(all[i].light.rg);
        bg.push_back(all[i].light.bg);
    }
    const Light middle{median(rg), median(bg)};
    for (size_t i = 0; i < count; ++i)
        apart.push_back(middle.from(all[i].light));
    return median(apart) <= kMostSpread ? std::optional(middle) : std::nullopt;
}

Light shadesOfGrey(const cv::Mat& colour)
{
    cv::Vec3d sums(1e-12, 1e-12, 1e-12);
    for (int y = 0; y < colour.rows; ++y) {
        const auto* row = colour.ptr<cv::Vec3b>(y);
        for (int x = 0; x < colour.cols; ++x)
            if (isUsable(row[x]))
                for (int i = 0; i < 3; ++i) {
                    const double value = tables().linear[row[x][i]];
                    sums[i] += value * value * value * value * value * value;
                }
    }
    return {std::log(sums[0] / sums[1]) / kMinkowski, std::log(sums[2] / sums[1]) / kMinkowski};
}

// CIE 1960, in which the distance from the locus is measured.
cv::Vec2d uv(double x, double y)
{
    const double sum = -2.0 * x + 12.0 * y + 3.0;
    return {4.0 * x / sum, 6.0 * y / sum};
}

// B. Kang et al., "Design of advanced color temperature control system for HDTV applications"
// (2002): the Planckian locus from 1667 to 25000 K.
cv::Vec2d planckian(double kelvin)
{
    const double t = 1000.0 / kelvin;
    const double x = kelvin < 4000.0
                         ? ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
                         : ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390;
    double y = ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483;
    if (kelvin < 2222.0)
        y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683;
    else if (kelvin < 4000.0)
        y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867;
    return uv(x, y);
}

// The nearest point of the locus, in equal steps of its reciprocal, as the eye sees them.
std::optional<double> kelvinOf(const Light& light)
{
    const double r = std::exp(light.rg), g = 1.0, b = std::exp(light.bg);
    const double x = 0.4124564 * r + 0.3575761 * g + 0.1804375 * b;
    const double y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b;
    const double z = 0.0193339 * r + 0.1191920 * g + 0.9503041 * b;
    const cv::Vec2d point = uv(x / (x + y + z), y / (x + y + z));
    double best = 1e9, kelvin = 0.0;
    for (double mired = 1e6 / 16000.0; mired <= 1e6 / 1900.0; mired += 2.0) {
        const double distance = cv::norm(point - planckian(1e6 / mired));
        if (distance < best) {
            best = distance;
            kelvin = 1e6 / mired;
        }
    }
    if (best > kMostOffLocus || kelvin < 2000.0 || kelvin > 15000.0)
        return std::nullopt;
    return kelvin;
}

}  // namespace

std::optional<double> colourTemperature(const cv::Mat& colour)
{
    const Light likely = shadesOfGrey(colour);
    const std::optional<Light> grey = greyPixels(colour, likely);
    if (!grey || grey->from(likely) > kMostApart)
        return std::nullopt;
    return kelvinOf(*grey);
}

}  // namespace animatize
