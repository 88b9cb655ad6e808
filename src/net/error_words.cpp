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

/// What is hidden already stays as it is, even where the mask has the key in it.
void hide(std::string& text, const std::string& what)
{
    constexpr std::string_view kHidden = "***";
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += kHidden.size()) {
        const bool masked = what.size() <= kHidden.size() && text.compare(at, 3, kHidden) == 0;
        if (!masked)
            text.replace(at, what.size(), kHidden);
    }
}

/// In base64, where its end depends on nothing else; in an address; between quotes in JSON.
std::vector<std::string> spellingsOf(const std::string& secret)
{
    char* base64 = g_base64_encode(reinterpret_cast<const guchar*>(secret.data()), secret.size());
    char* escaped = g_uri_escape_string(secret.c_str(), nullptr, FALSE);
    std::vector<std::string> all{base64, escaped, ""};
    g_free(base64);
    g_free(escaped);
    all[0].erase(all[0].find_last_not_of('=') + 1);
    for (const char c : secret)
        all[2].append(c == '"' || c == '\\' ? 1 : 0, '\\').append(1, c);
    return all;
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
    if (secret.empty())
        return text;
    hide(text, secret);
    for (const std::string& spelling : spellingsOf(secret))
        if (spelling != secret)
            hide(text, spelling);
    return text;
}

std::string withoutKey(std::string text, const HttpKey& key, const std::string& secret)
{
    if (!secret.empty() && !key.prefix.empty())
        hide(text, key.prefix + secret);
    text = withoutSecret(std::move(text), secret);
    if (!secret.empty() && !key.prefix.empty())
        hide(text, key.prefix + "***");  // the key was spelled in another way
    return text;
}

}  // namespace animatize
