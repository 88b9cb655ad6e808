#include "net/soup_answer.h"

#include <algorithm>

#include "net/error_words.h"
#include "net/soup_ref.h"

namespace animatize {
namespace {

std::string headerOf(const std::vector<HttpHeader>& headers, const char* name)
{
    for (const HttpHeader& header : headers)
        if (g_ascii_strcasecmp(header.name.c_str(), name) == 0)
            return header.value;
    return {};
}

std::optional<int64_t> dateIn(const std::string& text)
{
    const SoupRef<GDateTime> date(soup_date_time_new_from_http_string(text.c_str()));
    if (!date)
        return std::nullopt;
    return g_date_time_to_unix(date.get());
}

std::optional<double> headerWait(const std::vector<HttpHeader>& headers, int64_t unixTime)
{
    if (const auto milliseconds = numberIn(headerOf(headers, "retry-after-ms")))
        return *milliseconds / 1000.0;
    const std::string text = headerOf(headers, "retry-after");
    if (const auto seconds = numberIn(text))
        return seconds;
    const std::optional<int64_t> date = text.empty() ? std::nullopt : dateIn(text);
    if (!date)
        return std::nullopt;
    // By the server's own clock where it tells the time: ours may be wrong.
    const int64_t now = dateIn(headerOf(headers, "date")).value_or(unixTime);
    return std::max(0.0, static_cast<double>(*date - now));
}

HttpFault faultByStatus(unsigned status)
{
    switch (status) {
        case 402:
            return HttpFault::Billing;
        case 401:
        case 403:
            return HttpFault::Forbidden;
        case 429:
            return HttpFault::Throttled;
        case 408:
        case 409:
        case 425:
            return HttpFault::Server;
        default:
            return status >= 500 ? HttpFault::Server : HttpFault::Invalid;
    }
}

/// Too many requests already have a fault that heals by waiting.
bool isTransient(unsigned status, const SaidError& said, const ErrorWords& words)
{
    return status >= 400 && status != 429 && hasAny(words.transient, said.words);
}

HttpFault faultOf(unsigned status, const SaidError& said, const ErrorWords& words)
{
    const bool ours = status >= 400 && status < 500;
    if (const auto told = ours ? faultBy(said.words, words) : std::nullopt)
        return *told;
    if (isTransient(status, said, words))
        return HttpFault::Server;
    return faultByStatus(status);
}

std::string hidden(const RefusedAnswer& answer, const std::string& text)
{
    return answer.key ? withoutKey(text, *answer.key, answer.secret) : text;
}

void append(std::string& sentence, const char* before, const std::string& words)
{
    if (!words.empty())
        sentence.append(before).append(shortened(words));
}

}  // namespace

std::optional<uint64_t> retryAfterOf(const std::vector<HttpHeader>& headers,
                                     const std::string& body, int64_t unixTime)
{
    if (const auto wait = nanosecondsOf(headerWait(headers, unixTime)))
        return wait;
    return nanosecondsOf(readError(body).wait);
}

HttpError errorOf(RefusedAnswer&& answer, const ErrorWords& words, const std::string& about,
                  int64_t unixTime)
{
    const SaidError said = readError(answer.body, words);
    HttpError error;
    error.fault = faultOf(answer.status, said, words);
    error.status = answer.status;
    error.message = about + ": the server answered " + std::to_string(answer.status);
    append(error.message, " ", hidden(answer, answer.reason));
    append(error.message, ": ", hidden(answer, said.message));
    error.message.append(adviceFor(error.fault));
    error.retryAfter = retryAfterOf(answer.headers, answer.body, unixTime);
    const std::string should = headerOf(answer.headers, "x-should-retry");
    if (should == "true" || should == "false")
        error.shouldRetry = should == "true";
    else if (error.fault == HttpFault::Server && isTransient(answer.status, said, words))
        error.shouldRetry = true;
    error.body = hidden(answer, answer.body);
    return error;
}

}  // namespace animatize
