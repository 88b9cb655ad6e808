// One client with all that a call over the network needs, put together in one place:
//
//   metered > watched > retrying > limited > disabling > cooling > breaking > deadline > timed >
//   what sends
//
//   auto client = makeClient({.uri = "https://api.openai.com/v1/chat/completions",
//                             .model = "gpt-5-mini", .attemptTimeout = kChatAttempt}, meter);
//   if (!client) return client.error();                       // built without libsoup
//   auto answer = (*client)->send(request, {clock.now() + kCallDeadline, stop});
#pragma once

#include <memory>
#include <string>

#include "base/sleep.h"
#include "net/endpoint.h"
#include "net/http_client.h"
#include "net/metered_client.h"
#include "net/retrying_client.h"

namespace animatize {

constexpr uint64_t kChatAttempt = 30 * kSecond;
constexpr uint64_t kPictureAttempt = 60 * kSecond;
/// For all attempts, and those at other services, together.
constexpr uint64_t kCallDeadline = 90 * kSecond;

struct ClientSettings {
    std::string uri = {}, model = {};  ///< together they say which endpoint it is
    uint64_t attemptTimeout = kPictureAttempt;
    RetrySettings retry = {};
    EndpointSettings endpoint = {};  ///< of one that nobody has used before
};

/// What the client needs of the world; tests bring their own.
struct ClientParts {
    std::shared_ptr<HttpClient> sender;
    const Clock& clock;  ///< must outlive the client
    Sleep sleep;
    EndpointRegistry& endpoints;
    /// Of chance: processes that start together shouldn't knock together.
    uint64_t seed = 0;
};

/// Without a meter nobody counts or watches.
std::shared_ptr<HttpClient> makeClient(const ClientSettings& settings,
                                       std::shared_ptr<HttpMeter> meter, const ClientParts& parts);

/// Over the network, by SteadyClock, sharing endpoints and connections with all others in this
/// process. Chance is seeded by the time: processes that start together shouldn't knock together.
/// Errors: built without libsoup.
Result<std::shared_ptr<HttpClient>> makeClient(const ClientSettings& settings,
                                               std::shared_ptr<HttpMeter> meter);

}  // namespace animatize
