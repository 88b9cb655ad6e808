// The generator: backends in order, what a keyframe says of itself, files, and being stopped.
#include "generate/image_generator.h"

#include <filesystem>
#include <set>
#include <stdexcept>

#include <stdlib.h>

#include "record/json.h"
#include "support/folder.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

/// Each look at it is a millisecond later.
class CountingClock final : public Clock {
  public:
    uint64_t now() const override { return now_ += kMillisecond; }

  private:
    mutable uint64_t now_ = 0;
};

KeyframeJob job(const std::string& move = "pan", const std::string& direction = "right")
{
    KeyframeJob made;
    made.image = test::colourTexture(160, 90, 4);
    made.promptId = "3-1";
    made.prompt = "the camera pans";
    made.shotId = 3;
    made.sourcePts = {2 * kSecond};
    Movement movement;
    movement.category = "camera_movement";
    movement.name = move;
    movement.direction = direction;
    made.movements = {movement};
    return made;
}

GeneratorSettings settings(uint32_t frames = 4)
{
    GeneratorSettings made;
    made.frames = frames;
    return made;
}

GeneratedSet generate(const KeyframeJob& job, const GeneratorSettings& settings, uint64_t first = 0,
                      const std::stop_token& stop = {})
{
    const CountingClock clock;
    GeneratedSet set = ImageGenerator(clock).generate(job, settings, stop);
    ImageGenerator::write(set, settings, first, stop);
    return set;
}

bool same(const cv::Mat& one, const cv::Mat& other)
{
    return one.size() == other.size() && cv::norm(one, other, cv::NORM_INF) == 0.0;
}

bool says(const Error& error, const std::string& words)
{
    return error.message.find(words) != std::string::npos;
}

// Backends that fail in every way there is.

struct Refusing final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob&, const BackendCall&) const override
    {
        return BackendError{"today is Sunday"};
    }
};

struct Throwing final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob&, const BackendCall&) const override
    {
        throw std::runtime_error("something burst");
    }
};

struct Short final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall&) const override
    {
        return Rendering{{job.image}, "short", ""};
    }
};

struct Large final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall&) const override
    {
        return Rendering{std::vector<cv::Mat>(job.frames, cv::Mat(5, 5, CV_8UC3)), "large", ""};
    }
};

/// Delivers black pictures, from a cache, at the second attempt.
struct Black final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall&) const override
    {
        const cv::Mat black(job.image.size(), CV_8UC3, cv::Scalar::all(0));
        return Rendering{std::vector<cv::Mat>(job.frames, black), "night", "algorithmicMedia", true,
                         2};
    }
};

/// A service that doesn't allow what is asked for, at the third attempt.
struct Prudish final : Backend {
    bool isRemote() const override { return true; }
    Result<Rendering, BackendError> render(const KeyframeJob&,
                                           const BackendCall& call) const override
    {
        if (call.tell)
            call.tell({GenerationEvent::State::Retrying, "prudish", "busy"});
        return BackendError{"not allowed", true, false, 3, 5 * kSecond};
    }
};

/// A service that would deliver.
struct Willing final : Backend {
    bool isRemote() const override { return true; }
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall& call) const override
    {
        deadline = call.deadline;
        Rendering made{std::vector<cv::Mat>(job.frames, test::colourTexture(160, 90, 9)), "m", "t"};
        made.seed = 77;
        made.quality = 0.5;
        return made;
    }
    static inline uint64_t deadline = 0;
};

/// A service that is only looked at.
struct Dry final : Backend {
    bool isRemote() const override { return true; }
    Result<Rendering, BackendError> render(const KeyframeJob&, const BackendCall&) const override
    {
        return BackendError{"dry", false, true};
    }
};

/// A service's picture came, and before it was moved nobody wanted it any more.
struct Forsaken final : Backend {
    bool isRemote() const override { return true; }
    Result<Rendering, BackendError> render(const KeyframeJob&, const BackendCall&) const override
    {
        interest->request_stop();
        Rendering made{{}, "forsaken", ""};
        made.quality = 0.5;
        return made;
    }

    static inline std::stop_source* interest = nullptr;
};

/// Somebody loses interest while it works.
struct Interrupted final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall&) const override
    {
        interest->request_stop();
        return Rendering{{job.image}, "interrupted", ""};
    }

    static inline std::stop_source* interest = nullptr;
};

template <typename T>
std::unique_ptr<Backend> make()
{
    return std::make_unique<T>();
}

constexpr BackendRow kFaulty[] = {
    {"refusing", "", make<Refusing>}, {"throwing", "", make<Throwing>},
    {"short", "", make<Short>},       {"large", "", make<Large>},
    {"black", "", make<Black>},       {"interrupted", "", make<Interrupted>},
    {"prudish", "", make<Prudish>},   {"willing", "", make<Willing>},
    {"dry", "", make<Dry>},           {"forsaken", "", make<Forsaken>},
};

GeneratedSet generateFaulty(const std::string& backends, std::stop_source& stop)
{
    Interrupted::interest = Forsaken::interest = &stop;
    const CountingClock clock;
    GeneratorSettings asked = settings();
    asked.backends = backends;
    return ImageGenerator(clock, findIn(kFaulty)).generate(job(), asked, stop.get_token());
}

GeneratedSet generateFaulty(const std::string& backends)
{
    std::stop_source stop;
    return generateFaulty(backends, stop);
}

/// ck_assert_str_eq keeps the pointers beyond the life of a temporary; this takes strings.
void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

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

START_TEST(theNextBackendStepsIn)
{
    const GeneratedSet set = generateFaulty("refusing, throwing,short ,large,nosuch,black");
    ck_assert_uint_eq(set.keyframes.size(), 4);
    equal(set.keyframes[0].backend, "black");
    ck_assert_uint_eq(set.failures.size(), 5);
    ck_assert(says(set.failures[0], "backend refusing: today is Sunday"));
    ck_assert(says(set.failures[1], "backend throwing: something burst"));
    ck_assert(says(set.failures[2], "1 of 4"));
    ck_assert(says(set.failures[3], "another size"));
    ck_assert(says(set.failures[4], "no backend \"nosuch\""));
}
END_TEST

START_TEST(whenAllFailThereIsOneFailureEach)
{
    const GeneratedSet set = generateFaulty("refusing,throwing");
    ck_assert(set.keyframes.empty());
    ck_assert_uint_eq(set.failures.size(), 2);
}
END_TEST

START_TEST(whatWasDoneAboutFailuresIsTold)
{
    using State = GenerationEvent::State;
    const GeneratedSet set = generateFaulty("refusing,prudish,throwing,black");
    ck_assert_uint_eq(set.events.size(), 3);
    for (const GenerationEvent& event : set.events) {
        ck_assert(event.state == State::Fallback);
        equal(event.promptId, "3-1");
        ck_assert_uint_eq(event.shotId, 3);
    }
    equal(set.events[1].backend, "prudish");
    equal(set.events[1].reason, "not allowed");
    ck_assert_uint_eq(*set.events[1].attempt, 3);
    ck_assert_uint_eq(*set.events[1].retryAfter, 5 * kSecond);
    const GeneratedSet none = generateFaulty("refusing,throwing");
    ck_assert(none.events.front().state == State::Fallback);
    ck_assert(none.events.back().state == State::Failed);
    ck_assert(generateFaulty("black").events.empty());
}
END_TEST

START_TEST(aRefusalIsNotCarriedToTheNextService)
{
    const GeneratedSet set = generateFaulty("prudish,willing,black");
    equal(set.keyframes[0].backend, "black");
    ck_assert(!set.remote);
    const GeneratedSet none = generateFaulty("prudish,willing");
    ck_assert(none.keyframes.empty());
    ck_assert(none.events.back().state == GenerationEvent::State::Failed);

    const CountingClock clock;
    GeneratorSettings bold = settings();
    bold.backends = "prudish,willing";
    bold.moderationFallback = true;
    const GeneratedSet asked = ImageGenerator(clock, findIn(kFaulty)).generate(job(), bold, {});
    equal(asked.keyframes[0].backend, "willing");
}
END_TEST

START_TEST(aServicesPictureIsWhatItsSetIsMeasuredBy)
{
    const GeneratedSet set = generateFaulty("willing");
    ck_assert(set.remote);
    ck_assert_uint_eq(set.keyframes[1].seed, 77);
    for (const Keyframe& keyframe : set.keyframes)
        ck_assert_double_eq(keyframe.quality, 0.5);  // all four are the same picture
}
END_TEST

START_TEST(oneDeadlineHoldsForAllBackends)
{
    const CountingClock clock;  // the first look at it: 1 ms
    GeneratorSettings asked = settings();
    asked.backends = "prudish,willing";
    asked.moderationFallback = true;
    asked.deadline = 7 * kSecond;
    ck_assert(!ImageGenerator(clock, findIn(kFaulty)).generate(job(), asked, {}).keyframes.empty());
    ck_assert_uint_eq(Willing::deadline, 7 * kSecond + kMillisecond);
}
END_TEST

START_TEST(retriesAreToldWhileTheyHappen)
{
    const CountingClock clock;
    GeneratorSettings asked = settings();
    asked.backends = "prudish,black";
    std::vector<GenerationEvent> heard;
    ImageGenerator(clock, findIn(kFaulty)).generate(job(), asked, {}, [&](const auto& event) {
        heard.push_back(event);
    });
    ck_assert_uint_eq(heard.size(), 1);
    ck_assert(heard[0].state == GenerationEvent::State::Retrying);
    equal(heard[0].promptId, "3-1");
    ck_assert_uint_eq(heard[0].shotId, 3);
}
END_TEST

START_TEST(aDryRunIsNoFailure)
{
    const GeneratedSet set = generateFaulty("dry,black");
    ck_assert(set.failures.empty() && set.events.empty());
    equal(set.keyframes[0].backend, "black");
    const GeneratedSet none = generateFaulty("dry");
    ck_assert(none.keyframes.empty() && none.failures.empty() && none.events.empty());
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
    return test::run("image-generator", {aSetIsNumberedAndSaysWhereItComesFrom,
                                         theFirstKeyframeIsTheSourceTheOthersMoveOn,
                                         staticIsTheSourceEveryTime,
                                         oneKeyframeIsTheSource,
                                         theNumberOfKeyframesIsTheSettings,
                                         theSameJobIsTheSameSet,
                                         qualityIsMeasured,
                                         whatABackendSaysOfItselfIsPassedOn,
                                         theNextBackendStepsIn,
                                         whenAllFailThereIsOneFailureEach,
                                         whatWasDoneAboutFailuresIsTold,
                                         aRefusalIsNotCarriedToTheNextService,
                                         aServicesPictureIsWhatItsSetIsMeasuredBy,
                                         oneDeadlineHoldsForAllBackends,
                                         retriesAreToldWhileTheyHappen,
                                         aDryRunIsNoFailure,
                                         elapsedIsTheTimeOfTheSet,
                                         seedsComeFromSettingsThenJobThenShot,
                                         derivedSeedsDifferAndFitIntoJson,
                                         aJobWithoutAUsablePictureSaysSo,
                                         aSetThatWouldFillTheMemoryIsRefused,
                                         nothingIsDeliveredWhenStopped,
                                         filesAreWrittenAndTheirTroubleKeepsTheKeyframes,
                                         listsOfBackendsAreChecked,
                                         locationsAreChecked,
                                         theRecordHasTheNamesOfTheContract});
}
