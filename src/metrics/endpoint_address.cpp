#include "metrics/endpoint_address.h"

#include <charconv>

#include <arpa/inet.h>

namespace animatize {
namespace {

bool isAddress(int family, const std::string& text)
{
    unsigned char bytes[sizeof(in6_addr)];
    return inet_pton(family, text.c_str(), bytes) == 1;
}

/// As it is listened on; empty: it is no address.
std::string hostOf(const std::string& text)
{
    if (text == "localhost")
        return "127.0.0.1";
    const bool bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
    if (bracketed && isAddress(AF_INET6, text.substr(1, text.size() - 2)))
        return text;
    return isAddress(AF_INET, text) ? text : "";
}

}  // namespace

Result<EndpointAddress> endpointAddress(std::string_view text)
{
    const size_t colon = text.rfind(':');
    const std::string_view port = text.substr(colon == text.npos ? 0 : colon + 1);
    EndpointAddress address;
    address.host = colon == text.npos ? "127.0.0.1" : hostOf(std::string(text.substr(0, colon)));
    const auto [end, trouble] =
        std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (address.host.empty() || trouble != std::errc() || end != port.data() + port.size())
        return Error{"'" + std::string(text) +
                     "' is no address to serve metrics at; 127.0.0.1:9464 or [::1]:9464 would be"};
    return address;
}

}  // namespace animatize
