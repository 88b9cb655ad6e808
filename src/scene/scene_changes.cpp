#include "scene/scene_changes.h"

#include <cmath>

namespace animatize {
namespace {

constexpr double kMoved = 0.05;
constexpr double kRounding = 1e-9;  // a step of 0.05 counts though no double is exactly that

using Values = std::vector<std::pair<std::string, double>>;

// Kelvin, a ratio, degrees: no values of 0..1.
bool isShare(const Field& field)
{
    return field.name != "colour-temperature" && field.name != "contrast-ratio" &&
           field.name != "motion-blur-direction" && field.name != "horizon-roll";
}

void addAll(Values& values, const Record& nested)
{
    for (const Field& field : nested.fields())
        if (const auto* number = std::get_if<double>(&field.value); number && isShare(field))
            values.emplace_back(nested.name() + "." + field.name, *number);
}

Values valuesOf(const SceneRecord& scene)
{
    Values values = {{"brightness", scene.brightness},
                     {"contrast", scene.contrast},
                     {"colourfulness", scene.colourfulness},
                     {"sharpness", scene.sharpness}};
    if (scene.keyframeScore)
        values.emplace_back("keyframe-score", *scene.keyframeScore);
    for (const Record* nested : {&scene.depth, &scene.composition, &scene.aesthetics,
                                 &scene.colours, &scene.light, &scene.lens})
        addAll(values, *nested);
    return values;
}

// A value that comes or goes is no move.
bool moved(const Values& a, const Values& b)
{
    for (const auto& [name, value] : a)
        for (const auto& [other, before] : b)
            if (name == other && std::abs(value - before) >= kMoved - kRounding)
                return true;
    return false;
}

}  // namespace

bool SceneChanges::due(const SceneResult& result)
{
    if (!result.scene)
        return false;
    Told now = digest(result);
    if (told_ && !differs(now, *told_))
        return false;
    told_ = std::move(now);
    return true;
}

SceneChanges::Told SceneChanges::digest(const SceneResult& result)
{
    Told told;
    told.state = result.scene->state;
    told.sceneType = result.scene->sceneType;
    told.shotId = result.shotId;
    told.values = valuesOf(*result.scene);
    if (result.objects) {
        told.classes.emplace();
        for (const SceneObject& object : *result.objects)
            told.classes->insert(object.label);
    }
    return told;
}

bool SceneChanges::differs(const Told& a, const Told& b)
{
    return a.shotId != b.shotId || a.state != b.state || a.sceneType != b.sceneType ||
           a.classes.value_or(std::set<std::string>()) !=
               b.classes.value_or(std::set<std::string>()) ||
           moved(a.values, b.values);
}

}  // namespace animatize
