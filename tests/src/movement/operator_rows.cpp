// Evidence for the rules of src/movement/rules/operator.json: what is measured, and an intent.
#include "src/movement/rule_rows.h"

namespace animatize::test {
namespace {

using Intensity = Intent::Intensity;

Measured wanted(Measured measured, const char* mood, Intensity intensity = Intensity::Balanced)
{
    measured.intent = Intent{mood, intensity, {}};
    return measured;
}

Measured face()
{
    return Measured::still().scene().add(GivenObject{"face", 0.4, 0.2, 0.17, 0.3});
}

Measured scene(const char* type)
{
    return Measured::still().scene().set("scene.scene-type", type);
}

RuleRow row(const char* rule, const Measured& measured)
{
    return {rule, [measured](int) { return measured; }};
}

}  // namespace

std::vector<RuleRow> operatorRows()
{
    Measured dark = scene("interior").set("scene.brightness", 0.15);
    Measured lines = scene("urban").set("scene.composition.leading-lines", 0.7);
    Measured upright = scene("urban").set("scene.composition.lines-vertical", 0.75);
    Measured two = personStill().add(person(0.7)).set("scene.lens.shallow-focus", 0.7);
    Measured quiet = scene("nature").set("motion.environment", 0.0);
    return {
        row("intent-character-tension", wanted(personStill(), "tense")),
        row("intent-character-isolation", wanted(personStill(), "lonely, lost")),
        row("intent-character-intimacy", wanted(personStill(), "Tender")),
        row("intent-character-agitation", wanted(personStill(), "frantic")),
        row("intent-emotional-push", wanted(face(), "sad", Intensity::Bold)),
        row("intent-epic-reveal", wanted(scene("landscape"), "epic")),
        row("intent-mysterious-drift", wanted(dark, "mysterious")),
        row("intent-calm-hold", wanted(scene("urban"), "calm")),
        row("intent-joyful-arc", wanted(personStill(), "joyful", Intensity::Bold)),
        row("intent-lead-in", wanted(lines, "", Intensity::Bold)),
        row("intent-bold-rise", wanted(upright, "", Intensity::Bold)),
        row("intent-bold-rack-focus", wanted(two, "", Intensity::Bold)),
        row("intent-gaze-shift", wanted(face(), "mysterious")),
        row("intent-breeze", wanted(quiet, "", Intensity::Bold)),
    };
}

}  // namespace animatize::test
