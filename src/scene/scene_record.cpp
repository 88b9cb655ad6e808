// The scene's results as fields, named as the contract names them.
#include <cinttypes>
#include <cstdio>

#include "scene/scene_result.h"

namespace animatize {
namespace {

std::string hexadecimal(uint64_t value)
{
    char text[17];
    std::snprintf(text, sizeof text, "%016" PRIx64, value);
    return text;
}

void addNested(Record& record, const char* name, const Record& nested)
{
    if (!nested.empty())
        record.add(name, nested);
}

void addSceneTypes(Record& record, const std::vector<SceneLabel>& labels)
{
    RecordList list;
    for (const SceneLabel& label : labels)
        list.emplace_back("scene-type").add("name", label.name).add("confidence", label.confidence);
    if (!list.empty())
        record.add("scene-types", std::move(list));
}

void addScene(Record& record, const SceneRecord& scene)
{
    record.add("state", scene.state);
    record.add("scene-type", scene.sceneType);
    record.add("scene-confidence", scene.sceneConfidence);
    addSceneTypes(record, scene.sceneTypes);
    record.add("brightness", scene.brightness);
    record.add("contrast", scene.contrast);
    record.add("colourfulness", scene.colourfulness);
    record.add("sharpness", scene.sharpness);
    addNested(record, "depth", scene.depth);
    addNested(record, "composition", scene.composition);
    addNested(record, "aesthetics", scene.aesthetics);
    addNested(record, "colours", scene.colours);
    addNested(record, "light", scene.light);
    addNested(record, "lens", scene.lens);
    record.add("keyframe-score", scene.keyframeScore);
    if (scene.phash)
        record.add("phash", hexadecimal(*scene.phash));
    record.add("analysed-pts", scene.analysedPts);
}

Record objectRecord(const SceneObject& object)
{
    Record record("object");
    record.add("class", object.label);
    record.add("confidence", object.confidence);
    record.add("x", object.x).add("y", object.y);
    record.add("width", object.width).add("height", object.height);
    if (object.id)
        record.add("id", object.id);
    return record;
}

}  // namespace

Record toRecord(const SceneResult& result)
{
    Record record("AnimatizeScene");
    record.add("shot-id", result.shotId);
    record.add("shot-start", result.shotStart);
    if (result.scene) {
        record.add("transition", result.transition);
        addScene(record, *result.scene);
    }
    if (result.objects)
        record.add("objects", toRecords(*result.objects));
    return record;
}

RecordList toRecords(const std::vector<SceneObject>& objects)
{
    RecordList list;
    for (const SceneObject& object : objects)
        list.push_back(objectRecord(object));
    return list;
}

Record toRecord(const ShotEvent& event)
{
    Record record("animatize-shot");
    record.add("event", event.event);
    record.add("shot-id", event.shotId);
    record.add("transition", event.transition);
    record.add("transition-start", event.transitionStart);
    record.add("transition-duration", event.transitionDuration);
    record.add("score", event.score);
    if (event.event == "end") {
        record.add("keyframe-pts", event.keyframePts);
        record.add("keyframe-score", event.keyframeScore);
        record.add("reason", event.reason);
    }
    return record;
}

}  // namespace animatize
