#include "movement/evidence_fields.h"

#include <algorithm>

#include "movement/evidence_rows.h"
#include "movement/forecast_fields.h"
#include "movement/intent.h"

namespace animatize {
namespace {

constexpr std::string_view kHeadings = "left right up down";
constexpr std::string_view kHues = "red orange yellow green cyan blue purple";

// Rows of a record: what stands behind the first dot is the path inside it.
void add(EvidenceRows& rows, FieldSource source, EvidenceRows group)
{
    for (EvidenceField& field : group) {
        field.source = source;
        field.inner = field.path.substr(field.path.find('.') + 1);
        if (const size_t dot = field.inner.find('.'); dot != std::string_view::npos) {
            field.nested = field.inner.substr(dot + 1);
            field.inner = field.inner.substr(0, dot);
        }
        rows.push_back(field);
    }
}

// Rows in the order of an enumeration.
void addNumbered(EvidenceRows& rows, FieldSource source, EvidenceRows group)
{
    for (size_t i = 0; i < group.size(); ++i) {
        group[i].source = source;
        group[i].index = static_cast<int>(i);
        rows.push_back(group[i]);
    }
}

EvidenceRows derivedRows()
{
    return {
        numberField("camera.speed", "heights/s", 0, kNoBound, "pan and tilt together"),
        textField("camera.heading", kHeadings, "main direction of pan and tilt"),
        numberField("camera.to-subject", "degrees", 0, 180,
                    "between the ways of camera and subject, 0: the same way"),
        numberField("regions.count", "count", 0, 64, "moving regions"),
        numberField("regions.coherence", "0..1", 0, 1, "1: all move the same way"),
        numberField("regions.speed", "heights/s", 0, kNoBound,
                    "mean speed of the regions, by area"),
        textField("regions.heading", kHeadings, "main direction of the regions together"),
        numberField("regions.height", "share", 0, 1, "where they move, by area, 0 top"),
        numberField("regions.passing", "count", 0, 28, "pairs that go past each other"),
        numberField("regions.against", "share", 0, 1, "of the moving area, against the others"),
        flagField("subject.present", "there is a person, a face or a moving region"),
        flagField("subject.is-person", "a person or face was detected; absent without a detector"),
        numberField("subject.id", "count", 0, 1e18, "of the moving region that is the subject"),
        numberField("subject.x", "share", 0, 1, "centre, 0 left, 1 right"),
        numberField("subject.y", "share", 0, 1, "centre, 0 top, 1 bottom"),
        numberField("subject.width", "share", 0, 1, "of the frame's width"),
        numberField("subject.height", "share", 0, 1, "of the frame's height"),
        numberField("subject.speed", "heights/s", 0, kNoBound, "against the scene"),
        numberField("subject.drift", "heights/s", 0, kNoBound, "in the picture, camera left in"),
        numberField("subject.direction", "degrees", 0, 360, "against the scene, 0 right, 90 up"),
        textField("subject.heading", kHeadings, "main direction of the subject"),
        textField("subject.passage", "entering leaving inside",
                  "touches the edge that it comes from, or goes to"),
        numberField("subject.age", "s", 0, kNoBound, "since the region was first seen"),
        textField("subject.scale", "ECU CU MCU MS MLS LS ELS", "shot scale by the face or person"),
        numberField("people.count", "count", 0, 32, "people, a face and its body counted once"),
        numberField("people.confidence", "0..1", 0, 1, "of the best person or face"),
        numberField("people.id", "count", 0, 1e18, "of the best person or face, while followed"),
        numberField("people.height", "share", 0, 1, "of the best person or face"),
        numberField("people.foreground", "ratio", 1, kNoBound,
                    "height of somebody cut by side and bottom edge over the next person's"),
        numberField("faces.count", "count", 0, 32, "faces"),
        numberField("vehicles.count", "count", 0, 64, "cars, buses, lorries, bicycles and so on"),
        numberField("setting.lights", "0..1", 0, 1, "several small lights spread over darkness"),
        textField("palette.hue", kHues, "the hue with the most pixels"),
        numberField("palette.share", "share", 0, 1, "of the frame that has this hue"),
        numberField("picture.tilt", "degrees", 0, 15, "of the horizon, either way"),
        numberField("shot.id", "count", 0, 1e18, "id of the shot"),
        numberField("shot.age", "s", 0, kNoBound, "since the shot began"),
    };
}

EvidenceRows changeRows()
{
    return {
        numberField("change.brightness", "1/s", -kNoBound, kNoBound, "slope of the brightness"),
        numberField("change.brightness-swings", "count", 0, 64, "turns of the brightness in 3 s"),
        numberField("change.flash", "0..1", 0, 1, "height of a spike of the brightness within 1 s"),
        numberField("change.colour-temperature", "K/s", -kNoBound, kNoBound, "slope over 3 s"),
        numberField("change.focus", "1/s", 0, kNoBound, "slope of shallow-focus, either way, 2 s"),
        numberField("change.person-size", "ln/s", -kNoBound, kNoBound,
                    "growth of the best person in the picture, zoom left in, 3 s"),
        numberField("change.pan-travel", "widths", 0, kNoBound, "panned within 3 s"),
        numberField("change.tilt-travel", "heights", 0, kNoBound, "tilted within 3 s"),
        numberField("change.camera-lag", "s", 0, kNoBound,
                    "the camera set off later than the subject; both still move"),
        numberField("change.subject-size", "ln/s", -kNoBound, kNoBound,
                    "growth of the subject, zoom out"),
        numberField("change.subject-speed", "heights/s2", -kNoBound, kNoBound,
                    "slope of the subject's speed"),
        numberField("change.subject-before", "heights/s", 0, kNoBound,
                    "the subject's mean speed 0.5 to 1.5 s ago"),
        numberField("change.subject-turn", "degrees", 0, kNoBound,
                    "by which its way has turned within 1 s"),
        numberField("change.subject-bends", "count", 0, 64,
                    "bends of its path to the other side, by 30 degrees or more, in 3.5 s"),
        numberField("change.subject-swings", "count", 0, 64,
                    "times that it turned round, evenly and by half its size or more, in 3.5 s"),
    };
}

EvidenceRows operatorRows()
{
    return {
        textField("operator.mood", "", "the mood, in the operator's words"),
        textField("operator.mood-kind", kMoodKinds, "the kind of mood that the words speak of"),
        textField("operator.intensity", kIntensityNames, "how far suggestions may go"),
    };
}

EvidenceRows table()
{
    EvidenceRows rows;
    add(rows, FieldSource::Motion, motionRows());
    add(rows, FieldSource::Scene, sceneRows());
    add(rows, FieldSource::Scene, compositionRows());
    add(rows, FieldSource::Scene, lookRows());
    addNumbered(rows, FieldSource::Derived, derivedRows());
    addNumbered(rows, FieldSource::Change, changeRows());
    addNumbered(rows, FieldSource::Operator, operatorRows());
    addNumbered(rows, FieldSource::Forecast, forecastRows());
    return rows;
}

}  // namespace

const std::vector<EvidenceField>& evidenceFields()
{
    static const EvidenceRows rows = table();
    return rows;
}

const EvidenceField* findEvidenceField(std::string_view path)
{
    const EvidenceRows& rows = evidenceFields();
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
