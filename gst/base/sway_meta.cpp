#include "gst/base/sway_meta.h"

namespace animatize {

const MapMeta& swayMeta()
{
    static const MapMeta meta("AnimatizeSway", CV_8UC1, 512);
    return meta;
}

}  // namespace animatize
