#include "generate/quality/picture_judge.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"
#include "generate/quality/block_edges.h"
#include "generate/quality/brisque.h"
#include "generate/quality/fitted.h"
#include "generate/quality/likeness.h"
#include "generate/quality/missing_part.h"
#include "generate/quality/picture_content.h"
#include "generate/quality/picture_noise.h"
#include "generate/quality/tone.h"
#include "scene/analyses/edge_slope.h"
#include "scene/analyses/input.h"
#include "scene/analyses/noise.h"

namespace animatize {
namespace {

constexpr int kLongSide = 1920;   // that is looked at
constexpr int kEdgeSide = 640;    // for edges: a blur that is seen there is seen by everybody
constexpr int kLightSide = 960;   // for what is in it
constexpr double kFlawed = 0.75;  // a factor below this is worth a word

/// What one measure does to the quality.
struct Factor {
    double value;  ///< 0..1
    const char* words;
};

cv::Mat lumaOf(const cv::Mat& picture)
{
    cv::Mat luma;
    cv::cvtColor(picture, luma, cv::COLOR_RGB2GRAY);
    return luma;
}

double contentMeasure(const cv::Mat& luma)
{
    constexpr double kPlain = 1.0, kFull = 8.0;
    const double content = contentOf(fitted(luma, kLightSide));
    return ramp(std::log(std::max(content, kPlain)), std::log(kPlain), std::log(kFull));
}

double exposureMeasure(const Tone& tone)
{
    constexpr double kNoRange = 4.0, kFullRange = 160.0;
    const double range = std::max(1.0, tone.brightest - tone.darkest);
    const double spread = ramp(std::log(range), std::log(kNoRange), std::log(kFullRange));
    return std::sqrt(spread) * std::pow(1.0 - tone.black, 0.3) * std::pow(1.0 - tone.white, 0.4);
}

double sharpnessMeasure(const cv::Mat& luma)
{
    constexpr double kLeastHeight = 6.0, kNoises = 8.0;  // levels; standard deviations
    constexpr double kSteeper = 0.2;                     // a picture may be sharp in few places
    constexpr double kMush = 0.12, kSharp = 0.4;
    const cv::Mat small = fitted(luma, kEdgeSide);
    const int height = cvCeil(std::max(kLeastHeight, kNoises * noiseOf(small)));
    return ramp(edgeSlope(small, gradientsOf(small).magnitude, height, kSteeper), kMush, kSharp);
}

double clean(const PictureNoise& noise)
{
    return (1.0 - ramp(noise.noise, 0.05, 0.85)) * (1.0 - ramp(noise.stripes, 0.015, 0.2));
}

/// The middle of it, from a line of every grid of blocks on.
cv::Mat nativePart(const cv::Mat& luma)
{
    constexpr int kGrid = 64;
    const cv::Size size(std::min(luma.cols, kLongSide), std::min(luma.rows, kLongSide));
    const cv::Point corner((luma.cols - size.width) / 2 / kGrid * kGrid,
                           (luma.rows - size.height) / 2 / kGrid * kGrid);
    return luma(cv::Rect(corner, size));
}

const char* plainWords(const Tone& tone)
{
    constexpr double kBlack = 16.0, kWhite = 239.0;
    const bool oneColour = tone.brightest - tone.darkest < 16.0;
    return tone.mean < kBlack   ? "black"
           : tone.mean > kWhite ? "white"
           : oneColour          ? "one colour only"
                                : "nothing in it but a gradient";
}

const char* exposureWords(const Tone& tone)
{
    return tone.mean < 64.0 ? "too dark" : tone.mean > 192.0 ? "too bright" : "hardly any contrast";
}

/// In the order in which one explains the others: what is plain has no edges either.
std::vector<Factor> factorsOf(const Judgement& judgement, const Tone& tone, bool striped)
{
    std::vector<Factor> factors = {
        {std::sqrt(judgement.content), plainWords(tone)},
        {judgement.cleanness, striped ? "stripes" : "noise"},
        {judgement.wholeness, "the lower part is missing"},
        {judgement.evenness, "blocky"},
        {std::pow(judgement.sharpness, 0.8), "blurred"},
        {judgement.exposure, exposureWords(tone)},
    };
    if (judgement.nature)
        factors.push_back({std::pow(*judgement.nature, 0.1), "unnatural"});
    if (judgement.likeness)
        factors.push_back({0.3 + 0.7 * *judgement.likeness, "another scene than the start frame"});
    return factors;
}

void conclude(const std::vector<Factor>& factors, Judgement& judgement)
{
    const auto worst =
        std::min_element(factors.begin(), factors.end(),
                         [](const Factor& a, const Factor& b) { return a.value < b.value; });
    judgement.quality = 1.0;
    for (const Factor& factor : factors)
        judgement.quality *= factor.value;
    if (worst->value < kFlawed || judgement.quality < kMinQuality)
        judgement.flaw = worst->words;
}

Judgement judgeSerially(const cv::Mat& picture, const cv::Mat& start)
{
    Judgement judgement;
    const cv::Mat whole = lumaOf(picture);
    const cv::Mat luma = fitted(whole, kLongSide);
    const Tone tone = toneOf(LevelCounts(luma));
    const PictureNoise noise = noisinessOf(luma);
    judgement.content = contentMeasure(luma);
    judgement.exposure = exposureMeasure(tone);
    judgement.sharpness = sharpnessMeasure(luma);
    judgement.cleanness = clean(noise);
    judgement.evenness = 1.0 - ramp(blockEdges(nativePart(whole)), 0.1, 2.5);
    judgement.wholeness = 1.0 - ramp(missingPart(luma), 0.01, 0.16);
    // From 90 on it can't be told from what dark pictures have.
    if (const auto brisque = brisqueOf(luma))
        judgement.nature = 1.0 - std::min(*brisque, 95.0) / 100.0;
    if (!start.empty())
        judgement.likeness = likenessOf(luma, lumaOf(start));
    conclude(factorsOf(judgement, tone, noise.stripes > noise.noise), judgement);
    return judgement;
}

}  // namespace

Judgement judge(const cv::Mat& picture, const cv::Mat& start)
{
    Judgement judgement;
    judgement.flaw = "no picture";
    if (picture.empty() || picture.type() != CV_8UC3)
        return judgement;
    const bool comparable = !start.empty() && start.type() == CV_8UC3;
    try {
        serially([&] { judgement = judgeSerially(picture, comparable ? start : cv::Mat()); });
    } catch (const std::exception& trouble) {
        judgement = {};
        judgement.flaw = std::string("can't be judged: ") + trouble.what();
    }
    return judgement;
}

}  // namespace animatize
