// How the samples of a GStreamer format lie, and where they are in a frame: the overlay's view of
// every format of the contract.
#pragma once

#include <gst/video/video.h>

#include "overlay/sprite_blend.h"

namespace animatize {

/// Planes, groups of samples and colours, from what GStreamer knows of the format.
FrameShape frameShape(const GstVideoInfo& info);

/// Rows of the picture and where they lie.
struct FieldPlanes {
    PictureRows rows;
    std::vector<PlaneMemory> planes;
};

/// The frame as a whole, or its two fields where they share rows of chroma among themselves; of a
/// buffer that holds one field (alternate) that one. Mapped for writing.
std::vector<FieldPlanes> fieldsOf(const GstVideoFrame& frame, const FrameShape& shape);

/// Copies the samples of a frame, and nothing around them; both are of this shape.
void copySamples(const GstVideoFrame& from, const GstVideoFrame& into, const FrameShape& shape);

}  // namespace animatize
