// The way along the backends: who steps in for whom, and what is told of it.
#include "faulty_backends.h"

using namespace animatize;
using namespace animatize::test;

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

int main()
{
    return animatize::test::run(
        "backend-chain",
        {theNextBackendStepsIn, whenAllFailThereIsOneFailureEach, whatWasDoneAboutFailuresIsTold,
         aRefusalIsNotCarriedToTheNextService, aServicesPictureIsWhatItsSetIsMeasuredBy,
         oneDeadlineHoldsForAllBackends, retriesAreToldWhileTheyHappen, aDryRunIsNoFailure});
}
