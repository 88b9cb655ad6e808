// Keyframes as video buffers, for the request pad.
#pragma once

#include <gst/video/video.h>

#include "generate/keyframe.h"
#include "gst/base/ref.h"

namespace animatize {

/// RGB of the size that keyframes of such video have, at its rate (25/1 where that is 0/1); null
/// when `allowed` takes no such thing.
CapsRef keyframeCaps(const GstVideoInfo& video, int longestSide, GstCaps* allowed);

/// The picture with AnimatizeKeyframe on it; the pad sets the times.
BufferRef keyframeBuffer(const Keyframe& keyframe);

}  // namespace animatize
