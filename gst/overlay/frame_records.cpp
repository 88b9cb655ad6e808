#include "gst/overlay/frame_records.h"

#include "gst/base/custom_meta.h"
#include "gst/base/structure.h"
#include "gst/base/times_meta.h"

namespace animatize {
namespace {

constexpr uint64_t kHeld = GST_SECOND;

bool isSkipped(const GstStructure* structure)
{
    gboolean skipped = FALSE;
    return gst_structure_get_boolean(structure, "skipped", &skipped) && skipped;
}

}  // namespace

const Record* FrameRecords::latest(Last& last, const GstStructure* structure, uint64_t now)
{
    if (structure && isSkipped(structure)) {
        const bool holds = last.record && now >= last.since && now - last.since <= kHeld;
        return holds ? &*last.record : nullptr;
    }
    last.since = now;
    last.record.reset();
    if (structure)
        last.record = toRecord(structure);
    return last.record ? &*last.record : nullptr;
}

const Record* FrameRecords::prompt(const GstStructure* structure, uint64_t now)
{
    const char* id = structure ? gst_structure_get_string(structure, "prompt-id") : nullptr;
    if (!id || !prompt_.record || prompt_.record->text("prompt-id") != id)
        return latest(prompt_, structure, now);
    prompt_.since = now;
    return &*prompt_.record;
}

const OverlayInput& FrameRecords::read(GstBuffer* buffer, const FrameTime& time)
{
    const auto record = [&](Last& last, const char* name) {
        return latest(last, findStructure(buffer, name), time.now);
    };
    input_.motion = record(motion_, kMotionMeta);
    input_.scene = record(scene_, kSceneMeta);
    input_.prompt = prompt(findStructure(buffer, kPromptMeta), time.now);
    input_.generator = record(generator_, kGeneratorMeta);
    input_.keyframe = record(keyframe_, kKeyframeMeta);
    if (ZonesRef zones = zonesOn(buffer); zones != zones_) {
        zones_ = std::move(zones);
        input_.zones = zones_ ? *zones_ : std::vector<ZoneOutline>{};
    }
    readStageTimes(buffer, input_.times);
    input_.time = time;
    return input_;
}

void FrameRecords::forget()
{
    motion_ = scene_ = prompt_ = generator_ = keyframe_ = {};
    zones_.reset();
    input_ = {};
}

}  // namespace animatize
