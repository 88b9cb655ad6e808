// Scenes with depth: photographs standing one behind the other, with holes in all but the last,
// seen by a camera that travels; and the same pictures as one plane, turned over and zoomed into.
#pragma once

#include <string>
#include <vector>

#include "accuracy/photo_clips.h"

namespace animatize::accuracy {

struct Travel {
    std::string translation;  ///< of the contract
    /// Widths (right, up) and share of the distance (in) per second, for what is farthest away.
    double right = 0.0, up = 0.0, in = 0.0;
};

struct LayeredPlan {
    std::vector<const Photo*> layers;  ///< nearest first
    std::vector<Photo> shapes;         ///< of all but the last: 1 where something stands, else 0
    std::vector<double> distances;     ///< against the farthest, which is 1
    bool flat = false;                 ///< all painted on the farthest: no parallax
    Travel travel;
    int frames = 0;
    uint64_t seed = 0;
};

/// Two to four photographs at distances of 0.35 to 1, 32 frames; another choice for each seed.
LayeredPlan layeredPlan(const std::vector<Photo>& photos, const Travel& travel, size_t seed,
                        bool flat);

/// Shapes of the size of a photograph, another one for each seed.
Photo shapes(const cv::Size& size, uint64_t seed);

/// Frame `index`, CV_8UC1, kWidth x kHeight, noise 3.
cv::Mat render(const LayeredPlan& plan, int index);

/// 1 / distance of what is seen in it, CV_32F.
cv::Mat nearness(const LayeredPlan& plan, int index);

}  // namespace animatize::accuracy
