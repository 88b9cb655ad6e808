#include "src/prompt/recorded_shots.h"

#include <json-glib/json-glib.h>

#include "base/resource.h"
#include "frame/frame_time.h"
#include "movement/movement_predictor.h"
#include "src/prompt/data_path.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

Record recordOf(JsonObject* object);

// Whole numbers may be ids and times; negative ones never are.
void addNumber(Record& record, const char* name, JsonNode* node)
{
    const bool whole =
        json_node_get_value_type(node) == G_TYPE_INT64 && json_node_get_int(node) >= 0;
    if (whole)
        record.add(name, Record::Value(static_cast<uint64_t>(json_node_get_int(node))));
    else
        record.add(name, json_node_get_double(node));
}

void addList(Record& record, const char* name, JsonArray* array)
{
    RecordList list;
    for (guint i = 0; i < json_array_get_length(array); ++i)
        if (JSON_NODE_HOLDS_OBJECT(json_array_get_element(array, i)))
            list.push_back(recordOf(json_array_get_object_element(array, i)));
    record.add(name, std::move(list));
}

void add(Record& record, const char* name, JsonNode* node)
{
    if (JSON_NODE_HOLDS_OBJECT(node))
        record.add(name, recordOf(json_node_get_object(node)));
    else if (JSON_NODE_HOLDS_ARRAY(node))
        addList(record, name, json_node_get_array(node));
    else if (json_node_get_value_type(node) == G_TYPE_STRING)
        record.add(name, json_node_get_string(node));
    else if (json_node_get_value_type(node) == G_TYPE_BOOLEAN)
        record.add(name, static_cast<bool>(json_node_get_boolean(node)));
    else
        addNumber(record, name, node);
}

Record recordOf(JsonObject* object)
{
    Record record;
    JsonObjectIter iter;
    const char* name = nullptr;
    JsonNode* node = nullptr;
    json_object_iter_init_ordered(&iter, object);
    while (json_object_iter_next_ordered(&iter, &name, &node))
        add(record, name, node);
    return record;
}

PromptSettings settingsOf(const Record& wanted)
{
    PromptSettings settings;
    const auto take = [&](const char* name, std::string& into) {
        into = wanted.text(name).value_or(into);
    };
    take("base-prompt", settings.basePrompt);
    take("style", settings.style);
    take("mood", settings.mood);
    take("intensity", settings.intensity);
    take("keep", settings.keep);
    take("negative-prompt", settings.negativePrompt);
    take("start-frame", settings.startFrame);
    return settings;
}

RecordedShot shotOf(const Record& record)
{
    RecordedShot shot;
    shot.name = *record.text("name");
    const auto* settings = std::get_if<Record>(record.find("settings"));
    shot.settings = settingsOf(settings ? *settings : Record());
    Record scene;  // stands until the next one
    for (const Record& one : *record.list("frames")) {
        if (const auto* next = one.find("scene"))
            scene = std::get<Record>(*next);
        shot.frames.push_back(
            {std::get<uint64_t>(*one.find("pts")), std::get<Record>(*one.find("motion")), scene});
    }
    return shot;
}

}  // namespace

std::vector<RecordedShot> recordedShots()
{
    const Result<std::string> text = fileText(std::string(kPromptTestData) + "/shots.json");
    ck_assert_msg(static_cast<bool>(text), "%s", text ? "" : text.error().message.c_str());
    JsonNode* root = json_from_string(text->c_str(), nullptr);
    ck_assert(root != nullptr);
    const Record all = recordOf(json_node_get_object(root));
    json_node_unref(root);
    std::vector<RecordedShot> shots;
    for (const Record& record : *all.list("shots"))
        shots.push_back(shotOf(record));
    return shots;
}

std::map<std::string, Prompt> promptsOf(const RecordedShot& shot)
{
    static const PromptExpander expander;
    constexpr uint64_t kApart = 200 * kMillisecond;  // every fifth frame was recorded
    MovementPredictor predictor;
    PromptSettings settings = shot.settings;
    const Intent intent = intentOf(settings);
    std::map<std::string, Prompt> prompts;
    for (const RecordedShot::Frame& frame : shot.frames) {
        const FrameTime time{frame.pts, frame.pts, kApart};
        const Evidence evidence(&frame.motion, frame.scene.empty() ? nullptr : &frame.scene, time,
                                &intent);
        predictor.update(evidence);
        if (&frame == &shot.frames.back())
            for (const std::string& target : expander.targets()) {
                settings.target = target;
                prompts[target] =
                    *expander.expand(predictor.movements(), predictor.looks(), evidence, settings);
            }
    }
    return prompts;
}

}  // namespace animatize::test
