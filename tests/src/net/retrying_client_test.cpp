// What is tried again, when, and when not: exact schedules by a clock that only sleeping moves.
#include "net/retrying_client.h"

#include <atomic>
#include <thread>

#include "support/fake_client.h"
#include "support/fake_clock.h"
#include "support/suite.h"

using namespace animatize;
using animatize::test::FakeClient;
using animatize::test::FakeClock;

namespace {

struct Bench {
    FakeClock clock;
    std::shared_ptr<FakeClient> service = std::make_shared<FakeClient>();
    std::shared_ptr<Endpoint> endpoint = std::make_shared<Endpoint>();
    RetrySettings settings;
    HttpRequest request;

    FakeClient::Answer send(uint64_t time = 90 * kSecond)
    {
        RetryingClient client(service, endpoint, settings, clock, clock.sleep());
        return client.send(request, {clock.now() + time, {}});
    }
};

void isFault(const FakeClient::Answer& answer, HttpFault fault, unsigned attempts)
{
    ck_assert(!answer);
    ck_assert_str_eq(nameOf(answer.error().fault), nameOf(fault));
    ck_assert_uint_eq(answer.error().attempts, attempts);
}

/// A share of a time, as the client takes it.
uint64_t part(double share, uint64_t time)
{
    return static_cast<uint64_t>(share * static_cast<double>(time));
}

}  // namespace

START_TEST(anAnswerIsPassedOn)
{
    Bench bench;
    const auto answer = bench.send();
    ck_assert(static_cast<bool>(answer));
    ck_assert_uint_eq(answer->attempts, 1);
    ck_assert(bench.clock.slept().empty());
}
END_TEST

START_TEST(whatPassesIsTriedThreeTimes)
{
    for (const auto& [fault, status] : {std::pair(HttpFault::Unreachable, 0u),
                                        {HttpFault::Broken, 0},
                                        {HttpFault::TimedOut, 0},
                                        {HttpFault::Throttled, 429},
                                        {HttpFault::Server, 408},
                                        {HttpFault::Server, 409},
                                        {HttpFault::Server, 425},
                                        {HttpFault::Server, 500},
                                        {HttpFault::Server, 502},
                                        {HttpFault::Server, 503},
                                        {HttpFault::Server, 504},
                                        {HttpFault::Server, 529}}) {
        Bench bench;
        bench.service->always(fault, status);
        isFault(bench.send(), fault, 3);
        ck_assert_uint_eq(bench.service->requests(), 3);
        ck_assert_uint_eq(bench.clock.slept().size(), 2);
    }
}
END_TEST

START_TEST(whatDoesNotPassIsTriedOnce)
{
    for (const auto& [fault, status] : {std::pair(HttpFault::Setting, 0u),
                                        {HttpFault::Billing, 429},
                                        {HttpFault::Billing, 402},
                                        {HttpFault::Forbidden, 401},
                                        {HttpFault::Missing, 404},
                                        {HttpFault::Moderated, 400},
                                        {HttpFault::Invalid, 422},
                                        {HttpFault::Server, 501},
                                        {HttpFault::Redirected, 307},
                                        {HttpFault::TooLarge, 200},
                                        {HttpFault::Refused, 0},
                                        {HttpFault::Cancelled, 0}}) {
        Bench bench;
        bench.service->always(fault, status);
        const bool sent = fault != HttpFault::Setting && fault != HttpFault::Refused;
        isFault(bench.send(), fault, sent ? 1 : 0);
        ck_assert_uint_eq(bench.service->requests(), 1);
    }
}
END_TEST

START_TEST(theServerMayKnowBetter)
{
    const auto attempts = [](HttpFault fault, unsigned status, bool should) {
        Bench bench;
        HttpError error = FakeClient::error(fault, status);
        error.shouldRetry = should;
        bench.service->compute([=](auto&, auto&) { return FakeClient::Answer(error); });
        return bench.send().error().attempts;
    };
    ck_assert_uint_eq(attempts(HttpFault::Server, 503, false), 1);
    ck_assert_uint_eq(attempts(HttpFault::Server, 501, true), 3);
    ck_assert_uint_eq(attempts(HttpFault::Throttled, 429, false), 1);
    ck_assert_uint_eq(attempts(HttpFault::Invalid, 404, true), 3);
    ck_assert_uint_eq(attempts(HttpFault::Billing, 429, true), 1);  // not with money
}
END_TEST

START_TEST(whatMustNotBeRepeatedIsNot)
{
    const auto attempts = [](HttpFault fault, unsigned status) {
        Bench bench;
        bench.request.repeatable = false;
        bench.service->always(fault, status);
        return bench.send().error().attempts;
    };
    ck_assert_uint_eq(attempts(HttpFault::Broken, 0), 1);
    ck_assert_uint_eq(attempts(HttpFault::TimedOut, 0), 1);
    ck_assert_uint_eq(attempts(HttpFault::Server, 502), 1);  // the gateway doesn't know either
    ck_assert_uint_eq(attempts(HttpFault::Server, 504), 1);
    // Nothing was carried out: here it may.
    ck_assert_uint_eq(attempts(HttpFault::Unreachable, 0), 3);
    ck_assert_uint_eq(attempts(HttpFault::Throttled, 429), 3);
    ck_assert_uint_eq(attempts(HttpFault::Server, 503), 3);
}
END_TEST

START_TEST(pausesAreFullJitterOfDoublingTimes)
{
    Bench bench;
    bench.settings.mostAttempts = 8;
    bench.settings.seed = 11;
    EndpointSettings rich;
    rich.budget.least = 100;
    bench.endpoint = std::make_shared<Endpoint>(rich);
    bench.service->always(HttpFault::Server, 500);
    isFault(bench.send(900 * kSecond), HttpFault::Server, 8);
    Jitter chance(11);
    std::vector<uint64_t> wanted;
    for (const uint64_t most : {500u, 1000u, 2000u, 4000u, 8000u, 8000u, 8000u})
        wanted.push_back(part(chance.share(), most * kMillisecond));
    ck_assert(bench.clock.slept() == wanted);
}
END_TEST

START_TEST(jitterFillsItsWholeRange)
{
    uint64_t least = UINT64_MAX, most = 0;
    double sum = 0.0;
    for (uint64_t seed = 0; seed < 1000; ++seed) {
        Bench bench;
        bench.settings.mostAttempts = 2;
        bench.settings.seed = seed;
        bench.service->always(HttpFault::Server, 500);
        (void)bench.send();
        const uint64_t slept = bench.clock.slept().at(0);
        least = std::min(least, slept);
        most = std::max(most, slept);
        sum += static_cast<double>(slept);
    }
    ck_assert_uint_lt(least, 5 * kMillisecond);
    ck_assert_uint_gt(most, 495 * kMillisecond);
    ck_assert_uint_lt(most, 500 * kMillisecond);
    ck_assert_double_eq_tol(sum / 1000.0 / 1e6, 250.0, 15.0);
}
END_TEST

START_TEST(throttlingWaitsTwiceAsLong)
{
    Bench bench;
    bench.settings.seed = 5;
    bench.service->always(HttpFault::Throttled, 429);
    isFault(bench.send(), HttpFault::Throttled, 3);
    Jitter chance(5);
    const uint64_t first = part(chance.share(), kSecond);
    const uint64_t second = part(chance.share(), 2 * kSecond);
    ck_assert((bench.clock.slept() == std::vector<uint64_t>{first, second}));
}
END_TEST

START_TEST(whatTheServerAsksForIsWaitedFor)
{
    Bench bench;
    bench.settings.seed = 5;
    bench.service->next(FakeClient::error(HttpFault::Throttled, 429, 20 * kSecond));
    bench.service->next(FakeClient::error(HttpFault::Server, 503, 3 * kSecond));
    const auto answer = bench.send();
    ck_assert(static_cast<bool>(answer));
    ck_assert_uint_eq(answer->attempts, 3);
    Jitter chance(5);
    const uint64_t first = 20 * kSecond + part(chance.share(), kSecond);
    const uint64_t second = 3 * kSecond + part(chance.share(), kSecond);
    ck_assert((bench.clock.slept() == std::vector<uint64_t>{first, second}));
}
END_TEST

START_TEST(whatAsksForTooMuchIsGivenUp)
{
    const auto attempts = [](uint64_t asked, uint64_t time) {
        Bench bench;
        bench.service->compute([=](auto&, auto&) {
            return FakeClient::Answer(FakeClient::error(HttpFault::Throttled, 429, asked));
        });
        const auto answer = bench.send(time);
        ck_assert_uint_eq(*answer.error().retryAfter, asked);  // the caller may plan with it
        return answer.error().attempts;
    };
    ck_assert_uint_eq(attempts(120 * kSecond, 1000 * kSecond), 3);
    ck_assert_uint_eq(attempts(121 * kSecond, 1000 * kSecond), 1);
    ck_assert_uint_eq(attempts(30 * kSecond, 29 * kSecond), 1);
    ck_assert_uint_eq(attempts(30 * kSecond, 45 * kSecond), 2);
}
END_TEST

START_TEST(oneDeadlineHoldsForAllAttempts)
{
    Bench bench;
    bench.service->compute([&](const HttpRequest&, const Patience& patience) {
        const uint64_t took = std::min(patience.deadline - bench.clock.now(), 40 * kSecond);
        bench.clock.advance(took);  // an attempt that hangs
        return FakeClient::Answer(FakeClient::error(HttpFault::TimedOut));
    });
    const uint64_t begin = bench.clock.now();
    isFault(bench.send(90 * kSecond), HttpFault::TimedOut, 3);
    ck_assert_uint_eq(bench.clock.now() - begin, 90 * kSecond);
    for (const Patience& patience : bench.service->sent())
        ck_assert_uint_eq(patience.deadline, begin + 90 * kSecond);
}
END_TEST

START_TEST(pausesLeaveTimeForTheAttempt)
{
    for (uint64_t seed = 0; seed < 50; ++seed) {
        Bench bench;
        bench.settings.seed = seed;
        bench.service->always(HttpFault::Server, 500);
        const uint64_t end = bench.clock.now() + 300 * kMillisecond;
        isFault(bench.send(300 * kMillisecond), HttpFault::Server, 3);
        ck_assert_uint_le(bench.clock.now(), end - 75 * kMillisecond);
    }
}
END_TEST

START_TEST(retriesAreTakenFromTheBudget)
{
    Bench bench;
    bench.service->always(HttpFault::Server, 500);
    size_t retries = 0;
    for (int i = 0; i < 10; ++i)
        retries += bench.send().error().attempts - 1;
    ck_assert_uint_eq(retries, 3);  // of a few calls; the share is the budget's own test
}
END_TEST

START_TEST(whatIsRefusedMeanwhileKeepsTheFirstReason)
{
    Bench bench;
    bench.service->next(HttpFault::Server, 503);
    bench.service->always(HttpFault::Refused);
    const auto answer = bench.send();
    isFault(answer, HttpFault::Server, 1);
    ck_assert_uint_eq(answer.error().status, 503);
}
END_TEST

START_TEST(whoAsksHearsOfEachAttemptThatFollows)
{
    Bench bench;
    bench.service->next(HttpFault::Server, 503);
    bench.service->next(HttpFault::Unreachable);
    std::vector<std::pair<unsigned, HttpFault>> heard;
    std::vector<uint64_t> pauses;
    bench.request.retrying = [&](const HttpError& error, unsigned next, uint64_t pause) {
        heard.emplace_back(next, error.fault);
        pauses.push_back(pause);
    };
    ck_assert(static_cast<bool>(bench.send()));
    const std::vector<std::pair<unsigned, HttpFault>> wanted{{2, HttpFault::Server},
                                                             {3, HttpFault::Unreachable}};
    ck_assert(heard == wanted);
    ck_assert(pauses == bench.clock.slept());
    bench.service->always(HttpFault::Forbidden, 401);  // what isn't tried again isn't told
    ck_assert(!bench.send());
    ck_assert_uint_eq(heard.size(), 2);
}
END_TEST

START_TEST(aPauseEndsWhenNobodyWaitsAnyMore)
{
    const SteadyClock clock;
    Bench bench;
    bench.settings.base = 3600 * kSecond;
    bench.settings.longest = 3600 * kSecond;
    bench.service->always(HttpFault::Server, 500);
    RetryingClient client(bench.service, bench.endpoint, bench.settings, clock, sleepFor);
    std::stop_source interest;
    std::atomic<uint64_t> stopped{0};
    std::thread bored([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        stopped = clock.now();
        interest.request_stop();
    });
    const auto answer =
        client.send(bench.request, {clock.now() + 36'000 * kSecond, interest.get_token()});
    const uint64_t end = clock.now();
    bored.join();
    isFault(answer, HttpFault::Cancelled, 1);
    ck_assert_uint_lt(end - stopped, 50 * kMillisecond);
}
END_TEST

START_TEST(aSleepLastsAsLongAsAsked)
{
    const SteadyClock clock;
    const uint64_t begin = clock.now();
    ck_assert(sleepFor(30 * kMillisecond, {}));
    ck_assert_uint_ge(clock.now() - begin, 30 * kMillisecond);
}
END_TEST

int main()
{
    return animatize::test::run(
        "retrying-client",
        {anAnswerIsPassedOn, whatPassesIsTriedThreeTimes, whatDoesNotPassIsTriedOnce,
         theServerMayKnowBetter, whatMustNotBeRepeatedIsNot, pausesAreFullJitterOfDoublingTimes,
         jitterFillsItsWholeRange, throttlingWaitsTwiceAsLong, whatTheServerAsksForIsWaitedFor,
         whatAsksForTooMuchIsGivenUp, oneDeadlineHoldsForAllAttempts, pausesLeaveTimeForTheAttempt,
         retriesAreTakenFromTheBudget, whatIsRefusedMeanwhileKeepsTheFirstReason,
         whoAsksHearsOfEachAttemptThatFollows, aPauseEndsWhenNobodyWaitsAnyMore,
         aSleepLastsAsLongAsAsked});
}
