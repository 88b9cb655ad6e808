#include "net/make_client.h"

#include "net/breaking_client.h"
#include "net/deadline_client.h"
#include "net/limited_client.h"
#include "net/soup_client.h"
#include "net/watched_client.h"

namespace animatize {

std::shared_ptr<HttpClient> makeClient(const ClientSettings& settings,
                                       std::shared_ptr<HttpMeter> meter, const ClientParts& parts)
{
    const Clock& clock = parts.clock;
    const auto endpoint =
        parts.endpoints.find(endpointKey(settings.uri, settings.model), settings.endpoint);
    std::shared_ptr<HttpClient> client = parts.sender;
    client = std::make_shared<TimedClient>(client, settings.attemptTimeout, clock);
    client = std::make_shared<DeadlineClient>(client, clock);
    client = std::make_shared<BreakingClient>(client, endpoint, clock);
    client = std::make_shared<CoolingClient>(client, endpoint, clock);
    client = std::make_shared<DisablingClient>(client, endpoint);
    client = std::make_shared<LimitedClient>(client, endpoint, clock);
    client = std::make_shared<RetryingClient>(client, endpoint, settings.retry, clock, parts.sleep);
    if (!meter)
        return client;
    client = std::make_shared<WatchedClient>(client, endpoint, meter->backend(), clock);
    return std::make_shared<MeteredClient>(client, std::move(meter), clock);
}

Result<std::shared_ptr<HttpClient>> makeClient(const ClientSettings& settings,
                                               std::shared_ptr<HttpMeter> meter)
{
    static const SteadyClock clock;
    Result<std::shared_ptr<HttpClient>> sender = sharedSoupClient();
    if (!sender)
        return sender.error();
    ClientSettings seeded = settings;
    seeded.retry.seed ^= clock.now();
    seeded.endpoint.seed ^= clock.now();
    return makeClient(seeded, std::move(meter),
                      {*sender, clock, sleepFor, EndpointRegistry::shared()});
}

}  // namespace animatize
