// HttpClient: one HTTP exchange, by whatever means: soup_client sends it, the others wrap another
// client and add one concern each (retrying, breaking, metered).
//
//   Result<HttpResponse, HttpError> answer = client.send(request, {clock.now() + kSecond, stop});
//
// send() blocks its thread until there is an answer, the deadline has passed or `stop` was asked
// for; it is never called on a streaming thread. Clients may be used by several threads at once.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

namespace animatize {

struct HttpHeader {
    std::string name, value;
};

/// A secret by name: the header is prefix + the content of the environment variable, read when
/// the request is sent; it appears in no log and no error.
struct HttpKey {
    std::string header = "Authorization", prefix = "Bearer ", environment;
};

struct HttpRequest {
    std::string method = "POST", uri;
    std::vector<HttpHeader> headers;
    std::optional<HttpKey> key;
    std::string contentType, body;
    size_t mostBytes = 16u << 20;  ///< of the answer's body; more is a fault
    /// Whether it may be sent again when it is not known if it was carried out.
    bool repeatable = true;
};

struct HttpResponse {
    unsigned status = 0;  ///< 2xx; everything else is an HttpError
    std::vector<HttpHeader> headers;
    std::string body;
};

enum class HttpFault {
    Setting,      ///< bad URI, no key in the environment: nothing was sent
    Unreachable,  ///< no connection: nothing was carried out
    Broken,       ///< sent, and no whole answer came: it may have been carried out
    TimedOut,     ///< the deadline passed
    Throttled,    ///< 429 that heals by waiting
    Billing,      ///< 402, and 429 for want of money: never heals by waiting
    Forbidden,    ///< 401, 403: the key or the account
    Invalid,      ///< other 4xx: the request itself
    Server,       ///< 408, 409, 425, 5xx
    Redirected,   ///< to another host: not followed
    TooLarge,     ///< more than mostBytes
    Refused,      ///< not sent: breaker open, cooling down, budget spent
    Cancelled     ///< `stop`
};

struct HttpError {
    HttpFault fault = HttpFault::Broken;
    std::string message;                 ///< a sentence; without keys and bodies of pictures
    unsigned status = 0;                 ///< 0: none came
    std::optional<uint64_t> retryAfter;  ///< ns that the server asked for
    std::string body;                    ///< of an answer that is no success, at most 64 KiB
};

/// How long a caller waits.
struct Patience {
    uint64_t deadline = 0;  ///< ns of the Clock that the client was made with
    std::stop_token stop;
};

class HttpClient {
  public:
    virtual ~HttpClient() = default;
    virtual Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                                 const Patience& patience) = 0;
};

}  // namespace animatize
