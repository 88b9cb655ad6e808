// Zones know whether something runs in them, and are new only when that changes.
#include "overlay/zone_outlines.h"

#include "support/suite.h"

namespace animatize {
namespace {

const std::string kZones = "door:0.1,0.2 0.4,0.2 0.4,0.9;-tree:0.6,0 1,0 1,0.5";

MotionEvent event(const char* what, std::optional<std::string> zone)
{
    MotionEvent event;
    event.event = what;
    event.zone = std::move(zone);
    return event;
}

bool isActive(const ZoneOutlines::Ref& zones, const std::string& name)
{
    for (const ZoneOutline& zone : *zones)
        if (zone.name == name)
            return zone.active;
    ck_abort_msg("there is no zone %s", name.c_str());
}

}  // namespace

START_TEST(outlinesAreThoseOfTheText)
{
    ZoneOutlines outlines;
    ck_assert(!outlines.next("", {}));
    const auto zones = outlines.next(kZones, {});
    ck_assert_uint_eq(zones->size(), 2);
    ck_assert_str_eq((*zones)[0].name.c_str(), "door");
    ck_assert((*zones)[0].corners[2] == cv::Point2d(0.4, 0.9));
    ck_assert(!(*zones)[0].ignored && (*zones)[1].ignored);
    ck_assert(!outlines.next("no zone at all", {}));
    ck_assert(!outlines.next("", {}));
}
END_TEST

START_TEST(aZoneIsActiveFromBeginToEnd)
{
    ZoneOutlines outlines;
    ck_assert(!isActive(outlines.next(kZones, {}), "door"));
    ck_assert(isActive(outlines.next(kZones, {event("begin", "door")}), "door"));
    ck_assert(isActive(outlines.next(kZones, {event("update", "door")}), "door"));
    ck_assert(isActive(outlines.next(kZones, {event("end", "other")}), "door"));
    ck_assert(!isActive(outlines.next(kZones, {event("end", "door")}), "door"));
    ck_assert(!isActive(outlines.next(kZones, {event("begin", std::nullopt)}), "door"));
    // Over and begun again in one frame.
    outlines.next(kZones, {event("begin", "door")});
    const auto zones = outlines.next(kZones, {event("end", "door"), event("begin", "door")});
    ck_assert(isActive(zones, "door"));
    outlines.end();
    ck_assert(!isActive(outlines.next(kZones, {}), "door"));
}
END_TEST

START_TEST(theListIsNewOnlyWhenItChanged)
{
    ZoneOutlines outlines;
    const auto first = outlines.next(kZones, {});
    ck_assert(outlines.next(kZones, {}) == first);
    const auto second = outlines.next(kZones, {event("begin", "door")});
    ck_assert(second != first && !isActive(first, "door"));
    ck_assert(outlines.next(kZones, {event("update", "door")}) == second);
}
END_TEST

// Another text keeps what runs in the zones that stay.
START_TEST(zonesThatStayKeepWhatRunsInThem)
{
    ZoneOutlines outlines;
    outlines.next(kZones, {event("begin", "door")});
    ck_assert(isActive(outlines.next("gate:0,0 1,0 1,1;door:0,0 1,0 1,1", {}), "door"));
    ck_assert(!isActive(outlines.next("gate:0,0 1,0 1,1", {event("end", "door")}), "gate"));
    ck_assert(!isActive(outlines.next("-door:0,0 1,0 1,1", {event("begin", "door")}), "door"));
}
END_TEST

}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("zone-outlines",
                     {outlinesAreThoseOfTheText, aZoneIsActiveFromBeginToEnd,
                      theListIsNewOnlyWhenItChanged, zonesThatStayKeepWhatRunsInThem});
}
