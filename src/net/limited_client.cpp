#include "net/limited_client.h"

#include <algorithm>

namespace animatize {

LimitedClient::LimitedClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<Endpoint> endpoint,
                             const Clock& clock)
    : inner_(std::move(inner)), endpoint_(std::move(endpoint)), clock_(clock)
{}

Result<HttpResponse, HttpError> LimitedClient::send(const HttpRequest& request,
                                                    const Patience& patience)
{
    const uint64_t now = clock_.now();
    const uint64_t wait = patience.deadline > now ? patience.deadline - now : 0;
    const InFlightLimit::Slot slot = endpoint_->inFlight.acquire(wait, patience.stop);
    if (slot)
        return inner_->send(request, patience);
    if (patience.stop.stop_requested())
        return HttpError{HttpFault::Cancelled, "the request is no longer wanted"};
    return HttpError{HttpFault::Refused,
                     "as many requests as are allowed were under way until the deadline"};
}

TimedClient::TimedClient(std::shared_ptr<HttpClient> inner, uint64_t most, const Clock& clock)
    : inner_(std::move(inner)), most_(most), clock_(clock)
{}

Result<HttpResponse, HttpError> TimedClient::send(const HttpRequest& request,
                                                  const Patience& patience)
{
    Patience sooner = patience;
    sooner.deadline = std::min(patience.deadline, clock_.now() + most_);
    return inner_->send(request, sooner);
}

}  // namespace animatize
