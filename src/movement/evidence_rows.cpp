#include "movement/evidence_rows.h"

namespace animatize {
namespace {

EvidenceField share(std::string_view path, std::string_view meaning)
{
    return numberField(path, "share", 0, 1, meaning);
}

EvidenceField level(std::string_view path, std::string_view meaning)
{
    return numberField(path, "0..1", 0, 1, meaning);
}

}  // namespace

EvidenceField numberField(std::string_view path, std::string_view unit, double lowest,
                          double highest, std::string_view meaning)
{
    return {path,    FieldKind::Number,    unit, lowest, highest, "",
            meaning, FieldSource::Derived, 0,    "",     ""};
}

EvidenceField textField(std::string_view path, std::string_view words, std::string_view meaning)
{
    return {path, FieldKind::Text, "", 0, 0, words, meaning, FieldSource::Derived, 0, "", ""};
}

EvidenceField flagField(std::string_view path, std::string_view meaning)
{
    return {path, FieldKind::Flag, "", 0, 1, "", meaning, FieldSource::Derived, 0, "", ""};
}

EvidenceRows motionRows()
{
    return {
        flagField("motion.warming-up", "the detector does not know the background yet"),
        numberField("motion.intensity", "share", 0, 1, "share of the watched area that moves"),
        numberField("motion.shadow", "share", 0, 1, "share that is only a moving shadow"),
        numberField("motion.environment", "share", 0, 1, "share that sways in place; still camera"),
        numberField("motion.flow-magnitude", "heights/s", 0, kNoBound,
                    "median speed of moving pixels"),
        numberField("motion.direction", "degrees", 0, 360, "main direction, 0 right, 90 up"),
        textField("motion.camera-motion",
                  "static pan-left pan-right tilt-up tilt-down zoom-in zoom-out roll-clockwise "
                  "roll-counterclockwise",
                  "what the camera does above all"),
        numberField("motion.camera-pan", "widths/s", -kNoBound, kNoBound,
                    "> 0: camera to the right"),
        numberField("motion.camera-tilt", "heights/s", -kNoBound, kNoBound, "> 0: camera up"),
        numberField("motion.camera-zoom", "ln/s", -kNoBound, kNoBound,
                    "change of ln(scale), > 0: in"),
        numberField("motion.camera-roll", "degrees/s", -kNoBound, kNoBound,
                    "> 0: camera clockwise"),
        numberField("motion.camera-confidence", "0..1", 0, 1, "how sure the camera values are"),
        numberField("motion.camera-parallax", "share", 0, kNoBound, "of the speed, by depth"),
        textField("motion.camera-translation", "none push pull truck pedestal",
                  "how the camera travels, where parallax shows it"),
        textField("motion.steadiness", "locked smooth handheld shaky", "how the camera is held"),
        textField("motion.pattern", "none localized distributed", "where the frame moves"),
    };
}

EvidenceRows sceneRows()
{
    return {
        textField("scene.state", "normal black white flat bars frozen", "state of the picture"),
        textField("scene.scene-type",
                  "landscape nature urban water sky close-up interior night wide", "kind of scene"),
        numberField("scene.scene-confidence", "0..1", 0, 1, "how sure the scene type is"),
        numberField("scene.brightness", "0..1", 0, 1, "mean luma, black 0, white 1"),
        numberField("scene.contrast", "0..1", 0, 1, "spread of the luma"),
        numberField("scene.colourfulness", "0..1", 0, 1, "grey 0"),
        numberField("scene.sharpness", "0..1", 0, 1, "how sharp the picture is"),
        textField("scene.transition", "start cut dissolve fade", "how the shot began"),
        numberField("scene.keyframe-score", "0..1", 0, 1, "how good a keyframe it would make"),
    };
}

EvidenceRows compositionRows()
{
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
        share("scene.composition.leading-lines", "of the slanted edges, to one point"),
        share("scene.composition.vanishing-x", "of that point, 0 left"),
        share("scene.composition.vanishing-y", "of that point, 0 top"),
        level("scene.composition.framed", "1: a view that dark surroundings close off"),
        share("scene.composition.negative-space", "of the frame, without detail"),
        numberField("scene.composition.horizon-roll", "degrees", -15, 15,
                    "by which the content is turned counter-clockwise"),
        level("scene.depth.mean", "proxy, 1: near"),
        numberField("scene.depth.variance", "0..0.25", 0, 0.25, "spread of the depth map"),
        numberField("scene.depth.layers", "count", 0, 3, "grounds of the depth map"),
        textField("scene.depth.method", "", "parallax, or proxy: and what it was guessed from"),
    };
}

EvidenceRows lookRows()
{
    return {
        textField("scene.light.key", "low normal high", "how dark or bright most of it is"),
        numberField("scene.light.contrast-ratio", "ratio", 1, 21, "bright to dark parts, as WCAG"),
        level("scene.light.back-light", "1: three stops behind something dark"),
        level("scene.light.silhouette", "the same without any detail in it"),
        level("scene.light.side-light", "1: three stops from side to side"),
        textField("scene.light.side-light-from", "left right", "the brighter side"),
        numberField("scene.light.colour-temperature", "K", 2000, 15000,
                    "of what is grey, D65 display"),
        level("scene.light.golden-hour", "warm light of a low sun, outside"),
        level("scene.lens.vignetting", "share of the light lost in the corners"),
        level("scene.lens.grain", "deviation of the noise, black to white = 1"),
        level("scene.lens.shallow-focus", "1: a sharp thing before soft ground"),
        level("scene.lens.motion-blur", "sharpness missing along one way"),
        numberField("scene.lens.motion-blur-direction", "degrees", 0, 180, "0, 45, 90 or 135"),
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
        level("scene.aesthetics.overall", "documented formula, no claim beyond it"),
        level("scene.aesthetics.exposure", "1: neither too dark nor too bright"),
        level("scene.aesthetics.composition", "part of the formula"),
        level("scene.aesthetics.clean", "1: without noise"),
        level("scene.aesthetics.level", "1: level, 0: turned by 15 degrees"),
    };
}

}  // namespace animatize
