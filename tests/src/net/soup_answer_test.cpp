// What the answers of all kinds of services mean.
#include "net/soup_answer.h"

#include "support/suite.h"

using namespace animatize;

namespace {

constexpr int64_t kNow = 784'887'151;  // Tue, 15 Nov 1994 08:12:31 GMT

HttpError read(unsigned status, const std::string& body, std::vector<HttpHeader> headers = {},
               const ErrorWords& words = {})
{
    return errorOf({status, "Reason", std::move(headers), body}, words, "http://h/p", kNow);
}

/// Seconds; -1: none.
double wait(std::vector<HttpHeader> headers, const std::string& body = "")
{
    const auto asked = retryAfterOf(headers, body, kNow);
    return asked ? static_cast<double>(*asked) / 1e9 : -1.0;
}

void isFault(const HttpError& error, HttpFault fault)
{
    ck_assert_msg(error.fault == fault, "%s instead of %s: %s", nameOf(error.fault), nameOf(fault),
                  error.message.c_str());
}

/// ck_assert_str_eq keeps the pointers beyond the life of a temporary; this takes strings.
void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

bool has(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

}  // namespace

START_TEST(headersSayHowLongToWait)
{
    ck_assert_double_eq(wait({}), -1.0);
    ck_assert_double_eq(wait({{"Retry-After", "0"}}), 0.0);
    ck_assert_double_eq(wait({{"retry-after", "12"}}), 12.0);
    ck_assert_double_eq(wait({{"RETRY-AFTER", "1.5"}}), 1.5);
    ck_assert_double_eq(wait({{"Retry-After-Ms", "1500"}}), 1.5);
    ck_assert_double_eq(wait({{"retry-after", "12"}, {"retry-after-ms", "250"}}), 0.25);
    ck_assert_double_eq(wait({{"retry-after", "12"}, {"retry-after-ms", "soon"}}), 12.0);
}
END_TEST

START_TEST(aDateIsAWaitByTheClockOfTheServer)
{
    const char* later = "Tue, 15 Nov 1994 08:13:01 GMT";
    ck_assert_double_eq(wait({{"Retry-After", later}}), 30.0);
    ck_assert_double_eq(wait({{"Retry-After", later}, {"Date", "Tue, 15 Nov 1994 08:12:51 GMT"}}),
                        10.0);
    ck_assert_double_eq(wait({{"Retry-After", later}, {"Date", "yesterday"}}), 30.0);
    ck_assert_double_eq(wait({{"Retry-After", "Tue, 15 Nov 1994 08:00:00 GMT"}}), 0.0);
    ck_assert_double_eq(wait({{"Retry-After", "Tuesday, 15-Nov-94 08:13:01 GMT"}}), 30.0);
}
END_TEST

START_TEST(bodiesSayHowLongToWait)
{
    ck_assert_double_eq(wait({}, "{\"retry_after\":4}"), 4.0);
    ck_assert_double_eq(wait({}, "{\"retry_after\":\"4.5\"}"), 4.5);
    ck_assert_double_eq(wait({}, "{\"error\":{\"retry_after\":3}}"), 3.0);
    const std::string google =
        "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":"
        "\"type.googleapis.com/google.rpc.QuotaFailure\"},{\"@type\":"
        "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"37.25s\"}]}}";
    ck_assert_double_eq(wait({}, google), 37.25);
    ck_assert_double_eq(wait({{"Retry-After", "2"}}, google), 2.0);
}
END_TEST

START_TEST(oddWaitsAreNone)
{
    for (const char* odd :
         {"-1", "nan", "inf", "soon", "", "1e", "5 minutes", "0x10", "Tue, 99 Nov 1994"})
        ck_assert_msg(wait({{"Retry-After", odd}}) == -1.0, "%s", odd);
    for (const char* odd : {"{\"retry_after\":-4}", "{\"retry_after\":null}",
                            "{\"retry_after\":[1]}", "{\"retry_after\":\"x\"}", "[4]", "4", "{",
                            "{\"error\":{\"details\":[\"x\",{\"retryDelay\":\"m\"}]}}"})
        ck_assert_msg(wait({}, odd) == -1.0, "%s", odd);
    // No wait overflows.
    ck_assert_double_eq(wait({{"Retry-After", "1e300"}}), 366.0 * 24 * 3600);
    ck_assert_double_eq(wait({}, "{\"retry_after\":99999999999999}"), 366.0 * 24 * 3600);
}
END_TEST

START_TEST(codesOfWantOfMoneyComeFromData)
{
    const std::string own = "{\"error\":{\"message\":\"m\",\"code\":\"no_coins\"}}";
    isFault(read(429, own), HttpFault::Throttled);
    ErrorWords words;
    words.billing.push_back("no_coins");
    isFault(read(429, own, {}, words), HttpFault::Billing);
    isFault(read(402, "{}"), HttpFault::Billing);
    isFault(read(400, "{\"error\":{\"code\":\"billing_hard_limit_reached\"}}"), HttpFault::Billing);
    // Words in the text are no codes, and a broken server is a broken server.
    isFault(read(429, "{\"error\":{\"message\":\"insufficient_quota\"}}"), HttpFault::Throttled);
    isFault(read(500, "{\"error\":{\"code\":\"insufficient_quota\"}}"), HttpFault::Server);
}
END_TEST

START_TEST(codesTellKeysModelsAndRules)
{
    isFault(read(404, "{\"error\":{\"message\":\"m\",\"code\":\"model_not_found\"}}"),
            HttpFault::Missing);
    isFault(read(404,
                 "{\"error\":{\"message\":\"model \\\"x\\\" not found\",\"type\":"
                 "\"not_found_error\",\"code\":null}}"),
            HttpFault::Missing);  // Ollama
    isFault(read(404, "{\"object\":\"error\",\"message\":\"m\",\"type\":\"NotFoundError\"}"),
            HttpFault::Missing);  // vLLM
    isFault(read(404, "{\"detail\":\"Not Found\"}"), HttpFault::Invalid);
    isFault(read(400,
                 "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"details\":["
                 "{\"reason\":\"API_KEY_INVALID\"}]}}"),
            HttpFault::Forbidden);  // Gemini
    isFault(read(400, "{\"error\":{\"code\":\"content_policy_violation\"}}"), HttpFault::Moderated);
}
END_TEST

START_TEST(theSentenceSaysWhatTheServerSaid)
{
    const HttpError error = read(429, "{\"error\":{\"message\":\"Slow\\ndown\",\"type\":\"t\"}}");
    equal(error.message, "http://h/p: the server answered 429 Reason: Slow down");
    ck_assert(has(read(400, "{\"detail\":\"steps too many\"}").message, "steps too many"));
    ck_assert(has(read(400, "{\"error\":\"no such field\"}").message, "no such field"));
    ck_assert(has(read(401, "").message, "check the key"));
    ck_assert(has(read(402, "").message, "money"));
    equal(read(500, "<html>no JSON</html>").message, "http://h/p: the server answered 500 Reason");
}
END_TEST

START_TEST(theSentenceIsShortAndValid)
{
    const std::string longest =
        read(400, "{\"detail\":\"" + std::string(9000, 'w') + "\"}").message;
    ck_assert_uint_lt(longest.size(), 300);
    std::string cut;  // two bytes a letter: the limit falls into one
    for (int i = 0; i < 500; ++i)
        cut += "\xc3\xa4";
    const HttpError error = read(400, "{\"detail\":\"x" + cut + "\"}");
    ck_assert(has(error.message, "\xc3\xa4..") || has(error.message, "\xef\xbf\xbd.."));
    ck_assert_uint_eq(error.body.size(), 14 + 1000);  // the body stays as it came
}
END_TEST

START_TEST(theServerMayKnowBetter)
{
    ck_assert(!read(429, "{}").shouldRetry.has_value());
    ck_assert(read(400, "{}", {{"X-Should-Retry", "true"}}).shouldRetry == true);
    ck_assert(read(500, "{}", {{"x-should-retry", "false"}}).shouldRetry == false);
    ck_assert(!read(500, "{}", {{"x-should-retry", "maybe"}}).shouldRetry.has_value());
}
END_TEST

int main()
{
    return animatize::test::run(
        "soup-answer",
        {headersSayHowLongToWait, aDateIsAWaitByTheClockOfTheServer, bodiesSayHowLongToWait,
         oddWaitsAreNone, codesOfWantOfMoneyComeFromData, codesTellKeysModelsAndRules,
         theSentenceSaysWhatTheServerSaid, theSentenceIsShortAndValid, theServerMayKnowBetter});
}
