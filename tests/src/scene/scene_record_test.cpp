#include "record/json.h"
#include "scene/scene_result.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

SceneResult fullResult()
{
    SceneRecord scene;
    scene.state = "normal";
    scene.sceneType = "landscape";
    scene.sceneConfidence = 0.75;
    scene.sceneTypes = {{"landscape", 0.8}, {"wide", 0.5}};
    scene.brightness = 0.5;
    scene.contrast = 0.25;
    scene.colourfulness = 0.125;
    scene.sharpness = 0.625;
    scene.depth = Record("depth").add("mean", 0.5);
    scene.composition = Record("composition").add("symmetry", 0.25);
    scene.aesthetics = Record("aesthetics").add("overall", 0.5);
    scene.colours = Record("colours").add("red", 0.5);
    scene.light = Record("light").add("key", "low");
    scene.lens = Record("lens").add("grain", 0.25);
    scene.keyframeScore = 0.75;
    scene.phash = 0x00ab;
    scene.analysedPts = {40};
    SceneResult result;
    result.frameWidth = 320;
    result.frameHeight = 180;
    result.shotId = 3;
    result.shotStart = {20};
    result.scene = scene;
    result.objects = {{{"face", 0.9, 0.25, 0.5, 0.125, 0.25, 0}, {"dog", 0.5, 0, 0, 1, 1, 7}}};
    return result;
}

void assertJson(const Record& record, const std::string& expected)
{
    const std::string json = toJson(record);
    ck_assert_str_eq(json.c_str(), expected.c_str());
}

}  // namespace

START_TEST(allFieldsHaveTheContractsNames)
{
    const std::string expected =
        R"({"shot-id":3,"shot-start":20,"transition":"start","state":"normal","scene-type":"landscape",)"
        R"("scene-confidence":0.75,)"
        R"("scene-types":[{"name":"landscape","confidence":0.8},{"name":"wide","confidence":0.5}],)"
        R"("brightness":0.5,"contrast":0.25,"colourfulness":0.125,)"
        R"("sharpness":0.625,"depth":{"mean":0.5},"composition":{"symmetry":0.25},)"
        R"("aesthetics":{"overall":0.5},"colours":{"red":0.5},"light":{"key":"low"},)"
        R"("lens":{"grain":0.25},"keyframe-score":0.75,)"
        R"("phash":"00000000000000ab","analysed-pts":40,"objects":[{"class":"face",)"
        R"("confidence":0.9,"x":0.25,"y":0.5,"width":0.125,"height":0.25},)"
        R"({"class":"dog","confidence":0.5,"x":0,"y":0,"width":1,"height":1,"id":7}]})";
    assertJson(toRecord(fullResult()), expected);
}
END_TEST

START_TEST(beforeTheFirstAnalysisThereIsOnlyTheShot)
{
    SceneResult result;
    result.shotId = 1;
    result.shotStart = {0};
    assertJson(toRecord(result), R"({"shot-id":1,"shot-start":0})");
}
END_TEST

START_TEST(whatIsNotKnownIsLeftOut)
{
    SceneResult result = fullResult();
    result.shotStart = {};
    result.scene = SceneRecord();
    result.objects.reset();
    assertJson(toRecord(result),
               R"({"shot-id":3,"transition":"start","state":"normal","brightness":0,"contrast":0,)"
               R"("colourfulness":0,"sharpness":0})");
}
END_TEST

START_TEST(noObjectsAreAnEmptyList)
{
    SceneResult result = fullResult();
    result.objects = std::vector<SceneObject>();
    const Record record = toRecord(result);
    ck_assert_ptr_nonnull(record.list("objects"));
    ck_assert_uint_eq(record.list("objects")->size(), 0);
}
END_TEST

START_TEST(shotsBeginAndEnd)
{
    ShotEvent event;
    event.event = "begin";
    event.shotId = 2;
    event.transition = "cut";
    event.transitionStart = {80};
    event.transitionDuration = {0};
    event.score = 0.5;
    event.keyframeScore = 0.75;
    assertJson(toRecord(event),
               R"({"event":"begin","shot-id":2,"transition":"cut","transition-start":80,)"
               R"("transition-duration":0,"score":0.5})");
    event.event = "end";
    event.keyframePts = {120};
    event.reason = "eos";
    assertJson(toRecord(event),
               R"({"event":"end","shot-id":2,"transition":"cut","transition-start":80,)"
               R"("transition-duration":0,"score":0.5,"keyframe-pts":120,)"
               R"("keyframe-score":0.75,"reason":"eos"})");
}
END_TEST

int main()
{
    return run("scene-record",
               {allFieldsHaveTheContractsNames, beforeTheFirstAnalysisThereIsOnlyTheShot,
                whatIsNotKnownIsLeftOut, noObjectsAreAnEmptyList, shotsBeginAndEnd});
}
