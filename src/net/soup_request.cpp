#include "net/soup_request.h"

#include <algorithm>
#include <cstring>

namespace animatize {
namespace {

constexpr auto kUriFlags = static_cast<GUriFlags>(SOUP_HTTP_URI_FLAGS);

HttpError setting(const std::string& message)
{
    return {HttpFault::Setting, message};
}

/// A name that HTTP calls a token.
bool isToken(const std::string& text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return g_ascii_isalnum(c) || (c && std::strchr("!#$%&'*+-.^_`|~", c));
    });
}

/// What a header can carry: anything visible, blanks and tabs.
bool isHeaderText(const std::string& text)
{
    return std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return c == '\t' || (c >= 32 && c != 127); });
}

std::optional<HttpError> checkHeaders(const HttpRequest& request)
{
    if (!isToken(request.method))
        return setting("an HTTP method is a word such as POST");
    for (const HttpHeader& header : request.headers)
        if (!isToken(header.name) || !isHeaderText(header.value))
            return setting("header \"" + (isToken(header.name) ? header.name : "?") +
                           "\" has characters that no header can carry");
    if (!isHeaderText(request.contentType))
        return setting("the content type has characters that no header can carry");
    return std::nullopt;
}

std::optional<HttpError> addKey(ReadyRequest& ready)
{
    if (!ready.request.key)
        return std::nullopt;
    const HttpKey& key = *ready.request.key;
    const std::string variable = "environment variable " + key.environment;
    ready.secret = contentOf(key);
    if (ready.secret.empty())
        return setting(variable + " holds no key; set it to the key of the service");
    ready.secretHeader = {key.header, key.prefix + ready.secret};
    if (!isToken(key.header) || !isHeaderText(ready.secretHeader.value))
        return setting(variable + " holds characters that no key can have");
    return std::nullopt;
}

int portOf(GUri* uri)
{
    if (g_uri_get_port(uri) > 0)
        return g_uri_get_port(uri);
    return textOf(g_uri_get_scheme(uri)) == "https" ? 443 : 80;
}

bool sameServer(GUri* from, GUri* to)
{
    if (g_ascii_strcasecmp(g_uri_get_host(from), g_uri_get_host(to)) != 0)
        return false;
    const std::string before = g_uri_get_scheme(from), after = g_uri_get_scheme(to);
    if (before == after)
        return portOf(from) == portOf(to);
    return after == "https" && portOf(from) == 80 && portOf(to) == 443;
}

GBytes* bodyOf(const std::shared_ptr<const ReadyRequest>& ready)
{
    using Holder = std::shared_ptr<const ReadyRequest>;
    const std::string& body = ready->request.body;
    return g_bytes_new_with_free_func(
        body.data(), body.size(), [](gpointer holder) { delete static_cast<Holder*>(holder); },
        new Holder(ready));
}

}  // namespace

SoupRef<GUri> httpUri(const std::string& text)
{
    SoupRef<GUri> uri(g_uri_parse(text.c_str(), kUriFlags, nullptr));
    if (!uri || text.find('\0') != std::string::npos)
        return nullptr;
    const std::string scheme = textOf(g_uri_get_scheme(uri.get()));
    const std::string host = textOf(g_uri_get_host(uri.get()));
    const bool http = scheme == "http" || scheme == "https";
    // Escapes in it have been resolved: a line break would end the header that names the host.
    const bool named = !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
        return c > 32 && c != 127;
    });
    return http && named ? std::move(uri) : nullptr;
}

Result<std::shared_ptr<const ReadyRequest>, HttpError> readyRequest(const HttpRequest& request,
                                                                    const TraceContext& trace)
{
    const SoupRef<GUri> uri = httpUri(request.uri);
    if (!uri)
        return setting("an address should look like https://host/path");
    if (g_uri_get_userinfo(uri.get()))
        return setting(named(uri.get()) + ": an address must not carry a name or password; name " +
                       "the environment variable that holds the key");
    if (std::optional<HttpError> wrong = checkHeaders(request))
        return std::move(*wrong);
    auto ready = std::make_shared<ReadyRequest>();
    ready->request = request;
    if (trace)
        ready->request.headers.push_back({"traceparent", traceparent(trace)});
    if (std::optional<HttpError> wrong = addKey(*ready))
        return std::move(*wrong);
    return std::shared_ptr<const ReadyRequest>(std::move(ready));
}

std::string named(GUri* uri)
{
    const int hidden = G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT;
    const SoupRef<char> text(g_uri_to_string_partial(uri, static_cast<GUriHideFlags>(hidden)));
    return text.get();
}

bool isLocal(GUri* uri)
{
    const std::string host = g_uri_get_host(uri);
    if (g_ascii_strcasecmp(host.c_str(), "localhost") == 0)
        return true;
    GInetAddress* address = g_inet_address_new_from_string(host.c_str());
    const bool local = address && g_inet_address_get_is_loopback(address);
    g_clear_object(&address);
    return local;
}

SoupRef<GUri> redirectTarget(GUri* from, const std::string& location)
{
    SoupRef<GUri> to(g_uri_parse_relative(from, location.c_str(), kUriFlags, nullptr));
    if (!to || g_uri_get_userinfo(to.get()) || textOf(g_uri_get_host(to.get())).empty())
        return nullptr;
    return sameServer(from, to.get()) ? std::move(to) : nullptr;
}

SoupRef<SoupMessage> messageFor(const std::shared_ptr<const ReadyRequest>& ready, GUri* uri,
                                bool fetch)
{
    const HttpRequest& request = ready->request;
    const char* method = fetch ? "GET" : request.method.c_str();
    SoupRef<SoupMessage> message(soup_message_new_from_uri(method, uri));
    int flags = SOUP_MESSAGE_NO_REDIRECT;
    // For libsoup: may go over a connection that was used before.
    if (request.repeatable)
        flags |= SOUP_MESSAGE_IDEMPOTENT;
    soup_message_set_flags(message.get(), static_cast<SoupMessageFlags>(flags));
    SoupMessageHeaders* headers = soup_message_get_request_headers(message.get());
    for (const HttpHeader& header : request.headers)
        soup_message_headers_replace(headers, header.name.c_str(), header.value.c_str());
    if (request.key)
        soup_message_headers_replace(headers, ready->secretHeader.name.c_str(),
                                     ready->secretHeader.value.c_str());
    if (!fetch && !request.body.empty()) {
        const char* type = request.contentType.c_str();
        GBytes* body = bodyOf(ready);
        soup_message_set_request_body_from_bytes(message.get(), *type ? type : nullptr, body);
        g_bytes_unref(body);
    }
    return message;
}

}  // namespace animatize
