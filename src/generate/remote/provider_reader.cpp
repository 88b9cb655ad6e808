// Reads manifests: every field is checked, and what isn't known is an error, because it would
// silently have no effect.
#include <algorithm>
#include <cmath>

#include "generate/remote/provider.h"
#include "generate/remote/provider_template.h"
#include "movement/evidence_fields.h"
#include "record/json_reader.h"

namespace animatize {
namespace {

std::string choice(const JsonReader& reader, const char* key, const std::string& words)
{
    const std::string word = reader.text(key);
    if (!isOneOf(word, words))
        reader.fail(key, "should be one of: " + words);
    return word;
}

std::string pointer(const JsonReader& reader, const char* key)
{
    const std::string text = reader.textOr(key, "", 200);
    if (!isJsonPointer(text))
        reader.fail(key, "should be a JSON pointer such as /data/0/url");
    return text;
}

std::vector<std::string> pointers(const JsonReader& reader, const char* key)
{
    const std::vector<std::string> list = reader.texts(key, 8);
    for (const std::string& one : list)
        if (!isJsonPointer(one))
            reader.fail(key, "should be JSON pointers such as /error/code");
    return list;
}

uint64_t seconds(const JsonReader& reader, const char* key, uint64_t otherwise, double most)
{
    if (!reader.has(key))
        return otherwise;
    return static_cast<uint64_t>(reader.number(key, 0.001, most) * static_cast<double>(kSecond));
}

std::string date(const JsonReader& reader, const char* key)
{
    constexpr std::string_view kForm = "0000-00-00";
    const std::string text = reader.textOr(key, "", 10);
    const bool is = text.size() == kForm.size() &&
                    std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
                        return form == '-' ? c == '-' : c >= '0' && c <= '9';
                    });
    if (!text.empty() && !is)
        reader.fail(key, "should be a date such as 2026-12-01");
    return text;
}

std::string path(const JsonReader& reader, const char* key)
{
    const std::string text = reader.text(key);
    if (!text.starts_with("/"))
        reader.fail(key, "should begin with a slash; base-uri stands before it");
    return text;
}

std::vector<HttpHeader> readHeaders(const JsonReader& reader)
{
    std::vector<HttpHeader> headers;
    if (const auto object = reader.object("headers"))
        for (const std::string& name : object->keys())
            headers.push_back({name, object->text(name.c_str())});
    return headers;
}

void readIdentity(const JsonReader& root, Provider& provider)
{
    provider.description = root.textOr("description", "", 2000);
    provider.family = root.textOr("family", provider.name, 64);
    provider.version = static_cast<unsigned>(root.numberOr("version", 1, 1, 100000));
    provider.sunset = date(root, "sunset");
    provider.successor = root.textOr("successor", "", 128);
    provider.model = root.textOr("model", "", 200);
    for (const JsonReader& reader : root.objects("models", 64)) {
        reader.allow({"id", "sunset", "successor"});
        provider.models.push_back(
            {reader.text("id", 200), date(reader, "sunset"), reader.textOr("successor", "", 200)});
    }
    provider.serverRetries = root.has("server-retries") && root.flag("server-retries");
    provider.cost = root.numberOr("cost-per-image", 0.0, 0.0, 1000.0);
}

void readAccess(const JsonReader& root, Provider& provider)
{
    provider.baseUri = root.text("base-uri");
    const bool http =
        provider.baseUri.starts_with("http://") || provider.baseUri.starts_with("https://");
    if (!http || provider.baseUri.ends_with("/"))
        root.fail("base-uri", "should look like https://host, without a slash at its end");
    provider.headers = readHeaders(root);
    const auto key = root.object("key");
    if (!key)
        return;
    key->allow({"header", "prefix", "environment", "optional", "hosts"});
    provider.key = HttpKey{key->textOr("header", "Authorization", 64),
                           key->has("prefix") ? key->anyText("prefix", 64) : "Bearer ",
                           key->text("environment", 128)};
    provider.keyIsOptional = key->has("optional") && key->flag("optional");
    provider.keyHosts = key->texts("hosts", 8);
}

SubmitTemplate readSubmit(const JsonReader& reader, const JsonValue* form)
{
    reader.allow({"method", "path", "encoding", "headers", "body"});
    SubmitTemplate submit;
    submit.method = reader.has("method") ? choice(reader, "method", "POST PUT") : "POST";
    submit.path = path(reader, "path");
    if (reader.has("encoding") && choice(reader, "encoding", "json multipart") == "multipart")
        submit.encoding = SubmitTemplate::Encoding::Multipart;
    submit.headers = readHeaders(reader);
    const JsonValue* body = form ? form->member("body") : nullptr;
    if (!body || !body->object()) {
        reader.fail("body", "should be an object, the template of the request");
        return submit;
    }
    submit.body = *body;
    if (const std::string problem = templateProblem(*body, "body"); !problem.empty())
        reader.fail("body", "at " + problem);
    return submit;
}

void readSubmits(const JsonReader& root, const JsonValue& manifest, Provider& provider)
{
    const auto submit = root.object("submit");
    if (!submit)
        return root.fail("submit", "is missing; it should be an object with path and body");
    provider.submit = readSubmit(*submit, manifest.member("submit"));
    if (const auto with = root.object("submit-with-image"))
        provider.submitWithImage = readSubmit(*with, manifest.member("submit-with-image"));
    const std::string model = "{model}";
    const bool asked = provider.submit.path.find(model) != std::string::npos;
    if (asked && provider.model.empty())
        root.fail("model", "is missing; submit.path has it");
}

std::pair<int, int> pairOf(const std::string& text, char between)
{
    const size_t at = text.find(between);
    const auto number = [](const std::string& digits) {
        const bool is =
            !digits.empty() && digits.size() < 6 &&
            std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        return is ? std::stoi(digits) : 0;
    };
    if (at == std::string::npos)
        return {0, 0};
    return {number(text.substr(0, at)), number(text.substr(at + 1))};
}

void readPairs(const JsonReader& size, const char* key, char between, SizeRule& rule)
{
    for (const std::string& text : size.texts(key)) {
        rule.sizes.push_back(pairOf(text, between));
        const auto [width, height] = rule.sizes.back();
        if (width < 1 || height < 1 || width > 16384 || height > 16384)
            size.fail(key, "\"" + text + "\" should look like 16" + between + "9");
    }
    if (rule.sizes.empty())
        size.fail(key, "should have at least one");
}

void readTiers(const JsonReader& size, SizeRule& rule)
{
    const auto tiers = size.object("tiers");
    if (!tiers)
        return;
    for (const std::string& name : tiers->keys())
        rule.tiers.emplace_back(static_cast<int>(tiers->number(name.c_str(), 1, 16384)), name);
    std::sort(rule.tiers.begin(), rule.tiers.end());
}

void readSize(const JsonReader& root, SizeRule& rule)
{
    const auto size = root.object("size");
    if (!size)
        return root.fail("size", "is missing; it should be an object with `as`");
    size->allow({"as", "step", "least", "most", "least-pixels", "most-pixels", "most-ratio",
                 "sizes", "ratios", "tiers"});
    const std::string as = choice(*size, "as", "pixels sizes ratios");
    rule.as = as == "sizes"    ? SizeRule::As::Sizes
              : as == "ratios" ? SizeRule::As::Ratios
                               : SizeRule::As::Pixels;
    rule.step = static_cast<int>(size->numberOr("step", 1, 1, 256));
    rule.least = static_cast<int>(size->numberOr("least", rule.step, rule.step, 16384));
    rule.most = static_cast<int>(size->numberOr("most", 8192, rule.least, 16384));
    rule.leastPixels = size->numberOr("least-pixels", 1, 1, 1e9);
    rule.mostPixels = size->numberOr("most-pixels", 67108864, rule.leastPixels, 1e9);
    rule.mostRatio = size->numberOr("most-ratio", 16, 1, 100);
    if (rule.as == SizeRule::As::Sizes)
        readPairs(*size, "sizes", 'x', rule);
    if (rule.as == SizeRule::As::Ratios)
        readPairs(*size, "ratios", ':', rule);
    readTiers(*size, rule);
}

void readImageIn(const JsonReader& root, Provider& provider)
{
    const std::string as =
        root.has("image-in") ? choice(root, "image-in", "none data-url base64 part") : "none";
    provider.imageIn = as == "data-url" ? ImageIn::DataUrl
                       : as == "base64" ? ImageIn::Base64
                       : as == "part"   ? ImageIn::Part
                                        : ImageIn::None;
    if (root.has("image-type"))
        provider.imageType = choice(root, "image-type", "image/png image/jpeg");
    const SubmitTemplate& submit = provider.submitFor(true);
    const bool has = hasSlot(submit.body, "image");
    if (has != provider.takesImage())
        root.fail("image-in", has ? "is none, and the template has a slot for an image"
                                  : "needs a slot `image` in the template");
    const bool multipart = submit.encoding == SubmitTemplate::Encoding::Multipart;
    if (provider.imageIn == ImageIn::Part && !multipart)
        root.fail("image-in", "part needs the encoding multipart");
}

AddressAt readAddress(const JsonReader& reader)
{
    reader.allow({"pointer", "path"});
    AddressAt address{pointer(reader, "pointer"), reader.textOr("path", "", 500)};
    if (address.pointer.empty() == address.path.empty())
        reader.fail("pointer", "there should be either a pointer or a path");
    else if (!address.path.empty())
        path(reader, "path");
    return address;
}

AddressAt readAddress(const JsonReader& reader, const char* key)
{
    const auto object = reader.object(key);
    if (!object)
        reader.fail(key, "is missing; it should be an object with pointer or path");
    return object ? readAddress(*object) : AddressAt();
}

PictureAt readPicture(const JsonReader& reader)
{
    reader.allow({"as", "pointer", "path"});
    const std::string as = choice(reader, "as", "base64 url bytes");
    PictureAt at;
    at.as = as == "url"     ? PictureAt::As::Url
            : as == "bytes" ? PictureAt::As::Bytes
                            : PictureAt::As::Base64;
    at.pointer = pointer(reader, "pointer");
    if (at.as != PictureAt::As::Bytes && at.pointer.empty())
        reader.fail("pointer", "is missing; it should be a JSON pointer");
    if (reader.has("path"))
        at.address = path(reader, "path");
    return at;
}

void readResult(const JsonReader& root, Provider& provider)
{
    const auto result = root.object("result");
    if (!result)
        return root.fail("result", "is missing; it should be an object with pictures");
    result->allow({"pictures", "refused", "seed"});
    for (const JsonReader& reader : result->objects("pictures", 8))
        provider.pictures.push_back(readPicture(reader));
    if (provider.pictures.empty())
        result->fail("pictures", "should have at least one place");
    for (const JsonReader& reader : result->objects("refused", 8)) {
        reader.allow({"pointer", "values"});
        provider.refusals.push_back({pointer(reader, "pointer"), reader.texts("values")});
    }
    provider.seedAt = pointer(*result, "seed");
}

void readPoll(const JsonReader& root, Provider& provider)
{
    const auto poll = root.object("poll");
    if (!poll)
        return;
    poll->allow({"address", "status", "absent", "success", "failed", "moderated", "first", "factor",
                 "most", "deadline", "result", "code", "message"});
    PollRule rule;
    rule.address = readAddress(*poll, "address");
    rule.status = pointer(*poll, "status");
    if (rule.status.empty())
        poll->fail("status", "is missing; it should be a JSON pointer");
    rule.absentIsPending =
        poll->has("absent") && choice(*poll, "absent", "pending error") == "pending";
    rule.success = poll->texts("success");
    if (rule.success.empty())
        poll->fail("success", "should have at least one value");
    rule.failed = poll->texts("failed");
    rule.moderated = poll->texts("moderated");
    rule.first = seconds(*poll, "first", rule.first, 60);
    rule.most = seconds(*poll, "most", rule.most, 60);
    rule.deadline = seconds(*poll, "deadline", rule.deadline, 3600);
    rule.factor = poll->numberOr("factor", rule.factor, 1, 10);
    if (poll->has("result"))
        rule.result = readAddress(*poll, "result");
    rule.code = pointer(*poll, "code");
    rule.message = pointer(*poll, "message");
    provider.poll = std::move(rule);
}

void readCancel(const JsonReader& root, const JsonValue& manifest, Provider& provider)
{
    const auto cancel = root.object("cancel");
    if (!cancel)
        return;
    cancel->allow({"method", "address", "body"});
    CancelRule rule;
    rule.method = cancel->has("method") ? choice(*cancel, "method", "POST PUT DELETE") : "POST";
    rule.address = readAddress(*cancel, "address");
    if (const JsonValue* body = manifest.find("/cancel/body"))
        rule.body = *body;
    if (!provider.poll)
        root.fail("cancel", "needs poll: only a job can be cancelled");
    provider.cancel = std::move(rule);
}

void append(std::vector<std::string>& words, const std::vector<std::string>& more)
{
    words.insert(words.end(), more.begin(), more.end());
}

void readErrors(const JsonReader& root, ErrorWords& words)
{
    const auto error = root.object("error");
    if (!error)
        return;
    error->allow({"code", "message", "billing", "forbidden", "missing", "moderated", "transient"});
    words.codeAt = pointers(*error, "code");
    words.messageAt = pointers(*error, "message");
    append(words.billing, error->texts("billing"));
    append(words.forbidden, error->texts("forbidden"));
    append(words.missing, error->texts("missing"));
    append(words.moderated, error->texts("moderated"));
    append(words.transient, error->texts("transient"));
}

void readLimits(const JsonReader& root, ProviderLimits& limits)
{
    const auto reader = root.object("limits");
    if (!reader)
        return;
    reader->allow({"concurrency", "prompt", "prompt-unit", "seed", "url-lifetime", "bytes",
                   "attempt-timeout"});
    limits.concurrency = static_cast<unsigned>(reader->numberOr("concurrency", 2, 1, 64));
    limits.mostPrompt = static_cast<size_t>(reader->numberOr("prompt", 10000, 1, 1000000));
    limits.mostSeed =
        static_cast<uint64_t>(reader->numberOr("seed", 4294967295.0, 0, 9007199254740991.0));
    limits.urlLifetime = seconds(*reader, "url-lifetime", 0, 1e7);
    limits.mostBytes = static_cast<size_t>(reader->numberOr("bytes", 64u << 20, 1024, 1u << 28));
    limits.attemptTimeout = seconds(*reader, "attempt-timeout", limits.attemptTimeout, 3600);
    if (!reader->has("prompt-unit"))
        return;
    const std::string unit = choice(*reader, "prompt-unit", "words characters utf16");
    limits.promptUnit = unit == "words"   ? LengthUnit::Words
                        : unit == "utf16" ? LengthUnit::Utf16
                                          : LengthUnit::Characters;
}

void allowRoot(const JsonReader& root)
{
    root.allow({"schema",   "name",   "description", "family", "version",
                "sunset",   "model",  "successor",   "models", "server-retries",
                "base-uri", "key",    "submit",      "size",   "submit-with-image",
                "image-in", "result", "image-type",  "poll",   "cost-per-image",
                "cancel",   "error",  "limits",      "headers"});
    if (root.text("schema") != "animatize-providers/1")
        root.fail("schema", "should be animatize-providers/1");
}

}  // namespace

Result<Provider> readProvider(const JsonValue& manifest, const std::string& source)
{
    const Result<JsonDocument> document = JsonDocument::parse(toJson(manifest), source);
    if (!document)
        return document.error();
    Provider provider;
    provider.name = document->root().text("name", 64);
    const bool plain = std::all_of(provider.name.begin(), provider.name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (!plain)
        document->root().fail("name", "should be of a-z, 0-9, - and _");
    const JsonReader root = document->root().named("provider \"" + provider.name + "\"");
    allowRoot(root);
    readIdentity(root, provider);
    readAccess(root, provider);
    readSubmits(root, manifest, provider);
    readSize(root, provider.size);
    readImageIn(root, provider);
    readResult(root, provider);
    readPoll(root, provider);
    readCancel(root, manifest, provider);
    readErrors(root, provider.words);
    readLimits(root, provider.limits);
    if (const Status status = document->status(); !status)
        return status.error();
    return provider;
}

}  // namespace animatize
