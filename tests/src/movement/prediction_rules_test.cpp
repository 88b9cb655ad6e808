// The rules of what is to come: each fires on evidence made for it, is silent when any one field
// that it asks for is not known, and on what only looks like it.
#include <cmath>
#include <functional>
#include <map>

#include "movement/movement_predictor.h"
#include "movement/rule.h"
#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kFrames = 275;  // 11 s at 25 frames/s
constexpr double kPi = 3.14159265358979323846;

using Story = std::function<Measured(int frame)>;

Measured panning(double pan)
{
    Measured measured = Measured::still().set("motion.camera-pan", pan);
    return measured.set("motion.camera-motion", "pan-right").set("motion.steadiness", "smooth");
}

// A pan that goes on for two seconds, slows down within 1.4 s and stands.
Measured settling(int frame)
{
    const double t = frame / 25.0;
    return panning(t < 2.0 ? 0.3 : std::max(0.0, 0.3 * (1.0 - (t - 2.0) / 1.4)));
}

// A thing that crosses the frame from the left and is cut off by its right border.
Measured crossing(int frame)
{
    Measured measured = Measured::still().scene();
    measured.set("motion.intensity", 0.03).set("motion.pattern", "localized");
    const double left = 0.05 + 0.25 * frame / 25.0;
    if (left < 1.0)
        measured.add(GivenRegion{left, 0.4, std::min(0.15, 1.0 - left), 0.3, 0.25, 0.0, 1,
                                 static_cast<uint32_t>(frame + 1)});
    return measured.nobody();
}

Measured personCrossing(int frame)
{
    Measured measured = crossing(frame);
    for (const GivenRegion& region : std::vector(measured.regions))
        measured.add(GivenObject{"person", region.x, region.y, region.width, region.height});
    return measured;
}

Measured swinging(int frame)
{
    const double speed = 0.2 * std::sin(2.0 * kPi * frame / 30.0);
    Measured measured = Measured::still().scene().set("motion.intensity", 0.05);
    measured.set("motion.pattern", "localized").set("motion.flow-magnitude", std::abs(speed));
    return measured.set("motion.direction", speed < 0.0 ? 180.0 : 0.0);
}

Measured pulsing(int frame)
{
    const double light = 0.5 + 0.1 * std::sin(2.0 * kPi * frame / 25.0);
    return Measured::still().scene().set("scene.brightness", light);
}

// A cut every 1.4 s.
Measured cutting(int frame)
{
    constexpr int kLength = 35;
    const int shot = frame / kLength;
    Measured measured = Measured::still().scene().set("scene.shot-id", shot + 1.0);
    measured.shotStart = static_cast<uint64_t>(shot) * kLength * 40 * kMillisecond;
    return measured;
}

const std::map<std::string, Story>& stories()
{
    static const std::map<std::string, Story> all = {
        {"forecast-camera-settles", settling}, {"forecast-person-leaves", personCrossing},
        {"forecast-object-leaves", crossing},  {"forecast-sway", swinging},
        {"forecast-light-pulses", pulsing},    {"forecast-cut-due", cutting},
    };
    return all;
}

/// What a rule said, at its first frame.
struct Said {
    int frame = 0;
    Movement movement;
};

std::map<std::string, Said> saidOf(const Story& story)
{
    MovementPredictor predictor;
    std::map<std::string, Said> said;
    for (int frame = 0; frame < kFrames; ++frame) {
        Measured measured = story(frame);
        for (const Movement& movement : predictor.predict(measured.at(frame)))
            said.try_emplace(movement.rule, Said{frame, movement});
    }
    return said;
}

bool startsWith(const std::string& text, const char* start)
{
    return text.rfind(start, 0) == 0;
}

void forget(Measured& measured, const std::string& path)
{
    if (startsWith(path, "forecast.camera"))
        measured.unset("motion.camera-pan");
    else if (startsWith(path, "forecast.subject") || path == "subject.speed")
        measured.withoutRegions();
    else if (startsWith(path, "forecast.sway"))
        measured.unset("motion.intensity");
    else if (startsWith(path, "forecast.light"))
        measured.unset("scene.brightness");
    else if (startsWith(path, "forecast."))
        measured.unset("scene.shot-id");
    else if (startsWith(path, "people.") || path == "subject.is-person")
        measured.withoutObjects();
    else if (path == "subject.present")
        measured.withoutRegions().withoutObjects().unset("motion.intensity");
    else if (path == "subject.drift")
        measured.unset("motion.camera-tilt");
    else
        measured.unset(path);
}

}  // namespace

START_TEST(everyRuleOfTheFileHasAStory)
{
    const Result<RuleSet> set = builtInRules();
    size_t count = 0;
    for (const Rule& rule : set->rules) {
        if (!startsWith(rule.id, "forecast-"))
            continue;
        ++count;
        ck_assert_msg(stories().count(rule.id) == 1, "%s has no story", rule.id.c_str());
    }
    ck_assert_uint_eq(count, stories().size());
}
END_TEST

START_TEST(everyRuleFiresOnItsStory)
{
    for (const auto& [rule, story] : stories()) {
        const auto said = saidOf(story);
        ck_assert_msg(said.count(rule) == 1, "%s stays silent", rule.c_str());
        const Movement& movement = said.at(rule).movement;
        ck_assert(movement.confidence >= 0.05 && movement.confidence <= 1.0);
        for (const std::string& text : {movement.phrase, movement.still, movement.justification}) {
            ck_assert(!text.empty());
            ck_assert_msg(text.find_first_of("{}") == std::string::npos, "%s", text.c_str());
            ck_assert_msg(text.find("unknown") == std::string::npos, "%s", text.c_str());
        }
    }
}
END_TEST

START_TEST(everyRuleIsSilentWithoutAnyOneOfItsFields)
{
    const Result<RuleSet> set = builtInRules();
    for (const Rule& rule : set->rules) {
        const auto story = stories().find(rule.id);
        for (const Condition& condition : rule.all) {
            if (story == stories().end())
                break;
            const std::string path(condition.field->path);
            const auto said = saidOf([&](int frame) {
                Measured measured = story->second(frame);
                forget(measured, path);
                return measured;
            });
            ck_assert_msg(said.count(rule.id) == 0, "%s fires without %s", rule.id.c_str(),
                          path.c_str());
        }
    }
}
END_TEST

// The pan slows from 2.0 s on and stands at 3.4 s: it is said in between.
START_TEST(theCameraIsSaidToSettleWhileItStillMoves)
{
    const int frame = saidOf(settling).at("forecast-camera-settles").frame;
    ck_assert_int_gt(frame, 50);
    ck_assert_int_lt(frame, 85);
}
END_TEST

START_TEST(aPanThatGoesOnDoesNotSettle)
{
    ck_assert_uint_eq(saidOf([](int) { return panning(0.3); }).count("forecast-camera-settles"), 0);
    const auto sways = [](int frame) { return panning(0.3 * std::sin(frame * 0.5)); };
    ck_assert_uint_eq(saidOf(sways).count("forecast-camera-settles"), 0);
}
END_TEST

// Out of the frame in frame 95; said before, but not seconds before.
START_TEST(leavingIsSaidAheadOfTime)
{
    const Said said = saidOf(crossing).at("forecast-object-leaves");
    ck_assert_int_gt(said.frame, 45);
    ck_assert_int_lt(said.frame, 88);
    isText(*said.movement.direction, "right");
    ck_assert_uint_eq(saidOf(crossing).count("forecast-person-leaves"), 0);
    isText(*saidOf(personCrossing).at("forecast-person-leaves").movement.direction, "right");
}
END_TEST

START_TEST(whatStandsAtTheBorderDoesNotLeave)
{
    const auto standing = [](int frame) {
        Measured measured = Measured::still().scene().set("motion.intensity", 0.03);
        measured.set("motion.pattern", "localized");
        const double x = 0.9 + 0.01 * std::sin(frame * 0.7);
        return measured.add(GivenRegion{x, 0.4, 1.0 - x, 0.3, 0.1, 0.0}).nobody();
    };
    ck_assert_uint_eq(saidOf(standing).count("forecast-object-leaves"), 0);
}
END_TEST

START_TEST(theJustificationQuotesThePeriod)
{
    const Movement sway = saidOf(swinging).at("forecast-sway").movement;
    ck_assert_msg(sway.justification.find("1.2") != std::string::npos ||
                      sway.justification.find("1.19") != std::string::npos,
                  "%s", sway.justification.c_str());
}
END_TEST

START_TEST(unevenShotsMakeNoCutDue)
{
    const auto uneven = [](int frame) {
        constexpr int kStarts[] = {0, 10, 60, 70, 75, 130, 150, 160, 250};
        int shot = 0;
        while (shot < 8 && frame >= kStarts[shot + 1])
            ++shot;
        Measured measured = Measured::still().scene().set("scene.shot-id", shot + 1.0);
        measured.shotStart = static_cast<uint64_t>(kStarts[shot]) * 40 * kMillisecond;
        return measured;
    };
    ck_assert_uint_eq(saidOf(uneven).count("forecast-cut-due"), 0);
}
END_TEST

int main()
{
    return run(
        "movement/prediction-rules",
        {everyRuleOfTheFileHasAStory, everyRuleFiresOnItsStory,
         everyRuleIsSilentWithoutAnyOneOfItsFields, theCameraIsSaidToSettleWhileItStillMoves,
         aPanThatGoesOnDoesNotSettle, leavingIsSaidAheadOfTime, whatStandsAtTheBorderDoesNotLeave,
         theJustificationQuotesThePeriod, unevenShotsMakeNoCutDue});
}
