// WatchedClient: shows the state of the endpoint that it asks: breaker, cooldown, disablement.
//
// As gauges of the backend, which are read when somebody wants to know them. A backend with several
// endpoints (a job is submitted, asked about, fetched) shows the worst of them. An endpoint is seen
// as long as a client for it is there.
#pragma once

#include <memory>
#include <string>

#include "metrics/metric_scope.h"
#include "net/endpoint.h"
#include "net/http_client.h"

namespace animatize {

class WatchedClient final : public HttpClient {
  public:
    /// The clock must outlive it.
    WatchedClient(std::shared_ptr<HttpClient> inner, const std::shared_ptr<Endpoint>& endpoint,
                  const std::string& backend, const Clock& clock);
    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override
    {
        return inner_->send(request, patience);
    }

  private:
    const std::shared_ptr<HttpClient> inner_;
    MetricScope scope_;
};

}  // namespace animatize
