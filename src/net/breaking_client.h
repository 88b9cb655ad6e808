// Three clients that keep a call from an endpoint that wouldn't answer it well, one reason each.
// What they don't let pass is Refused at once, with the time after which it may be worth asking
// again.
//
//   BreakingClient   the service is down: its circuit breaker is open
//   CoolingClient    the service said "too many requests"
//   DisablingClient  the key, the account or the model are wrong: refused until the configuration
//                    (content of the key's variable; URI and model choose the endpoint) changes
#pragma once

#include <memory>
#include <string>

#include "net/endpoint.h"
#include "net/http_client.h"

namespace animatize {

/// Clocks must outlive the clients.
class BreakingClient final : public HttpClient {
  public:
    BreakingClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<Endpoint> endpoint,
                   const Clock& clock);
    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override;

  private:
    const std::shared_ptr<HttpClient> inner_;
    const std::shared_ptr<Endpoint> endpoint_;
    const Clock& clock_;
};

/// A 429 that passes through it says in retryAfter how long the endpoint cools down.
class CoolingClient final : public HttpClient {
  public:
    CoolingClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<Endpoint> endpoint,
                  const Clock& clock);
    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override;

  private:
    const std::shared_ptr<HttpClient> inner_;
    const std::shared_ptr<Endpoint> endpoint_;
    const Clock& clock_;
};

class DisablingClient final : public HttpClient {
  public:
    DisablingClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<Endpoint> endpoint);
    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override;

  private:
    void disable(const HttpRequest& request, size_t configuration, const HttpError& error);

    const std::shared_ptr<HttpClient> inner_;
    const std::shared_ptr<Endpoint> endpoint_;
};

}  // namespace animatize
