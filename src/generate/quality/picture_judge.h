// judge(): how good a picture is that a service made, without any other to compare it with.
//
//   const Judgement judgement = judge(*picture, startFrame);
//   if (judgement.quality < kMinQuality)
//       fail("the picture is no good: " + judgement.flaw);     // "black", "noise", "blurred", ...
//
// Each measure says how well the picture does in one respect, 0 = as badly as can be, 1 = nothing
// to find fault with, with straight lines (content, range: logarithms) between:
//
//   content    contentOf(): 1 level (plain, a gradient) .. 8
//   exposure   root of the range of levels, 4 .. 160, * (1 - black share)^0.3 * (1 - white)^0.4
//   sharpness  slope of the steepest fifth of the highest edges at 640 pixels, 0.12 .. 0.4
//   cleanness  noisinessOf(): noise 0.85 .. 0.05, * stripes 0.2 .. 0.015
//   evenness   blockEdges(): 2.5 .. 0.1
//   wholeness  missingPart(): 16 % of the height .. 1 %
//   nature     BRISQUE: 95 .. 0; not there without its model
//   likeness   likenessOf() the start frame; not there without one
//
//   quality = content^0.5 * exposure * sharpness^0.8 * cleanness * evenness * wholeness
//             * nature^0.1 * (0.3 + 0.7 likeness)
//
// So a single thing that is wrong altogether is enough, quality rises with every measure, and what
// isn't there is left out of the product. BRISQUE never costs more than a quarter: what is dark or
// plain looks unnatural to it. Another scene than the start frame costs up to 70 %, a restyled one
// mostly nothing.
//
// It can't tell whether the picture shows what was asked for, nor whether hands have five fingers.
#pragma once

#include <optional>
#include <string>

#include <opencv2/core.hpp>

namespace animatize {

/// Below this a picture is as good as none: the default of `min-quality`.
constexpr double kMinQuality = 0.25;

struct Judgement {
    double quality = 0.0;  ///< 0..1
    /// Words for the worst of what is wrong; empty: nothing is, and then quality >= kMinQuality.
    std::string flaw;
    double content = 0.0, exposure = 0.0, sharpness = 0.0, cleanness = 0.0, evenness = 0.0,
           wholeness = 0.0;
    std::optional<double> nature, likeness;
};

/// `picture`: CV_8UC3, R G B, any size; an empty one has no quality. `start`: the frame that it was
/// made from, any size, or empty. Never throws; any thread. Same pictures and same model of
/// BRISQUE: same judgement. Cost is bounded, as no measure looks at more than 1920 x 1920 pixels: a
/// picture of 1080p takes 50 times what its conversion to grey does or 4 times its decoding from
/// JPEG, a third of which is for BRISQUE.
Judgement judge(const cv::Mat& picture, const cv::Mat& start);

}  // namespace animatize
