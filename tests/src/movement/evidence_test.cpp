#include "movement/evidence.h"

#include "scene/scene_result.h"
#include "src/movement/measured.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr double kAspect = 320.0 / 180.0;

Measured watching()
{
    return Measured::still().scene();
}

void isAbsent(Measured measured, const char* path)
{
    const Evidence evidence = measured.at(50);
    ck_assert_msg(!evidence.number(path) && !evidence.text(path), "%s is known", path);
}

void isNumber(Measured measured, const char* path, double expected)
{
    const Evidence evidence = measured.at(50);
    ck_assert_msg(evidence.number(path).has_value(), "%s is not known", path);
    ck_assert_double_eq_tol(*evidence.number(path), expected, 1e-9);
}

void isWord(Measured measured, const char* path, const char* expected)
{
    const Evidence evidence = measured.at(50);
    ck_assert_msg(evidence.text(path).has_value(), "%s is not known", path);
    isText(*evidence.text(path), expected);
}

}  // namespace

START_TEST(fieldsOfTheRecordsAreFoundByName)
{
    Measured measured = watching().set("motion.camera-pan", 0.25);
    measured.set("scene.colours.warm", 0.4).set("scene.made-up", 7.0);
    isNumber(measured, "motion.camera-pan", 0.25);
    isNumber(measured, "motion.warming-up", 0.0);
    isNumber(measured, "scene.colours.warm", 0.4);
    isNumber(measured, "scene.made-up", 7.0);
    isWord(measured, "motion.camera-motion", "static");
    isAbsent(measured, "motion.flow-magnitude");
    isAbsent(measured, "scene");
    isAbsent(measured, "camera-pan");
}
END_TEST

START_TEST(withoutRecordsNothingIsKnown)
{
    const Evidence evidence(nullptr, nullptr, timeOf(3));
    for (const EvidenceField& field : evidenceFields())
        ck_assert_msg(!evidence.fact(field).known(), "%s", field.path.data());
    ck_assert(!evidence.hasMotion() && !evidence.hasScene() && !evidence.skipped());
    ck_assert_uint_eq(evidence.shotId(), 0);
}
END_TEST

START_TEST(theTableHasEachFieldOnce)
{
    size_t derived = 0, changes = 0;
    for (const EvidenceField& field : evidenceFields()) {
        ck_assert_ptr_eq(findEvidenceField(field.path), &field);
        ck_assert(field.kind != FieldKind::Number || !field.unit.empty());
        derived += field.source == FieldSource::Derived;
        changes += field.source == FieldSource::Change;
    }
    ck_assert_uint_eq(derived, static_cast<size_t>(Derived::Count));
    ck_assert_uint_eq(changes, static_cast<size_t>(Change::Count));
    for (const char* type : kSceneTypes)
        ck_assert(isOneOf(type, findEvidenceField("scene.scene-type")->words));
    ck_assert_ptr_null(findEvidenceField("motion.camera-pann"));
}
END_TEST

START_TEST(theBiggestRegionIsTheSubject)
{
    Measured measured = watching();
    measured.add(GivenRegion{0.8, 0.8, 0.1, 0.1, 0.0, 0.5, 7});
    measured.add(GivenRegion{0.2, 0.4, 0.2, 0.3, 0.2, 0.0, 8, 75});
    isNumber(measured, "subject.present", 1.0);
    isNumber(measured, "subject.id", 8.0);
    isNumber(measured, "subject.x", 0.3);
    isNumber(measured, "subject.y", 0.55);
    isNumber(measured, "subject.width", 0.2);
    isNumber(measured, "subject.height", 0.3);
    isNumber(measured, "subject.speed", 0.2 * kAspect);
    isNumber(measured, "subject.direction", 0.0);
    isWord(measured, "subject.heading", "right");
    isNumber(measured, "subject.age", 3.0);
    isNumber(measured, "regions.count", 2.0);
}
END_TEST

// y goes down in the record, 90 degrees is up.
START_TEST(directionsAreOfTheEyeNotOfTheRaster)
{
    struct Way {
        double vx, vy, degrees;
        const char* heading;
    };
    const Way ways[] = {{0.0, -0.2, 90.0, "up"},
                        {0.0, 0.2, 270.0, "down"},
                        {-0.2, 0.0, 180.0, "left"},
                        {0.1, -0.1 * kAspect, 45.0, "right"}};
    for (const Way& way : ways) {
        Measured measured = watching().add(GivenRegion{0.4, 0.4, 0.1, 0.1, way.vx, way.vy});
        isNumber(measured, "subject.direction", way.degrees);
        isWord(measured, "subject.heading", way.heading);
    }
}
END_TEST

START_TEST(whatHardlyMovesHasNoDirection)
{
    Measured measured = watching().add(GivenRegion{0.4, 0.4, 0.1, 0.1, 0.001, 0.0});
    isNumber(measured, "subject.speed", 0.001 * kAspect);
    isAbsent(measured, "subject.direction");
    isAbsent(measured, "subject.heading");
    isAbsent(measured, "subject.passage");
    isAbsent(measured, "regions.coherence");
}
END_TEST

START_TEST(aPersonIsTheSubjectEvenBesideABiggerMotion)
{
    Measured measured = watching().add(GivenObject{"person", 0.7, 0.3, 0.1, 0.5});
    measured.add(GivenRegion{0.0, 0.2, 0.5, 0.6, 0.3, 0.0, 1});
    measured.add(GivenRegion{0.71, 0.35, 0.1, 0.4, -0.1, 0.0, 2});
    isNumber(measured, "subject.is-person", 1.0);
    isNumber(measured, "subject.id", 2.0);
    isWord(measured, "subject.heading", "left");
    isNumber(measured, "subject.width", 0.1);
}
END_TEST

START_TEST(aPersonWithoutARegionStandsStill)
{
    Measured measured = watching().add(GivenObject{"person", 0.4, 0.3, 0.1, 0.5});
    isNumber(measured, "subject.speed", 0.0);
    isNumber(measured, "subject.x", 0.45);
    isAbsent(measured, "subject.heading");
    measured.set("motion.warming-up", true);
    isAbsent(measured, "subject.speed");
    isNumber(measured, "subject.is-person", 1.0);
}
END_TEST

START_TEST(whetherItIsAPersonIsUnknownWithoutADetector)
{
    Measured measured = watching().add(GivenRegion{});
    isAbsent(measured, "subject.is-person");
    isAbsent(measured, "people.count");
    measured.nobody();
    isNumber(measured, "subject.is-person", 0.0);
    isNumber(measured, "people.count", 0.0);
    isAbsent(measured, "people.confidence");
}
END_TEST

START_TEST(whereNothingIsThereIsNoSubject)
{
    isNumber(watching(), "subject.present", 0.0);
    isNumber(watching(), "regions.count", 0.0);
    isAbsent(watching(), "subject.x");
    isAbsent(watching().set("motion.warming-up", true), "subject.present");
    isAbsent(watching().set("motion.warming-up", true), "regions.count");
}
END_TEST

START_TEST(aFaceAndItsBodyAreOnePerson)
{
    Measured measured = watching().add(GivenObject{"person", 0.2, 0.2, 0.2, 0.7, 0.8});
    measured.add(GivenObject{"face", 0.26, 0.22, 0.06, 0.1, 0.95});
    measured.add(GivenObject{"face", 0.7, 0.3, 0.1, 0.2, 0.6});
    measured.add(GivenObject{"car", 0.5, 0.5, 0.4, 0.4, 0.99});
    isNumber(measured, "people.count", 2.0);
    isNumber(measured, "faces.count", 2.0);
    isNumber(measured, "people.confidence", 0.95);
}
END_TEST

START_TEST(adoubtfulDetectionIsNobody)
{
    Measured measured = watching().add(GivenObject{"person", 0.2, 0.2, 0.2, 0.7, 0.2});
    isNumber(measured, "people.count", 0.0);
    isNumber(measured, "subject.is-person", 0.0);
}
END_TEST

START_TEST(theFaceTellsTheShotScale)
{
    const std::pair<double, const char*> scales[] = {{0.8, "ECU"}, {0.5, "CU"},   {0.3, "MCU"},
                                                     {0.2, "MS"},  {0.12, "MLS"}, {0.06, "LS"},
                                                     {0.02, "ELS"}};
    for (const auto& [height, scale] : scales)
        isWord(watching().add(GivenObject{"face", 0.1, 0.1, height / kAspect, height}),
               "subject.scale", scale);
    isWord(watching().add(GivenObject{"person", 0.1, 0.0, 0.3, 0.95}), "subject.scale", "MLS");
    isWord(watching().add(GivenObject{"person", 0.1, 0.1, 0.2, 0.6}), "subject.scale", "LS");
    isWord(watching().add(GivenObject{"person", 0.1, 0.1, 0.05, 0.2}), "subject.scale", "ELS");
    isAbsent(watching().add(GivenRegion{}), "subject.scale");
}
END_TEST

START_TEST(enteringAndLeavingNeedTheEdgeAndTheWay)
{
    struct Case {
        double x, y, vx, vy;
        const char* passage;
    };
    const Case cases[] = {{0.0, 0.4, 0.2, 0.0, "entering"},  {0.0, 0.4, -0.2, 0.0, "leaving"},
                          {0.9, 0.4, -0.2, 0.0, "entering"}, {0.9, 0.4, 0.2, 0.0, "leaving"},
                          {0.4, 0.0, 0.0, 0.2, "entering"},  {0.4, 0.9, 0.0, 0.2, "leaving"},
                          {0.4, 0.9, 0.0, -0.2, "entering"}, {0.4, 0.0, 0.0, -0.2, "leaving"},
                          {0.0, 0.4, 0.0, 0.2, "inside"},    {0.4, 0.4, 0.2, 0.0, "inside"}};
    for (const Case& one : cases)
        isWord(watching().add(GivenRegion{one.x, one.y, 0.1, 0.1, one.vx, one.vy}),
               "subject.passage", one.passage);
}
END_TEST

// The camera pans with the subject: against the scene it moves, in the picture it stands.
START_TEST(aFollowedSubjectDoesNotDrift)
{
    Measured measured = watching().set("motion.camera-pan", 0.2).set("motion.camera-tilt", 0.1);
    measured.add(GivenRegion{0.4, 0.4, 0.1, 0.1, 0.2, -0.1});
    isNumber(measured, "camera.speed", std::hypot(0.2 * kAspect, 0.1));
    isWord(measured, "camera.heading", "right");
    isNumber(measured, "subject.drift", 0.0);
    measured.regions[0].vx = -0.2;
    isNumber(measured, "subject.drift", 0.4 * kAspect);
    measured.unset("motion.camera-tilt");
    isAbsent(measured, "subject.drift");
    isAbsent(measured, "camera.speed");
}
END_TEST

START_TEST(aStandingCameraHasNoHeading)
{
    isNumber(watching(), "camera.speed", 0.0);
    isAbsent(watching(), "camera.heading");
}
END_TEST

START_TEST(coherenceIsOneInAStreamAndZeroWhenMotionsCancel)
{
    Measured stream = watching(), chaos = watching();
    for (int i = 0; i < 4; ++i) {
        stream.add(GivenRegion{0.2 * i, 0.4, 0.1, 0.1, 0.0, 0.3});
        chaos.add(GivenRegion{0.2 * i, 0.4, 0.1, 0.1, i % 2 ? 0.3 : -0.3, 0.0});
    }
    isNumber(stream, "regions.coherence", 1.0);
    isNumber(stream, "regions.speed", 0.3);
    isWord(stream, "regions.heading", "down");
    isNumber(chaos, "regions.coherence", 0.0);
}
END_TEST

START_TEST(theShotHasAnAgeAndAnExactId)
{
    isNumber(watching(), "shot.age", 2.0);
    isNumber(watching(), "shot.id", 1.0);
    Record scene("AnimatizeScene");
    scene.add("shot-id", uint64_t{9007199254740993}).add("shot-start", uint64_t{1'000'000'000});
    const Evidence evidence(nullptr, &scene, timeOf(50));
    ck_assert_uint_eq(evidence.shotId(), 9007199254740993);
    ck_assert_double_eq_tol(*evidence.number("shot.age"), 1.0, 1e-9);
    ck_assert(!evidence.sceneIsAnalysed());
    const Evidence untimed(nullptr, &scene, FrameTime{2'000'000'000, std::nullopt, 0});
    ck_assert(!untimed.number("shot.age"));
    const Evidence early(nullptr, &scene, timeOf(0));
    ck_assert(!early.number("shot.age"));
}
END_TEST

START_TEST(oddRecordsBreakNothing)
{
    Record motion("AnimatizeMotion"), region("region");
    const Record::Value none = uint32_t{0};
    motion.add("intensity", 0.5).add("frame-width", none).add("frame-height", none);
    region.add("x", 3.0).add("width", -1.0);
    motion.add("regions", RecordList{region, Record("region")});
    motion.add("camera-pan", "fast").add("camera-tilt", 0.1);
    const Evidence evidence(&motion, nullptr, FrameTime{});
    ck_assert_double_eq_tol(*evidence.number("subject.x"), 1.0, 1e-9);
    ck_assert(!evidence.number("subject.speed") && !evidence.number("camera.speed"));
    ck_assert(!evidence.number("subject.age") && !evidence.number("motion.camera-pan"));
}
END_TEST

START_TEST(aSkippedFrameSaysSo)
{
    Record motion("AnimatizeMotion");
    motion.add("skipped", true);
    ck_assert(Evidence(&motion, nullptr, timeOf(1)).skipped());
    ck_assert(Evidence(nullptr, &motion, timeOf(1)).skipped());
    Measured measured = watching();
    ck_assert(!measured.at(1).skipped());
    ck_assert(measured.at(1).sceneIsAnalysed());
}
END_TEST

int main()
{
    return run("movement/evidence", {fieldsOfTheRecordsAreFoundByName,
                                     withoutRecordsNothingIsKnown,
                                     theTableHasEachFieldOnce,
                                     theBiggestRegionIsTheSubject,
                                     directionsAreOfTheEyeNotOfTheRaster,
                                     whatHardlyMovesHasNoDirection,
                                     aPersonIsTheSubjectEvenBesideABiggerMotion,
                                     aPersonWithoutARegionStandsStill,
                                     whetherItIsAPersonIsUnknownWithoutADetector,
                                     whereNothingIsThereIsNoSubject,
                                     aFaceAndItsBodyAreOnePerson,
                                     adoubtfulDetectionIsNobody,
                                     theFaceTellsTheShotScale,
                                     enteringAndLeavingNeedTheEdgeAndTheWay,
                                     aFollowedSubjectDoesNotDrift,
                                     aStandingCameraHasNoHeading,
                                     coherenceIsOneInAStreamAndZeroWhenMotionsCancel,
                                     theShotHasAnAgeAndAnExactId,
                                     oddRecordsBreakNothing,
                                     aSkippedFrameSaysSo});
}
