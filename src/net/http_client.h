// HttpClient: one HTTP exchange, by whatever means: soup_client sends it, the others wrap another
// client and add one concern each (retrying, breaking, metered).
//
//   Result<HttpResponse, HttpError> answer = client.send(request, {clock.now() + kSecond, stop});
//
// send() never throws and blocks its thread until there is an answer, the deadline has passed or
// `stop` was asked for; it is never called on a streaming thread. Clients may be used by several
// threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "trace/trace_context.h"

namespace animatize {

struct HttpHeader {
    std::string name, value;
};

/// A secret by name: the header is prefix + the content of the environment variable, read when
/// the request is sent; it appears in no log and no error.
struct HttpKey {
    std::string header = "Authorization", prefix = "Bearer ", environment;
};

/// What the environment holds for it, without blanks around it; "": nothing.
std::string contentOf(const HttpKey& key);

/// Words of error bodies that say more than the status: error.code, error.type, error.status and
/// the reasons among error.details (or the same at the top) are compared with them. Providers add
/// their own.
struct ErrorWords {
    std::vector<std::string> billing{"credit_balance_exhausted",
                                     "organization_spend_limit_exceeded",
                                     "project_spend_limit_exceeded",
                                     "organization_usage_limit_exceeded",
                                     "insufficient_quota",
                                     "billing_hard_limit_reached",
                                     "billing_not_active"};
    std::vector<std::string> forbidden{"invalid_api_key", "API_KEY_INVALID"};
    std::vector<std::string> missing{"model_not_found", "not_found_error", "NotFoundError"};
    std::vector<std::string> moderated{"content_policy_violation", "moderation_blocked"};
    std::vector<std::string> transient;  ///< heal by waiting, whatever the status
    /// JSON pointers to more places of words and of the message.
    std::vector<std::string> codeAt, messageAt;
};

struct HttpError;

/// Told before a pause that another attempt follows: what went wrong, its number (from 2), the ns
/// until then. On the thread of send().
using Retrying = std::function<void(const HttpError& error, unsigned next, uint64_t pause)>;

/// A header that tells the service how long the caller waits, filled in when each attempt is sent
/// (deadline_client.h): "Cancel-After: 15s".
struct DeadlineHeader {
    std::string name;
    std::string format = "{seconds}";     ///< or {milliseconds}, whole ones, rounded down
    uint64_t least = kSecond;             ///< ns that are said at least, whatever is left
    uint64_t most = 24 * 3600 * kSecond;  ///< ns that the caller waits at most, deadline or not
    uint64_t grace = 0;                   ///< ns on top: as long the answer is still of use
};

struct HttpResponse {
    unsigned status = 0;  ///< 2xx; everything else is an HttpError
    std::vector<HttpHeader> headers;
    std::string body;
    unsigned attempts = 1;  ///< that it took
};

/// Sees the body of an answer with success as it arrives. Called on the thread of send(), so never
/// after that has returned; a call that takes long is time that send() takes.
class BodyReceiver {
  public:
    virtual ~BodyReceiver() = default;
    /// An answer begins: status and headers. Once more when another attempt was made after one
    /// that broke off: what came before is void.
    virtual void began(const HttpResponse& head) = 0;
    /// The next bytes of it, at least one. False: no more are wanted, and send() returns the head.
    virtual bool arrived(std::string_view bytes) = 0;
};

struct HttpRequest {
    std::string method = "POST", uri;
    std::vector<HttpHeader> headers;
    std::optional<HttpKey> key;
    std::string contentType, body;
    size_t mostBytes = 16u << 20;  ///< of the answer's body; more is a fault
    /// Whether it may be sent again when it is not known if it was carried out.
    bool repeatable = true;
    ErrorWords words;
    Retrying retrying;  ///< may be empty
    std::optional<DeadlineHeader> deadline;
    /// Gets the body instead of the HttpResponse; must outlive send(). Null: it is collected.
    BodyReceiver* receiver = nullptr;
    /// ns for which a body that has begun may stand still before it is TimedOut; 0: any.
    uint64_t mostIdle = 0;
    /// The path as all requests of this kind have it, for spans and logs: "/v1/{model}". May be
    /// empty.
    std::string route = {};
};

enum class HttpFault {
    Setting,      ///< bad URI, no key in the environment: nothing was sent
    Unreachable,  ///< no connection: nothing was carried out
    Broken,       ///< sent, and no whole answer came: it may have been carried out
    TimedOut,     ///< the deadline passed, or the answer stood still
    Throttled,    ///< 429 that heals by waiting
    Billing,      ///< 402, and 429 for want of money: never heals by waiting
    Forbidden,    ///< 401, 403: the key or the account
    Missing,      ///< the model isn't there (by ErrorWords)
    Moderated,    ///< what was asked for is not allowed (by ErrorWords)
    Invalid,      ///< other 4xx: the request itself
    Server,       ///< 408, 409, 425, 5xx
    Redirected,   ///< to another host: not followed
    TooLarge,     ///< more than mostBytes
    Refused,      ///< not sent: disabled, breaker open, cooling down, no free slot
    Cancelled     ///< `stop`
};
constexpr size_t kHttpFaults = static_cast<size_t>(HttpFault::Cancelled) + 1;

/// The word for it in records and messages: "timed-out".
const char* nameOf(HttpFault fault);

struct HttpError {
    HttpFault fault = HttpFault::Broken;
    std::string message;                      ///< a sentence; without keys and bodies of pictures
    unsigned status = 0;                      ///< 0: none came
    std::optional<uint64_t> retryAfter = {};  ///< ns from now, by the server or what refused
    std::optional<bool> shouldRetry = {};     ///< what the server thinks of it (x-should-retry)
    std::string body = {};                    ///< of an answer that is no success, at most 64 KiB
    unsigned attempts = 0;                    ///< that reached for the network
};

/// scheme://host:port of an address, without whatever else it carries; "" when it has none.
std::string originOf(const std::string& uri);

/// "POST https://host/v1/{model}": what spans, logs and people may know of a request.
std::string briefly(const HttpRequest& request);

/// How long a caller waits, and for whom.
struct Patience {
    uint64_t deadline = 0;  ///< ns of the Clock that the client was made with; 0 has passed
    std::stop_token stop = {};
    /// The span below which the call is one; an attempt that is sent names its own to the server
    /// (traceparent). None: nothing is traced.
    TraceContext trace = {};
};

class HttpClient {
  public:
    virtual ~HttpClient() = default;
    virtual Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                                 const Patience& patience) = 0;
};

}  // namespace animatize
