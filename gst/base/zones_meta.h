// The zones of animatizemotion, on their way to those who draw them: a private meta.
//
// One list that all frames share until something in it changes. It goes away with everything that
// moves pixels to another place.
#pragma once

#include <memory>
#include <vector>

#include <gst/gst.h>

#include "overlay/overlay_input.h"

namespace animatize {

using ZonesRef = std::shared_ptr<const std::vector<ZoneOutline>>;

/// Replaces what is there; null, or no zone, takes it away. The buffer is writable.
void attachZones(GstBuffer* buffer, const ZonesRef& zones);

/// Null where there are none.
ZonesRef zonesOn(GstBuffer* buffer);

void registerZonesMeta();

}  // namespace animatize
