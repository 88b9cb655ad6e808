#include "gst/overlay/frame_records.h"

#include "gst/base/custom_meta.h"
#include "gst/base/structure.h"
#include "gst/base/times_meta.h"

namespace animatize {

const Record* FrameRecords::latest(Last& last, const GstStructure* structure)
{
    last.reset();
    if (structure)
        last = toRecord(structure);
    return last ? &*last : nullptr;
}

const Record* FrameRecords::prompt(const GstStructure* structure)
{
    // Ids are an element's own: behind an input-selector another one may say another text.
    const bool same = structure && prompt_ && isSameText(structure, *prompt_, "prompt-id") &&
                      isSameText(structure, *prompt_, "text") &&
                      isSameText(structure, *prompt_, "source");
    return same ? &*prompt_ : latest(prompt_, structure);
}

const OverlayInput& FrameRecords::read(GstBuffer* buffer, const FrameTime& time)
{
    const auto record = [&](Last& last, const char* name) {
        return latest(last, findStructure(buffer, name));
    };
    input_.motion = record(motion_, kMotionMeta);
    input_.scene = record(scene_, kSceneMeta);
    input_.prompt = prompt(findStructure(buffer, kPromptMeta));
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
    for (Last* last : {&motion_, &scene_, &prompt_, &generator_, &keyframe_})
        last->reset();
    zones_.reset();
    input_ = {};
}

}  // namespace animatize
