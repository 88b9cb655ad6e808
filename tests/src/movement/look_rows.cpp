// Evidence for the rules of composition.json, light.json, lens.json, colour.json and state.json.
#include "src/movement/rule_rows.h"

namespace animatize::test {
namespace {

using Fields = std::vector<std::pair<const char*, Given>>;

// A still scene with these fields of the scene record.
RuleRow row(const char* rule, const Fields& fields)
{
    return {rule, [fields](int) {
                Measured measured = Measured::still().scene();
                for (const auto& [name, value] : fields)
                    measured.set(std::string("scene.") + name, value);
                return measured;
            }};
}

Given word(const char* text)
{
    return std::string(text);
}

Measured lights(double brightness)
{
    Measured measured = Measured::still().scene().set("scene.brightness", brightness);
    measured.sceneTypes["night"] = 0.8;
    return measured;
}

Measured edgeLit(int)
{
    Measured measured = moving({0.4, 0.3, 0.2, 0.4, 0.1, 0.0});
    measured.set("scene.light.back-light", 0.34).set("scene.light.silhouette", 0.0);
    return measured.set("scene.composition.edge-density", 0.1);
}

Measured tilted(int)
{
    return Measured::still().scene().set("scene.composition.horizon-roll", -8.0);
}

Measured blurred(int)
{
    Measured measured = Measured::still().scene().set("motion.camera-motion", "pan-right");
    return measured.set("motion.camera-pan", 0.4).set("scene.lens.motion-blur", 0.7);
}

Measured begun(const char* transition)
{
    return Measured::still().scene().set("scene.transition", transition);
}

Measured inState(const char* state)
{
    return Measured::still().scene().set("scene.state", state);
}

}  // namespace

std::vector<RuleRow> compositionRows()
{
    return {
        row("composition-thirds", {{"composition.thirds", 0.9}, {"composition.salient-x", 0.33}}),
        row("composition-centred",
            {{"composition.salient-x", 0.5}, {"composition.salient-y", 0.5}}),
        row("composition-symmetry", {{"composition.symmetry", 0.7}}),
        row("composition-reflection", {{"composition.symmetry-vertical", 0.7}}),
        row("composition-leading-lines", {{"composition.leading-lines", 0.5},
                                          {"composition.vanishing-x", 0.5},
                                          {"composition.vanishing-y", 0.4}}),
        row("composition-diagonals",
            {{"composition.lines-diagonal", 0.7}, {"composition.edge-density", 0.1}}),
        row("composition-verticals",
            {{"composition.lines-vertical", 0.7}, {"composition.edge-density", 0.1}}),
        row("composition-horizontals",
            {{"composition.lines-horizontal", 0.7}, {"composition.edge-density", 0.1}}),
        row("composition-frame-in-frame", {{"composition.framed", 0.8}}),
        row("composition-negative-space",
            {{"composition.negative-space", 0.8}, {"composition.edge-density", 0.03}}),
        row("composition-asymmetric-balance", {{"composition.symmetry", 0.05},
                                               {"composition.negative-space", 0.45},
                                               {"composition.thirds", 0.7}}),
        row("composition-layers", {{"depth.layers", 3.0}, {"depth.variance", 0.08}}),
        row("composition-busy",
            {{"composition.edge-density", 0.3}, {"composition.negative-space", 0.05}}),
        {"composition-dutch-angle", tilted},
        row("composition-low-angle",
            {{"composition.vanishing-y", 0.85}, {"composition.leading-lines", 0.5}}),
        row("composition-high-angle",
            {{"composition.vanishing-y", 0.1}, {"composition.leading-lines", 0.5}}),
    };
}

std::vector<RuleRow> lightRows()
{
    return {
        row("light-low-key", {{"light.key", word("low")}, {"brightness", 0.1}}),
        row("light-high-key", {{"light.key", word("high")}, {"brightness", 0.75}}),
        row("light-chiaroscuro", {{"light.key", word("low")},
                                  {"light.contrast-ratio", 15.0},
                                  {"contrast", 0.55},
                                  {"brightness", 0.28}}),
        row("light-hard",
            {{"light.key", word("normal")}, {"light.contrast-ratio", 18.0}, {"sharpness", 0.8}}),
        row("light-soft",
            {{"light.key", word("normal")}, {"light.contrast-ratio", 5.5}, {"contrast", 0.2}}),
        row("light-flat", {{"light.contrast-ratio", 2.0}}),
        row("light-silhouette", {{"light.silhouette", 0.8}}),
        row("light-back", {{"light.back-light", 0.7}}),
        {"light-edge", edgeLit},
        row("light-side", {{"light.side-light", 0.7}, {"light.side-light-from", word("left")}}),
        row("light-golden-hour",
            {{"light.golden-hour", 0.8}, {"light.colour-temperature", 4200.0}}),
        row("light-warm", {{"light.colour-temperature", 3200.0}}),
        row("light-cool", {{"light.colour-temperature", 10000.0}}),
        {"light-practical", [](int) { return lights(0.15); }},
        row("light-veiling-flare",
            {{"light.back-light", 0.3}, {"light.contrast-ratio", 4.0}, {"brightness", 0.7}}),
        row("light-contrast", {{"contrast", 0.8}, {"light.key", word("normal")}}),
        row("light-subdued", {{"brightness", 0.22}, {"light.key", word("normal")}}),
        row("light-balanced", {{"light.key", word("normal")}}),
    };
}

std::vector<RuleRow> pictureRows()
{
    return {
        row("lens-shallow-focus", {{"lens.shallow-focus", 0.7}}),
        row("lens-deep-focus", {{"lens.shallow-focus", 0.0},
                                {"depth.layers", 3.0},
                                {"depth.variance", 0.09},
                                {"sharpness", 0.9}}),
        {"lens-bokeh", [](int) { return lights(0.15).set("scene.lens.shallow-focus", 0.7); }},
        row("lens-vignette", {{"lens.vignetting", 0.5}}),
        row("lens-grain", {{"lens.grain", 0.04}}),
        {"lens-motion-blur", blurred},
        row("lens-soft", {{"sharpness", 0.05}, {"composition.edge-density", 0.02}}),
        row("colour-monochrome", {{"colourfulness", 0.02}}),
        row("colour-muted", {{"colourfulness", 0.13}}),
        row("colour-vivid", {{"colourfulness", 0.7}}),
        row("colour-warm", {{"colours.warm", 0.7}, {"colours.cool", 0.02}}),
        row("colour-cool", {{"colours.warm", 0.02}, {"colours.cool", 0.7}}),
        row("colour-warm-cool", {{"colours.warm", 0.35}, {"colours.cool", 0.35}}),
        row("colour-one-hue", {{"colours.blue", 0.6}, {"colours.red", 0.1}}),
        {"state-black", [](int) { return inState("black"); }},
        {"state-white", [](int) { return inState("white"); }},
        {"state-flat", [](int) { return inState("flat"); }},
        {"state-bars", [](int) { return inState("bars"); }},
        {"transition-cut", [](int) { return begun("cut"); }},
        {"transition-dissolve", [](int) { return begun("dissolve"); }},
        {"transition-fade-in", [](int) { return begun("fade"); }},
        {"transition-fade-to-black", [](int frame) { return brightness(frame, -0.11); }},
    };
}

}  // namespace animatize::test
