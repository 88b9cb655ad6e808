// Where a frame's surroundings sway in place (leaves, water), on its way from animatizemotion to
// those who make them sway again.
//
// A private meta, as nearness_meta.h.
#pragma once

#include "gst/base/map_meta.h"

namespace animatize {

/// `cells`: CV_8UC1, at most 512 x 512 over the whole frame, 255 where it sways, else 0; `since`:
/// from when on the camera has shown this view.
const MapMeta& swayMeta();

}  // namespace animatize
