#include "net/endpoint.h"

namespace animatize {

void Disablement::disable(size_t configuration, const std::string& reason)
{
    if (this->reason(configuration))
        return;
    refused_.emplace_back(configuration, reason);
    if (refused_.size() > kMost)
        refused_.pop_front();
}

const std::string* Disablement::reason(size_t configuration) const
{
    for (const auto& [refused, reason] : refused_)
        if (refused == configuration)
            return &reason;
    return nullptr;
}

Endpoint::Endpoint(const EndpointSettings& settings)
    : breaker(CircuitBreaker(settings.breaker, settings.seed)),
      cooldown(Cooldown(settings.cooldown)),
      budget(RetryBudget(settings.budget)),
      inFlight(settings.mostInFlight)
{}

std::string endpointKey(const std::string& uri, const std::string& model)
{
    std::string base = uri.substr(0, uri.find_first_of("?#"));
    while (base.ends_with('/'))
        base.pop_back();
    return base + '\n' + model;
}

EndpointRegistry& EndpointRegistry::shared()
{
    static EndpointRegistry registry;
    return registry;
}

std::shared_ptr<Endpoint> EndpointRegistry::find(const std::string& key,
                                                 const EndpointSettings& settings)
{
    return state_.with([&](State& state) {
        const uint64_t now = ++state.lookups;
        if (const auto known = state.endpoints.find(key); known != state.endpoints.end()) {
            known->second.lookedUp = now;
            known->second.endpoint->inFlight.limit(settings.mostInFlight);
            return known->second.endpoint;
        }
        auto made = std::make_shared<Endpoint>(settings);
        if (makeRoom(state))
            state.endpoints[key] = {made, now};
        return made;
    });
}

bool EndpointRegistry::makeRoom(State& state)
{
    if (state.endpoints.size() < kMost)
        return true;
    auto oldest = state.endpoints.end();
    for (auto it = state.endpoints.begin(); it != state.endpoints.end(); ++it) {
        const bool unused = it->second.endpoint.use_count() == 1;
        if (unused &&
            (oldest == state.endpoints.end() || it->second.lookedUp < oldest->second.lookedUp))
            oldest = it;
    }
    if (oldest == state.endpoints.end())
        return false;
    state.endpoints.erase(oldest);
    return true;
}

size_t EndpointRegistry::size() const
{
    return state_.with([](const State& state) { return state.endpoints.size(); });
}

}  // namespace animatize
