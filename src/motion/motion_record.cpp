// The motion results as fields, named as the contract has them.
#include "motion/motion_result.h"

namespace animatize {
namespace {

void fill(Record& record, const MotionRegion& region)
{
    record.add("id", region.id);
    record.add("x", region.x).add("y", region.y);
    record.add("width", region.width).add("height", region.height);
    record.add("area", region.area);
    record.add("vx", region.vx).add("vy", region.vy);
    record.add("age", region.age);
}

}  // namespace

void MotionFrame::clear()
{
    std::vector<MotionRegion> regions = std::move(result.regions);
    regions.clear();
    result = MotionResult{};
    result.regions = std::move(regions);
    events.clear();
    camera.reset();
}

void fill(Record& record, const MotionResult& result)
{
    record.clear();
    record.add("frame-width", result.frameWidth).add("frame-height", result.frameHeight);
    record.add("warming-up", result.warmingUp);
    record.add("intensity", result.intensity).add("shadow", result.shadow);
    record.add("environment", result.environment);
    record.add("flow-magnitude", result.flowMagnitude).add("direction", result.direction);
    record.add("camera-motion", result.cameraMotion);
    if (result.camera) {
        record.add("camera-pan", result.camera->pan).add("camera-tilt", result.camera->tilt);
        record.add("camera-zoom", result.camera->zoom).add("camera-roll", result.camera->roll);
    }
    record.add("camera-confidence", result.cameraConfidence);
    record.add("camera-parallax", result.cameraParallax);
    record.add("camera-translation", result.cameraTranslation);
    record.add("steadiness", result.steadiness);
    record.add("pattern", result.pattern);
    record.add("event-id", result.eventId);
    RecordList& regions = record.addList("regions", result.regions.size(), "region");
    for (size_t i = 0; i < regions.size(); ++i)
        fill(regions[i], result.regions[i]);
}

Record toRecord(const MotionResult& result)
{
    Record record("AnimatizeMotion");
    fill(record, result);
    return record;
}

Record toRecord(const MotionEvent& event)
{
    Record record("animatize-motion");
    record.add("event", event.event).add("event-id", event.id);
    record.add("zone", event.zone);
    record.add("intensity", event.intensity).add("peak", event.peak);
    record.add("x", event.x).add("y", event.y);
    record.add("width", event.width).add("height", event.height);
    record.add("reason", event.reason);
    return record;
}

Record toRecord(const CameraChange& change)
{
    Record record("animatize-camera");
    record.add("motion", change.motion);
    if (change.camera) {
        record.add("pan", change.camera->pan).add("tilt", change.camera->tilt);
        record.add("zoom", change.camera->zoom).add("roll", change.camera->roll);
    }
    record.add("steadiness", change.steadiness);
    return record;
}

}  // namespace animatize
