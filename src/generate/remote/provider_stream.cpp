#include "generate/remote/provider_stream.h"

#include <algorithm>
#include <utility>

#include <glib.h>

#include "generate/quality/picture_file.h"
#include "generate/remote/provider_answer.h"
#include "net/error_words.h"

namespace animatize {
namespace {

bool isEventStream(const HttpHeader& header)
{
    constexpr std::string_view kType = "text/event-stream";
    return g_ascii_strcasecmp(header.name.c_str(), "Content-Type") == 0 &&
           g_ascii_strncasecmp(header.value.c_str(), kType.data(), kType.size()) == 0;
}

/// Whatever the header says: JSON doesn't begin like events, nor they or pictures like JSON.
bool isEventStream(bool typed, char first)
{
    if (first == '{' || first == '[')
        return false;
    return typed || std::string_view(":deir").find(first) != std::string_view::npos;
}

}  // namespace

ProviderStream::ProviderStream(const Provider& provider, unsigned most, Partial partial)
    : provider_(provider), rule_(*provider.stream), most_(most), partial_(std::move(partial))
{}

void ProviderStream::began(const HttpResponse& head)
{
    ++attempt_;
    told_ = 0;
    first_ = true;
    body_.clear();
    events_.reset();
    end_ = End::None;
    typed_ = std::any_of(head.headers.begin(), head.headers.end(),
                         [](const HttpHeader& header) { return isEventStream(header); });
}

bool ProviderStream::arrived(std::string_view bytes)
{
    if (std::exchange(first_, false) && isEventStream(typed_, bytes.front()))
        events_.emplace(provider_.limits.mostBytes);  // as many as the whole may have
    if (!events_) {
        body_ += bytes;
        return true;
    }
    return events_->feed(bytes, [this](ServerEvent&& event) { return take(std::move(event)); });
}

std::string ProviderStream::typeOf(const ServerEvent& event, const JsonValue& data) const
{
    for (const auto* types : {&rule_.partialTypes, &rule_.finalTypes, &rule_.errorTypes})
        if (isAmong(event.type, *types))
            return event.type;
    const JsonValue* said = data.find(rule_.type);
    return said ? said->plainText() : event.type;
}

/// Whether the stream goes on.
bool ProviderStream::take(ServerEvent&& event)
{
    // Megabytes that nobody wants to see aren't read.
    if (told_ >= most_ && isAmong(event.type, rule_.partialTypes))
        return true;
    Result<JsonValue> data = parseJson(event.data, "the event");
    const std::string type = data ? typeOf(event, *data) : event.type;
    if (isAmong(type, rule_.finalTypes)) {
        final_ = data ? std::move(*data) : JsonValue();
        return over(data ? End::Final : End::Garbled);
    }
    if (isAmong(type, rule_.errorTypes) || (data && data->find("/error"))) {
        failure_ = std::move(event.data);
        return over(End::Failed);
    }
    if (data && isAmong(type, rule_.partialTypes))
        tell(*data);
    return true;
}

/// Says so: the stream doesn't go on.
bool ProviderStream::over(End end)
{
    end_ = end;
    return false;
}

void ProviderStream::tell(const JsonValue& event)
{
    if (told_ >= most_)
        return;
    Result<FoundPicture> found = findPicture(rule_.pictures, provider_.baseUri, event);
    if (!found || imageTypeOf(found->bytes).empty())
        return;
    ++told_;
    partial_(std::move(found->bytes), attempt_);
}

}  // namespace animatize
