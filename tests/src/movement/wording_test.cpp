// Conditions and wordings on their own, and the slopes of Changes.
#include "movement/wording.h"

#include "movement/changes.h"
#include "movement/condition.h"
#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

std::string filled(const std::string& text, const Fact& fact)
{
    Wording wording;
    const std::string problem = wording.compile(text, "held pace");
    ck_assert_msg(problem.empty(), "%s", problem.c_str());
    return wording.fill([&](const Wording::Part&) { return fact; },
                        [](std::string_view name) { return name == "held" ? "2 s" : ""; });
}

void says(const std::string& text, const Fact& fact, const char* expected)
{
    isText(filled(text, fact), expected);
}

// The change after the frames of a story.
Fact change(Change change, int frames, const std::function<void(Measured&, int)>& tell)
{
    Changes changes;
    for (int frame = 0; frame < frames; ++frame) {
        Measured measured = Measured::still().scene();
        tell(measured, frame);
        changes.add(measured.at(frame));
    }
    return changes.fact(change);
}

void isSlope(const Fact& fact, double expected, double tolerance)
{
    ck_assert(fact.isNumber());
    ck_assert_double_eq_tol(fact.number, expected, tolerance);
}

// About the middle, so that growth is not clipped by the frame.
GivenRegion sized(double size, uint64_t id = 1)
{
    return {0.5 - size / 2, 0.5 - size / 2, size, size, 0.0, 0.0, id};
}

}  // namespace

START_TEST(valuesComeWithUnitAndPrecision)
{
    says("pan {motion.camera-pan}", -0.214, "pan -0.21 widths/s");
    says("pan {+motion.camera-pan:3}", -0.214, "pan 0.214 widths/s");
    says("pan {motion.camera-pan}", -0.001, "pan 0.00 widths/s");
    says("{motion.intensity:1} moves", 0.1234, "12.3 % moves");
    says("{people.count} people", 3.0, "3 people");
    says("confidence {people.confidence}", 0.5, "confidence 0.50");
    says("{motion.camera-motion}", std::string_view("pan-left"), "pan-left");
    says("{subject.present}, {subject.present}", 1.0, "yes, yes");
    says("{subject.present}", 0.0, "no");
    says("{shot.age:0}", Fact(), "unknown");
}
END_TEST

START_TEST(wordsAreFilledAndBlanksClosedUp)
{
    says("for {held}", Fact(), "for 2 s");
    says("moves {pace} to the left", Fact(), "moves to the left");
    says("moves {pace}, then {pace}", Fact(), "moves, then");
    says("{pace} light", Fact(), "light");
}
END_TEST

START_TEST(badWordingsSayWhatIsWrong)
{
    Wording wording;
    isText(wording.compile("a {held", "held"), "has a { without a }");
    isText(wording.compile("a } b", "held"), "has a } without a {");
    isText(wording.compile("a {held} }", "held"), "has a } without a {");
    ck_assert(!wording.compile("{}", "held").empty());
    ck_assert(!wording.compile("{motion.camera-pan:}", "held").empty());
    ck_assert(!wording.compile("{motion.camera-pan:x}", "held").empty());
    isText(wording.compile("", ""), "");
}
END_TEST

START_TEST(numbersHaveNoNegativeZero)
{
    isText(fixedNumber(-0.0, 2), "0.00");
    isText(fixedNumber(-0.004, 2), "0.00");
    isText(fixedNumber(-0.006, 2), "-0.01");
    isText(fixedNumber(-3.0, 0), "-3");
    ck_assert_uint_eq(fixedNumber(1e300, 6).size(), 308);
}
END_TEST

START_TEST(conditionsHoldWithHysteresisAndMargin)
{
    Condition above;
    above.above = 0.2;
    above.release = 0.1;
    above.full = 0.4;
    ck_assert(above.holds(0.21, false) && !above.holds(0.2, false) && above.holds(0.11, true));
    ck_assert(!above.holds(0.1, true) && !above.holds(Fact(), true));
    ck_assert_double_eq_tol(above.certainty(0.2), 0.5, 1e-9);
    ck_assert_double_eq_tol(above.certainty(0.3), 0.75, 1e-9);
    ck_assert_double_eq_tol(above.certainty(0.9), 1.0, 1e-9);
    ck_assert_double_eq_tol(above.certainty(0.1), 0.25, 1e-9);
    ck_assert_double_eq_tol(above.certainty(-3.0), 0.0, 1e-9);
    ck_assert_double_eq_tol(above.certainty(Fact()), 0.0, 1e-9);
    Condition below;
    below.below = -0.2;
    below.full = -0.6;
    ck_assert(below.holds(-0.3, false) && !below.holds(-0.1, true));
    ck_assert_double_eq_tol(below.certainty(-0.4), 0.75, 1e-9);
    Condition between;
    between.above = 0.2;
    between.below = 0.6;
    ck_assert(between.holds(0.3, false) && !between.holds(0.7, true) && !between.holds(0.1, true));
    ck_assert_double_eq_tol(between.certainty(0.4), 1.0, 1e-9);
    ck_assert_double_eq_tol(between.certainty(0.3), 0.75, 1e-9);
}
END_TEST

START_TEST(wordsAndNumbersAreEqualOrNot)
{
    Condition words;
    words.words = {"left", "right"};
    ck_assert(words.holds(std::string_view("right"), false));
    ck_assert(!words.holds(std::string_view("up"), true) && !words.holds(1.0, true));
    ck_assert_double_eq(words.certainty(std::string_view("right")), 1.0);
    Condition numbers;
    numbers.numbers = {2.0, 3.0};
    ck_assert(numbers.holds(3.0, false) && !numbers.holds(4.0, true));
    ck_assert(!numbers.holds(std::string_view("3"), true));
}
END_TEST

START_TEST(brightnessHasASlope)
{
    const auto rising = [](Measured& measured, int frame) {
        measured.set("scene.brightness", 0.2 + 0.1 * frame / 25.0);
    };
    isSlope(change(Change::Brightness, 75, rising), 0.1, 1e-6);
    ck_assert(!change(Change::Brightness, 20, rising).known());
    isSlope(change(Change::Brightness, 75, [](Measured&, int) {}), 0.0, 1e-9);
}
END_TEST

// Analysed twice a second: the values in between are repetitions, not a staircase.
START_TEST(repeatedAnalysesCountOnce)
{
    Changes changes;
    for (int frame = 0; frame < 75; ++frame) {
        const uint64_t analysed = uint64_t(frame / 12) * 12 * 40 * kMillisecond;
        Record scene("AnimatizeScene");
        scene.add("state", "normal").add("analysed-pts", Nanoseconds{analysed});
        scene.add("brightness", 0.1 + 0.05 * static_cast<double>(analysed) / 1e9);
        const uint64_t now = uint64_t(frame) * 40 * kMillisecond;
        changes.add(Evidence(nullptr, &scene, FrameTime{now, now, 40 * kMillisecond}));
    }
    isSlope(changes.fact(Change::Brightness), 0.05, 1e-9);
}
END_TEST

START_TEST(swingsAreTurnsOfTheLightNotNoise)
{
    const auto wave = [](double amplitude) {
        return [amplitude](Measured& measured, int frame) {
            measured.set("scene.brightness", 0.5 + amplitude * std::sin(frame * 6.28318 / 25.0));
        };
    };
    isSlope(change(Change::BrightnessSwings, 100, wave(0.1)), 5.5, 1.0);
    isSlope(change(Change::BrightnessSwings, 100, wave(0.01)), 0.0, 1e-9);
    const auto once = [](Measured& measured, int frame) {
        measured.set("scene.brightness", frame < 60 ? 0.2 : 0.6);
    };
    isSlope(change(Change::BrightnessSwings, 100, once), 0.0, 1e-9);
}
END_TEST

START_TEST(aSubjectGrowsAgainstTheZoom)
{
    const auto grows = [](double rate, double zoom) {
        return [rate, zoom](Measured& measured, int frame) {
            measured.set("motion.camera-zoom", zoom);
            measured.add(sized(0.1 * std::exp(rate * frame / 25.0)));
        };
    };
    isSlope(change(Change::SubjectSize, 50, grows(0.3, 0.0)), 0.3, 1e-6);
    isSlope(change(Change::SubjectSize, 50, grows(0.3, 0.3)), 0.0, 1e-6);
    ck_assert(!change(Change::SubjectSize, 10, grows(0.3, 0.0)).known());
}
END_TEST

START_TEST(anotherSubjectIsNoGrowth)
{
    const auto swap = [](Measured& measured, int frame) {
        measured.add(frame < 45 ? sized(0.1, 1) : sized(0.6, 2));
    };
    ck_assert(!change(Change::SubjectSize, 50, swap).known());
    isSlope(change(Change::SubjectSize, 80, swap), 0.0, 1e-9);
}
END_TEST

// Half of it is outside already: it leaves, it does not shrink.
START_TEST(whatTheFrameCutsOffDoesNotShrink)
{
    const auto leaves = [](Measured& measured, int frame) {
        const double width = 0.3 - 0.1 * frame / 25.0;
        measured.add(GivenRegion{1.0 - width, 0.4, width, 0.2, 0.1, 0.0});
    };
    ck_assert(!change(Change::SubjectSize, 50, leaves).known());
    ck_assert(change(Change::SubjectSpeed, 50, leaves).known());
}
END_TEST

START_TEST(speedsHaveASlope)
{
    const auto faster = [](Measured& measured, int frame) {
        GivenRegion region = sized(0.1);
        region.vy = 0.1 + 0.2 * frame / 25.0;
        measured.add(region);
    };
    isSlope(change(Change::SubjectSpeed, 50, faster), 0.2, 1e-6);
}
END_TEST

START_TEST(withoutTimestampsThereIsNoSlope)
{
    Changes changes;
    for (uint64_t frame = 0; frame < 100; ++frame) {
        Measured measured = Measured::still().scene().set("scene.brightness", 0.01 * frame);
        changes.add(Evidence(measured.motionRecord(), measured.sceneRecord(),
                             FrameTime{frame * 40 * kMillisecond, std::nullopt, 0}));
    }
    ck_assert(!changes.fact(Change::Brightness).known());
    changes.reset();
    ck_assert(!changes.fact(Change::Count).known());
}
END_TEST

START_TEST(samplesStayBounded)
{
    Samples samples;
    for (uint64_t i = 0; i < 1000; ++i)
        samples.add(i * 100 * kMillisecond, static_cast<double>(i));
    ck_assert_uint_eq(*samples.newest(), 999 * 100 * kMillisecond);
    ck_assert_double_eq_tol(*samples.slope(kSecond, 3), 10.0, 1e-9);
    samples.clear();
    ck_assert(!samples.newest() && !samples.slope(kSecond, 0 + 2) && !samples.turns(kSecond, 0.1));
}
END_TEST

int main()
{
    return run(
        "movement/wording",
        {valuesComeWithUnitAndPrecision, wordsAreFilledAndBlanksClosedUp, badWordingsSayWhatIsWrong,
         numbersHaveNoNegativeZero, conditionsHoldWithHysteresisAndMargin,
         wordsAndNumbersAreEqualOrNot, brightnessHasASlope, repeatedAnalysesCountOnce,
         swingsAreTurnsOfTheLightNotNoise, aSubjectGrowsAgainstTheZoom, anotherSubjectIsNoGrowth,
         whatTheFrameCutsOffDoesNotShrink, speedsHaveASlope, withoutTimestampsThereIsNoSlope,
         samplesStayBounded});
}
