#include "net/error_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <glib.h>

#include "record/json_reader.h"
#include "record/json_value.h"

namespace animatize {
namespace {

constexpr double kLongestWait = 366.0 * 24 * 3600;  // seconds
constexpr size_t kMostWords = 200;
constexpr size_t kMostBackslashes = 16;  // JSON four times within JSON has 15

void readWait(const JsonReader& object, const char* key, SaidError& said)
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

void readWord(const JsonReader& object, const char* key, SaidError& said)
{
    if (object.isText(key))
        said.words.push_back(object.text(key, 200));
}

void readObject(const JsonReader& object, SaidError& said)
{
    for (const char* key : {"code", "type", "status", "reason", "name"})
        readWord(object, key, said);
    for (const char* key : {"retry_after", "retryDelay"})
        readWait(object, key, said);
    for (const char* key : {"message", "detail", "error"})
        if (said.message.empty() && object.isText(key))
            said.message = object.text(key, 64 << 10);
}

/// What stands where only this service puts it.
void readPlaces(const std::string& body, const ErrorWords& words, SaidError& said)
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

/// The number that so many hexadecimal digits are at the begin of a text; -1: it has no such
/// digits.
int hexAt(std::string_view text, size_t digits)
{
    if (text.size() < digits)
        return -1;
    int number = 0;
    for (const char c : text.substr(0, digits)) {
        if (!g_ascii_isxdigit(c))
            return -1;
        number = 16 * number + g_ascii_xdigit_value(c);
    }
    return number;
}

/// How many bytes at the begin of a text spell this one: as it is, %2F, \/ or \u002F, with as many
/// backslashes as JSON within JSON puts there. 0: they don't.
size_t spelled(std::string_view text, char wanted)
{
    const int code = static_cast<unsigned char>(wanted);
    const std::string_view near = text.substr(0, kMostBackslashes);
    const size_t slashes = std::min(near.find_first_not_of('\\'), near.size());
    const std::string_view rest = text.substr(slashes);
    if (slashes > 0 && code < 128 && rest.starts_with('u') && hexAt(rest.substr(1), 4) == code)
        return slashes + 5;
    if (slashes > 0 && wanted == '\\')
        return slashes;
    if (slashes == 0 && rest.starts_with('%') && hexAt(rest.substr(1), 2) == code)
        return 3;
    return rest.starts_with(wanted) ? slashes + 1 : 0;
}

/// The same for a whole secret.
size_t spelled(std::string_view text, std::string_view secret)
{
    if (text.starts_with(secret))
        return secret.size();
    size_t at = 0;
    for (size_t i = 0; i < secret.size(); ++i) {
        if (i > 0 && secret[i] == '\\' && secret[i - 1] == '\\')
            continue;  // several are spelled as one
        const size_t count = spelled(text.substr(at), secret[i]);
        if (count == 0)
            return 0;
        at += count;
    }
    return at;
}

void hide(std::string& text, std::string_view what)
{
    std::string shown;
    for (size_t at = 0; at < text.size();) {
        const size_t count = spelled(std::string_view(text).substr(at), what);
        if (count > 0)
            shown.append("***");
        else
            shown += text[at];
        at += std::max<size_t>(count, 1);
    }
    text = std::move(shown);
}

/// Without its end, which depends on what else there is.
std::string base64Of(const std::string& secret)
{
    char* encoded = g_base64_encode(reinterpret_cast<const guchar*>(secret.data()), secret.size());
    std::string text = encoded;
    g_free(encoded);
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

bool isOfData(unsigned char c)
{
    return g_ascii_isalnum(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_' ||
           c == '%';
}

std::string withoutData(const std::string& text)
{
    constexpr size_t kLeast = 64;
    std::string words;
    for (size_t at = 0; at < text.size();) {
        size_t end = at;
        while (end < text.size() && isOfData(static_cast<unsigned char>(text[end])))
            ++end;
        if (end - at >= kLeast)
            words.append("(data)");
        else
            words.append(text, at, end - at);
        if (end < text.size())
            words += text[end++];
        at = end;
    }
    return words;
}

}  // namespace

SaidError readError(const std::string& body, const ErrorWords& words)
{
    SaidError said;
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
    readPlaces(body, words, said);
    return said;
}

bool isAmong(const std::string& word, const std::vector<std::string>& known)
{
    return std::find(known.begin(), known.end(), word) != known.end();
}

bool hasAny(const std::vector<std::string>& known, const std::vector<std::string>& words)
{
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return isAmong(word, known); });
}

std::optional<HttpFault> faultBy(const std::vector<std::string>& words, const ErrorWords& known)
{
    if (hasAny(known.billing, words))
        return HttpFault::Billing;
    if (hasAny(known.forbidden, words))
        return HttpFault::Forbidden;
    if (hasAny(known.moderated, words))
        return HttpFault::Moderated;
    if (hasAny(known.missing, words))
        return HttpFault::Missing;
    return std::nullopt;
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

std::string briefly(const HttpError& error)
{
    const std::string fault = nameOf(error.fault);
    return error.status == 0 ? fault : fault + ", status " + std::to_string(error.status);
}

std::optional<double> numberIn(std::string_view text, std::string_view unit)
{
    if (!unit.empty() && text.ends_with(unit))
        text.remove_suffix(unit.size());
    double number = 0.0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (trouble != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<uint64_t> nanosecondsOf(const std::optional<double>& seconds)
{
    if (!seconds || *seconds < 0.0)
        return std::nullopt;
    return static_cast<uint64_t>(std::min(*seconds, kLongestWait) * 1e9);
}

std::string shortened(std::string text)
{
    text = withoutData(text);
    if (text.size() > kMostWords) {
        text.resize(kMostWords);
        text.append("...");
    }
    char* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    text = valid;
    g_free(valid);
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 32 || c == 127; }, ' ');
    return text;
}

std::string withoutSecret(std::string text, const std::string& secret)
{
    if (secret.size() < kLeastSecret)
        return text;
    hide(text, secret);
    hide(text, base64Of(secret));
    return text;
}

std::string withoutKey(std::string text, const HttpKey& key, const std::string& secret)
{
    text = withoutSecret(std::move(text), secret);
    if (secret.size() >= kLeastSecret && !key.prefix.empty())
        hide(text, key.prefix + "***");
    return text;
}

}  // namespace animatize
