// RetryingClient: sends again what may succeed the next time, within one deadline for all attempts.
//
// Between attempts it waits a random time from 0 to 0.5 s, 1 s, 2 s ... 8 s (full jitter; twice
// that after a 429), or as long as the server asked for and that random time on top. It gives up,
// with the last fault, when a fault won't heal by trying (billing, key, request), when the answer
// to a request that must not be repeated is unknown, when the server asks for more than 2 min or
// than there is left, when the attempts or the budget of the endpoint are spent, or when the
// breaker or a cooldown has meanwhile closed the way: the caller then asks somebody else.
#pragma once

#include <memory>

#include "base/guarded.h"
#include "base/sleep.h"
#include "net/endpoint.h"
#include "net/http_client.h"

namespace animatize {

struct RetrySettings {
    unsigned mostAttempts = 3;  ///< the first included; 1 where the server retries by itself
    uint64_t base = 500 * kMillisecond;
    uint64_t throttledBase = 1000 * kMillisecond;
    uint64_t longest = 8 * kSecond;
    uint64_t longestAsked = 120 * kSecond;  ///< that is waited for
    uint64_t seed = 0;
};

class RetryingClient final : public HttpClient {
  public:
    /// The clock must outlive it.
    RetryingClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<Endpoint> endpoint,
                   const RetrySettings& settings, const Clock& clock, Sleep sleep);

    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override;

  private:
    /// ns until attempt `next` (from 2), or nothing: it wouldn't help, or there is no time left.
    std::optional<uint64_t> delayBefore(unsigned next, const HttpRequest& request,
                                        const HttpError& error, uint64_t deadline);

    const std::shared_ptr<HttpClient> inner_;
    const std::shared_ptr<Endpoint> endpoint_;
    const RetrySettings settings_;
    const Clock& clock_;
    const Sleep sleep_;
    Guarded<Jitter> jitter_;
};

}  // namespace animatize
