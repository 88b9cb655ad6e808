// Two clients that limit attempts: how many of an endpoint are under way at a time, and how long
// each may take.
#pragma once

#include <memory>

#include "net/endpoint.h"
#include "net/http_client.h"

namespace animatize {

/// Waits for a free slot until the deadline; Refused when there was none.
class LimitedClient final : public HttpClient {
  public:
    LimitedClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<Endpoint> endpoint,
                  const Clock& clock);
    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override;

  private:
    const std::shared_ptr<HttpClient> inner_;
    const std::shared_ptr<Endpoint> endpoint_;
    const Clock& clock_;
};

/// Brings the deadline forward, so that one attempt that hangs leaves time for another.
class TimedClient final : public HttpClient {
  public:
    TimedClient(std::shared_ptr<HttpClient> inner, uint64_t most, const Clock& clock);
    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override;

  private:
    const std::shared_ptr<HttpClient> inner_;
    const uint64_t most_;
    const Clock& clock_;
};

}  // namespace animatize
