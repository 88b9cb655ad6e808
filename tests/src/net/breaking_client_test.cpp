// Three reasons not to ask, one client each: fault, "too many requests", configuration.
#include "net/breaking_client.h"

#include <stdlib.h>

#include "support/fake_client.h"
#include "support/fake_clock.h"
#include "support/suite.h"

using namespace animatize;
using animatize::test::FakeClient;
using animatize::test::FakeClock;

namespace {

constexpr const char* kVariable = "ANIMATIZE_TEST_KEY";

EndpointSettings exact()
{
    EndpointSettings settings;
    settings.breaker.spread = 0.0;
    return settings;
}

struct Bench {
    FakeClock clock;
    std::shared_ptr<FakeClient> service = std::make_shared<FakeClient>();
    std::shared_ptr<Endpoint> endpoint = std::make_shared<Endpoint>(exact());
    BreakingClient breaking{service, endpoint, clock};
    CoolingClient cooling{service, endpoint, clock};
    DisablingClient disabling{service, endpoint};
};

FakeClient::Answer send(HttpClient& client, const HttpRequest& request = {})
{
    return client.send(request, {UINT64_MAX, {}});
}

/// The fault's name, or "answer".
std::string outcome(const FakeClient::Answer& answer)
{
    return answer ? "answer" : nameOf(answer.error().fault);
}

void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

/// What becomes of a request after three of one kind.
std::string afterThree(HttpFault fault)
{
    Bench bench;
    for (int i = 0; i < 3; ++i) {
        bench.service->next(fault);
        equal(outcome(send(bench.breaking)), nameOf(fault));
    }
    return outcome(send(bench.breaking));
}

HttpRequest withKey(const char* content)
{
    setenv(kVariable, content, 1);
    HttpRequest request;
    request.key = HttpKey{"Authorization", "Bearer ", kVariable};
    return request;
}

}  // namespace

START_TEST(faultsOfTheServiceOpenTheBreaker)
{
    for (const HttpFault fault :
         {HttpFault::Unreachable, HttpFault::Broken, HttpFault::TimedOut, HttpFault::Server})
        equal(afterThree(fault), "refused");
}
END_TEST

START_TEST(whatIsNoFaultOfTheServiceDoesNot)
{
    for (const HttpFault fault :
         {HttpFault::Setting, HttpFault::Throttled, HttpFault::Billing, HttpFault::Forbidden,
          HttpFault::Missing, HttpFault::Moderated, HttpFault::Invalid, HttpFault::Redirected,
          HttpFault::TooLarge, HttpFault::Refused, HttpFault::Cancelled})
        equal(afterThree(fault), "answer");
}
END_TEST

START_TEST(anOpenBreakerSaysWhenToComeBack)
{
    Bench bench;
    bench.service->always(HttpFault::Server, 500);
    for (int i = 0; i < 3; ++i)
        (void)send(bench.breaking);
    bench.clock.advance(4 * kSecond);
    const auto answer = send(bench.breaking);
    equal(outcome(answer), "refused");
    ck_assert_uint_eq(*answer.error().retryAfter, 6 * kSecond);
    ck_assert_uint_eq(bench.service->requests(), 3);
    bench.clock.advance(6 * kSecond);
    equal(outcome(send(bench.breaking)), "server");  // the probe
    equal(outcome(send(bench.breaking)), "refused");
    bench.clock.advance(20 * kSecond);
    bench.service->next("{}");
    bench.service->next("{}");
    equal(outcome(send(bench.breaking)), "answer");
    equal(outcome(send(bench.breaking)), "answer");
    equal(outcome(send(bench.breaking)), "server");  // closed: faults count anew
    equal(outcome(send(bench.breaking)), "server");
}
END_TEST

START_TEST(aProbeThatIsThrottledOrStoppedIsTriedAgain)
{
    Bench bench;
    for (int i = 0; i < 3; ++i) {
        bench.service->next(HttpFault::Server, 500);
        (void)send(bench.breaking);
    }
    bench.clock.advance(10 * kSecond);
    for (const HttpFault fault : {HttpFault::Throttled, HttpFault::Cancelled}) {
        bench.service->next(fault);
        equal(outcome(send(bench.breaking)), nameOf(fault));
    }
    equal(outcome(send(bench.breaking)), "answer");
    // Neither was a success: one more is wanted.
    ck_assert(bench.endpoint->breaker.with(
        [&](auto& b) { return b.state(bench.clock.now()) == BreakerState::HalfOpen; }));
}
END_TEST

START_TEST(throttlingCoolsDown)
{
    Bench bench;
    bench.service->next(HttpFault::Throttled, 429);
    const auto first = send(bench.cooling);
    equal(outcome(first), "throttled");
    ck_assert_uint_eq(*first.error().retryAfter, 5 * kSecond);  // by our own default
    const auto second = send(bench.cooling);
    equal(outcome(second), "refused");
    ck_assert_uint_eq(*second.error().retryAfter, 5 * kSecond);
    ck_assert_uint_eq(bench.service->requests(), 1);
    bench.clock.advance(5 * kSecond);
    equal(outcome(send(bench.cooling)), "answer");
}
END_TEST

START_TEST(coolingDownIsAsLongAsAskedAndNoFault)
{
    Bench bench;
    for (int i = 0; i < 5; ++i) {
        bench.service->next(FakeClient::error(HttpFault::Throttled, 429, 30 * kSecond));
        equal(outcome(send(bench.cooling)), "throttled");
        bench.clock.advance(29 * kSecond);
        equal(outcome(send(bench.cooling)), "refused");
        bench.clock.advance(kSecond);
    }
    ck_assert(bench.endpoint->breaker.with(
        [&](auto& b) { return b.state(bench.clock.now()) == BreakerState::Closed; }));
}
END_TEST

START_TEST(anAnswerEndsTheDoubling)
{
    Bench bench;
    const auto throttledFor = [&] {
        bench.service->next(HttpFault::Throttled, 429);
        const uint64_t wait = *send(bench.cooling).error().retryAfter;
        bench.clock.advance(wait);
        return wait / kSecond;
    };
    ck_assert_uint_eq(throttledFor(), 5);
    ck_assert_uint_eq(throttledFor(), 10);
    bench.service->next(HttpFault::Cancelled);  // says nothing
    (void)send(bench.cooling);
    ck_assert_uint_eq(throttledFor(), 20);
    equal(outcome(send(bench.cooling)), "answer");
    ck_assert_uint_eq(throttledFor(), 5);
}
END_TEST

START_TEST(whatOnlyAPersonCanMendDisables)
{
    for (const HttpFault fault : {HttpFault::Billing, HttpFault::Forbidden, HttpFault::Missing}) {
        Bench bench;
        bench.service->next(fault, 401);
        equal(outcome(send(bench.disabling)), nameOf(fault));
        bench.clock.advance(1'000'000 * kSecond);
        const auto answer = send(bench.disabling);
        equal(outcome(answer), "refused");
        ck_assert(answer.error().message.find(nameOf(fault)) != std::string::npos);
        ck_assert(!answer.error().retryAfter.has_value());
        ck_assert_uint_eq(bench.service->requests(), 1);
    }
}
END_TEST

START_TEST(nothingElseDisables)
{
    for (const HttpFault fault :
         {HttpFault::Setting, HttpFault::Unreachable, HttpFault::Broken, HttpFault::TimedOut,
          HttpFault::Throttled, HttpFault::Moderated, HttpFault::Invalid, HttpFault::Server,
          HttpFault::Redirected, HttpFault::TooLarge, HttpFault::Refused, HttpFault::Cancelled}) {
        Bench bench;
        bench.service->next(fault);
        (void)send(bench.disabling);
        equal(outcome(send(bench.disabling)), "answer");
    }
}
END_TEST

START_TEST(aNewKeyEnables)
{
    Bench bench;
    bench.service->next(HttpFault::Forbidden, 401);
    equal(outcome(send(bench.disabling, withKey("old"))), "forbidden");
    equal(outcome(send(bench.disabling, withKey("old"))), "refused");
    equal(outcome(send(bench.disabling, withKey("new"))), "answer");
    equal(outcome(send(bench.disabling, withKey("old"))), "refused");
}
END_TEST

START_TEST(theStatesDoNotMix)
{
    Bench bench;
    bench.service->next(HttpFault::Forbidden, 401);
    (void)send(bench.disabling);
    equal(outcome(send(bench.cooling)), "answer");
    equal(outcome(send(bench.breaking)), "answer");
    bench.service->next(HttpFault::Throttled, 429);
    (void)send(bench.cooling);
    equal(outcome(send(bench.breaking)), "answer");
}
END_TEST

int main()
{
    return animatize::test::run(
        "breaking-client",
        {faultsOfTheServiceOpenTheBreaker, whatIsNoFaultOfTheServiceDoesNot,
         anOpenBreakerSaysWhenToComeBack, aProbeThatIsThrottledOrStoppedIsTriedAgain,
         throttlingCoolsDown, coolingDownIsAsLongAsAskedAndNoFault, anAnswerEndsTheDoubling,
         whatOnlyAPersonCanMendDisables, nothingElseDisables, aNewKeyEnables, theStatesDoNotMix});
}
