// Whole calls over real sockets: what a caller sees of a service that fails now and then.
#include <atomic>
#include <thread>

#include "net/make_client.h"
#include "sending.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Bench {
    FaultServer server;
    EndpointRegistry endpoints;
    std::shared_ptr<HttpMeter> meter = std::make_shared<HttpMeter>();
    ClientSettings settings;

    Bench()
    {
        settings.uri = server.uri("/v1/chat");
        settings.attemptTimeout = 300 * kMillisecond;
        settings.retry.base = settings.retry.throttledBase = 20 * kMillisecond;
    }
    std::shared_ptr<HttpClient> make()
    {
        return animatize::makeClient(settings, meter,
                                     {test::makeClient(), kClock, sleepFor, endpoints});
    }
};

}  // namespace

START_TEST(everyPassingFaultIsLivedThrough)
{
    std::vector<Reply> faults = {
        Reply::failure(500), Reply::failure(503), Reply::failure(529),
        Reply::tooMany().with("retry-after-ms", "30"),
        Reply::json("{\"error\":{\"details\":[{\"retryDelay\":\"0.05s\"}]}}", 429)};
    for (const How how : {How::Truncated, How::WrongLength, How::Closed, How::Reset,
                          How::HalfClosed, How::Garbage, How::Hang, How::HeadOnly})
        faults.push_back(Reply::broken(how));
    for (const Reply& fault : faults) {
        Bench bench;
        bench.server.next(fault);
        bench.server.always(Reply::json("{\"ok\":1}"));
        const Answer answer = bench.make()->send(chat(bench.server), patience());
        isAnswer(answer, "{\"ok\":1}");
        ck_assert_uint_eq(answer->attempts, 2);
        ck_assert_uint_eq(bench.server.requests(), 2);
    }
}
END_TEST

START_TEST(whatDoesNotPassCostsOneRequest)
{
    std::vector<Reply> faults = {Reply::billing(),
                                 Reply::json("{}", 401),
                                 Reply::json("{}", 403),
                                 Reply::json("{}", 404),
                                 Reply::json("{}", 422),
                                 Reply::json("{}", 501),
                                 Reply::huge(),
                                 Reply::redirect("http://127.0.0.1:9/"),
                                 Reply::tooMany().with("Retry-After", "600"),
                                 Reply::failure(503).with("x-should-retry", "false")};
    for (const Reply& fault : faults) {
        Bench bench;
        bench.server.next(fault);
        const Answer answer = bench.make()->send(chat(bench.server), patience());
        ck_assert(!answer);
        ck_assert_uint_eq(answer.error().attempts, 1);
        ck_assert_uint_eq(bench.server.requests(), 1);
    }
}
END_TEST

START_TEST(aCallIsStoppedBetweenItsAttempts)
{
    Bench bench;
    bench.server.always(Reply::tooMany().with("Retry-After", "60"));
    std::stop_source interest;
    std::atomic<uint64_t> stopped{0};
    std::thread bored([&] {
        ck_assert(bench.server.awaitRequests(1));
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        stopped = kClock.now();
        interest.request_stop();
    });
    const Answer answer =
        bench.make()->send(chat(bench.server), patience(100 * kSecond, interest.get_token()));
    const uint64_t end = kClock.now();
    bored.join();
    isFault(errorOf(answer), HttpFault::Cancelled);
    ck_assert_uint_lt(end - stopped, 50 * kMillisecond);
    ck_assert_uint_eq(bench.server.requests(), 1);
}
END_TEST

START_TEST(oneFaultInTwentyIsHardlySeen)
{
    constexpr int kCalls = 300;
    Bench bench;
    std::atomic<int> requests{0};
    bench.server.answer([&](const Received& request) {
        const int number = requests++;
        if (number % 20 != 7)
            return Reply::json(request.body);
        constexpr How kHows[] = {How::Truncated, How::Closed, How::Reset, How::Garbage};
        return Reply::broken(kHows[number / 20 % 4]);
    });
    const auto client = bench.make();
    for (int i = 0; i < kCalls; ++i)
        isAnswer(client->send(chat(bench.server), patience()), "{\"ask\":1}");
    const HttpMetrics metrics = bench.meter->snapshot();
    ck_assert_uint_eq(metrics.answers, kCalls);
    ck_assert_uint_gt(metrics.attempts, kCalls);
    ck_assert_int_gt(requests, kCalls + 10);
    ck_assert_int_le(requests, kCalls * 12 / 10);
}
END_TEST

START_TEST(aDeadServiceIsLeftAlone)
{
    Bench bench;
    bench.server.always(Reply::failure(503));
    const auto client = bench.make();
    for (int i = 0; i < 200; ++i)
        ck_assert(!client->send(chat(bench.server), patience()));
    ck_assert_uint_le(bench.server.requests(), 4);
    ck_assert_uint_ge(bench.meter->snapshot().faults[static_cast<size_t>(HttpFault::Refused)], 190);
}
END_TEST

START_TEST(theSharedClientNeedsNoParts)
{
    FaultServer server;
    server.next(Reply::failure(503));
    ClientSettings settings;
    settings.uri = server.uri("/v1/chat");
    const auto client = animatize::makeClient(settings, std::make_shared<HttpMeter>());
    ck_assert(static_cast<bool>(client));
    isAnswer((*client)->send(chat(server), patience()), "{}");
    ck_assert_uint_eq(server.requests(), 2);
}
END_TEST

int main()
{
    return animatize::test::run("soup-calls",
                                {everyPassingFaultIsLivedThrough, whatDoesNotPassCostsOneRequest,
                                 aCallIsStoppedBetweenItsAttempts, oneFaultInTwentyIsHardlySeen,
                                 aDeadServiceIsLeftAlone, theSharedClientNeedsNoParts});
}
