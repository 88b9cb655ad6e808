#include "net/http_client.h"

#include <algorithm>

#include <stdlib.h>

namespace animatize {

std::string contentOf(const HttpKey& key)
{
    constexpr const char* kBlanks = " \t\r\n";
    const char* content = key.environment.empty() ? nullptr : getenv(key.environment.c_str());
    std::string text = content ? content : "";
    text.erase(text.find_last_not_of(kBlanks) + 1);
    text.erase(0, text.find_first_not_of(kBlanks));
    return text;
}

std::string originOf(const std::string& uri)
{
    const size_t scheme = uri.find("://");
    if (scheme == std::string::npos)
        return {};
    const size_t host = scheme + 3;
    const size_t end = std::min(uri.find_first_of("/?#", host), uri.size());
    const size_t user = uri.rfind('@', end);
    const size_t begin = user != std::string::npos && user >= host && user < end ? user + 1 : host;
    return uri.substr(0, host) + uri.substr(begin, end - begin);
}

std::string briefly(const HttpRequest& request)
{
    return request.method + " " + originOf(request.uri) + request.route;
}

const char* nameOf(HttpFault fault)
{
    switch (fault) {
        case HttpFault::Setting:
            return "setting";
        case HttpFault::Unreachable:
            return "unreachable";
        case HttpFault::Broken:
            return "broken";
        case HttpFault::TimedOut:
            return "timed-out";
        case HttpFault::Throttled:
            return "throttled";
        case HttpFault::Billing:
            return "billing";
        case HttpFault::Forbidden:
            return "forbidden";
        case HttpFault::Missing:
            return "missing";
        case HttpFault::Moderated:
            return "moderated";
        case HttpFault::Invalid:
            return "invalid";
        case HttpFault::Server:
            return "server";
        case HttpFault::Redirected:
            return "redirected";
        case HttpFault::TooLarge:
            return "too-large";
        case HttpFault::Refused:
            return "refused";
        case HttpFault::Cancelled:
            return "cancelled";
    }
    return "unknown";
}

}  // namespace animatize
