#include "generate/remote/provider_answer.h"

#include <algorithm>
#include <charconv>

#include <glib.h>

#include "generate/remote/provider_template.h"

namespace animatize {
namespace {

bool isHttp(const std::string& uri)
{
    return uri.starts_with("https://") || uri.starts_with("http://");
}

std::string hostOf(const std::string& uri)
{
    const std::string origin = originOf(uri);
    const std::string host = origin.substr(std::min(origin.find("://") + 3, origin.size()));
    return host.substr(0, host.rfind(':'));
}

/// An address as it stands in an answer.
std::optional<std::string> absolute(const std::string& text, const std::string& baseUri)
{
    const bool path = text.starts_with("/") && !text.starts_with("//");
    const std::string uri = path ? originOf(baseUri) + text : text;
    if (!isHttp(uri) || (baseUri.starts_with("https://") && !uri.starts_with("https://")))
        return std::nullopt;
    return uri;
}

std::optional<std::string> memberText(const JsonValue& value, const std::string& name)
{
    const JsonValue* member = value.member(name);
    if (!member || member->isNull() || member->array() || member->object())
        return std::nullopt;
    return member->plainText();
}

bool isBase64(const std::string& text)
{
    const size_t end = text.find_last_not_of("=\r\n") + 1;
    return end > 0 &&
           std::all_of(text.begin(), text.begin() + static_cast<ptrdiff_t>(end), [](char c) {
               return g_ascii_isalnum(c) || c == '+' || c == '/' || c == '\r' || c == '\n';
           });
}

Result<FoundPicture> decoded(std::string text)
{
    if (text.starts_with("data:")) {
        const size_t comma = text.find(";base64,");
        text.erase(0, comma == std::string::npos ? text.size() : comma + 8);
    }
    if (!isBase64(text))
        return Error{"what should be a picture isn't base64"};
    gsize size = 0;
    g_base64_decode_inplace(text.data(), &size);
    text.resize(size);
    return FoundPicture{std::move(text), {}};
}

std::optional<Result<FoundPicture>> pictureAt(const PictureAt& at, const std::string& baseUri,
                                              const JsonValue& answer)
{
    const JsonValue* found = at.as == PictureAt::As::Bytes ? nullptr : answer.find(at.pointer);
    if (!found)
        return std::nullopt;
    if (!at.address.empty()) {
        const auto uri = addressIn({"", at.address}, baseUri, *found);
        return uri ? std::optional<Result<FoundPicture>>(FoundPicture{{}, *uri}) : std::nullopt;
    }
    if (!found->text() || found->text()->empty())
        return std::nullopt;
    if (at.as == PictureAt::As::Base64 || found->text()->starts_with("data:"))
        return decoded(*found->text());
    const auto uri = absolute(*found->text(), baseUri);
    if (!uri)
        return Result<FoundPicture>(Error{"the address of the picture can't be followed"});
    return Result<FoundPicture>(FoundPicture{{}, *uri});
}

bool isBelow(const std::string& host, const std::string& domain)
{
    return host == domain || host.ends_with("." + domain);
}

}  // namespace

Result<FoundPicture> findPicture(const std::vector<PictureAt>& places, const std::string& baseUri,
                                 const JsonValue& answer)
{
    for (const PictureAt& at : places)
        if (auto found = pictureAt(at, baseUri, answer))
            return std::move(*found);
    return Error{"the answer has no picture"};
}

bool isRefusal(const Provider& provider, const JsonValue& answer)
{
    return std::any_of(provider.refusals.begin(), provider.refusals.end(), [&](const Refusal& one) {
        const JsonValue* said = answer.find(one.pointer);
        if (!said || one.values.empty())
            return said != nullptr;
        return std::find(one.values.begin(), one.values.end(), said->plainText()) !=
               one.values.end();
    });
}

std::optional<uint64_t> seedIn(const Provider& provider, const JsonValue& answer)
{
    const JsonValue* seed = provider.seedAt.empty() ? nullptr : answer.find(provider.seedAt);
    const std::string text = seed ? seed->plainText() : "";
    uint64_t number = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = !text.empty() && trouble == std::errc() && end == text.data() + text.size();
    return whole && number < uint64_t{1} << 53 ? std::optional(number) : std::nullopt;
}

std::optional<std::string> addressIn(const AddressAt& at, const std::string& baseUri,
                                     const JsonValue& answer)
{
    if (!at.pointer.empty()) {
        const JsonValue* found = answer.find(at.pointer);
        return found && found->text() ? absolute(*found->text(), baseUri) : std::nullopt;
    }
    const auto path =
        fillPath(at.path, [&](const std::string& name) { return memberText(answer, name); });
    return path && !path->empty() ? std::optional(baseUri + *path) : std::nullopt;
}

bool mayHaveKey(const Provider& provider, const std::string& uri, bool job)
{
    if (originOf(uri) == originOf(provider.baseUri))
        return true;
    const std::string host = hostOf(uri);
    return job && uri.starts_with("https://") &&
           std::any_of(provider.keyHosts.begin(), provider.keyHosts.end(),
                       [&](const std::string& domain) { return isBelow(host, domain); });
}

}  // namespace animatize
