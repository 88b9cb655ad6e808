// Evidence for the rules of src/movement/rules/camera.json.
#include <algorithm>

#include "src/movement/rule_rows.h"

namespace animatize::test {
namespace {

Measured camera(const char* label, const char* field, double value)
{
    Measured measured = Measured::still();
    measured.set("motion.camera-motion", label).set(field, value);
    return measured.set("motion.steadiness", "smooth");
}

Measured panning(double pan)
{
    return camera(pan < 0 ? "pan-left" : "pan-right", "motion.camera-pan", pan);
}

Measured tilting(double tilt)
{
    return camera(tilt < 0 ? "tilt-down" : "tilt-up", "motion.camera-tilt", tilt);
}

Measured zooming(double zoom)
{
    return camera(zoom < 0 ? "zoom-out" : "zoom-in", "motion.camera-zoom", zoom);
}

Measured rolling(double roll)
{
    return camera(roll < 0 ? "roll-counterclockwise" : "roll-clockwise", "motion.camera-roll",
                  roll);
}

Measured held(const char* steadiness)
{
    return Measured::still().set("motion.camera-pan", 0.04).set("motion.steadiness", steadiness);
}

Measured travelling(Measured measured, const char* translation, double parallax = 0.2)
{
    measured.set("motion.camera-translation", translation);
    return measured.set("motion.camera-parallax", parallax);
}

GivenRegion middle(double vx, double vy)
{
    return {0.4, 0.3, 0.2, 0.4, vx, vy};
}

// The subject sets off, and the camera 0.4 s later.
Measured motivated(int frame)
{
    Measured measured = panning(frame < 60 ? 0.0 : 0.15);
    return frame < 50 ? measured : measured.add(middle(0.2, 0.0));
}

Measured focusing(int frame)
{
    Measured measured = Measured::still().scene();
    return measured.set("scene.lens.shallow-focus", 0.2 + 0.25 * (frame % 75) / 25.0);
}

std::vector<RuleRow> turningRows()
{
    return {
        {"camera-static", [](int) { return Measured::still().set("motion.steadiness", "smooth"); }},
        {"camera-lock-off", [](int) { return Measured::still(); }},
        {"camera-pan-left", [](int) { return panning(-0.1); }},
        {"camera-pan-right", [](int) { return panning(0.1); }},
        {"camera-tilt-up", [](int) { return tilting(0.1); }},
        {"camera-tilt-down", [](int) { return tilting(-0.1); }},
        {"camera-zoom-in", [](int) { return zooming(0.2); }},
        {"camera-zoom-out", [](int) { return zooming(-0.2); }},
        {"camera-crash-zoom-in", [](int) { return zooming(1.2); }},
        {"camera-crash-zoom-out", [](int) { return zooming(-1.2); }},
        {"camera-roll-clockwise", [](int) { return rolling(8.0); }},
        {"camera-roll-counterclockwise", [](int) { return rolling(-8.0); }},
        {"camera-whip-pan", [](int) { return panning(2.0); }},
        {"camera-tilt-reveal", [](int) { return tilting(0.3); }},
        {"camera-pan-reveal", [](int) { return panning(0.3); }},
        {"camera-handheld", [](int) { return held("handheld"); }},
        {"camera-shaky", [](int) { return held("shaky"); }},
        {"camera-glide", [](int) { return panning(-0.2); }},
    };
}

std::vector<RuleRow> travellingRows()
{
    return {
        {"camera-dolly-in", [](int) { return travelling(zooming(0.1), "push"); }},
        {"camera-dolly-out", [](int) { return travelling(zooming(-0.1), "pull"); }},
        {"camera-truck-left", [](int) { return travelling(panning(-0.1), "truck"); }},
        {"camera-truck-right", [](int) { return travelling(panning(0.1), "truck"); }},
        {"camera-pedestal-up", [](int) { return travelling(tilting(0.1), "pedestal"); }},
        {"camera-pedestal-down", [](int) { return travelling(tilting(-0.1), "pedestal"); }},
        {"camera-crane",
         [](int) {
             return travelling(tilting(0.3), "pedestal").scene().set("scene.scene-type", "wide");
         }},
        {"camera-steadicam", [](int) { return travelling(panning(0.15), "truck").scene(); }},
        {"camera-arc",
         [](int) { return travelling(panning(0.2), "truck", 0.7).add(middle(0.2, 0.0)); }},
        {"camera-tracking",
         [](int) { return travelling(panning(0.2), "truck").add(middle(0.2, 0.0)); }},
    };
}

std::vector<RuleRow> subjectRows()
{
    return {
        {"camera-follow-pan", [](int) { return panning(0.2).add(middle(0.2, 0.0)); }},
        {"camera-follow-tilt", [](int) { return tilting(0.2).add(middle(0.0, -0.2)); }},
        {"camera-motivated", motivated},
        {"camera-counter-motion", [](int) { return panning(-0.15).add(middle(0.2, 0.0)); }},
        {"camera-rack-focus", focusing},
        {"camera-slow-push", [](int) { return personStill(); }},
    };
}

}  // namespace

std::vector<RuleRow> cameraRows()
{
    std::vector<RuleRow> rows = turningRows();
    for (const auto& part : {travellingRows(), subjectRows()})
        rows.insert(rows.end(), part.begin(), part.end());
    return rows;
}

}  // namespace animatize::test
