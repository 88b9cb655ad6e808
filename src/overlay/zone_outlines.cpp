#include "overlay/zone_outlines.h"

#include <algorithm>

#include "motion/zones.h"

namespace animatize {

const ZoneOutlines::Ref& ZoneOutlines::next(const std::string& zones,
                                            const std::vector<MotionEvent>& events)
{
    if (zones != text_)
        take(zones);
    for (const MotionEvent& event : events)
        if (event.zone && event.event != "update")
            setActive(*event.zone, event.event == "begin");
    return outlines_;
}

// Zones keep what runs in them, by name, as the event machines do.
void ZoneOutlines::take(const std::string& zones)
{
    text_ = zones;
    const Ref before = std::move(outlines_);
    outlines_.reset();
    const auto parsed = parseZones(zones);
    if (!parsed || parsed->empty())
        return;
    std::vector<ZoneOutline> outlines;
    for (const Zone& zone : *parsed)
        outlines.push_back({zone.name, zone.corners, zone.ignored, false});
    outlines_ = std::make_shared<const std::vector<ZoneOutline>>(std::move(outlines));
    if (before)
        for (const ZoneOutline& old : *before)
            if (old.active)
                setActive(old.name, true);
}

void ZoneOutlines::setActive(const std::string& zone, bool active)
{
    if (!outlines_)
        return;
    const auto differs = [&](const ZoneOutline& outline) {
        return outline.name == zone && !outline.ignored && outline.active != active;
    };
    const auto found = std::find_if(outlines_->begin(), outlines_->end(), differs);
    if (found == outlines_->end())
        return;
    auto changed = std::make_shared<std::vector<ZoneOutline>>(*outlines_);
    (*changed)[static_cast<size_t>(found - outlines_->begin())].active = active;
    outlines_ = std::move(changed);
}

void ZoneOutlines::end()
{
    if (!outlines_)
        return;
    const auto names = *outlines_;
    for (const ZoneOutline& outline : names)
        setActive(outline.name, false);
}

}  // namespace animatize
