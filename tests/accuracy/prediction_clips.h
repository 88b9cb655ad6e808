// Clips for the accuracy of prediction: cameras and subjects on courses that are exactly known,
// and what the motion detector measured of them, frame by frame.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "motion/motion_result.h"

namespace animatize::accuracy {

/// Left, right, top, bottom; shares of the frame, what is outside of it left out.
using Edges = std::array<double, 4>;
/// Pan, tilt, zoom, roll, per second.
using CameraValues = std::array<double, 4>;

struct TraceFrame {
    double seconds = 0.0;
    uint64_t shot = 1;
    MotionResult measured;
    std::optional<CameraValues> camera;             ///< truth, from the frame before to this one
    std::optional<Edges> subject;                   ///< truth, of what is seen of it
    std::optional<std::array<double, 2>> velocity;  ///< truth, widths/s and heights/s
};

struct Trace {
    std::string kind;  ///< of the course
    bool subject = false;
    int half = 0;
    std::vector<TraceFrame> frames;
};

/// All rendered clips, watched by the detector; empty without the photographs.
std::vector<Trace> renderedTraces();

/// The labelled clips of a folder, those that are there; truth is what is measured then.
std::vector<Trace> labelledTraces(const std::string& folder);

/// To try constants without rendering again.
void save(const std::vector<Trace>& traces, const std::string& path);
std::vector<Trace> load(const std::string& path);

}  // namespace animatize::accuracy
