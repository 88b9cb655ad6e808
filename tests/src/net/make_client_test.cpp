// All of it together: what one client does that has every concern, and what an outage costs.
#include "net/make_client.h"

#include <atomic>
#include <set>
#include <thread>

#include <stdlib.h>

#include "net/limited_client.h"
#include "record/json.h"
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
    EndpointRegistry endpoints;
    std::shared_ptr<HttpMeter> meter = std::make_shared<HttpMeter>();
    ClientSettings settings{.uri = "http://h/v1", .model = "m"};

    std::shared_ptr<HttpClient> make()
    {
        return makeClient(settings, meter, {service, clock, clock.sleep(), endpoints});
    }
    FakeClient::Answer send(HttpClient& client, const HttpRequest& request = {})
    {
        return client.send(request, {clock.now() + kCallDeadline, {}});
    }
    HttpMetrics metrics() const { return meter->snapshot(); }
};

std::string outcome(const FakeClient::Answer& answer)
{
    return answer ? "answer" : nameOf(answer.error().fault);
}

void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

}  // namespace

START_TEST(aPassingFaultIsNotSeen)
{
    Bench bench;
    bench.service->next(HttpFault::Server, 503);
    bench.service->next(HttpFault::Broken);
    const auto answer = bench.send(*bench.make());
    ck_assert(static_cast<bool>(answer));
    ck_assert_uint_eq(answer->attempts, 3);
    ck_assert_uint_eq(bench.metrics().attempts, 3);
    ck_assert_uint_eq(bench.metrics().answers, 1);
}
END_TEST

START_TEST(anAttemptThatHangsLeavesTimeForOthers)
{
    Bench bench;
    bench.settings.attemptTimeout = kChatAttempt;
    bench.service->compute([&](const HttpRequest&, const Patience& patience) {
        bench.clock.advance(patience.deadline - bench.clock.now());
        return FakeClient::Answer(FakeClient::error(HttpFault::TimedOut));
    });
    const uint64_t begin = bench.clock.now();
    equal(outcome(bench.send(*bench.make())), "timed-out");
    ck_assert_uint_eq(bench.service->requests(), 3);
    ck_assert_uint_eq(bench.clock.now() - begin, kCallDeadline);
    ck_assert_uint_eq(bench.service->sent().at(0).deadline, begin + kChatAttempt);
    ck_assert_uint_eq(bench.service->sent().at(2).deadline, begin + kCallDeadline);
}
END_TEST

START_TEST(theRetryComesWhenTheCooldownEnds)
{
    Bench bench;
    bench.service->next(HttpFault::Throttled, 429);
    const uint64_t begin = bench.clock.now();
    const auto client = bench.make();
    ck_assert(static_cast<bool>(bench.send(*client)));
    ck_assert_uint_ge(bench.clock.now() - begin, 5 * kSecond);
    ck_assert_uint_lt(bench.clock.now() - begin, 6 * kSecond);
    bench.service->next(FakeClient::error(HttpFault::Throttled, 429, 600 * kSecond));
    equal(outcome(bench.send(*client)), "throttled");  // at once: somebody else may be asked
    const auto refused = bench.send(*client);
    equal(outcome(refused), "refused");
    ck_assert_uint_eq(*refused.error().retryAfter, 600 * kSecond);
    ck_assert_uint_eq(bench.service->requests(), 3);
}
END_TEST

START_TEST(wantOfMoneyIsAskedForOnce)
{
    Bench bench;
    const auto client = bench.make();
    bench.service->always(HttpFault::Billing, 429);
    equal(outcome(bench.send(*client)), "billing");
    for (int i = 0; i < 100; ++i) {
        bench.clock.advance(3600 * kSecond);
        equal(outcome(bench.send(*client)), "refused");
    }
    ck_assert_uint_eq(bench.service->requests(), 1);
}
END_TEST

START_TEST(clientsOfOneEndpointShareWhatTheyKnow)
{
    Bench bench;
    const auto one = bench.make(), other = bench.make();
    bench.settings.model = "another";
    const auto elsewhere = bench.make();
    bench.service->next(HttpFault::Forbidden, 401);
    equal(outcome(bench.send(*one)), "forbidden");
    equal(outcome(bench.send(*other)), "refused");
    equal(outcome(bench.send(*elsewhere)), "answer");
}
END_TEST

START_TEST(itIsCountedWhatBecomesOfCalls)
{
    Bench bench;
    bench.settings.retry.mostAttempts = 1;
    const auto client = bench.make();
    bench.service->compute([&](const HttpRequest&, const Patience&) {
        bench.clock.advance(20 * kMillisecond);
        return FakeClient::Answer(HttpResponse{200, {}, "{}"});
    });
    for (int i = 0; i < 10; ++i)
        (void)bench.send(*client);
    bench.service->next(HttpFault::Invalid, 422);
    bench.service->next(HttpFault::Billing, 402);
    for (int i = 0; i < 4; ++i)
        (void)bench.send(*client);
    const Record record = bench.metrics().toRecord();
    const auto number = [&](const char* name) { return record.number(name).value_or(-1.0); };
    ck_assert_double_eq(number("calls"), 14);
    ck_assert_double_eq(number("answers"), 10);
    ck_assert_double_eq(number("attempts"), 12);
    ck_assert_double_eq(number("fault-invalid"), 1);
    ck_assert_double_eq(number("fault-billing"), 1);
    ck_assert_double_eq(number("fault-refused"), 2);
    ck_assert_double_eq(number("fault-server"), -1);
    ck_assert_double_eq_tol(number("latency-p50"), 20e6, 2e6);
    ck_assert_double_eq(number("latency-max"), 20e6);
    ck_assert(HttpMetrics().toRecord().find("latency-p50") == nullptr);
}
END_TEST

START_TEST(everyFaultHasAName)
{
    std::set<std::string> names;
    for (size_t i = 0; i < kHttpFaults; ++i)
        names.insert(nameOf(static_cast<HttpFault>(i)));
    ck_assert_uint_eq(names.size(), kHttpFaults);
    ck_assert_uint_eq(names.count("unknown"), 0);
}
END_TEST

namespace {

/// Requests that reach a service which is down, per call, over `hours` of one call every `period`.
double load(Bench& bench, uint64_t period, int hours, bool breakers)
{
    if (!breakers) {
        bench.settings.endpoint.breaker.faultsInRow = UINT32_MAX;
        bench.settings.endpoint.breaker.leastCalls = UINT32_MAX;
    }
    const auto client = bench.make();
    const size_t before = bench.service->requests();
    const uint64_t begin = bench.clock.now();
    const uint64_t calls = static_cast<uint64_t>(hours) * 3600 * kSecond / period;
    for (uint64_t call = 0; call < calls; ++call) {
        const uint64_t due = begin + call * period;
        if (bench.clock.now() < due)
            bench.clock.advance(due - bench.clock.now());
        ck_assert(!bench.send(*client));
    }
    return static_cast<double>(bench.service->requests() - before) / static_cast<double>(calls);
}

}  // namespace

START_TEST(anOutageDoesNotMultiplyRequests)
{
    for (const HttpFault fault : {HttpFault::Unreachable, HttpFault::Server}) {
        // One a second, answered at once: the budget alone holds the line, the breaker nearly
        // silences it.
        Bench plain, guarded;
        plain.service->always(fault, fault == HttpFault::Server ? 503 : 0);
        guarded.service->always(fault, fault == HttpFault::Server ? 503 : 0);
        plain.settings.retry.base = guarded.settings.retry.base = kMillisecond;
        const double withoutBreaker = load(plain, kSecond, 2, false);
        ck_assert_double_le(withoutBreaker, 1.2);
        ck_assert_double_gt(withoutBreaker, 1.15);  // and it isn't the retries that are missing
        ck_assert_double_le(load(guarded, kSecond, 2, true), 0.02);
    }
}
END_TEST

START_TEST(anOutageOfHangsDoesNeither)
{
    Bench bench;
    bench.settings.attemptTimeout = 2 * kSecond;
    bench.service->compute([&](const HttpRequest&, const Patience& patience) {
        bench.clock.advance(patience.deadline - bench.clock.now());
        return FakeClient::Answer(FakeClient::error(HttpFault::TimedOut));
    });
    ck_assert_double_le(load(bench, 5 * kSecond, 2, true), 1.2);
}
END_TEST

START_TEST(aServiceThatIsBackIsFoundAgain)
{
    Bench bench;
    bench.settings.retry.mostAttempts = 1;
    const auto client = bench.make();
    bench.service->always(HttpFault::Server, 500);
    for (int i = 0; i < 3600; ++i) {
        (void)bench.send(*client);
        bench.clock.advance(kSecond);
    }
    bench.service->compute({});
    const uint64_t back = bench.clock.now();
    while (!bench.send(*client))
        bench.clock.advance(kSecond);
    ck_assert_uint_le(bench.clock.now() - back, 331 * kSecond);  // 300 s and a tenth
}
END_TEST

START_TEST(onlyTwoAreUnderWay)
{
    const SteadyClock clock;
    Bench bench;
    std::atomic<int> now{0}, most{0};
    bench.service->compute([&](const HttpRequest&, const Patience&) {
        const int here = ++now;
        for (int seen = most; seen < here && !most.compare_exchange_weak(seen, here);) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        --now;
        return FakeClient::Answer(HttpResponse{200, {}, "{}"});
    });
    const auto client =
        makeClient(bench.settings, bench.meter, {bench.service, clock, sleepFor, bench.endpoints});
    const auto call = [&] {
        for (int i = 0; i < 20; ++i)
            ck_assert(static_cast<bool>(client->send({}, {clock.now() + 20 * kSecond, {}})));
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(call);
    for (std::thread& thread : threads)
        thread.join();
    ck_assert_int_eq(most, 2);
    ck_assert_uint_eq(bench.metrics().answers, 80);
}
END_TEST

START_TEST(whoWaitsInVainForASlotIsRefused)
{
    const SteadyClock clock;
    Bench bench;
    const auto endpoint = std::make_shared<Endpoint>();
    const auto one = endpoint->inFlight.acquire(0, {}), other = endpoint->inFlight.acquire(0, {});
    ck_assert(one && other);
    LimitedClient client(bench.service, endpoint, clock);
    equal(outcome(client.send({}, {clock.now() + 20 * kMillisecond, {}})), "refused");
    std::stop_source interest;
    interest.request_stop();
    equal(outcome(client.send({}, {clock.now() + 20 * kSecond, interest.get_token()})),
          "cancelled");
    ck_assert_uint_eq(bench.service->requests(), 0);
}
END_TEST

int main()
{
    return animatize::test::run(
        "make-client",
        {aPassingFaultIsNotSeen, anAttemptThatHangsLeavesTimeForOthers,
         theRetryComesWhenTheCooldownEnds, wantOfMoneyIsAskedForOnce,
         clientsOfOneEndpointShareWhatTheyKnow, itIsCountedWhatBecomesOfCalls, everyFaultHasAName,
         anOutageDoesNotMultiplyRequests, anOutageOfHangsDoesNeither,
         aServiceThatIsBackIsFoundAgain, onlyTwoAreUnderWay, whoWaitsInVainForASlotIsRefused});
}
