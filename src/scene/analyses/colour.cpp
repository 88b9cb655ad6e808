// colourfulness: D. Hasler and S. Suesstrunk, "Measuring colourfulness in natural images" (2003),
// M = sigma(rg, yb) + 0.3 mu(rg, yb), over the 109 that their viewers called extremely colourful.
//
// colours: shares of the pixels by the name of their hue, `neutral` where there is next to no
// colour; together 1. warm and cool: shares of red to yellow, and of cyan to blue.
// dominant: the few colours that the picture is made of, by their CSS names.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "scene/analyses/analyses.h"
#include "scene/analyses/dominant_colours.h"

namespace animatize {
namespace {

constexpr double kExtremelyColourful = 109.0;
constexpr int kLeastChroma = 26;  // of 255

enum Hue { Red, Orange, Yellow, Green, Cyan, Blue, Purple, Neutral, kHues };
constexpr std::array<const char*, kHues> kNames = {"red",  "orange", "yellow", "green",
                                                   "cyan", "blue",   "purple", "neutral"};

// Where each name begins, in degrees of the colour wheel; red goes on from 345.
constexpr std::array<std::pair<int, Hue>, 7> kBorders = {
    {{345, Red}, {255, Purple}, {195, Blue}, {165, Cyan}, {70, Green}, {45, Yellow}, {15, Orange}}};

Hue hueOf(const cv::Vec3b& pixel)
{
    const int r = pixel[0], g = pixel[1], b = pixel[2];
    const int most = std::max({r, g, b}), chroma = most - std::min({r, g, b});
    if (chroma < kLeastChroma)
        return Neutral;
    double degrees = 0.0;
    if (most == r)
        degrees = 60.0 * (g - b) / chroma;
    else if (most == g)
        degrees = 120.0 + 60.0 * (b - r) / chroma;
    else
        degrees = 240.0 + 60.0 * (r - g) / chroma;
    if (degrees < 0.0)
        degrees += 360.0;
    for (const auto& [border, hue] : kBorders)
        if (degrees >= border)
            return hue;
    return Red;
}

// Sums over the picture: of the two opponent colours, their squares, and the hues.
struct Census {
    std::array<int, kHues> hues{};
    int64_t rg = 0, yb = 0, rg2 = 0, yb2 = 0;  // yb is doubled, to stay whole
};

Census take(const cv::Mat& colour)
{
    Census census;
    for (int y = 0; y < colour.rows; ++y) {
        const auto* row = colour.ptr<cv::Vec3b>(y);
        for (int x = 0; x < colour.cols; ++x) {
            const int rg = row[x][0] - row[x][1];
            const int yb = row[x][0] + row[x][1] - 2 * row[x][2];
            census.rg += rg;
            census.yb += yb;
            census.rg2 += rg * rg;
            census.yb2 += yb * yb;
            ++census.hues[hueOf(row[x])];
        }
    }
    return census;
}

double colourfulnessOf(const Census& census, double pixels)
{
    const double rg = census.rg / pixels, yb = census.yb / pixels / 2.0;
    const double variance = census.rg2 / pixels - rg * rg + census.yb2 / pixels / 4.0 - yb * yb;
    return std::sqrt(std::max(0.0, variance)) + 0.3 * std::hypot(rg, yb);
}

RecordList dominantOf(const cv::Mat& colour)
{
    RecordList list;
    for (const DominantColour& one : dominantColours(colour)) {
        char rgb[8];
        std::snprintf(rgb, sizeof rgb, "#%06x", one.rgb & 0xffffffU);
        list.emplace_back("colour").add("name", one.name).add("share", one.share).add("rgb", rgb);
    }
    return list;
}

}  // namespace

void analyseColour(const AnalysisInput& input, SceneRecord& record)
{
    const cv::Mat& colour = input.colour();
    const Census census = take(colour);
    const auto pixels = static_cast<double>(colour.total());
    record.colourfulness = std::min(1.0, colourfulnessOf(census, pixels) / kExtremelyColourful);
    record.colours = Record("colours");
    for (int hue = 0; hue < kHues; ++hue)
        record.colours.add(kNames[hue], census.hues[hue] / pixels);
    const auto& hues = census.hues;
    record.colours.add("warm", (hues[Red] + hues[Orange] + hues[Yellow]) / pixels);
    record.colours.add("cool", (hues[Cyan] + hues[Blue]) / pixels);
    record.colours.add("dominant", dominantOf(colour));
}

}  // namespace animatize
