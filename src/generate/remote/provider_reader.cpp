// Reads manifests: every field is checked, and what isn't known is an error, because it would
// silently have no effect.
#include <algorithm>
#include <cmath>

#include "generate/remote/provider.h"
#include "generate/remote/provider_answer_reader.h"
#include "generate/remote/provider_fields.h"
#include "generate/remote/provider_template.h"

namespace animatize {
namespace {

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
    submit.method = reader.has("method") ? choiceIn(reader, "method", "POST PUT") : "POST";
    submit.path = pathIn(reader, "path");
    if (reader.has("encoding") && choiceIn(reader, "encoding", "json multipart") == "multipart")
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
    const std::string as = choiceIn(*size, "as", "pixels sizes ratios");
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
        root.has("image-in") ? choiceIn(root, "image-in", "none data-url base64 part") : "none";
    provider.imageIn = as == "data-url" ? ImageIn::DataUrl
                       : as == "base64" ? ImageIn::Base64
                       : as == "part"   ? ImageIn::Part
                                        : ImageIn::None;
    if (root.has("image-type"))
        provider.imageType = choiceIn(root, "image-type", "image/png image/jpeg");
    const SubmitTemplate& submit = provider.submitFor(true);
    const bool has = hasSlot(submit.body, "image");
    if (has != provider.takesImage())
        root.fail("image-in", has ? "is none, and the template has a slot for an image"
                                  : "needs a slot `image` in the template");
    const bool multipart = submit.encoding == SubmitTemplate::Encoding::Multipart;
    if (provider.imageIn == ImageIn::Part && !multipart)
        root.fail("image-in", "part needs the encoding multipart");
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
    limits.urlLifetime = secondsIn(*reader, "url-lifetime", 0, 1e7);
    limits.mostBytes = static_cast<size_t>(reader->numberOr("bytes", 64u << 20, 1024, 1u << 28));
    limits.attemptTimeout = secondsIn(*reader, "attempt-timeout", limits.attemptTimeout, 3600);
    if (!reader->has("prompt-unit"))
        return;
    const std::string unit = choiceIn(*reader, "prompt-unit", "words characters utf16");
    limits.promptUnit = unit == "words"   ? LengthUnit::Words
                        : unit == "utf16" ? LengthUnit::Utf16
                                          : LengthUnit::Characters;
}

/// How often the text has it.
size_t countOf(const std::string& text, const std::string& what)
{
    size_t count = 0;
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size())
        ++count;
    return count;
}

/// What a request says about the call that it belongs to.
void readCallHeaders(const JsonReader& root, Provider& provider)
{
    if (root.has("idempotency-header"))
        provider.idempotencyHeader = headerIn(root, "idempotency-header");
    const auto reader = root.object("deadline-header");
    if (!reader)
        return;
    reader->allow({"name", "format", "least", "grace"});
    DeadlineHeader header;
    header.name = headerIn(*reader, "name");
    header.format = reader->textOr("format", header.format, 100);
    if (countOf(header.format, "{seconds}") + countOf(header.format, "{milliseconds}") != 1)
        reader->fail("format", "should have one {seconds} or {milliseconds}, e.g. {seconds}s");
    header.least = secondsIn(*reader, "least", header.least, 3600);
    header.grace = secondsIn(*reader, "grace", 0, 3600);
    // Longer than that no job is asked about.
    if (provider.poll)
        header.most = provider.poll->deadline;
    provider.deadline = std::move(header);
}

void allowRoot(const JsonReader& root)
{
    root.allow({"schema",
                "name",
                "description",
                "family",
                "version",
                "sunset",
                "model",
                "successor",
                "models",
                "server-retries",
                "base-uri",
                "key",
                "submit",
                "size",
                "submit-with-image",
                "image-in",
                "result",
                "image-type",
                "poll",
                "cost-per-image",
                "cancel",
                "error",
                "limits",
                "headers",
                "stream",
                "deadline-header",
                "idempotency-header"});
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
    readAnswers(root, manifest, provider);
    readCallHeaders(root, provider);
    readLimits(root, provider.limits);
    if (const Status status = document->status(); !status)
        return status.error();
    return provider;
}

}  // namespace animatize
