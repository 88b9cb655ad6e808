// What Evidence derives from regions together, people, setting and palette.
#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

Measured watching()
{
    return Measured::still().scene();
}

std::optional<double> numberOf(Measured measured, const char* path)
{
    return measured.at(50).number(path);
}

void isNumber(const Measured& measured, const char* path, double expected)
{
    const auto number = numberOf(measured, path);
    ck_assert_msg(number.has_value(), "%s is not known", path);
    ck_assert_double_eq_tol(*number, expected, 1e-9);
}

GivenRegion region(double x, double y, double vx, double vy, uint64_t id)
{
    return {x, y, 0.1, 0.2, vx, vy, id};
}

}  // namespace

START_TEST(twoThatGoOppositeWaysCloseByPassEachOther)
{
    const auto two = [](const GivenRegion& a, const GivenRegion& b) {
        return watching().add(a).add(b);
    };
    const GivenRegion right = region(0.3, 0.4, 0.1, 0.0, 1);
    isNumber(two(right, region(0.5, 0.4, -0.1, 0.0, 2)), "regions.passing", 1.0);
    isNumber(two(right, region(0.5, 0.4, 0.1, 0.0, 2)), "regions.passing", 0.0);    // the same way
    isNumber(two(right, region(0.5, 0.75, -0.1, 0.0, 2)), "regions.passing", 0.0);  // another lane
    isNumber(two(right, region(0.8, 0.4, -0.1, 0.0, 2)), "regions.passing", 0.0);   // far off
    isNumber(two(right, region(0.5, 0.4, -0.01, 0.0, 2)), "regions.passing", 0.0);  // stands
    isNumber(two(region(0.4, 0.2, 0.0, 0.2, 1), region(0.42, 0.5, 0.0, -0.2, 2)), "regions.passing",
             1.0);
    GivenRegion young = region(0.5, 0.4, -0.1, 0.0, 2);
    young.age = 3;
    isNumber(two(right, young), "regions.passing", 0.0);
    isNumber(two(right, {0.31, 0.45, 0.08, 0.1, -0.1, 0.0, 2}), "regions.passing", 0.0);  // a part
}
END_TEST

START_TEST(whoGoesAgainstTheStreamIsAShareOfIt)
{
    Measured stream = watching();
    for (int i = 0; i < 3; ++i)
        stream.add(region(0.2 * i, 0.1, 0.1, 0.0, uint64_t(i + 1)));
    isNumber(stream, "regions.against", 0.0);
    isNumber(stream, "regions.height", 0.2);
    stream.add(region(0.8, 0.5, -0.1, 0.0, 9));
    isNumber(stream, "regions.against", 0.25);
    isNumber(stream, "regions.coherence", 0.5);
    isNumber(stream, "regions.height", 0.3);
}
END_TEST

START_TEST(theAngleBetweenCameraAndSubject)
{
    Measured measured = watching().set("motion.camera-pan", 0.2);
    isNumber(Measured(measured).add(region(0.4, 0.4, 0.3, 0.0, 1)), "camera.to-subject", 0.0);
    isNumber(Measured(measured).add(region(0.4, 0.4, -0.3, 0.0, 1)), "camera.to-subject", 180.0);
    isNumber(Measured(measured).add(region(0.4, 0.4, 0.0, -0.3, 1)), "camera.to-subject", 90.0);
    ck_assert(!numberOf(measured, "camera.to-subject"));
    ck_assert(!numberOf(watching().add(region(0.4, 0.4, 0.3, 0.0, 1)), "camera.to-subject"));
}
END_TEST

START_TEST(somebodyInFrontIsCutBySideAndBottom)
{
    const GivenObject far{"person", 0.5, 0.3, 0.15, 0.4};
    isNumber(watching().add(GivenObject{"person", 0.0, 0.2, 0.3, 0.8}).add(far),
             "people.foreground", 2.0);
    isNumber(watching().add(GivenObject{"person", 0.7, 0.6, 0.3, 0.4}).add(far),
             "people.foreground", 1.0);
    const auto absent = [&](const GivenObject& front) {
        ck_assert(!numberOf(watching().add(front).add(far), "people.foreground"));
    };
    absent({"person", 0.1, 0.2, 0.3, 0.8});  // not at the side
    absent({"person", 0.0, 0.1, 0.3, 0.8});  // not at the bottom
    absent({"face", 0.0, 0.2, 0.3, 0.8});
    ck_assert(
        !numberOf(watching().add(GivenObject{"person", 0.0, 0.2, 0.3, 0.8}), "people.foreground"));
}
END_TEST

START_TEST(vehiclesAreCountedWhereADetectorLooks)
{
    ck_assert(!numberOf(watching(), "vehicles.count"));
    Measured measured = watching().add(GivenObject{"car", 0.1, 0.1, 0.1, 0.1});
    measured.add(GivenObject{"bus", 0.5, 0.1, 0.1, 0.1})
        .add(GivenObject{"cat", 0.7, 0.1, 0.1, 0.1});
    measured.add(GivenObject{"truck", 0.3, 0.1, 0.1, 0.1, 0.1});  // doubtful
    isNumber(measured, "vehicles.count", 2.0);
    isNumber(measured, "people.count", 0.0);
}
END_TEST

START_TEST(settingTiltAndPaletteComeFromTheScene)
{
    Measured measured = watching().set("scene.composition.horizon-roll", -4.0);
    measured.set("scene.colours.blue", 0.3).set("scene.colours.red", 0.2);
    measured.set("scene.colours.neutral", 0.5).set("scene.colours.cool", 0.4);
    measured.sceneTypes = {{"night", 0.7}, {"urban", 0.9}};
    isNumber(measured, "picture.tilt", 4.0);
    isNumber(measured, "setting.lights", 0.7);
    isNumber(measured, "palette.share", 0.3);
    isText(*measured.at(0).text("palette.hue"), "blue");
    for (const char* path : {"picture.tilt", "setting.lights", "palette.share"})
        ck_assert(!numberOf(watching(), path));
}
END_TEST

START_TEST(hintsFindTheSameWhateverTheOrder)
{
    const EvidenceField& field = *findEvidenceField("scene.light.key");
    FieldHint hint{7, 3};
    Record first("AnimatizeScene"), second("AnimatizeScene"), light("light"), other("light");
    light.add("contrast-ratio", 3.0).add("key", "low");
    other.add("key", "high");
    first.add("state", "normal").add("light", light);
    second.add("light", other);
    isText(std::string(Evidence(nullptr, &first, {}).fact(field, hint).text), "low");
    isText(std::string(Evidence(nullptr, &second, {}).fact(field, hint).text), "high");
    isText(std::string(Evidence(nullptr, &first, {}).fact(field, hint).text), "low");
    second = Record("AnimatizeScene");
    ck_assert(!Evidence(nullptr, &second, {}).fact(field, hint).known());
    second.add("light", 1.0);
    ck_assert(!Evidence(nullptr, &second, {}).fact(field, hint).known());
}
END_TEST

int main()
{
    return run("movement/derived",
               {twoThatGoOppositeWaysCloseByPassEachOther, whoGoesAgainstTheStreamIsAShareOfIt,
                theAngleBetweenCameraAndSubject, somebodyInFrontIsCutBySideAndBottom,
                vehiclesAreCountedWhereADetectorLooks, settingTiltAndPaletteComeFromTheScene,
                hintsFindTheSameWhateverTheOrder});
}
