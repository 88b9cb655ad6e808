#include "net/soup_answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "net/soup_ref.h"
#include "record/json_reader.h"
#include "record/json_value.h"

namespace animatize {
namespace {

constexpr double kLongestWait = 366.0 * 24 * 3600;  // seconds
constexpr size_t kMostWords = 200;

/// What the body of an error says, whatever its shape.
struct Said {
    std::vector<std::string> words;
    std::string message;
    std::optional<double> wait;  // seconds
};

/// The number that the whole text is, behind which may stand a unit.
std::optional<double> numberIn(std::string_view text, std::string_view unit = "")
{
    if (!unit.empty() && text.ends_with(unit))
        text.remove_suffix(unit.size());
    double number = 0.0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (trouble != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

void readWait(const JsonReader& object, const char* key, Said& said)
{
    if (said.wait || !object.has(key))
        return;
    if (object.isText(key))
        said.wait = numberIn(object.text(key, 40), "s");
    else
        said.wait = object.numberIfAny(key, -1.0, 1e300);
    if (said.wait && *said.wait < 0.0)
        said.wait.reset();
}

void readWord(const JsonReader& object, const char* key, Said& said)
{
    if (object.isText(key))
        said.words.push_back(object.text(key, 200));
}

void readObject(const JsonReader& object, Said& said)
{
    for (const char* key : {"code", "type", "status", "reason", "name"})
        readWord(object, key, said);
    for (const char* key : {"retry_after", "retryDelay"})
        readWait(object, key, said);
    for (const char* key : {"message", "detail", "error"})
        if (said.message.empty() && object.isText(key))
            said.message = object.text(key, 64 << 10);
}

Said read(const std::string& body)
{
    Said said;
    const Result<JsonDocument> document = JsonDocument::parse(body, "answer");
    if (!document)
        return said;
    const JsonReader root = document->root();
    if (const std::optional<JsonReader> error = root.object("error")) {
        readObject(*error, said);
        for (const JsonReader& detail : error->objects("details"))
            readObject(detail, said);
    }
    readObject(root, said);
    return said;
}

/// What stands where only this service puts it.
void readPlaces(const std::string& body, const ErrorWords& words, Said& said)
{
    if (words.codeAt.empty() && words.messageAt.empty())
        return;
    const Result<JsonValue> answer = parseJson(body, "answer");
    if (!answer)
        return;
    for (const std::string& place : words.codeAt)
        if (const JsonValue* code = answer->find(place))
            said.words.push_back(code->plainText());
    for (const std::string& place : words.messageAt)
        if (const JsonValue* message = answer->find(place); message && said.message.empty())
            said.message = message->plainText();
}

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

std::optional<uint64_t> nanoseconds(const std::optional<double>& seconds)
{
    if (!seconds || *seconds < 0.0)
        return std::nullopt;
    return static_cast<uint64_t>(std::min(*seconds, kLongestWait) * 1e9);
}

bool meet(const std::vector<std::string>& said, const std::vector<std::string>& known)
{
    return std::any_of(said.begin(), said.end(), [&](const std::string& word) {
        return std::find(known.begin(), known.end(), word) != known.end();
    });
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
bool isTransient(unsigned status, const Said& said, const ErrorWords& words)
{
    return status >= 400 && status != 429 && meet(said.words, words.transient);
}

HttpFault faultOf(unsigned status, const Said& said, const ErrorWords& words)
{
    const bool ours = status >= 400 && status < 500;
    if (ours && meet(said.words, words.billing))
        return HttpFault::Billing;
    if (ours && meet(said.words, words.forbidden))
        return HttpFault::Forbidden;
    if (ours && meet(said.words, words.moderated))
        return HttpFault::Moderated;
    if (ours && meet(said.words, words.missing))
        return HttpFault::Missing;
    if (isTransient(status, said, words))
        return HttpFault::Server;
    return faultByStatus(status);
}

/// One line of at most 200 bytes that is valid UTF-8.
std::string shortened(std::string text)
{
    if (text.size() > kMostWords) {
        text.resize(kMostWords);
        text.append("...");
    }
    const SoupRef<char> valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
    text = valid.get();
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 32 || c == 127; }, ' ');
    return text;
}

void append(std::string& sentence, const char* before, const std::string& words)
{
    if (!words.empty())
        sentence.append(before).append(shortened(words));
}

const char* adviceFor(HttpFault fault)
{
    switch (fault) {
        case HttpFault::Billing:
            return "; the account has no money or no quota left, which waiting doesn't mend";
        case HttpFault::Forbidden:
            return "; check the key in the environment and what its account may do";
        case HttpFault::Missing:
            return "; check the name of the model";
        default:
            return "";
    }
}

}  // namespace

std::optional<uint64_t> retryAfterOf(const std::vector<HttpHeader>& headers,
                                     const std::string& body, int64_t unixTime)
{
    if (const auto wait = nanoseconds(headerWait(headers, unixTime)))
        return wait;
    return nanoseconds(read(body).wait);
}

HttpError errorOf(RefusedAnswer&& answer, const ErrorWords& words, const std::string& about,
                  int64_t unixTime)
{
    Said said = read(answer.body);
    readPlaces(answer.body, words, said);
    HttpError error;
    error.fault = faultOf(answer.status, said, words);
    error.status = answer.status;
    error.message = about + ": the server answered " + std::to_string(answer.status);
    append(error.message, " ", answer.reason);
    append(error.message, ": ", said.message);
    error.message.append(adviceFor(error.fault));
    error.retryAfter = retryAfterOf(answer.headers, answer.body, unixTime);
    const std::string should = headerOf(answer.headers, "x-should-retry");
    if (should == "true" || should == "false")
        error.shouldRetry = should == "true";
    else if (error.fault == HttpFault::Server && isTransient(answer.status, said, words))
        error.shouldRetry = true;
    error.body = std::move(answer.body);
    return error;
}

}  // namespace animatize
