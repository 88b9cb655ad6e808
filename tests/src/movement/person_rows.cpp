// Evidence for the rules of src/movement/rules/character.json and people.json.
#include <algorithm>
#include <cmath>

#include "src/movement/rule_rows.h"

namespace animatize::test {
namespace {

constexpr double kPi = 3.14159265358979323846;

Measured stopping(int frame)
{
    return personMoving(frame < 100 ? 0.1 : 0.0, 0.0);
}

Measured settingOff(int frame)
{
    return personMoving(frame < 100 ? 0.0 : 0.1, 0.0);
}

Measured turning(int frame)
{
    return frame < 100 ? personMoving(0.1, 0.0) : personMoving(0.0, 0.2);
}

// Once to and fro in a second.
Measured pacing(int frame)
{
    const double phase = 2 * kPi * frame / 25.0;
    return personMoving(0.2 * kPi * std::cos(phase), 0.0, 0.4 + 0.1 * std::sin(phase));
}

// 30 degrees to one side, and 30 to the other, in two seconds.
Measured weaving(int frame)
{
    const double way = 30.0 / 180.0 * kPi * std::sin(kPi * frame / 25.0);
    return personMoving(0.15 * std::cos(way) / (320.0 / 180.0), 0.15 * std::sin(way));
}

Measured entering(int frame)
{
    Measured measured = personMoving(0.15, 0.0, 0.0);
    measured.regions[0].age = static_cast<uint32_t>(std::max(0, frame - 100));
    return measured;
}

Measured people(int count)
{
    Measured measured = Measured::still().scene();
    for (int i = 0; i < count; ++i)
        measured.add(GivenObject{"person", 0.12 * i, 0.3, 0.08, 0.3});
    return measured;
}

Measured passing(int)
{
    Measured measured = moving({0.3, 0.3, 0.1, 0.4, 0.1, 0.0, 1}).add(person(0.3));
    return measured.add(GivenRegion{0.45, 0.3, 0.1, 0.4, -0.1, 0.0, 2}).add(person(0.45));
}

Measured overTheShoulder(int)
{
    Measured measured = Measured::still().scene().add(GivenObject{"person", 0.0, 0.1, 0.35, 0.9});
    return measured.add(GivenObject{"person", 0.6, 0.3, 0.15, 0.45});
}

Measured sized(int frame, double rate)
{
    const double height = 0.4 * std::exp(rate * (frame % 75) / 25.0);
    return Measured::still().scene().add(GivenObject{"person", 0.4, 0.1, 0.2, height});
}

std::vector<RuleRow> actionRows()
{
    return {
        {"person-moves-left", [](int) { return personMoving(-0.1, 0.0); }},
        {"person-moves-right", [](int) { return personMoving(0.1, 0.0); }},
        {"person-moves-vertically", [](int) { return personMoving(0.0, -0.2); }},
        {"person-moves-toward",
         [](int frame) { return moving(growing(frame, 0.3)).add(person()); }},
        {"person-moves-away", [](int frame) { return moving(growing(frame, -0.3)).add(person()); }},
        {"person-enters", entering},
        {"person-leaves", [](int) { return personMoving(-0.15, 0.0, 0.0); }},
        {"person-stands-still", [](int) { return personStill().unset("motion.camera-pan"); }},
        {"person-speeds-up",
         [](int frame) { return personMoving(0.05 + 0.2 * (frame % 60) / 25.0, 0.0); }},
        {"person-slows-down",
         [](int frame) { return personMoving(0.55 - 0.2 * (frame % 60) / 25.0, 0.0); }},
        {"person-stops", stopping},
        {"person-sets-off", settingOff},
        {"person-turns", turning},
        {"person-paces", pacing},
        {"person-weaves", weaving},
        {"face-expression",
         [](int) {
             return Measured::still().scene().add(GivenObject{"face", 0.4, 0.2, 0.2, 0.4});
         }},
        {"group-idle", [](int) { return personStill().add(person(0.7)); }},
        {"people-pass", passing},
    };
}

std::vector<RuleRow> framingRows()
{
    return {
        {"people-single",
         [](int) {
             return Measured::still().scene().add(GivenObject{"face", 0.4, 0.2, 0.2, 0.4});
         }},
        {"people-two-shot", [](int) { return people(2); }},
        {"people-group", [](int) { return people(4); }},
        {"people-crowd", [](int) { return people(8); }},
        {"people-over-the-shoulder", overTheShoulder},
        {"people-tightening", [](int frame) { return sized(frame, 0.15); }},
        {"people-loosening", [](int frame) { return sized(frame, -0.15); }},
        {"people-lead-room-right", [](int) { return personMoving(0.1, 0.0, 0.2); }},
        {"people-lead-room-left", [](int) { return personMoving(-0.1, 0.0, 0.65); }},
    };
}

}  // namespace

std::vector<RuleRow> personRows()
{
    std::vector<RuleRow> rows = actionRows();
    for (const RuleRow& row : framingRows())
        rows.push_back(row);
    return rows;
}

}  // namespace animatize::test
