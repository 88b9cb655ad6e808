// EndpointAddress: where a server listens, out of what a person wrote.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace animatize {

struct EndpointAddress {
    std::string host;  ///< an address in digits; IPv6 with its brackets
    uint16_t port = 0;

    std::string text() const { return host + ":" + std::to_string(port); }
};

/// "127.0.0.1:9464", "[::1]:9464", "localhost:9464", "9464". Errors: anything else; names of hosts
/// other than localhost are no addresses.
Result<EndpointAddress> endpointAddress(std::string_view text);

}  // namespace animatize
