#include "gst/base/zones_meta.h"

#include "gst/base/value_meta.h"

namespace animatize {
namespace {

const ValueMeta<ZonesRef>& kind()
{
    static const ValueMeta<ZonesRef> meta("AnimatizeZones");
    return meta;
}

}  // namespace

void attachZones(GstBuffer* buffer, const ZonesRef& zones)
{
    if (zones && !zones->empty())
        kind().put(buffer, zones);
    else
        kind().remove(buffer);
}

ZonesRef zonesOn(GstBuffer* buffer)
{
    const ZonesRef* zones = kind().find(buffer);
    return zones ? *zones : nullptr;
}

void registerZonesMeta()
{
    kind();
}

}  // namespace animatize
