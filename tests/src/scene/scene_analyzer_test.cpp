// What is analysed when, and what is told of it.
#include <algorithm>
#include <cmath>

#include "record/json.h"
#include "scene_stream.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(aFrozenPictureIsAnalysedOnce)
{
    Stream stream;
    const Film frozen(60, shot(1, 1)[0]);
    int analysed = 0;
    for (const SceneFrame& frame : stream.show(frozen))
        analysed += frame.analysed;
    ck_assert_int_eq(analysed, 1);
    // A pixel that changes is enough to look again.
    cv::Mat other = frozen[0].clone();
    other(cv::Rect(100, 100, 4, 4)) = cv::Scalar::all(255);
    ck_assert(stream.show(other).analysed);
}
END_TEST

START_TEST(analysesAreOfTheirShotAndNeverLater)
{
    Stream stream({.interval = 0});
    const auto frames = stream.show(shot(1, 15) + shot(2, 15) + shot(3, 15));
    ck_assert_uint_eq(frames.back().result.shotId, 3);
    for (size_t i = 0; i < frames.size(); ++i) {
        const SceneResult& result = frames[i].result;
        const uint64_t analysed = *result.scene->analysedPts.value;
        ck_assert_uint_le(analysed, ptsOf(static_cast<int>(i)));
        ck_assert_uint_ge(analysed, *result.shotStart.value);
        if (result.shotId < 3)
            ck_assert_uint_lt(analysed, ptsOf(15 * static_cast<int>(result.shotId)));
    }
}
END_TEST

START_TEST(analysesComeAtTheirInterval)
{
    Stream stream({.interval = 200 * kMillisecond});  // five frames
    const auto frames = stream.show(shot(1, 26));
    for (size_t i = 0; i < frames.size(); ++i) {
        ck_assert_int_eq(frames[i].analysed, i % 5 == 0);
        ck_assert_uint_eq(*frames[i].result.scene->analysedPts.value,
                          ptsOf(static_cast<int>(i / 5 * 5)));
    }
}
END_TEST

START_TEST(everyFrameIsAnalysedAtIntervalZero)
{
    Stream stream({.interval = 0});
    for (const SceneFrame& frame : stream.show(shot(1, 12)))
        ck_assert(frame.analysed);
}
END_TEST

START_TEST(aSteadySceneIsToldOnce)
{
    Stream stream({.interval = 0});
    int changed = 0;
    for (const SceneFrame& frame : stream.show(Film(20, shot(1, 1)[0])))
        changed += frame.changed;
    ck_assert_int_le(changed, 2);  // the second frame is known to be settled
}
END_TEST

START_TEST(aLightThatChangesIsTold)
{
    Stream stream({.interval = 0});
    const cv::Mat picture = shot(1, 1)[0];
    stream.show(Film(5, picture));
    const SceneFrame frame = stream.show(brighter(picture, 0.7, 0.0));
    ck_assert(frame.changed);
    ck_assert_uint_eq(frame.result.shotId, 1);
}
END_TEST

START_TEST(objectsTravelToTheEndOfTheShot)
{
    Stream stream;
    stream.show(shot(1, 3));
    ck_assert(!stream.show(shot(1, 4)[3]).result.objects);
    stream.analyzer.setObjects(std::vector<SceneObject>{{"face", 0.9, 0.1, 0.1, 0.2, 0.3, 0}});
    const SceneFrame with = stream.show(shot(1, 5)[4]);
    ck_assert_uint_eq(with.result.objects->size(), 1);
    ck_assert(with.changed);
    const auto frames = stream.show(shot(1, 20) + shot(2, 10));
    ck_assert_uint_eq(frames[10].result.objects->size(), 1);
    ck_assert_uint_eq(frames.back().result.shotId, 2);
    ck_assert(!frames.back().result.objects);
    stream.analyzer.setObjects(std::vector<SceneObject>(1000));
    ck_assert_uint_le(stream.show(shot(2, 11)[10]).result.objects->size(), 64);
    stream.analyzer.setObjects(std::nullopt);
    ck_assert(!stream.show(shot(2, 12)[11]).result.objects);
}
END_TEST

START_TEST(idsEndWithTheShot)
{
    const std::vector<SceneObject> seen{{"person", 0.9, 0.3, 0.3, 0.2, 0.4, 0}};
    Stream stream;
    stream.show(shot(1, 5));
    stream.analyzer.setObjects(seen);
    const uint64_t id = stream.show(shot(1, 6)[5]).result.objects->front().id;
    stream.analyzer.setObjects(seen);
    ck_assert_uint_eq(stream.show(shot(1, 7)[6]).result.objects->front().id, id);
    // The same place, within the time that something lost is remembered.
    ck_assert_uint_eq(stream.show(shot(2, 5)).back().result.shotId, 2);
    stream.analyzer.setObjects(seen);
    ck_assert_uint_ne(stream.show(shot(2, 6)[5]).result.objects->front().id, id);
}
END_TEST

START_TEST(aFlashIsNotAnalysed)
{
    Stream stream({.interval = 0});
    Film film = shot(1, 20);
    film[10] = plain(255);
    const auto frames = stream.show(film);
    for (const SceneFrame& frame : frames)
        ck_assert_str_eq(frame.result.scene->state.c_str(), "normal");
    ck_assert_uint_eq(frames.back().result.shotId, 1);
    ck_assert(frames.back().analysed);
}
END_TEST

START_TEST(withoutTimestampsTimesAreUnknownAndLengthsAreNot)
{
    Stream stream({}, false);
    const auto events = eventsOf(stream.show(shot(1, 20) + shot(2, 10)));
    ck_assert(!events[1].start.value);
    ck_assert_uint_eq(*events[1].duration.value, ptsOf(20));
    ck_assert(!events[2].transitionStart.value);
}
END_TEST

START_TEST(theSummaryCountsAndForgets)
{
    Stream stream;
    stream.show(shot(1, 25) + shot(2, 25));
    stream.analyzer.interrupt("eos");
    const Record summary = stream.analyzer.summary();
    ck_assert_double_eq(summary.number("frames").value(), 50);
    ck_assert_double_eq(summary.number("shots").value(), 2);
    ck_assert_double_eq(summary.number("cuts").value(), 1);
    ck_assert_double_ge(summary.number("analyses").value(), 4);
    const auto* mean = std::get_if<Nanoseconds>(summary.find("mean-shot-duration"));
    ck_assert_uint_eq(*mean->value, kSecond);
    stream.analyzer.resetSummary();
    ck_assert_double_eq(stream.analyzer.summary().number("frames").value(), 0);
    ck_assert_double_eq(stream.analyzer.summary().number("shots").value(), 0);
    ck_assert(!stream.analyzer.summary().find("mean-shot-duration"));
}
END_TEST

START_TEST(theSameFilmGivesTheSameRecords)
{
    const Film film = shot(1, 12) + shot(2, 12);
    std::string texts[2];
    for (std::string& text : texts) {
        Stream stream({.interval = 0});
        for (const SceneFrame& frame : stream.show(film)) {
            text += toJson(toRecord(frame.result));
            for (const ShotEvent& event : frame.shots)
                text += toJson(toRecord(event));
        }
    }
    ck_assert_str_eq(texts[0].c_str(), texts[1].c_str());
    ck_assert(texts[0].find(":nan") == std::string::npos);
}
END_TEST

START_TEST(oddSizesAreFrames)
{
    for (const cv::Size size :
         {cv::Size(1, 1), cv::Size(2, 2), cv::Size(1, 90), cv::Size(17, 13)}) {
        Stream stream({.interval = 0});
        for (uint64_t i = 0; i < 12; ++i) {
            const cv::Mat picture =
                withNoise(cv::Mat(size, CV_8UC3, cv::Scalar(90, 140, 30)), i % 5 ? 5.0 : 90.0, i);
            ck_assert(stream.show(picture).result.shotId >= 1);
        }
    }
}
END_TEST

START_TEST(noPixelsAreAnErrorInWords)
{
    SceneAnalyzer analyzer;
    const Result<SceneFrame> frame = analyzer.analyze({}, {}, {}, timeOf(0), {});
    ck_assert(!frame);
    ck_assert_uint_gt(frame.error().message.size(), 10);
}
END_TEST

int main()
{
    return run("scene-analyzer",
               {aFrozenPictureIsAnalysedOnce, analysesAreOfTheirShotAndNeverLater,
                analysesComeAtTheirInterval, everyFrameIsAnalysedAtIntervalZero,
                aSteadySceneIsToldOnce, aLightThatChangesIsTold, objectsTravelToTheEndOfTheShot,
                idsEndWithTheShot, aFlashIsNotAnalysed,
                withoutTimestampsTimesAreUnknownAndLengthsAreNot, theSummaryCountsAndForgets,
                theSameFilmGivesTheSameRecords, oddSizesAreFrames, noPixelsAreAnErrorInWords});
}
