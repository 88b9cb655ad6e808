// The generator: backends in order, what a keyframe says of itself, files, and being stopped.
#include "generate/image_generator.h"

#include <filesystem>
#include <set>

#include <stdlib.h>

#include "faulty_backends.h"
#include "record/json.h"
#include "support/folder.h"

namespace animatize {
namespace {

using namespace test;

START_TEST(aSetIsNumberedAndSaysWhereItComesFrom)
{
    const GeneratedSet set = generate(job(), settings(4));
    ck_assert(set.failures.empty());
    ck_assert_uint_eq(set.keyframes.size(), 4);
    for (uint32_t i = 0; i < 4; ++i) {
        const Keyframe& keyframe = set.keyframes[i];
        ck_assert_uint_eq(keyframe.index, i);
        ck_assert_uint_eq(keyframe.count, 4);
        equal(keyframe.promptId, "3-1");
        equal(keyframe.prompt, "the camera pans");
        ck_assert_uint_eq(keyframe.shotId, 3);
        ck_assert_uint_eq(*keyframe.sourcePts.value, 2 * kSecond);
        equal(keyframe.backend, "local");
        equal(keyframe.model, "animatize-2.5d");
        equal(keyframe.digitalSourceType, "algorithmicallyEnhanced");
        ck_assert_uint_eq(keyframe.attempts, 1);
        ck_assert(!keyframe.cached);
        ck_assert(keyframe.location.empty());
        ck_assert(keyframe.image.size() == job().image.size());
    }
}
END_TEST

START_TEST(theFirstKeyframeIsTheSourceTheOthersMoveOn)
{
    const GeneratedSet set = generate(job("push_in", "in"), settings(5));
    ck_assert(same(set.keyframes[0].image, job().image));
    double last = 0.0;
    for (size_t i = 1; i < 5; ++i) {
        const double change = cv::norm(set.keyframes[i].image, job().image, cv::NORM_L1);
        ck_assert_double_gt(change, last);
        last = change;
    }
}
END_TEST

START_TEST(staticIsTheSourceEveryTime)
{
    KeyframeJob still = job("static", "");
    KeyframeJob unpredicted = job();
    unpredicted.movements.clear();
    for (const KeyframeJob& one : {still, unpredicted})
        for (const Keyframe& keyframe : generate(one, settings(8)).keyframes)
            ck_assert(same(keyframe.image, one.image));
}
END_TEST

START_TEST(oneKeyframeIsTheSource)
{
    const GeneratedSet set = generate(job(), settings(1));
    ck_assert_uint_eq(set.keyframes.size(), 1);
    ck_assert(same(set.keyframes[0].image, job().image));
}
END_TEST

START_TEST(theNumberOfKeyframesIsTheSettings)
{
    KeyframeJob asks = job();
    asks.frames = 3;
    ck_assert_uint_eq(generate(asks, settings(6)).keyframes.size(), 6);
    ck_assert_uint_eq(generate(asks, settings(0)).keyframes.size(), 1);
    ck_assert_uint_eq(generate(asks, settings(1000)).keyframes.size(), ImageGenerator::kMostFrames);
}
END_TEST

START_TEST(theSameJobIsTheSameSet)
{
    const GeneratedSet one = generate(job("roll", "clockwise"), settings());
    const GeneratedSet two = generate(job("roll", "clockwise"), settings());
    for (size_t i = 0; i < one.keyframes.size(); ++i) {
        ck_assert(same(one.keyframes[i].image, two.keyframes[i].image));
        ck_assert(toRecord(one.keyframes[i]) == toRecord(two.keyframes[i]));
    }
}
END_TEST

START_TEST(qualityIsMeasured)
{
    const GeneratedSet set = generate(job("push_in", "in"), settings(4));
    ck_assert_double_eq(set.keyframes[0].quality, 1.0);
    for (size_t i = 1; i < 4; ++i) {
        ck_assert_double_lt(set.keyframes[i].quality, set.keyframes[i - 1].quality);
        ck_assert_double_gt(set.keyframes[i].quality, 0.5);
    }
    for (const Keyframe& keyframe : generateFaulty("black").keyframes)
        ck_assert_double_eq(keyframe.quality, 0.0);
}
END_TEST

START_TEST(whatABackendSaysOfItselfIsPassedOn)
{
    const GeneratedSet set = generateFaulty("black");
    ck_assert_uint_eq(set.keyframes.size(), 4);
    const Keyframe& keyframe = set.keyframes[3];
    equal(keyframe.backend, "black");
    equal(keyframe.model, "night");
    equal(keyframe.digitalSourceType, "algorithmicMedia");
    ck_assert(keyframe.cached);
    ck_assert_uint_eq(keyframe.attempts, 2);
}
END_TEST

START_TEST(elapsedIsTheTimeOfTheSet)
{
    const GeneratedSet set = generate(job(), settings(4));
    for (const Keyframe& keyframe : set.keyframes)
        ck_assert_uint_eq(keyframe.elapsed, kMillisecond);
}
END_TEST

START_TEST(seedsComeFromSettingsThenJobThenShot)
{
    const auto seed = [](uint64_t settingsSeed, uint64_t jobSeed) {
        KeyframeJob one = job();
        one.seed = jobSeed;
        GeneratorSettings asked = settings(2);
        asked.seed = settingsSeed;
        return generate(one, asked).keyframes[1].seed;
    };
    ck_assert_uint_eq(seed(7, 9), 7);
    ck_assert_uint_eq(seed(0, 9), 9);
    ck_assert_uint_eq(seed(0, 0), derivedSeed(3, {2 * kSecond}));
    ck_assert_uint_eq(seed(UINT64_MAX, 0), kMostSeed);
    ck_assert_uint_eq(seed(kMostSeed + 1, 0), derivedSeed(3, {2 * kSecond}));
}
END_TEST

START_TEST(derivedSeedsDifferAndFitIntoJson)
{
    std::set<uint64_t> seeds;
    for (uint64_t shot = 0; shot < 50; ++shot)
        for (uint64_t frame = 0; frame < 50; ++frame)
            seeds.insert(derivedSeed(shot, {frame * 40 * kMillisecond}));
    ck_assert_uint_eq(seeds.size(), 2500);
    ck_assert_uint_gt(*seeds.begin(), 0);
    ck_assert_uint_le(*seeds.rbegin(), kMostSeed);
    ck_assert_uint_eq(derivedSeed(0, {}), 1);
    // The first output of the reference SplitMix64 from state 0, its lower 53 bits.
    ck_assert_uint_eq(derivedSeed(1, {}), 0xE220A8397B1DCDAFu & kMostSeed);
}
END_TEST

START_TEST(aJobWithoutAUsablePictureSaysSo)
{
    for (const cv::Mat& image :
         {cv::Mat(), cv::Mat(4, 4, CV_8UC1), cv::Mat(4, 4, CV_16UC3), cv::Mat(1, 40000, CV_8UC3)}) {
        KeyframeJob one = job();
        one.image = image;
        const GeneratedSet set = generate(one, settings());
        ck_assert(set.keyframes.empty());
        ck_assert_uint_eq(set.failures.size(), 1);
        ck_assert(says(set.failures[0], "no picture"));
    }
}
END_TEST

START_TEST(aSetThatWouldFillTheMemoryIsRefused)
{
    KeyframeJob one = job();
    one.image = cv::Mat(8192, 8192, CV_8UC3);
    const GeneratedSet set = generate(one, settings(64));
    ck_assert(set.keyframes.empty());
    ck_assert(says(set.failures[0], "64 keyframes of 8192x8192"));
}
END_TEST

START_TEST(nothingIsDeliveredWhenStopped)
{
    std::stop_source stopped;
    stopped.request_stop();
    const GeneratedSet set = generate(job(), settings(), 0, stopped.get_token());
    ck_assert(set.keyframes.empty() && set.failures.empty());
    std::stop_source stop;
    const GeneratedSet later = generateFaulty("refusing,interrupted,black", stop);
    ck_assert(later.keyframes.empty() && later.failures.empty());
    std::stop_source late;
    ck_assert(generateFaulty("forsaken,black", late).keyframes.empty());
}
END_TEST

START_TEST(filesAreWrittenAndTheirTroubleKeepsTheKeyframes)
{
    const test::Folder folder;
    GeneratorSettings asked = settings(3);
    asked.location = folder.path("k%02d.png");
    const GeneratedSet set = generate(job(), asked, 9);
    ck_assert(set.failures.empty());
    equal(set.keyframes[2].location, folder.path("k11.png"));
    ck_assert(std::filesystem::exists(folder.path("k09.png")));
    ck_assert(std::filesystem::exists(folder.path("k09.json")));

    asked.location = folder.path("missing/%d.png");
    const GeneratedSet nowhere = generate(job(), asked);
    ck_assert_uint_eq(nowhere.keyframes.size(), 3);
    ck_assert_uint_eq(nowhere.failures.size(), 3);
    ck_assert(nowhere.keyframes[0].location.empty());

    asked.location = "%s%s";
    const GeneratedSet unnamed = generate(job(), asked);
    ck_assert_uint_eq(unnamed.keyframes.size(), 3);
    ck_assert_uint_eq(unnamed.failures.size(), 1);
}
END_TEST

START_TEST(listsOfBackendsAreChecked)
{
    const FindBackend embedded = findIn(backendTable());
    const auto check = [&](const char* list) {
        return ImageGenerator::checkBackends(list, embedded);
    };
    ck_assert(static_cast<bool>(check("local")));
    ck_assert(static_cast<bool>(check(" local , local,")));
    const Status unknown = check("local,dalle");
    ck_assert(!unknown);
    ck_assert(says(unknown.error(), "\"dalle\"") && says(unknown.error(), "known are: local"));
    for (const char* none : {"", " , ,"})
        ck_assert(!check(none) && says(check(none).error(), "no backend is named"));
    ck_assert(!ImageGenerator::anyRemote("local, local"));
    ck_assert(ImageGenerator::anyRemote("local,flux"));
}
END_TEST

START_TEST(locationsAreChecked)
{
    ck_assert(static_cast<bool>(ImageGenerator::checkLocation("")));
    ck_assert(static_cast<bool>(ImageGenerator::checkLocation("/tmp/%05d.png")));
    ck_assert(!ImageGenerator::checkLocation("/tmp/a.png"));
}
END_TEST

START_TEST(theRecordHasTheNamesOfTheContract)
{
    GeneratedSet set = generate(job(), settings(2));
    Keyframe& keyframe = set.keyframes[1];
    keyframe.seed = 12;
    keyframe.quality = 0.875;
    const std::string common =
        "\"shot-id\":3,\"source-pts\":2000000000,\"index\":1,\"count\":2,\"backend\":\"local\","
        "\"model\":\"animatize-2.5d\",\"seed\":12,\"cached\":false,\"attempts\":1,"
        "\"elapsed\":1000000,\"quality\":0.875,\"digital-source-type\":\"algorithmicallyEnhanced\"";
    const std::string size = "{\"frame-width\":160,\"frame-height\":90,";
    equal(toRecord(keyframe).name(), "AnimatizeKeyframe");
    equal(toJson(toRecord(keyframe)), (size + "\"prompt-id\":\"3-1\"," + common + "}"));
    keyframe.location = "a.png";
    keyframe.promptId.clear();
    equal(toJson(toRecord(keyframe)), (size + common + ",\"location\":\"a.png\"}"));
    keyframe.shotId = 0;
    keyframe.sourcePts = {};
    ck_assert(!toRecord(keyframe).find("shot-id"));
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run(
        "image-generator",
        {aSetIsNumberedAndSaysWhereItComesFrom, theFirstKeyframeIsTheSourceTheOthersMoveOn,
         staticIsTheSourceEveryTime, oneKeyframeIsTheSource, theNumberOfKeyframesIsTheSettings,
         theSameJobIsTheSameSet, qualityIsMeasured, whatABackendSaysOfItselfIsPassedOn,
         elapsedIsTheTimeOfTheSet, seedsComeFromSettingsThenJobThenShot,
         derivedSeedsDifferAndFitIntoJson, aJobWithoutAUsablePictureSaysSo,
         aSetThatWouldFillTheMemoryIsRefused, nothingIsDeliveredWhenStopped,
         filesAreWrittenAndTheirTroubleKeepsTheKeyframes, listsOfBackendsAreChecked,
         locationsAreChecked, theRecordHasTheNamesOfTheContract});
}
