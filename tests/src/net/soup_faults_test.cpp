// Every fault of a server, and what the client makes of it.
#include "listener.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr uint64_t kForever = 20 * kSecond;

/// A port on which connections begin and never come about: the queue of the listener is full.
class StuckPort {
  public:
    StuckPort()
    {
        for (int& waiting : waiting_) {
            waiting = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            (void)connect(waiting, listener_.plain(), sizeof listener_.address);
        }
    }
    ~StuckPort()
    {
        for (const int waiting : waiting_)
            close(waiting);
    }

    int port() const { return listener_.port(); }

  private:
    Listener listener_{0};
    int waiting_[4];
};

uint64_t milliseconds(uint64_t nanoseconds)
{
    return nanoseconds / kMillisecond;
}

}  // namespace

START_TEST(aClosedPortIsUnreachable)
{
    FaultServer server;
    server.refuse();
    const HttpError error = errorOf(send(chat(server)));
    isFault(error, HttpFault::Unreachable, server.uri("/v1/chat"));
    ck_assert_uint_eq(error.status, 0);
    ck_assert_uint_eq(error.attempts, 1);
}
END_TEST

START_TEST(aConnectionThatTakesTooLongIsUnreachable)
{
    const StuckPort stuck;
    HttpRequest request;
    request.uri = "http://127.0.0.1:" + std::to_string(stuck.port()) + "/";
    const uint64_t begin = kClock.now();
    const Answer answer = makeClient(400 * kMillisecond)->send(request, patience(kForever));
    const uint64_t took = kClock.now() - begin;
    isFault(errorOf(answer), HttpFault::Unreachable, "no connection within");
    ck_assert_uint_ge(milliseconds(took), 400);
    ck_assert_uint_lt(milliseconds(took), 1500);
}
END_TEST

START_TEST(aServerWithoutTlsIsNoSecureServer)
{
    FaultServer server;
    server.always(Reply::broken(How::Garbage));
    HttpRequest request = chat(server);
    request.uri.replace(0, 4, "https");
    isFault(errorOf(send(request)), HttpFault::Unreachable, "TLS");
}
END_TEST

START_TEST(aHangEndsAtTheDeadline)
{
    for (const How how : {How::Hang, How::HeadOnly, How::HalfClosed}) {
        FaultServer server;
        server.always(Reply::broken(how));
        const uint64_t begin = kClock.now();
        const HttpError error = errorOf(send(chat(server), 300 * kMillisecond));
        const uint64_t took = kClock.now() - begin;
        if (how == How::HalfClosed) {
            isFault(error, HttpFault::Broken);
            continue;
        }
        isFault(error, HttpFault::TimedOut);
        ck_assert_uint_ge(milliseconds(took), 300);
        ck_assert_uint_lt(milliseconds(took), 800);
    }
}
END_TEST

START_TEST(aDripIsNoReasonToWaitLonger)
{
    // Something comes every 20 ms: a time-out by inactivity would wait for all of it.
    const uint64_t begin = kClock.now();
    const HttpError error =
        errorOf(sendTo(Reply::broken(How::Dripping, std::string(1000, 'x')), 300 * kMillisecond));
    isFault(error, HttpFault::TimedOut);
    ck_assert_uint_lt(milliseconds(kClock.now() - begin), 800);
}
END_TEST

START_TEST(whatBreaksOffIsBroken)
{
    for (const How how : {How::Truncated, How::WrongLength, How::Closed, How::Reset,
                          How::HalfClosed, How::Garbage}) {
        const HttpError error = errorOf(sendTo(Reply::broken(how), kForever));
        isFault(error, HttpFault::Broken);
        ck_assert_uint_eq(error.attempts, 1);
    }
}
END_TEST

START_TEST(tooLargeAnAnswerIsCutOffEarly)
{
    for (const bool chunked : {false, true}) {
        FaultServer server;
        server.always(Reply::huge(100u << 20, chunked));
        HttpRequest request = chat(server);
        request.mostBytes = 1u << 20;
        isFault(errorOf(send(request)), HttpFault::TooLarge, "1048576");
        // What the sockets hold, and not what was on offer.
        ck_assert_uint_lt(server.written(), 16u << 20);
    }
    FaultServer server;
    server.always(Reply::huge(100u << 20));
    HttpRequest request = chat(server);
    request.mostBytes = 60u << 20;
    isFault(errorOf(send(request)), HttpFault::TooLarge, "104857600");
    ck_assert_uint_lt(server.written(), 16u << 20);  // the header has said enough
}
END_TEST

START_TEST(theLimitItselfIsNotTooLarge)
{
    FaultServer server;
    server.always(Reply::json(std::string(1000, 'x')));
    HttpRequest request = chat(server);
    request.mostBytes = 1000;
    isAnswer(send(request), std::string(1000, 'x'));
    request.mostBytes = 999;
    isFault(errorOf(send(request)), HttpFault::TooLarge);
    server.always(Reply::broken(How::Chunked, std::string(1000, 'x')));
    isFault(errorOf(send(request)), HttpFault::TooLarge);
    request.mostBytes = 1000;
    isAnswer(send(request), std::string(1000, 'x'));
}
END_TEST

START_TEST(statusesBecomeFaults)
{
    const std::pair<unsigned, HttpFault> table[] = {
        {400, HttpFault::Invalid},   {401, HttpFault::Forbidden}, {402, HttpFault::Billing},
        {403, HttpFault::Forbidden}, {404, HttpFault::Invalid},   {408, HttpFault::Server},
        {409, HttpFault::Server},    {410, HttpFault::Invalid},   {413, HttpFault::Invalid},
        {422, HttpFault::Invalid},   {425, HttpFault::Server},    {429, HttpFault::Throttled},
        {500, HttpFault::Server},    {501, HttpFault::Server},    {502, HttpFault::Server},
        {503, HttpFault::Server},    {504, HttpFault::Server},    {529, HttpFault::Server},
        {304, HttpFault::Invalid},
    };
    FaultServer server;
    const auto client = makeClient();
    for (const auto& [status, fault] : table) {
        server.next(Reply::json("{\"error\":{\"message\":\"so it is\"}}", status));
        const HttpError error = errorOf(client->send(chat(server), patience()));
        isFault(error, fault, std::to_string(status));
        ck_assert_uint_eq(error.status, status);
        if (status != 304)  // has no body by definition
            isFault(error, fault, "so it is");
    }
}
END_TEST

START_TEST(wantOfMoneyIsNotThrottling)
{
    for (const char* code : {"credit_balance_exhausted", "organization_spend_limit_exceeded",
                             "project_spend_limit_exceeded", "organization_usage_limit_exceeded"})
        isFault(errorOf(sendTo(Reply::tooMany(std::string("{\"error\":{\"message\":\"m\",\"type\":"
                                                          "\"x\",\"code\":\"") +
                                              code + "\"}}"))),
                HttpFault::Billing, "money");
    isFault(errorOf(sendTo(Reply::tooMany("{\"error\":{\"type\":\"insufficient_quota\"}}"))),
            HttpFault::Billing);
    isFault(errorOf(sendTo(Reply::tooMany())), HttpFault::Throttled);
}
END_TEST

START_TEST(howLongToWaitIsReadFromHeadersAndBodies)
{
    const auto asked = [](const Reply& reply) {
        const HttpError error = errorOf(sendTo(reply));
        isFault(error, HttpFault::Throttled);
        return error.retryAfter ? static_cast<int64_t>(*error.retryAfter / kMillisecond) : -1;
    };
    ck_assert_int_eq(asked(Reply::tooMany()), -1);
    ck_assert_int_eq(asked(Reply::tooMany().with("Retry-After", "7")), 7000);
    ck_assert_int_eq(asked(Reply::tooMany().with("retry-after-ms", "250")), 250);
    ck_assert_int_eq(asked(Reply::tooMany()
                               .with("Date", "Tue, 15 Nov 1994 08:12:31 GMT")
                               .with("Retry-After", "Tue, 15 Nov 1994 08:12:46 GMT")),
                     15'000);
    ck_assert_int_eq(asked(Reply::tooMany("{\"detail\":\"full\",\"retry_after\":2.5}")), 2500);
}
END_TEST

START_TEST(anErrorBodyIsBoundedInBytesAndTime)
{
    const std::string words = "{\"error\":{\"message\":\"" + std::string(1u << 20, 'x') + "\"}}";
    const HttpError large = errorOf(sendTo(Reply::json(words, 500)));
    isFault(large, HttpFault::Server);
    ck_assert_uint_eq(large.body.size(), 64u << 10);
    ck_assert_uint_lt(large.message.size(), 500);
    Reply stalled = Reply::tooMany().with("Retry-After", "3");
    stalled.how = How::HeadOnly;
    const uint64_t begin = kClock.now();
    const HttpError error = errorOf(sendTo(stalled, kForever));
    isFault(error, HttpFault::Throttled);
    ck_assert_uint_eq(*error.retryAfter, 3 * kSecond);
    ck_assert_uint_lt(kClock.now() - begin, 5 * kSecond);
    Reply half = Reply::failure(503);
    half.how = How::Truncated;
    ck_assert_uint_eq(errorOf(sendTo(half)).status, 503);
}
END_TEST

START_TEST(malformedAnswersAreForTheCallerToJudge)
{
    isAnswer(sendTo(Reply::malformed()), Reply::malformed().body);
    isAnswer(sendTo(Reply::wrongSchema()), Reply::wrongSchema().body);
}
END_TEST

START_TEST(redirectsToTheSameServerAreFollowed)
{
    for (const unsigned status : {301u, 302u, 307u, 308u}) {
        FaultServer server;
        server.next(Reply::redirect("/v2/chat?x=1", status));
        server.next(Reply::redirect(server.uri("/v3/chat"), status));
        isAnswer(send(chat(server)), "{}");
        const auto seen = server.received();
        equal(seen.at(1).target, "/v2/chat?x=1");
        equal(seen.at(2).target, "/v3/chat");
        equal(seen.at(2).method, "POST");
        equal(seen.at(2).body, "{\"ask\":1}");
    }
}
END_TEST

START_TEST(seeOtherFetches)
{
    FaultServer server;
    server.next(Reply::redirect("/result", 303));
    isAnswer(send(chat(server)), "{}");
    equal(server.received().at(1).method, "GET");
    equal(server.received().at(1).body, "");
}
END_TEST

START_TEST(redirectsEndSomewhere)
{
    FaultServer server;
    server.always(Reply::redirect("/again"));
    isFault(errorOf(send(chat(server))), HttpFault::Redirected, "again and again");
    ck_assert_uint_eq(server.requests(), 6);
    FaultServer nowhere;
    nowhere.always(Reply::json("{}", 302));
    isFault(errorOf(send(chat(nowhere))), HttpFault::Invalid, "302");
}
END_TEST

START_TEST(aBadAddressSaysHowAGoodOneLooks)
{
    for (const char* uri : {"", "api.openai.com/v1", "ftp://host/file", "http://", "file:///etc",
                            "http://ho st/", "https:/host", "http://ho%0d%0aX: y/"}) {
        HttpRequest request;
        request.uri = uri;
        isFault(errorOf(send(request)), HttpFault::Setting, "https://host/path");
    }
}
END_TEST

START_TEST(aPathCanNotSmuggleHeaders)
{
    FaultServer server;
    const auto client = makeClient();
    for (const char* path : {"/a b\r\nX-Smuggled: 1", "/a?b=\r\nX-Smuggled: 1\r\n\r\n"}) {
        const Answer answer = client->send(chat(server, path), patience());
        if (!answer)
            isFault(answer.error(), HttpFault::Setting);
    }
    for (const Received& request : server.received())
        equal(request.header("x-smuggled"), "");
}
END_TEST

START_TEST(oddHeadersAndMethodsAreRefused)
{
    FaultServer server;
    for (const char* method : {"", "PO ST", "GET\r\nX: y"}) {
        HttpRequest request = chat(server);
        request.method = method;
        isFault(errorOf(send(request)), HttpFault::Setting);
    }
    const HttpHeader odd[] = {
        {"X", "a\r\nAuthorization: b"}, {"X Y", "a"}, {"", "a"}, {"X", std::string("a\0b", 3)}};
    for (const HttpHeader& header : odd) {
        HttpRequest request = chat(server);
        request.headers = {header};
        isFault(errorOf(send(request)), HttpFault::Setting);
    }
    HttpRequest typed = chat(server);
    typed.contentType = "a\nb";
    isFault(errorOf(send(typed)), HttpFault::Setting);
    ck_assert_uint_eq(server.connections(), 0);
}
END_TEST

int main()
{
    return animatize::test::run(
        "soup-faults",
        {aClosedPortIsUnreachable, aConnectionThatTakesTooLongIsUnreachable,
         aServerWithoutTlsIsNoSecureServer, aHangEndsAtTheDeadline, aDripIsNoReasonToWaitLonger,
         whatBreaksOffIsBroken, tooLargeAnAnswerIsCutOffEarly, theLimitItselfIsNotTooLarge,
         statusesBecomeFaults, wantOfMoneyIsNotThrottling, howLongToWaitIsReadFromHeadersAndBodies,
         anErrorBodyIsBoundedInBytesAndTime, malformedAnswersAreForTheCallerToJudge,
         redirectsToTheSameServerAreFollowed, seeOtherFetches, redirectsEndSomewhere,
         aBadAddressSaysHowAGoodOneLooks, aPathCanNotSmuggleHeaders,
         oddHeadersAndMethodsAreRefused});
}
