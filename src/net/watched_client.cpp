#include "net/watched_client.h"

namespace animatize {
namespace {

/// By how bad it is.
uint64_t levelOf(BreakerState state)
{
    switch (state) {
        case BreakerState::Closed:
            return 0;
        case BreakerState::HalfOpen:
            return 1;
        case BreakerState::Open:
            break;
    }
    return 2;
}

}  // namespace

WatchedClient::WatchedClient(std::shared_ptr<HttpClient> inner,
                             const std::shared_ptr<Endpoint>& endpoint, const std::string& backend,
                             const Clock& clock)
    : inner_(std::move(inner))
{
    scope_.watch(Metric::BreakerState, {backend}, [endpoint, &clock] {
        return endpoint->breaker.with(
            [&](const CircuitBreaker& breaker) { return levelOf(breaker.state(clock.now())); });
    });
    scope_.watch(Metric::Cooldown, {backend}, [endpoint, &clock] {
        return endpoint->cooldown.with(
            [&](const Cooldown& cooldown) { return cooldown.remaining(clock.now()); });
    });
    scope_.watch(Metric::Disabled, {backend}, [endpoint] {
        return endpoint->disablement.with(
            [](const Disablement& disablement) { return uint64_t{disablement.isInForce()}; });
    });
}

}  // namespace animatize
