// The HTTP client that really sends: libsoup 3 on a thread of its own (soup_thread.h).
//
//   Result<std::shared_ptr<HttpClient>> client = sharedSoupClient();
//   if (!client) return client.error();            // built without libsoup
//   auto answer = (*client)->send(request, {clock.now() + 30 * kSecond, stop});
//
// - Nobody waits longer than the deadline; `stop` and the deadline return at once, and what is
//   still under way is cancelled behind the caller's back.
// - 301, 302, 307 and 308 repeat the request, 303 fetches; at most 5 times and only to the same
//   host and port, or from http to https there. Everything else is Redirected.
// - Connections are kept for the next request. One that the server has closed meanwhile is noticed;
//   a repeatable request goes out once more on a new one, any other never uses an old one.
// - Hosts behind a proxy are reached by the system's settings; this machine itself always directly.
// - No cookies, no cache, no passwords in URIs.
#pragma once

#include <memory>
#include <string>

#include "net/http_client.h"

namespace animatize {

struct SoupSettings {
    uint64_t connectTimeout = 5 * kSecond;  ///< for name, connection and TLS together
    std::string userAgent = "animatize/0.1";
};

/// A client with a thread and connections of its own. The clock must outlive it, and nobody may
/// be in send() when it ends. Errors: built without libsoup.
Result<std::shared_ptr<HttpClient>> makeSoupClient(const Clock& clock,
                                                   const SoupSettings& settings = {});

/// The one of this process, by SteadyClock: made for who asks first, gone with its last user.
Result<std::shared_ptr<HttpClient>> sharedSoupClient();

}  // namespace animatize
