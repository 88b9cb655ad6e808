// judge(): how good a picture is that a service made, without any other to compare it with.
//
//   const Judgement judgement = judge(*picture, startFrame);
//   if (judgement.quality < kMinQuality)
//       fail("the picture is no good: " + judgement.flaw);     // "black", "noise", "blurred", ...
//
// Each measure says how well the picture does in one respect, 0 = as badly as can be, 1 = nothing
// to find fault with:
//
// | measure    | of                                    | 0                   | 1             | w |
// |------------|---------------------------------------|---------------------|---------------|-----|
// | content    | contentOf(): levels, on a log scale   | 1: plain, gradient  | 8             | 0.5
// | | exposure   | range of levels, share that is clipped | 4 levels, all      | 160, none     | 1
// | | sharpness  | slope of the highest edges            | 0.12                | 0.4           |
// 0.8 | | cleanness  | noisinessOf(): noise, stripes         | 0.85, 0.33          | 0.05, 0.03 | 1
// | | evenness   | blockEdges()                          | 2                   | 0.1           |
// 0.7 | | wholeness  | missingPart(): share of the height    | 0.16                | 0.01 | 1   |
// | nature     | BRISQUE, where its model is installed | 100                 | 0             | 0.1
// | | likeness   | likenessOf() the start frame, if any  | another scene       | the same      | *
// |
//
//   quality = product of measure ^ w;    * (0.3 + 0.7 likeness)
//
// So a single thing that is wrong altogether is enough, quality rises with every measure, and what
// is left out (BRISQUE without its model, likeness without a start frame) doesn't count. BRISQUE
// never costs more than a quarter: what is dark or plain looks unnatural to it. Another scene than
// the start frame costs 70 %; a restyled one nothing.
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
/// BRISQUE: same judgement. Cost is bounded: no measure looks at more than 1920 x 1920 pixels.
Judgement judge(const cv::Mat& picture, const cv::Mat& start);

}  // namespace animatize
