// A job for the generator, and the keyframes that come out of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "generate/render/planar_still.h"
#include "movement/movement.h"
#include "record/record.h"
#include "trace/trace_context.h"

namespace animatize {

struct KeyframeJob {
    cv::Mat image;             ///< CV_8UC3, R G B: the best frame of the shot
    double pixelAspect = 1.0;  ///< displayed width / height of one pixel of the image
    std::string promptId;      ///< empty: unknown, left out
    std::string prompt, negative;
    uint64_t shotId = 0;    ///< 0: unknown, left out
    Nanoseconds sourcePts;  ///< of the image
    std::vector<Movement>
        movements;     ///< most important first; only category, name, direction, speed are used
    cv::Mat nearness;  ///< CV_32F over the image, 0 = far, 1 = near; empty: not known
    std::optional<cv::Rect2d> subject;  ///< shares of the image; none: not known
    cv::Mat sways;  ///< CV_8UC1 over the image, 255 where it was seen to sway; empty: nowhere
    std::optional<PlanarStill> planar;  ///< the image in the stream's planes; none: not needed
    uint32_t frames = 8;  ///< for the backends; ImageGenerator fills it in from its settings
    uint64_t seed = 0;    ///< the same; the settings' if that isn't 0, else this, else derived
    bool seedIsDerived = false;  ///< filled in: nobody wished for this seed
    TraceContext trace = {};     ///< the span that its own are below; none: not traced
};

struct Keyframe {
    cv::Mat image;  ///< CV_8UC3, R G B, size of the job's image
    std::string promptId;
    std::string prompt;  ///< in files only; in records promptId leads to it
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
    TraceContext trace = {};        ///< of the job that it is of; none: not traced
};

/// The fields of the contract; `location` and `trace-id` only where there is one.
Record toRecord(const Keyframe& keyframe);

/// A seed for a job that has none, 1..2^53-1: SplitMix64's finaliser over
/// shot x 0x9E3779B97F4A7C15 + pts (0 when unknown), its lower 53 bits.
uint64_t derivedSeed(uint64_t shotId, const Nanoseconds& sourcePts);

/// The seed that a job is rendered with: the one that is wanted, or else one of its own.
uint64_t seedOf(uint64_t wanted, uint64_t shotId, const Nanoseconds& sourcePts);

/// Seeds stay exact in JSON numbers.
constexpr uint64_t kMostSeed = (uint64_t{1} << 53) - 1;

}  // namespace animatize
