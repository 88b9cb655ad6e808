// What the tests of the real client share: requests to a FaultServer, and what came of them.
#pragma once

#include <memory>
#include <string>

#include "net/soup_client.h"
#include "support/fault_server.h"
#include "support/suite.h"

namespace animatize::test {

using How = Reply::How;
using Answer = Result<HttpResponse, HttpError>;

inline const SteadyClock kClock;

inline std::shared_ptr<HttpClient> makeClient(uint64_t connectTimeout = 5 * kSecond)
{
    auto client = makeSoupClient(kClock, {connectTimeout, "animatize/test"});
    ck_assert(static_cast<bool>(client));
    return *client;
}

inline HttpRequest chat(const FaultServer& server, const std::string& path = "/v1/chat")
{
    HttpRequest request;
    request.uri = server.uri(path);
    request.contentType = "application/json";
    request.body = "{\"ask\":1}";
    return request;
}

inline Patience patience(uint64_t time = 10 * kSecond, std::stop_token stop = {})
{
    return {kClock.now() + time, std::move(stop)};
}

inline Answer send(const HttpRequest& request, uint64_t time = 10 * kSecond)
{
    return makeClient()->send(request, patience(time));
}

/// What a server that always answers so is made of.
inline Answer sendTo(const Reply& reply, uint64_t time = 10 * kSecond)
{
    FaultServer server;
    server.always(reply);
    return send(chat(server), time);
}

/// The error, or one that no test expects.
inline HttpError errorOf(const Answer& answer)
{
    if (!answer)
        return answer.error();
    HttpError none;
    none.message = "there was an answer: " + answer->body;
    none.status = answer->status;
    none.fault = HttpFault::Refused;
    return none;
}

/// ck_assert_str_eq keeps the pointers beyond the life of a temporary; this takes strings.
inline void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

inline bool has(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

inline void isFault(const HttpError& error, HttpFault fault, const std::string& words = "")
{
    ck_assert_msg(error.fault == fault, "%s instead of %s: %s", nameOf(error.fault), nameOf(fault),
                  error.message.c_str());
    ck_assert_msg(!error.message.empty() && has(error.message, words), "\"%s\" lacks \"%s\"",
                  error.message.c_str(), words.c_str());
}

inline void isAnswer(const Answer& answer, const std::string& body)
{
    ck_assert_msg(static_cast<bool>(answer), "%s", errorOf(answer).message.c_str());
    equal(answer->body, body);
}

}  // namespace animatize::test
