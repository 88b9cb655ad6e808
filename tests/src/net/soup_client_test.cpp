// The client that really sends: answers, connections, threads, and being stopped.
#include <atomic>
#include <thread>

#include <stdlib.h>

#include "sending.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(anAnswerComesWithStatusHeadersAndBody)
{
    FaultServer server;
    server.always(Reply::json("{\"answer\":42}", 201).with("X-Request-Id", "r1"));
    HttpRequest request = chat(server);
    request.headers = {{"Accept", "application/json"}};
    const Answer answer = send(request);
    isAnswer(answer, "{\"answer\":42}");
    ck_assert_uint_eq(answer->status, 201);
    ck_assert_uint_eq(answer->attempts, 1);
    bool named = false;
    for (const HttpHeader& header : answer->headers)
        named = named || (header.name == "X-Request-Id" && header.value == "r1");
    ck_assert(named);
    const Received seen = server.received().at(0);
    equal(seen.method, "POST");
    equal(seen.target, "/v1/chat");
    equal(seen.body, "{\"ask\":1}");
    equal(seen.header("content-type"), "application/json");
    equal(seen.header("accept"), "application/json");
    equal(seen.header("user-agent"), "animatize/test");
    equal(seen.header("authorization"), "");
}
END_TEST

START_TEST(aGetHasNoBodyAndQueriesTravel)
{
    FaultServer server;
    HttpRequest request;
    request.method = "GET";
    request.uri = server.uri("/view?filename=a%20b.png&type=output");
    isAnswer(send(request), "{}");
    equal(server.received().at(0).method, "GET");
    equal(server.received().at(0).target, "/view?filename=a%20b.png&type=output");
    equal(server.received().at(0).body, "");
}
END_TEST

START_TEST(chunksAndDripsAndBinaryBodiesArriveWhole)
{
    std::string binary;
    for (int i = 0; i < 300'000; ++i)
        binary.push_back(static_cast<char>(i * 31 % 257));
    isAnswer(sendTo(Reply::json(binary)), binary);
    isAnswer(sendTo(Reply::broken(How::Chunked, binary.substr(0, 20'000))),
             binary.substr(0, 20'000));
    Reply slow = Reply::broken(How::Dripping, "slow");
    isAnswer(sendTo(slow), "slow");
    isAnswer(sendTo(Reply::json("")), "");
}
END_TEST

START_TEST(aLargeRequestArrivesWhole)
{
    FaultServer server;
    HttpRequest request = chat(server);
    request.body.assign(8u << 20, 'p');
    isAnswer(send(request), "{}");
    ck_assert(server.received().at(0).body == request.body);
}
END_TEST

START_TEST(connectionsAreKept)
{
    FaultServer server;
    const auto client = makeClient();
    for (int i = 0; i < 5; ++i)
        isAnswer(client->send(chat(server), patience()), "{}");
    ck_assert_uint_eq(server.requests(), 5);
    ck_assert_uint_eq(server.connections(), 1);
}
END_TEST

START_TEST(aServerThatSaysCloseGetsANewConnection)
{
    FaultServer server;
    server.always(Reply::json("{}").closing());
    const auto client = makeClient();
    for (int i = 0; i < 3; ++i)
        isAnswer(client->send(chat(server), patience()), "{}");
    ck_assert_uint_eq(server.connections(), 3);
}
END_TEST

START_TEST(aKeptConnectionThatHasDiedIsNoticed)
{
    FaultServer server;
    server.next(Reply::json("{\"first\":1}"));
    server.next(Reply::broken(How::Closed));
    const auto client = makeClient();
    isAnswer(client->send(chat(server), patience()), "{\"first\":1}");
    isAnswer(client->send(chat(server), patience()), "{}");  // the second, and once more
    ck_assert_uint_eq(server.requests(), 3);
    ck_assert_uint_eq(server.connections(), 2);
}
END_TEST

START_TEST(aDeadConnectionIsTriedOnceMoreOnly)
{
    FaultServer server;
    server.next(Reply::json("{}"));
    server.always(Reply::broken(How::Closed));
    const auto client = makeClient();
    isAnswer(client->send(chat(server), patience()), "{}");
    isFault(errorOf(client->send(chat(server), patience())), HttpFault::Broken);
    ck_assert_uint_eq(server.requests(), 3);
}
END_TEST

START_TEST(whatMustNotBeRepeatedUsesNoOldConnection)
{
    FaultServer server;
    server.next(Reply::json("{\"first\":1}"));
    server.next(Reply::broken(How::Closed));
    const auto client = makeClient();
    HttpRequest once = chat(server);
    once.repeatable = false;
    isAnswer(client->send(chat(server), patience()), "{\"first\":1}");
    isFault(errorOf(client->send(once, patience())), HttpFault::Broken);
    ck_assert_uint_eq(server.requests(), 2);
    ck_assert_uint_eq(server.connections(), 2);
}
END_TEST

START_TEST(aProxyVariableDoesNotLeadAwayFromThisMachine)
{
    for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"})
        setenv(name, "http://127.0.0.1:1/", 1);
    unsetenv("no_proxy");
    FaultServer server;
    isAnswer(send(chat(server)), "{}");
    HttpRequest byName = chat(server);
    byName.uri = server.uri("/v1/chat", "localhost");
    isAnswer(send(byName), "{}");
}
END_TEST

namespace {

/// How long send() still takes, in ms, after somebody has lost interest in it.
double cancelled(const Reply& reply, size_t requests)
{
    FaultServer server;
    server.always(reply);
    const auto client = makeClient();
    std::stop_source interest;
    std::atomic<uint64_t> stopped{0};
    std::thread bored([&] {
        ck_assert(server.awaitRequests(requests));
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        stopped = kClock.now();
        interest.request_stop();
    });
    const Answer answer = client->send(chat(server), patience(10 * kSecond, interest.get_token()));
    const uint64_t end = kClock.now();
    bored.join();
    isFault(errorOf(answer), HttpFault::Cancelled);
    return static_cast<double>(end - stopped) / 1e6;
}

}  // namespace

START_TEST(aStopFreesTheCallerAtOnce)
{
    ck_assert_double_lt(cancelled(Reply::broken(How::Hang), 1), 50.0);
    ck_assert_double_lt(cancelled(Reply::broken(How::HeadOnly), 1), 50.0);
    ck_assert_double_lt(cancelled(Reply::broken(How::Dripping, std::string(5000, 'x')), 1), 50.0);
}
END_TEST

START_TEST(whatWasStoppedLetsItsConnectionGo)
{
    FaultServer server;
    server.next(Reply::broken(How::Hang));
    const auto client = makeClient();
    std::stop_source interest;
    std::thread bored([&] {
        ck_assert(server.awaitRequests(1));
        interest.request_stop();
    });
    const Answer answer = client->send(chat(server), patience(10 * kSecond, interest.get_token()));
    bored.join();
    isFault(errorOf(answer), HttpFault::Cancelled);
    isAnswer(client->send(chat(server), patience()), "{}");
}
END_TEST

START_TEST(nothingIsSentWhenItIsTooLateOrUnwanted)
{
    FaultServer server;
    const auto client = makeClient();
    isFault(errorOf(client->send(chat(server), {})), HttpFault::TimedOut);
    std::stop_source interest;
    interest.request_stop();
    isFault(errorOf(client->send(chat(server), patience(kSecond, interest.get_token()))),
            HttpFault::Cancelled);
    ck_assert_uint_eq(server.connections(), 0);
}
END_TEST

START_TEST(aClientMayEndWhileTheServerStillHangs)
{
    FaultServer server;
    server.always(Reply::broken(How::Hang));
    const uint64_t begin = kClock.now();
    for (int i = 0; i < 5; ++i)
        isFault(errorOf(send(chat(server), 30 * kMillisecond)), HttpFault::TimedOut);
    ck_assert_uint_lt(kClock.now() - begin, 3 * kSecond);
}
END_TEST

START_TEST(threadsShareAClient)
{
    constexpr int kThreads = 4, kCalls = 40;
    FaultServer server;
    server.answer([](const Received& request) {
        Reply reply = Reply::json(request.body);
        if (request.body.size() % 7 == 0)
            reply.how = How::Closed;
        return reply;
    });
    const auto client = makeClient();
    std::atomic<int> right{0}, broken{0};
    const auto call = [&](int thread) {
        for (int i = 0; i < kCalls; ++i) {
            HttpRequest request = chat(server);
            request.body = "{\"thread\":" + std::to_string(thread) +
                           ",\"call\":" + std::string(static_cast<size_t>(i), '1') + "0}";
            const Answer answer = client->send(request, patience());
            right += answer && answer->body == request.body;
            broken += !answer && answer.error().fault == HttpFault::Broken &&
                      request.body.size() % 7 == 0;
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back(call, i);
    for (std::thread& thread : threads)
        thread.join();
    ck_assert_int_eq(right + broken, kThreads * kCalls);
    ck_assert_int_gt(broken, 0);
    ck_assert_int_gt(right, broken);
}
END_TEST

START_TEST(threadsMayStopEachOther)
{
    FaultServer server;
    server.answer([](const Received& request) {
        return Reply::json("{}").after(request.connection % 3 == 0 ? 20 : 0);
    });
    const auto client = makeClient();
    std::atomic<int> ended{0};
    const auto call = [&] {
        for (int i = 0; i < 30; ++i) {
            std::stop_source interest;
            std::thread bored([&] { interest.request_stop(); });
            const Answer answer =
                client->send(chat(server), patience(10 * kSecond, interest.get_token()));
            bored.join();
            ended += answer || answer.error().fault == HttpFault::Cancelled;
        }
    };
    std::thread one(call), other(call);
    one.join();
    other.join();
    ck_assert_int_eq(ended, 60);
}
END_TEST

START_TEST(theProcessSharesOneClient)
{
    auto one = sharedSoupClient(), other = sharedSoupClient();
    ck_assert(one && other);
    ck_assert_ptr_eq(one->get(), other->get());
    FaultServer server;
    isAnswer((*one)->send(chat(server), patience()), "{}");
}
END_TEST

int main()
{
    return animatize::test::run(
        "soup-client",
        {anAnswerComesWithStatusHeadersAndBody, aGetHasNoBodyAndQueriesTravel,
         chunksAndDripsAndBinaryBodiesArriveWhole, aLargeRequestArrivesWhole, connectionsAreKept,
         aServerThatSaysCloseGetsANewConnection, aKeptConnectionThatHasDiedIsNoticed,
         aDeadConnectionIsTriedOnceMoreOnly, whatMustNotBeRepeatedUsesNoOldConnection,
         aProxyVariableDoesNotLeadAwayFromThisMachine, aStopFreesTheCallerAtOnce,
         whatWasStoppedLetsItsConnectionGo, nothingIsSentWhenItIsTooLateOrUnwanted,
         aClientMayEndWhileTheServerStillHangs, threadsShareAClient, threadsMayStopEachOther,
         theProcessSharesOneClient});
}
