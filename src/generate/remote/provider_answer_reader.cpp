#include "generate/remote/provider_answer_reader.h"

#include "generate/remote/provider_fields.h"
#include "generate/remote/provider_template.h"

namespace animatize {
namespace {

AddressAt readAddress(const JsonReader& reader)
{
    reader.allow({"pointer", "path"});
    AddressAt address{pointerIn(reader, "pointer"), reader.textOr("path", "", 500)};
    if (address.pointer.empty() == address.path.empty())
        reader.fail("pointer", "there should be either a pointer or a path");
    else if (!address.path.empty())
        pathIn(reader, "path");
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
    const std::string as = choiceIn(reader, "as", "base64 url bytes");
    PictureAt at;
    at.as = as == "url"     ? PictureAt::As::Url
            : as == "bytes" ? PictureAt::As::Bytes
                            : PictureAt::As::Base64;
    at.pointer = pointerIn(reader, "pointer");
    if (at.as != PictureAt::As::Bytes && at.pointer.empty())
        reader.fail("pointer", "is missing; it should be a JSON pointer");
    if (reader.has("path"))
        at.address = pathIn(reader, "path");
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
        provider.refusals.push_back({pointerIn(reader, "pointer"), reader.texts("values")});
    }
    provider.seedAt = pointerIn(*result, "seed");
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
    rule.status = pointerIn(*poll, "status");
    if (rule.status.empty())
        poll->fail("status", "is missing; it should be a JSON pointer");
    rule.absentIsPending =
        poll->has("absent") && choiceIn(*poll, "absent", "pending error") == "pending";
    rule.success = poll->texts("success");
    if (rule.success.empty())
        poll->fail("success", "should have at least one value");
    rule.failed = poll->texts("failed");
    rule.moderated = poll->texts("moderated");
    rule.first = secondsIn(*poll, "first", rule.first, 60);
    rule.most = secondsIn(*poll, "most", rule.most, 60);
    rule.deadline = secondsIn(*poll, "deadline", rule.deadline, 3600);
    rule.factor = poll->numberOr("factor", rule.factor, 1, 10);
    if (poll->has("result"))
        rule.result = readAddress(*poll, "result");
    rule.code = pointerIn(*poll, "code");
    rule.message = pointerIn(*poll, "message");
    provider.poll = std::move(rule);
}

void readCancel(const JsonReader& root, const JsonValue& manifest, Provider& provider)
{
    const auto cancel = root.object("cancel");
    if (!cancel)
        return;
    cancel->allow({"method", "address", "body"});
    CancelRule rule;
    rule.method = cancel->has("method") ? choiceIn(*cancel, "method", "POST PUT DELETE") : "POST";
    rule.address = readAddress(*cancel, "address");
    if (const JsonValue* body = manifest.find("/cancel/body"))
        rule.body = *body;
    if (!provider.poll)
        root.fail("cancel", "needs poll: only a job can be cancelled");
    provider.cancel = std::move(rule);
}

/// A place in the JSON of an event.
void readEventPictures(const JsonReader& stream, StreamRule& rule)
{
    for (const JsonReader& reader : stream.objects("pictures", 8)) {
        rule.pictures.push_back(readPicture(reader));
        if (rule.pictures.back().as == PictureAt::As::Bytes)
            reader.fail("as", "should be base64 or url; an event is JSON");
    }
    if (rule.pictures.empty())
        stream.fail("pictures", "should have at least one place");
}

void readStream(const JsonReader& root, Provider& provider)
{
    const auto stream = root.object("stream");
    const bool asks = hasSlot(provider.submit.body, "partials") ||
                      hasSlot(provider.submitFor(true).body, "partials");
    if (!stream) {
        if (asks)
            root.fail("stream", "is missing; a template has the slot partials");
        return;
    }
    stream->allow({"most", "type", "partial", "final", "error", "pictures", "idle"});
    StreamRule rule;
    rule.most = static_cast<unsigned>(stream->numberOr("most", 1, 1, 16));
    if (stream->has("type"))
        rule.type = pointerIn(*stream, "type");
    rule.partialTypes = stream->texts("partial");
    rule.finalTypes = stream->texts("final");
    if (rule.finalTypes.empty())
        stream->fail("final", "should have at least one type of event");
    rule.errorTypes = stream->texts("error");
    readEventPictures(*stream, rule);
    rule.idle = secondsIn(*stream, "idle", rule.idle, 600);
    if (provider.poll)
        root.fail("stream", "can't go with poll: the answer is a job or a stream");
    provider.stream = std::move(rule);
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
    words.codeAt = pointersIn(*error, "code");
    words.messageAt = pointersIn(*error, "message");
    append(words.billing, error->texts("billing"));
    append(words.forbidden, error->texts("forbidden"));
    append(words.missing, error->texts("missing"));
    append(words.moderated, error->texts("moderated"));
    append(words.transient, error->texts("transient"));
}

}  // namespace

void readAnswers(const JsonReader& root, const JsonValue& manifest, Provider& provider)
{
    readResult(root, provider);
    readPoll(root, provider);
    readCancel(root, manifest, provider);
    readStream(root, provider);
    readErrors(root, provider.words);
}

}  // namespace animatize
