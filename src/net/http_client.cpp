#include "net/http_client.h"

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
