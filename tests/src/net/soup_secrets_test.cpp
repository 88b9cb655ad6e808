// Keys: where they come from, where they go, and that they go nowhere else.
#include <cstring>
#include <mutex>

#include <stdlib.h>

#include <glib.h>

#include "sending.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr const char* kVariable = "ANIMATIZE_TEST_KEY";
const std::string kPlanted = "sk-planted-0123456789-secret";

HttpRequest withKey(const FaultServer& server)
{
    HttpRequest request = chat(server);
    request.key = HttpKey{"Authorization", "Bearer ", kVariable};
    return request;
}

/// Everything that GLib and libsoup log, however little important.
class Log {
  public:
    Log()
    {
        setenv("G_MESSAGES_DEBUG", "all", 1);
        g_log_set_writer_func(write, this, nullptr);
    }
    std::string text() const
    {
        std::lock_guard lock(mutex_);
        return text_;
    }

  private:
    static GLogWriterOutput write(GLogLevelFlags, const GLogField* fields, gsize count,
                                  gpointer data)
    {
        auto* self = static_cast<Log*>(data);
        std::lock_guard lock(self->mutex_);
        for (gsize i = 0; i < count; ++i)
            self->text_.append(static_cast<const char*>(fields[i].value),
                               fields[i].length < 0
                                   ? strlen(static_cast<const char*>(fields[i].value))
                                   : static_cast<size_t>(fields[i].length));
        return G_LOG_WRITER_HANDLED;
    }

    mutable std::mutex mutex_;
    std::string text_;
};

}  // namespace

START_TEST(theKeyIsReadWhenTheRequestIsSent)
{
    FaultServer server;
    const auto client = makeClient();
    HttpRequest request = withKey(server);
    setenv(kVariable, "first", 1);
    isAnswer(client->send(request, patience()), "{}");
    setenv(kVariable, " second\n", 1);  // as `export KEY=$(cat file)` and the like may leave it
    isAnswer(client->send(request, patience()), "{}");
    request.key = HttpKey{"x-goog-api-key", "", kVariable};
    isAnswer(client->send(request, patience()), "{}");
    const auto seen = server.received();
    equal(seen.at(0).header("authorization"), "Bearer first");
    equal(seen.at(1).header("authorization"), "Bearer second");
    equal(seen.at(2).header("x-goog-api-key"), "second");
    equal(seen.at(2).header("authorization"), "");
}
END_TEST

START_TEST(withoutAKeyNothingIsSent)
{
    FaultServer server;
    unsetenv(kVariable);
    isFault(errorOf(send(withKey(server))), HttpFault::Setting, kVariable);
    for (const char* content : {"", "  \n", "two\nlines", "bell\a"}) {
        setenv(kVariable, content, 1);
        isFault(errorOf(send(withKey(server))), HttpFault::Setting, kVariable);
    }
    ck_assert_uint_eq(server.connections(), 0);
}
END_TEST

START_TEST(anAddressWithAPasswordIsRefused)
{
    FaultServer server;
    HttpRequest request = chat(server);
    request.uri = "http://name:" + kPlanted + "@" + server.uri("/x").substr(7);
    const HttpError error = errorOf(send(request));
    isFault(error, HttpFault::Setting, "password");
    ck_assert(!has(error.message, kPlanted));
    ck_assert_uint_eq(server.connections(), 0);
}
END_TEST

START_TEST(theKeyNeverTravelsToAnotherServer)
{
    setenv(kVariable, kPlanted.c_str(), 1);
    FaultServer server, elsewhere;
    const std::string targets[] = {elsewhere.uri("/v1/chat"),
                                   server.uri("/v1/chat", "localhost"),
                                   elsewhere.uri("/v1/chat").substr(5),
                                   "https://127.0.0.1/v1/chat",
                                   "ftp://127.0.0.1/",
                                   "http://",
                                   "http://a:b@" + server.uri("/x").substr(7)};
    for (const std::string& target : targets)
        for (const unsigned status : {301u, 302u, 303u, 307u, 308u}) {
            server.next(Reply::redirect(target, status));
            const HttpError error = errorOf(send(withKey(server)));
            isFault(error, HttpFault::Redirected, "another host");
        }
    ck_assert_uint_eq(server.requests(), std::size(targets) * 5);
    ck_assert_uint_eq(elsewhere.connections(), 0);
}
END_TEST

START_TEST(theKeyIsInNoErrorAndNoLog)
{
    setenv(kVariable, kPlanted.c_str(), 1);
    Log log;
    FaultServer server;
    const std::string echo = "{\"error\":{\"message\":\"Incorrect API key " + kPlanted + ": " +
                             kPlanted + "\",\"key\":\"" + kPlanted + "\"}}";
    std::vector<Reply> replies = {
        Reply::json(echo, 401), Reply::json(echo, 429), Reply::json("plain " + kPlanted, 500),
        Reply::redirect("http://other.example/" + kPlanted), Reply::json("{}")};
    replies[0].reason = "No " + kPlanted;
    for (const How how : {How::Truncated, How::WrongLength, How::Hang, How::HeadOnly, How::Closed,
                          How::Reset, How::HalfClosed, How::Garbage, How::Huge})
        replies.push_back(Reply::broken(how));
    const auto client = makeClient();
    for (const Reply& reply : replies) {
        server.next(reply);
        HttpRequest request = withKey(server);
        request.uri += "?secret=" + kPlanted;  // some services want it there
        const Answer answer = client->send(request, patience(200 * kMillisecond));
        const HttpError error = errorOf(answer);
        ck_assert_msg(!has(error.message + error.body, kPlanted), "%s", error.message.c_str());
        equal(server.received().back().header("authorization"), "Bearer " + kPlanted);
    }
    server.refuse();
    const HttpError error = errorOf(makeClient()->send(withKey(server), patience()));
    ck_assert(!has(error.message, kPlanted));
    g_debug("the writer works");
    ck_assert(has(log.text(), "the writer works"));
    ck_assert_msg(!has(log.text(), kPlanted), "%s", log.text().c_str());
}
END_TEST

START_TEST(theKeyIsKnownHoweverItIsSpelled)
{
    setenv(kVariable, "sk-ab/CDef+0815", 1);
    std::string blanks;
    while (blanks.size() < 185)
        blanks += "x ";  // the sentence is cut inside of the key
    for (const std::string spelled :
         {"sk-ab/CDef+0815", "sk-ab\\/CDef+0815", "sk-ab\\u002fCDef\\u002B0815",
          "\\u0073k-ab\\u002FCDef+0815", "sk-ab%2fCDef%2b0815", "sk-ab%2FCDef%2B0815",
          "sk-ab/CDef%2B0815", "sk-ab\\\\\\/CDef+0815", "sk-ab\\\\u002fCDef+0815",
          "c2stYWIvQ0RlZiswODE1", "Bearer sk-ab\\/CDef+0815", "Bearer%20sk-ab%2fCDef+0815"})
        for (const std::string& before : {std::string("bad key "), blanks}) {
            FaultServer server;
            server.always(
                Reply::json("{\"error\":{\"message\":\"" + before + spelled + ".\"}}", 401));
            const HttpError error = errorOf(send(withKey(server)));
            const std::string shown = before + "***.";
            isFault(error, HttpFault::Forbidden, shown.substr(0, 190));
            for (const char* part : {"sk-", "\\u0073", "CDef", "c2st", "Bearer"})
                ck_assert_msg(!has(error.message + error.body, part), "%s: %s, %s", spelled.c_str(),
                              error.message.c_str(), error.body.c_str());
        }
}
END_TEST

START_TEST(whatOnlyResemblesTheKeyStays)
{
    setenv(kVariable, "sk-ab\\\\x%2f+0815", 1);  // with what looks like an escape
    FaultServer server;
    server.next(Reply::json("{\"error\":\"sk-ab\\\\\\\\x%2f+0815\"}", 400));
    isFault(errorOf(send(withKey(server))), HttpFault::Invalid, ": ***");
    server.next(Reply::json("{\"error\":\"sk-ab\\\\\\\\\\\\\\\\x%252f+0815\"}", 400));
    isFault(errorOf(send(withKey(server))), HttpFault::Invalid, ": ***");
    for (const char* other :
         {"sk-abx%2f+0815", "sk-ab\\\\\\\\x%2e+0815", "sk-ab%5", "sk-ab\\\\u00"}) {
        server.next(Reply::json(std::string("{\"error\":\"") + other + "\"}", 400));
        const HttpError error = errorOf(send(withKey(server)));
        isFault(error, HttpFault::Invalid, "sk-ab");
        ck_assert(!has(error.message, "***"));
    }
}
END_TEST

// Servers that want none are given "none", "x" and the like.
START_TEST(aKeyThatIsNoSecretChangesNothing)
{
    const std::string body =
        "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"null, x and * are no keys\"}}";
    for (const char* key : {"k", "x", "*", "null", "error", "code", "message", "chat", "***"}) {
        setenv(kVariable, key, 1);
        FaultServer server;
        server.always(Reply::json(body, 429));
        const HttpError error = errorOf(send(withKey(server)));
        isFault(error, HttpFault::Billing, server.uri("/v1/chat") + ": the server answered 429 ");
        isFault(error, HttpFault::Billing, ": null, x and * are no keys;");
        equal(error.body, body);
    }
}
END_TEST

// Words of the format are read before anything is hidden.
START_TEST(aKeyThatIsAWordOfTheFormatHidesNoFault)
{
    setenv(kVariable, "insufficient_quota", 1);
    FaultServer server;
    server.always(Reply::json("{\"error\":{\"code\":\"insufficient_quota\"}}", 429));
    isFault(errorOf(send(withKey(server))), HttpFault::Billing, "no money");
}
END_TEST

START_TEST(noCookiesAreKept)
{
    FaultServer server;
    server.always(Reply::json("{}").with("Set-Cookie", "session=1; Path=/"));
    const auto client = makeClient();
    isAnswer(client->send(chat(server), patience()), "{}");
    isAnswer(client->send(chat(server), patience()), "{}");
    equal(server.received().at(1).header("cookie"), "");
}
END_TEST

int main()
{
    return animatize::test::run("soup-secrets",
                                {theKeyIsReadWhenTheRequestIsSent, withoutAKeyNothingIsSent,
                                 anAddressWithAPasswordIsRefused, theKeyNeverTravelsToAnotherServer,
                                 theKeyIsInNoErrorAndNoLog, theKeyIsKnownHoweverItIsSpelled,
                                 whatOnlyResemblesTheKeyStays, aKeyThatIsNoSecretChangesNothing,
                                 aKeyThatIsAWordOfTheFormatHidesNoFault, noCookiesAreKept});
}
