// A job for the generator, and the keyframes that come out of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "movement/movement.h"
#include "record/record.h"

namespace animatize {

struct KeyframeJob {
    cv::Mat image;  ///< CV_8UC3, R G B: the best frame of the shot
    std::string promptId;      ///< empty: unknown, left out
    std::string prompt;
    uint64_t shotId = 0;       ///< 0: unknown, left out
    Nanoseconds sourcePts;     ///< of the image
    std::vector<Movement> movements;  ///< most important first; only name, direction, speed are used
    uint32_t frames = 8;
    uint64_t seed = 0;         ///< 0: derived from shot and source pts
};

struct Keyframe {
    cv::Mat image;  ///< CV_8UC3, R G B, size of the job's image
    std::string promptId;
    uint64_t shotId = 0;
    Nanoseconds sourcePts;
    uint32_t index = 0, count = 0;
    std::string backend, model;
    uint64_t seed = 0;  ///< <= 2^53 - 1
    bool cached = false;
    uint32_t attempts = 1;
    uint64_t elapsed = 0;  ///< ns of machine time, for the whole set
    double quality = 0.0;
    std::string digitalSourceType;  ///< IPTC NewsCodes term
    std::string location;           ///< file it was written to; empty: none
};

Record toRecord(const Keyframe& keyframe);

}  // namespace animatize
