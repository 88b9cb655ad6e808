#include "scene/scene_changes.h"

#include <functional>

#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

SceneResult result()
{
    SceneRecord scene;
    scene.brightness = scene.contrast = scene.colourfulness = scene.sharpness = 0.5;
    scene.keyframeScore = 0.5;
    scene.composition = Record("composition").add("symmetry", 0.5);
    scene.aesthetics = Record("aesthetics").add("overall", 0.5);
    SceneResult made;
    made.shotId = 1;
    made.scene = scene;
    return made;
}

// Whether a change of the result is told.
bool told(const std::function<void(SceneResult&)>& change)
{
    SceneChanges changes;
    SceneResult now = result();
    ck_assert(changes.due(now));
    ck_assert(!changes.due(now));
    change(now);
    const bool due = changes.due(now);
    ck_assert(!changes.due(now));
    return due;
}

}  // namespace

START_TEST(valuesCountFromFiveHundredths)
{
    for (double SceneRecord::*value : {&SceneRecord::brightness, &SceneRecord::contrast,
                                       &SceneRecord::colourfulness, &SceneRecord::sharpness}) {
        ck_assert(told([&](SceneResult& now) { (*now.scene).*value += 0.05; }));
        ck_assert(told([&](SceneResult& now) { (*now.scene).*value -= 0.05; }));
        ck_assert(!told([&](SceneResult& now) { (*now.scene).*value += 0.049; }));
    }
    ck_assert(told([](SceneResult& now) { now.scene->keyframeScore = 0.56; }));
}
END_TEST

START_TEST(nestedValuesCountToo)
{
    ck_assert(told([](SceneResult& now) {
        now.scene->composition = Record("composition").add("symmetry", 0.6);
    }));
    ck_assert(told([](SceneResult& now) {
        now.scene->aesthetics = Record("aesthetics").add("overall", 0.4);
    }));
    ck_assert(!told([](SceneResult& now) { now.scene->composition = Record(); }));
}
END_TEST

START_TEST(namesAndShotsCount)
{
    ck_assert(told([](SceneResult& now) { now.scene->state = "flat"; }));
    ck_assert(told([](SceneResult& now) { now.scene->sceneType = "urban"; }));
    ck_assert(told([](SceneResult& now) { ++now.shotId; }));
    ck_assert(!told([](SceneResult& now) { now.scene->sceneConfidence = 0.9; }));
    ck_assert(!told([](SceneResult& now) { now.scene->analysedPts = {77}; }));
}
END_TEST

START_TEST(theSetOfClassesCountsNotTheBoxes)
{
    const SceneObject face{"face", 0.9, 0.1, 0.1, 0.1, 0.1}, person{"person", 0.9, 0, 0, 0.5, 1};
    ck_assert(told([&](SceneResult& now) { now.objects = {{face}}; }));
    ck_assert(!told([&](SceneResult& now) { now.objects.emplace(); }));
    SceneChanges changes;
    SceneResult now = result();
    now.objects = {{face}};
    ck_assert(changes.due(now));
    now.objects = {{face, face}};
    ck_assert(!changes.due(now));
    now.objects = {{face, person}};
    ck_assert(changes.due(now));
    now.objects = {{person}};
    ck_assert(changes.due(now));
}
END_TEST

START_TEST(slowDriftsAreToldAgainstTheLastTold)
{
    SceneChanges changes;
    SceneResult now = result();
    int times = 0;
    for (int i = 0; i < 21; ++i, now.scene->brightness += 0.01)
        times += changes.due(now);
    ck_assert_int_eq(times, 5);
}
END_TEST

START_TEST(withoutASceneThereIsNothingToTell)
{
    SceneChanges changes;
    SceneResult none;
    none.shotId = 4;
    ck_assert(!changes.due(none));
}
END_TEST

START_TEST(kelvinRatiosAndDegreesAreNoShares)
{
    SceneChanges changes;
    SceneResult now = result();
    now.scene->light = Record("light").add("colour-temperature", 5000.0).add("back-light", 0.1);
    now.scene->lens = Record("lens").add("motion-blur-direction", 0.0);
    ck_assert(changes.due(now));
    now.scene->light = Record("light").add("colour-temperature", 5300.0).add("back-light", 0.1);
    now.scene->lens = Record("lens").add("motion-blur-direction", 45.0);
    ck_assert(!changes.due(now));
    now.scene->light = Record("light").add("colour-temperature", 5300.0).add("back-light", 0.2);
    ck_assert(changes.due(now));
}
END_TEST

int main()
{
    return run(
        "scene-changes",
        {valuesCountFromFiveHundredths, nestedValuesCountToo, kelvinRatiosAndDegreesAreNoShares,
         namesAndShotsCount, theSetOfClassesCountsNotTheBoxes, slowDriftsAreToldAgainstTheLastTold,
         withoutASceneThereIsNothingToTell});
}
