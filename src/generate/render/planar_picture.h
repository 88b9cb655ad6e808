// Where the planes of an 8-bit 4:2:0 picture lie in memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include <opencv2/core.hpp>

namespace animatize {

/// Where planes of an output frame lie (views, nothing owned): strides in bytes, chroma step 1
/// (I420/YV12) or 2 (NV12/NV21).
struct PlanarTarget {
    uint8_t* y;
    ptrdiff_t yStride;
    uint8_t* u;
    uint8_t* v;
    ptrdiff_t uvStride;
    int uvStep;
    cv::Size size;
};

}  // namespace animatize
