// What a frame has to look like once sprites were laid over it, in any format: pixels are read by
// GStreamer's own unpackers, and mixed in real numbers.
#pragma once

#include <string>
#include <vector>

#include <gst/video/video.h>

#include "gst/base/ref.h"
#include "overlay/overlay_artist.h"

namespace animatize::test {

/// The largest distance, in codes of the format's own bits, between `after` and the sprites over
/// `before`, the lowest first.
double worstLaid(const GstVideoInfo& info, GstBuffer* before, GstBuffer* after,
                 const std::vector<Sprite>& sprites);

/// The rectangles of a frame's overlay composition as sprites (copies); none without.
std::vector<Sprite> rectanglesOn(GstBuffer* buffer);

/// "NV12 17x13, interleaved".
std::string nameOf(const GstVideoInfo& info);

}  // namespace animatize::test
