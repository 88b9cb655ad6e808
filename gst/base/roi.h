// GstVideoRegionOfInterestMeta: boxes in pixels, as other elements expect them.
#pragma once

#include <vector>

#include <gst/video/video.h>

namespace animatize {

/// A box in shares of the frame.
struct RoiBox {
    const char* type;  ///< `motion`, or the class of an object
    uint64_t id = 0;
    double x = 0, y = 0, width = 0, height = 0;
    double confidence = 1.0;
};

/// Puts the boxes on the buffer in place of those that `element` put there before.
void attachRois(GstBuffer* buffer, const char* element, uint32_t frameWidth, uint32_t frameHeight,
                const std::vector<RoiBox>& boxes);

}  // namespace animatize
