// Evidence for the rules of src/movement/rules/environment.json.
#include <algorithm>
#include <cmath>

#include "src/movement/rule_rows.h"

namespace animatize::test {
namespace {

constexpr double kPi = 3.14159265358979323846;

Measured thing(double vx, double vy, double x = 0.4)
{
    return moving({x, 0.4, 0.1, 0.1, vx, vy});
}

Measured swinging(int frame)
{
    const double phase = 2 * kPi * frame / 25.0;
    return thing(0.2 * kPi * std::cos(phase), 0.0, 0.4 + 0.1 * std::sin(phase));
}

Measured weaving(int frame)
{
    const double way = 30.0 / 180.0 * kPi * std::sin(kPi * frame / 25.0);
    return thing(0.2 * std::cos(way) / (320.0 / 180.0), 0.2 * std::sin(way));
}

Measured comingIn(int frame)
{
    const auto age = static_cast<uint32_t>(std::max(0, frame - 100));
    return moving({0.0, 0.4, 0.1, 0.1, 0.2, 0.0, 1, age});
}

Measured crowd(int)
{
    Measured measured = manyRegions(0.1, 0.0);
    for (int i = 0; i < 6; ++i)
        measured.add(GivenObject{"person", 0.15 * i, 0.2, 0.05, 0.2});
    return measured;
}

Measured traffic(int)
{
    Measured measured = manyRegions(0.1, 0.0);
    for (int i = 0; i < 3; ++i)
        measured.add(GivenObject{"car", 0.3 * i, 0.5, 0.1, 0.1});
    return measured;
}

Measured passing(int)
{
    return thing(0.1, 0.0, 0.3).add(GivenRegion{0.45, 0.4, 0.1, 0.1, -0.1, 0.0, 2});
}

Measured counterFlow(int)
{
    Measured measured = manyRegions(0.1, 0.0);
    return measured.add(GivenRegion{0.8, 0.1, 0.1, 0.1, -0.1, 0.0, 7});
}

Measured clouds(int)
{
    Measured measured = Measured::still().scene().set("scene.scene-type", "sky");
    return measured.add(GivenRegion{0.2, 0.1, 0.4, 0.2, 0.015, 0.0});
}

Measured swaying(const char* scene)
{
    Measured measured = Measured::still().scene().set("scene.scene-type", scene);
    return measured.set("motion.environment", 0.1).set("scene.colours.green", 0.4);
}

Measured flashing(int frame)
{
    return Measured::still().scene().set("scene.brightness", frame / 2 == 50 ? 0.9 : 0.4);
}

Measured temperature(int frame, double slope)
{
    const double at = 6500.0 + slope * (frame - kRowFrames / 2) / 25.0;
    return Measured::still().scene().set("scene.light.colour-temperature", at);
}

Measured wavering(int frame)
{
    return Measured::still().scene().set("scene.brightness", 0.5 + 0.1 * std::sin(frame * 0.25));
}

}  // namespace

std::vector<RuleRow> thingRows()
{
    return {
        {"object-crosses", [](int) { return thing(0.2, 0.0).nobody(); }},
        {"object-rises-or-falls", [](int) { return thing(0.0, 0.3); }},
        {"object-comes-in", comingIn},
        {"object-goes-out", [](int) { return thing(-0.2, 0.0, 0.0); }},
        {"object-nears", [](int frame) { return moving(growing(frame, 0.4)); }},
        {"object-draws-away", [](int frame) { return moving(growing(frame, -0.4)); }},
        {"object-stops", [](int frame) { return thing(frame < 100 ? 0.2 : 0.0, 0.0); }},
        {"object-sets-off", [](int frame) { return thing(frame < 100 ? 0.0 : 0.2, 0.0); }},
        {"object-turns", [](int frame) { return frame < 100 ? thing(0.2, 0.0) : thing(0.0, 0.3); }},
        {"object-swings", swinging},
        {"object-weaves", weaving},
        {"object-accelerates",
         [](int frame) { return thing(0.05 + 0.2 * (frame % 60) / 25.0, 0.0); }},
        {"object-decelerates",
         [](int frame) { return thing(0.55 - 0.2 * (frame % 60) / 25.0, 0.0); }},
        {"things-pass", passing},
    };
}

std::vector<RuleRow> surroundingsRows()
{
    return {
        {"background-motion", [](int) { return manyRegions(0.0, 0.1); }},
        {"common-flow", [](int) { return manyRegions(0.1, 0.0); }},
        {"counter-flow", counterFlow},
        {"crowd-flow", crowd},
        {"traffic-flows", traffic},
        {"clouds-drift", clouds},
        {"foliage-sways", [](int) { return swaying("nature"); }},
        {"water-ripples", [](int) { return swaying("water"); }},
        {"environment-sways", [](int) { return swaying("urban"); }},
        {"moving-shadows", [](int) { return Measured::still().set("motion.shadow", 0.05); }},
        {"light-brightens", [](int frame) { return brightness(frame, 0.1); }},
        {"light-dims", [](int frame) { return brightness(frame, -0.1); }},
        {"light-wavers", wavering},
        {"light-flash", flashing},
        {"light-warms", [](int frame) { return temperature(frame, -400.0); }},
        {"light-cools", [](int frame) { return temperature(frame, 400.0); }},
        {"stillness", [](int) { return Measured::still().scene(); }},
        {"freeze", [](int) { return Measured::still().scene().set("scene.state", "frozen"); }},
    };
}

}  // namespace animatize::test
