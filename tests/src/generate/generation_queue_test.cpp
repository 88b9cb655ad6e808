// Sets in the making: what is done first, what is given up, and what is told of it.
#include "generate/generation_queue.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "src/base/gate.h"
#include "src/generate/delivery/desk.h"
#include "support/folder.h"

using namespace animatize;
using namespace animatize::test;

namespace {

using State = GenerationEvent::State;

/// A world with one service that does as the test says.
struct World {
    const SteadyClock clock;
    std::shared_ptr<FakeClient> service = std::make_shared<FakeClient>();

    World()
    {
        const std::string body = b64Answer(pngOfPicture(goodPicture()));
        service->compute([body](const HttpRequest&, const Patience&) {
            return FakeClient::Answer(HttpResponse{200, {}, body});
        });
    }

    QueueParts parts()
    {
        const auto link = [this](const Provider&, const std::string&, const auto&) {
            return Result<ProviderLink>(ProviderLink{service, service, service, clock, sleepFor});
        };
        return {clock, link, [] { return std::string("2026-11-29"); }};
    }

    /// Waits until it has been asked so often.
    void awaitRequests(size_t count) const
    {
        for (int i = 0; i < 2000 && service->requests() < count; ++i)
            sleepFor(5 * kMillisecond, {});
        ck_assert_uint_ge(service->requests(), count);
    }

    /// Answers only when nobody wants it any more.
    void hang()
    {
        service->compute([](const HttpRequest&, const Patience& patience) {
            sleepFor(30 * kSecond, patience.stop);
            return FakeClient::Answer(FakeClient::error(
                patience.stop.stop_requested() ? HttpFault::Cancelled : HttpFault::TimedOut));
        });
    }
};

KeyframeJob job(uint64_t shot)
{
    KeyframeJob made;
    made.image = startFrame();
    made.prompt = "shot " + std::to_string(shot);
    made.promptId = std::to_string(shot) + "-1";
    made.shotId = shot;
    made.sourcePts = {shot * kSecond};
    return made;
}

QueueSettings settings(const std::string& backends)
{
    QueueSettings made;
    made.generator.backends = backends;
    made.generator.frames = 2;
    return made;
}

std::vector<GeneratedSet> all(GenerationQueue& queue)
{
    queue.drain();
    return queue.collect();
}

}  // namespace

START_TEST(setsComeInTheOrderOfTheirShotsAndFilesAreNumbered)
{
    World world;
    const Folder folder;
    GenerationQueue queue(world.parts(), 1);
    QueueSettings asked = settings("local");
    asked.generator.location = folder.path("k%d.png");
    for (uint64_t shot = 1; shot <= 3; ++shot) {
        queue.offer(job(shot), asked, shot);
        queue.drain();
    }
    const std::vector<GeneratedSet> sets = queue.collect();
    ck_assert_uint_eq(sets.size(), 3);
    for (size_t i = 0; i < 3; ++i) {
        ck_assert_uint_eq(sets[i].keyframes.at(0).shotId, i + 1);
        equal(sets[i].keyframes.at(1).location,
              folder.path("k" + std::to_string(2 * i + 1) + ".png"));
    }
    ck_assert(queue.takeEvents().empty());
}
END_TEST

START_TEST(aServiceMakesASetAndTheNextStepsInWhenItCant)
{
    World world;
    GenerationQueue queue(world.parts(), 1);
    queue.offer(job(1), settings("openai,local"), 0);
    const std::vector<GeneratedSet> good = all(queue);
    ck_assert_uint_eq(good.size(), 1);
    ck_assert(good[0].remote);
    const Keyframe& first = good[0].keyframes.at(0);
    equal(first.backend, "openai");
    ck_assert(cv::norm(first.image, goodPicture(), cv::NORM_INF) == 0.0);  // t = 0 of its move
    equal(first.digitalSourceType, "compositeWithTrainedAlgorithmicMedia");

    world.service->always(HttpFault::Server, 503);
    queue.offer(job(2), settings("openai,local"), 0);
    const std::vector<GeneratedSet> bad = all(queue);
    equal(bad.at(0).keyframes.at(0).backend, "local");
    const std::vector<GenerationEvent> events = queue.takeEvents();
    ck_assert_uint_eq(events.size(), 1);
    ck_assert(events[0].state == State::Fallback);
    equal(events[0].backend, "openai");
    ck_assert_uint_eq(events[0].shotId, 2);
}
END_TEST

START_TEST(aServiceThatHangsHoldsUpNoOtherSet)
{
    World world;
    world.hang();
    GenerationQueue queue(world.parts(), 2);
    queue.offer(job(1), settings("openai"), 0);
    world.awaitRequests(1);
    queue.offer(job(2), settings("local"), 0);
    std::vector<GeneratedSet> sets;
    for (int i = 0; i < 1000 && sets.empty(); ++i) {
        sets = queue.collect();
        sleepFor(5 * kMillisecond, {});
    }
    ck_assert_uint_eq(sets.size(), 1);
    ck_assert_uint_eq(sets[0].keyframes.at(0).shotId, 2);
}
END_TEST

START_TEST(aNewerSetTakesThePlaceOfTheOneThatWaits)
{
    World world;
    Gate gate;
    const std::string body = b64Answer(pngOfPicture(goodPicture()));
    world.service->compute([&](const HttpRequest&, const Patience&) {
        gate.pass();
        return FakeClient::Answer(HttpResponse{200, {}, body});
    });
    GenerationQueue queue(world.parts(), 1);
    queue.offer(job(1), settings("openai"), 0);
    gate.awaitArrivals(1);
    queue.offer(job(2), settings("openai"), 0);
    queue.offer(job(3), settings("openai"), 0);
    const std::vector<GenerationEvent> events = queue.takeEvents();
    ck_assert_uint_eq(events.size(), 1);
    ck_assert(events[0].state == State::Cancelled);
    ck_assert_uint_eq(events[0].shotId, 2);
    ck_assert(has(events[0].reason, "newer"));
    gate.open();
    const std::vector<GeneratedSet> sets = all(queue);
    ck_assert_uint_eq(sets.size(), 2);
    ck_assert_uint_eq(sets[1].keyframes.at(0).shotId, 3);
}
END_TEST

START_TEST(whatIsTooOldIsGivenUpAndNothingElse)
{
    World world;
    world.hang();
    GenerationQueue queue(world.parts(), 2);
    queue.offer(job(1), settings("openai,local"), 10 * kSecond);
    world.awaitRequests(1);
    queue.offer(job(2), settings("openai,local"), 15 * kSecond);
    queue.expire(20 * kSecond, 10 * kSecond);
    ck_assert(queue.takeEvents().empty());
    queue.expire(21 * kSecond, 10 * kSecond);
    const std::vector<GenerationEvent> events = queue.takeEvents();
    ck_assert_uint_eq(events.size(), 1);
    ck_assert(events[0].state == State::Expired);
    ck_assert_uint_eq(events[0].shotId, 1);
    queue.expire(60 * kSecond, 10 * kSecond);
    ck_assert(all(queue).empty());  // both ended, although the service still hangs
    ck_assert_uint_eq(*queue.stats().number("expired"), 2);
}
END_TEST

START_TEST(everythingIsGivenUpAtOnceWithAReason)
{
    World world;
    world.hang();
    GenerationQueue queue(world.parts(), 2);
    for (uint64_t shot = 1; shot <= 3; ++shot)
        queue.offer(job(shot), settings("openai"), 0);
    queue.cancel("flush");
    ck_assert(queue.drain(std::chrono::seconds(20)));
    ck_assert(queue.collect().empty());
    unsigned cancelled = 0;
    for (const GenerationEvent& event : queue.takeEvents())
        cancelled += event.state == State::Cancelled;  // of a flush, or for a newer one
    ck_assert_uint_eq(cancelled, 3);
    queue.offer(job(4), settings("local"), 0);  // what comes later isn't meant
    ck_assert_uint_eq(all(queue).size(), 1);
}
END_TEST

START_TEST(whatIsClosedTakesNothingUntilItIsOpened)
{
    World world;
    GenerationQueue queue(world.parts(), 1);
    queue.close("flush");
    queue.offer(job(1), settings("local"), 0);
    ck_assert(queue.drain(std::chrono::seconds(20)));
    ck_assert(queue.collect().empty());
    const std::vector<GenerationEvent> events = queue.takeEvents();
    ck_assert_uint_eq(events.size(), 1);
    ck_assert(events[0].state == State::Cancelled);
    equal(events[0].reason, "flush");
    queue.open();
    queue.offer(job(2), settings("local"), 0);
    ck_assert_uint_eq(all(queue).size(), 1);
}
END_TEST

START_TEST(limitsHoldEvenWhenOtherSettingsAreWrong)
{
    World world;
    GenerationQueue queue(world.parts(), 1);
    QueueSettings asked = settings("openai,local");
    queue.offer(job(1), asked, 0);
    equal(all(queue).at(0).keyframes.at(0).backend, "openai");
    asked.remote.maxCostPerHour = 0.01;
    asked.remote.cacheLocation = "/proc/nowhere";
    queue.offer(job(2), asked, 0);
    const std::vector<GeneratedSet> sets = all(queue);
    equal(sets.at(0).keyframes.at(0).backend, "local");
    ck_assert(has(sets[0].failures.at(0).message, "/proc/nowhere"));
}
END_TEST

START_TEST(moneyOutlivesTheQueueWhereItsPurseDoes)
{
    World world;
    QueueParts parts = world.parts();
    parts.spending = std::make_shared<Spending>(world.clock);
    QueueSettings asked = settings("openai,local");
    asked.remote.maxCostPerHour = 0.07;  // one picture, not two
    for (const char* backend : {"openai", "local"}) {
        GenerationQueue queue(parts, 1);
        queue.offer(job(backend[0]), asked, 0);
        equal(all(queue).at(0).keyframes.at(0).backend, backend);
    }
}
END_TEST

START_TEST(settingsAreCheckedBeforeAnythingFlows)
{
    World world;
    GenerationQueue queue(world.parts(), 1);
    ck_assert(static_cast<bool>(queue.check(settings("local"))));
    ck_assert(static_cast<bool>(queue.check(settings("openai, flux:flux-2-max ,local"))));
    const Status unknown = queue.check(settings("local,dalle"));
    ck_assert(!unknown);
    ck_assert(has(unknown.error().message, "\"dalle\"") && has(unknown.error().message, "openai") &&
              has(unknown.error().message, "local"));

    const Folder folder;
    QueueSettings mine = settings("mine,local");
    mine.remote.providersLocation = folder.path("none.json");
    ck_assert(has(queue.check(mine).error().message, "none.json"));
    const std::string path = folder.path("mine.json");
    std::ofstream(path)
        << "{\"schema\":\"animatize-providers/1\",\"name\":\"mine\",\"base-uri\":7}";
    mine.remote.providersLocation = path;
    const std::string wrong = queue.check(mine).error().message;
    ck_assert_msg(has(wrong, "mine.json") && has(wrong, "base-uri"), "%s", wrong.c_str());
    std::ofstream(path)
        << "{\"schema\":\"animatize-providers/1\",\"name\":\"mine\",\"base-uri\":\"http://"
           "127.0.0.1:9\",\"submit\":{"
           "\"path\":\"/p\",\"body\":{\"prompt\":{\"$slot\":\"prompt\"}}},\"size\":{"
           "\"as\":\"pixels\"},\"result\":{\"pictures\":[{\"as\":\"base64\","
           "\"pointer\":\"/image\"}]}}";
    mine.remote.providersLocation = folder.path("");  // a folder is as good
    const Status fine = queue.check(mine);
    ck_assert_msg(static_cast<bool>(fine), "%s", fine ? "" : fine.error().message.c_str());
}
END_TEST

START_TEST(theCacheOfAFolderOutlivesTheQueue)
{
    World world;
    const Folder folder;
    QueueSettings asked = settings("openai");
    asked.remote.cacheLocation = folder.path("cache");
    for (const bool cached : {false, true}) {
        GenerationQueue queue(world.parts(), 1);
        queue.offer(job(1), asked, 0);
        const std::vector<GeneratedSet> sets = all(queue);
        ck_assert_uint_eq(sets.size(), 1);
        ck_assert(sets[0].keyframes.at(0).cached == cached);
    }
    ck_assert_uint_eq(world.service->requests(), 1);
}
END_TEST

START_TEST(whatEarlierProcessesPaidForIsCollected)
{
    World world;
    const Folder folder;
    QueueSettings asked = settings("flux");
    asked.remote.cacheLocation = folder.path("cache");
    asked.generator.deadline = 300 * kMillisecond;
    const std::string accepted = "{\"polling_url\":\"https://api.bfl.ai/v1/get_result?id=7\"}";
    world.service->compute([&](const HttpRequest&, const Patience&) {
        return FakeClient::Answer(HttpResponse{200, {}, accepted});
    });
    {
        GenerationQueue queue(world.parts(), 1);
        queue.offer(job(1), asked, 0);
        ck_assert(all(queue).at(0).keyframes.empty());  // accepted, and not ready in time
    }
    world.service->compute([&](const HttpRequest& request, const Patience&) {
        const bool poll = has(request.uri, "get_result");
        return FakeClient::Answer(HttpResponse{
            200,
            {},
            poll ? "{\"status\":\"Ready\",\"result\":{\"sample\":\"https://x.example/p.png\"}}"
                 : pngOfPicture(goodPicture())});
    });
    const size_t before = world.service->requests();
    GenerationQueue queue(world.parts(), 1);
    ck_assert(static_cast<bool>(queue.check(asked)));
    queue.collectPaid();
    world.awaitRequests(before + 2);
    sleepFor(100 * kMillisecond, {});
    asked.generator.deadline = 60 * kSecond;
    queue.offer(job(1), asked, 0);
    ck_assert(all(queue).at(0).keyframes.at(0).cached);
    ck_assert_uint_eq(world.service->requests(), before + 2);  // one poll, one fetch
}
END_TEST

START_TEST(numbersTellWhatWasSpent)
{
    World world;
    GenerationQueue queue(world.parts(), 1);
    queue.offer(job(1), settings("local"), 0);
    (void)all(queue);
    ck_assert(!queue.stats().find("cost"));  // no service, no money
    queue.offer(job(2), settings("openai"), 0);
    (void)all(queue);
    const Record stats = queue.stats();
    ck_assert_double_eq(*stats.number("cost"), 0.05);
    ck_assert_double_eq(*stats.number("requests"), 1.0);
    ck_assert(stats.number("cache.entries").has_value());
}
END_TEST

START_TEST(limitsApplyToTheNextSet)
{
    World world;
    GenerationQueue queue(world.parts(), 1);
    QueueSettings asked = settings("openai,local");
    asked.remote.maxCostPerHour = 0.01;
    queue.offer(job(1), asked, 0);
    const std::vector<GeneratedSet> poor = all(queue);
    equal(poor.at(0).keyframes.at(0).backend, "local");
    ck_assert(has(queue.takeEvents().at(0).reason, "max-cost-per-hour"));
    asked.remote.maxCostPerHour = 1.0;
    queue.offer(job(2), asked, 0);
    equal(all(queue).at(0).keyframes.at(0).backend, "openai");
}
END_TEST

START_TEST(itMayEndAtAnyMoment)
{
    for (int i = 0; i < 10; ++i) {
        World world;
        world.hang();
        GenerationQueue queue(world.parts(), 2);
        for (uint64_t shot = 1; shot <= 4; ++shot)
            queue.offer(job(shot), settings("openai,local"), 0);
        if (i % 2)
            sleepFor(10 * kMillisecond, {});
    }
}
END_TEST

START_TEST(offeringAndGivingUpMayMeetTheWorkers)
{
    World world;
    GenerationQueue queue(world.parts(), 2);
    size_t made = 0;
    for (uint64_t shot = 1; shot <= 60; ++shot) {
        queue.offer(job(shot), settings(shot % 2 ? "local" : "openai,local"), shot);
        if (shot % 10 == 5)
            queue.cancel("flush");
        queue.expire(shot, 5);
        made += queue.collect().size();
        (void)queue.takeEvents();
        (void)queue.stats();
    }
    made += all(queue).size();
    ck_assert_uint_le(made, 60);
    ck_assert_uint_ge(made, 1);
}
END_TEST

int main()
{
    return animatize::test::run(
        "generation-queue",
        {setsComeInTheOrderOfTheirShotsAndFilesAreNumbered,
         aServiceMakesASetAndTheNextStepsInWhenItCant, aServiceThatHangsHoldsUpNoOtherSet,
         aNewerSetTakesThePlaceOfTheOneThatWaits, whatIsTooOldIsGivenUpAndNothingElse,
         everythingIsGivenUpAtOnceWithAReason, whatIsClosedTakesNothingUntilItIsOpened,
         limitsHoldEvenWhenOtherSettingsAreWrong, moneyOutlivesTheQueueWhereItsPurseDoes,
         settingsAreCheckedBeforeAnythingFlows, theCacheOfAFolderOutlivesTheQueue,
         whatEarlierProcessesPaidForIsCollected, numbersTellWhatWasSpent, limitsApplyToTheNextSet,
         itMayEndAtAnyMoment, offeringAndGivingUpMayMeetTheWorkers});
}
