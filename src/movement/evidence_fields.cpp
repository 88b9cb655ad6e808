#include "movement/evidence_fields.h"

#include <algorithm>

namespace animatize {
namespace {

constexpr double kAny = 1e9;  // no natural bound
constexpr std::string_view kHeadings = "left right up down";

using Rows = std::vector<EvidenceField>;

EvidenceField number(std::string_view path, std::string_view unit, double lowest, double highest,
                     std::string_view meaning)
{
    return {path,    FieldKind::Number,    unit, lowest, highest, "",
            meaning, FieldSource::Derived, 0,    ""};
}

EvidenceField text(std::string_view path, std::string_view words, std::string_view meaning)
{
    return {path, FieldKind::Text, "", 0, 0, words, meaning, FieldSource::Derived, 0, ""};
}

EvidenceField flag(std::string_view path, std::string_view meaning)
{
    return {path, FieldKind::Flag, "", 0, 1, "", meaning, FieldSource::Derived, 0, ""};
}

// Rows of a record: what stands behind the first dot is the path inside it.
void add(Rows& rows, FieldSource source, Rows group)
{
    for (EvidenceField& field : group) {
        field.source = source;
        field.inner = field.path.substr(field.path.find('.') + 1);
        rows.push_back(field);
    }
}

// Rows in the order of an enumeration.
void addNumbered(Rows& rows, FieldSource source, Rows group)
{
    for (size_t i = 0; i < group.size(); ++i) {
        group[i].source = source;
        group[i].index = static_cast<int>(i);
        rows.push_back(group[i]);
    }
}

Rows motionRows()
{
    return {
        flag("motion.warming-up", "the detector does not know the background yet"),
        number("motion.intensity", "share", 0, 1, "share of the watched area that moves"),
        number("motion.shadow", "share", 0, 1, "share that is only a moving shadow"),
        number("motion.flow-magnitude", "heights/s", 0, kAny, "median speed of moving pixels"),
        number("motion.direction", "degrees", 0, 360, "main direction, 0 right, 90 up"),
        text("motion.camera-motion",
             "static pan-left pan-right tilt-up tilt-down zoom-in zoom-out roll-clockwise "
             "roll-counterclockwise",
             "what the camera does above all"),
        number("motion.camera-pan", "widths/s", -kAny, kAny, "> 0: camera to the right"),
        number("motion.camera-tilt", "heights/s", -kAny, kAny, "> 0: camera up"),
        number("motion.camera-zoom", "ln/s", -kAny, kAny, "change of ln(scale), > 0: in"),
        number("motion.camera-roll", "degrees/s", -kAny, kAny, "> 0: camera clockwise"),
        number("motion.camera-confidence", "0..1", 0, 1, "how sure the camera values are"),
        text("motion.steadiness", "locked smooth handheld shaky", "how the camera is held"),
        text("motion.pattern", "none localized distributed", "where the frame moves"),
    };
}

Rows sceneRows()
{
    return {
        text("scene.state", "normal black white flat bars frozen", "state of the picture"),
        text("scene.scene-type", "landscape nature urban water sky close-up interior night wide",
             "kind of scene"),
        number("scene.scene-confidence", "0..1", 0, 1, "how sure the scene type is"),
        number("scene.brightness", "0..1", 0, 1, "mean luma, black 0, white 1"),
        number("scene.contrast", "0..1", 0, 1, "spread of the luma"),
        number("scene.colourfulness", "0..1", 0, 1, "grey 0"),
        number("scene.sharpness", "0..1", 0, 1, "how sharp the picture is"),
        number("scene.keyframe-score", "0..1", 0, 1, "how good a keyframe it would make"),
    };
}

// The nested structures.
Rows sceneDetailRows()
{
    const auto share = [](std::string_view path, std::string_view meaning) {
        return number(path, "share", 0, 1, meaning);
    };
    const auto level = [](std::string_view path, std::string_view meaning) {
        return number(path, "0..1", 0, 1, meaning);
    };
    return {
        level("scene.composition.thirds", "1: the salient thing lies on a crossing of thirds"),
        share("scene.composition.salient-x", "of the salient thing, 0 left"),
        share("scene.composition.salient-y", "of the salient thing, 0 top"),
        level("scene.composition.symmetry", "left against right, 1: mirrored"),
        level("scene.composition.symmetry-vertical", "top against bottom, 1: mirrored"),
        share("scene.composition.lines-horizontal", "of the edges"),
        share("scene.composition.lines-vertical", "of the edges"),
        share("scene.composition.lines-diagonal", "of the edges"),
        share("scene.composition.edge-density", "of the frame"),
        level("scene.composition.texture", "mean local deviation"),
        share("scene.colours.red", "of the frame"),
        share("scene.colours.orange", "of the frame"),
        share("scene.colours.yellow", "of the frame"),
        share("scene.colours.green", "of the frame"),
        share("scene.colours.cyan", "of the frame"),
        share("scene.colours.blue", "of the frame"),
        share("scene.colours.purple", "of the frame"),
        share("scene.colours.neutral", "of the frame, without colour"),
        share("scene.colours.warm", "of the frame, red to yellow"),
        share("scene.colours.cool", "of the frame, cyan and blue"),
        level("scene.depth.mean", "proxy, 1: near"),
        number("scene.depth.layers", "count", 0, 3, "grounds of the depth proxy"),
        level("scene.aesthetics.overall", "documented formula, no claim beyond it"),
        level("scene.aesthetics.exposure", "1: neither too dark nor too bright"),
        level("scene.aesthetics.composition", "part of the formula"),
    };
}

Rows derivedRows()
{
    return {
        number("camera.speed", "heights/s", 0, kAny, "pan and tilt together"),
        text("camera.heading", kHeadings, "main direction of pan and tilt"),
        number("regions.count", "count", 0, 64, "moving regions"),
        number("regions.coherence", "0..1", 0, 1, "1: all move the same way"),
        number("regions.speed", "heights/s", 0, kAny, "mean speed of the regions, by area"),
        text("regions.heading", kHeadings, "main direction of the regions together"),
        flag("subject.present", "there is a person, a face or a moving region"),
        flag("subject.is-person", "a person or face was detected; absent without a detector"),
        number("subject.id", "count", 0, 1e18, "of the moving region that is the subject"),
        number("subject.x", "share", 0, 1, "centre, 0 left, 1 right"),
        number("subject.y", "share", 0, 1, "centre, 0 top, 1 bottom"),
        number("subject.width", "share", 0, 1, "of the frame's width"),
        number("subject.height", "share", 0, 1, "of the frame's height"),
        number("subject.speed", "heights/s", 0, kAny, "against the scene"),
        number("subject.drift", "heights/s", 0, kAny, "in the picture, camera left in"),
        number("subject.direction", "degrees", 0, 360, "against the scene, 0 right, 90 up"),
        text("subject.heading", kHeadings, "main direction of the subject"),
        text("subject.passage", "entering leaving inside",
             "touches the edge that it comes from, or goes to"),
        number("subject.age", "s", 0, kAny, "since the region was first seen"),
        text("subject.scale", "ECU CU MCU MS MLS LS ELS", "shot scale by the face or person"),
        number("people.count", "count", 0, 32, "people, a face and its body counted once"),
        number("people.confidence", "0..1", 0, 1, "of the best person or face"),
        number("faces.count", "count", 0, 32, "faces"),
        number("shot.id", "count", 0, 1e18, "id of the shot"),
        number("shot.age", "s", 0, kAny, "since the shot began"),
    };
}

Rows changeRows()
{
    return {
        number("change.brightness", "1/s", -kAny, kAny, "slope of the brightness"),
        number("change.brightness-swings", "count", 0, 64, "turns of the brightness in 3 s"),
        number("change.subject-size", "ln/s", -kAny, kAny, "growth of the subject, zoom out"),
        number("change.subject-speed", "heights/s2", -kAny, kAny, "slope of the subject's speed"),
    };
}

Rows table()
{
    Rows rows;
    add(rows, FieldSource::Motion, motionRows());
    add(rows, FieldSource::Scene, sceneRows());
    add(rows, FieldSource::Scene, sceneDetailRows());
    addNumbered(rows, FieldSource::Derived, derivedRows());
    addNumbered(rows, FieldSource::Change, changeRows());
    return rows;
}

}  // namespace

const std::vector<EvidenceField>& evidenceFields()
{
    static const Rows rows = table();
    return rows;
}

const EvidenceField* findEvidenceField(std::string_view path)
{
    const Rows& rows = evidenceFields();
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const EvidenceField& row) { return row.path == path; });
    return found == rows.end() ? nullptr : &*found;
}

bool isOneOf(std::string_view word, std::string_view words)
{
    while (!words.empty()) {
        const size_t end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == word)
            return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

}  // namespace animatize
