// Mixes whole video frames of the same caps, whatever their strides.
#pragma once

#include <gst/video/video.h>

namespace animatize {

/// `into` becomes share x itself + (1 - share) x `under`, sample by sample as they lie in memory.
/// Only pixels are read and written, no padding. Both mapped, `into` for reading and writing.
void blendFrame(const GstVideoFrame& under, GstVideoFrame& into, double share);

}  // namespace animatize
