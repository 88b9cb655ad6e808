// The client that really sends, against a server that misbehaves in every way it can.
#include "net/soup_client.h"

#include <thread>

#include <stdlib.h>

#include "support/fault_server.h"
#include "support/suite.h"

namespace animatize {
namespace {

using test::FaultServer;
using test::Received;
using test::Reply;
using How = Reply::How;
using Answer = Result<HttpResponse, HttpError>;

const SteadyClock kClock;

std::shared_ptr<HttpClient> makeClient(uint64_t connectTimeout = 5 * kSecond)
{
    auto client = makeSoupClient(kClock, {connectTimeout, "animatize/test"});
    ck_assert(static_cast<bool>(client));
    return *client;
}

HttpRequest chat(const FaultServer& server, const std::string& path = "/v1/chat")
{
    HttpRequest request;
    request.uri = server.uri(path);
    request.contentType = "application/json";
    request.body = "{\"ask\":1}";
    return request;
}

Patience patience(uint64_t time = 10 * kSecond, std::stop_token stop = {})
{
    return {kClock.now() + time, std::move(stop)};
}

Answer send(const HttpRequest& request, uint64_t time = 10 * kSecond)
{
    return makeClient()->send(request, patience(time));
}

/// The error, or one that no test expects.
HttpError errorOf(const Answer& answer)
{
    if (!answer)
        return answer.error();
    HttpError none;
    none.message = "there was an answer: " + answer->body;
    none.status = answer->status;
    return none;
}

void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

void isFault(const HttpError& error, HttpFault fault)
{
    ck_assert_msg(error.fault == fault, "%s instead of %s: %s", nameOf(error.fault), nameOf(fault),
                  error.message.c_str());
    ck_assert(!error.message.empty());
}

START_TEST(anAnswerComesWithStatusHeadersAndBody)
{
    FaultServer server;
    server.always(Reply::json("{\"answer\":42}").with("X-Request-Id", "r1"));
    const Answer answer = send(chat(server));
    ck_assert_msg(static_cast<bool>(answer), "%s", errorOf(answer).message.c_str());
    ck_assert_uint_eq(answer->status, 200);
    ck_assert_uint_eq(answer->attempts, 1);
    equal(answer->body, "{\"answer\":42}");
    const Received seen = server.received().at(0);
    equal(seen.method, "POST");
    equal(seen.target, "/v1/chat");
    equal(seen.body, "{\"ask\":1}");
    equal(seen.header("content-type"), "application/json");
    equal(seen.header("user-agent"), "animatize/test");
    equal(seen.header("authorization"), "");
    equal(seen.header("cookie"), "");
}
END_TEST

START_TEST(aHangEndsAtTheDeadline)
{
    FaultServer server;
    server.always(Reply::broken(How::Hang));
    const uint64_t begin = kClock.now();
    isFault(errorOf(send(chat(server), 300 * kMillisecond)), HttpFault::TimedOut);
    const uint64_t took = kClock.now() - begin;
    ck_assert_uint_ge(took, 300 * kMillisecond);
    ck_assert_uint_lt(took, 800 * kMillisecond);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("soup-client",
                     {anAnswerComesWithStatusHeadersAndBody, aHangEndsAtTheDeadline});
}
