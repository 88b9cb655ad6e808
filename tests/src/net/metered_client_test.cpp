// What a backend's calls look like from outside: outcomes, retries, and how its endpoint is.
#include "net/metered_client.h"

#include <stdlib.h>

#include "metrics/metric_registry.h"
#include "net/make_client.h"
#include "support/fake_client.h"
#include "support/fake_clock.h"
#include "support/suite.h"

using namespace animatize;
using animatize::test::FakeClient;
using animatize::test::FakeClock;

namespace {

double processValue(Metric metric, const LabelValues& labels)
{
    return MetricRegistry::process().value(metric, labels);
}

/// One backend with everything that a client has, but the network.
struct Bench {
    explicit Bench(std::string name) : backend(std::move(name)) {}

    const std::string backend;
    FakeClock clock;
    std::shared_ptr<FakeClient> service = std::make_shared<FakeClient>();
    EndpointRegistry endpoints;
    std::shared_ptr<HttpMeter> meter = std::make_shared<HttpMeter>(backend);
    std::shared_ptr<HttpClient> client = makeClient({.uri = "http://h/v1", .model = "m"}, meter,
                                                    {service, clock, clock.sleep(), endpoints});

    void send(const HttpRequest& request = {})
    {
        (void)client->send(request, {clock.now() + kCallDeadline, {}});
    }
    double requests(const char* outcome) const
    {
        return processValue(Metric::Requests, {backend, outcome});
    }
    double gauge(Metric metric) const { return processValue(metric, {backend}); }
};

}  // namespace

START_TEST(callsAreCountedByTheirOutcome)
{
    Bench bench("outcomes");
    bench.service->next(HttpFault::Server, 503);
    bench.service->next("{}");
    bench.send();
    bench.service->next(HttpFault::Invalid, 400);
    bench.send();
    ck_assert_double_eq(bench.requests("answered"), 1.0);
    ck_assert_double_eq(bench.requests("invalid"), 1.0);
    ck_assert_double_eq(bench.requests("server"), 0.0);  // a retry mended it
    ck_assert_double_eq(bench.gauge(Metric::RequestAttempts), 3.0);
    ck_assert_double_eq(bench.gauge(Metric::RequestRetries), 1.0);
}
END_TEST

START_TEST(theRecordSaysTheSame)
{
    Bench bench("record");
    for (int i = 0; i < 3; ++i)
        bench.send();
    bench.service->next(HttpFault::Moderated, 400);
    bench.send();
    const HttpMetrics metrics = bench.meter->snapshot();
    ck_assert_uint_eq(metrics.calls, 4);
    ck_assert_uint_eq(metrics.answers, 3);
    ck_assert_uint_eq(metrics.attempts, 4);
    ck_assert_uint_eq(metrics.latency.count(), 4);
    ck_assert_double_eq(*metrics.toRecord().number("fault-moderated"), 1.0);
    ck_assert_double_eq(bench.requests("answered"), 3.0);
}
END_TEST

START_TEST(whatWasCountedOutlivesTheClient)
{
    for (int i = 1; i <= 2; ++i) {
        Bench bench("gone");
        bench.send();
        ck_assert_double_eq(bench.requests("answered"), i);
    }
    ck_assert_double_eq(processValue(Metric::Requests, {"gone", "answered"}), 2.0);
}
END_TEST

START_TEST(theBreakerIsSeenInAllItsStates)
{
    Bench bench("breaker");
    ck_assert_double_eq(bench.gauge(Metric::BreakerState), 0.0);
    bench.service->always(HttpFault::Unreachable);
    bench.send();
    ck_assert_double_eq(bench.gauge(Metric::BreakerState), 2.0);
    bench.clock.advance(15 * kSecond);
    ck_assert_double_eq(bench.gauge(Metric::BreakerState), 1.0);
    bench.service->compute([](const HttpRequest&, const Patience&) {
        return FakeClient::Answer(HttpResponse{200, {}, "{}"});
    });
    bench.send();
    ck_assert_double_eq(bench.gauge(Metric::BreakerState), 1.0);  // two have to succeed
    bench.send();
    ck_assert_double_eq(bench.gauge(Metric::BreakerState), 0.0);
}
END_TEST

START_TEST(aCooldownRunsOut)
{
    Bench bench("cooldown");
    bench.service->always(HttpFault::Throttled, 429);
    bench.send();
    const double wait = bench.gauge(Metric::Cooldown);
    ck_assert_double_gt(wait, 1.0);
    bench.clock.advance(kSecond);
    ck_assert_double_eq_tol(bench.gauge(Metric::Cooldown), wait - 1.0, 1e-6);
    bench.clock.advance(3600 * kSecond);
    ck_assert_double_eq(bench.gauge(Metric::Cooldown), 0.0);
}
END_TEST

START_TEST(aKeyThatIsTurnedDownDisablesUntilItIsAnother)
{
    Bench bench("disabled");
    HttpRequest request;
    request.key = HttpKey{.environment = "ANIMATIZE_TEST_METERED_KEY"};
    setenv("ANIMATIZE_TEST_METERED_KEY", "wrong", 1);
    bench.service->next(HttpFault::Forbidden, 401);
    bench.send(request);
    ck_assert_double_eq(bench.gauge(Metric::Disabled), 1.0);
    bench.send(request);
    ck_assert_double_eq(bench.requests("refused"), 1.0);
    setenv("ANIMATIZE_TEST_METERED_KEY", "right", 1);
    bench.send(request);
    ck_assert_double_eq(bench.gauge(Metric::Disabled), 0.0);
    ck_assert_double_eq(bench.requests("answered"), 1.0);
}
END_TEST

START_TEST(theWorstEndpointOfABackendIsShown)
{
    Bench bench("worst");
    const auto other =
        makeClient({.uri = "http://h/other", .model = "m"}, bench.meter,
                   {bench.service, bench.clock, bench.clock.sleep(), bench.endpoints});
    bench.service->always(HttpFault::Unreachable);
    bench.send();
    ck_assert_double_eq(bench.gauge(Metric::BreakerState), 2.0);
    bench.client.reset();
    ck_assert_double_eq(bench.gauge(Metric::BreakerState), 0.0);
}
END_TEST

START_TEST(withoutANameItIsOneOfTheOthers)
{
    HttpMeter meter;
    ck_assert_str_eq(meter.backend().c_str(), "other");
}
END_TEST

int main()
{
    return animatize::test::run(
        "metered_client", {callsAreCountedByTheirOutcome, theRecordSaysTheSame,
                           whatWasCountedOutlivesTheClient, theBreakerIsSeenInAllItsStates,
                           aCooldownRunsOut, aKeyThatIsTurnedDownDisablesUntilItIsAnother,
                           theWorstEndpointOfABackendIsShown, withoutANameItIsOneOfTheOthers});
}
