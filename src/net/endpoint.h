// Endpoint: what is known of one service (base URI + model), by all who use it in this process.
//
//   std::shared_ptr<Endpoint> endpoint = EndpointRegistry::shared().find(endpointKey(uri, model));
//
// Four states that don't mix: a breaker for faults, a cooldown for "too many requests", disablement
// for what only a person can mend, a budget for retries; and how many calls are under way.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <string>

#include "base/guarded.h"
#include "net/circuit_breaker.h"
#include "net/cooldown.h"
#include "net/in_flight_limit.h"
#include "net/retry_budget.h"

namespace animatize {

struct EndpointSettings {
    BreakerSettings breaker = {};
    CooldownSettings cooldown = {};
    RetryBudgetSettings budget = {};
    unsigned mostInFlight = 2;
    uint64_t seed = 0;
};

/// Which configurations a service has turned down for good, and in what words.
class Disablement {
  public:
    /// By the fingerprint of a configuration; the oldest of 8 go.
    void disable(size_t configuration, const std::string& reason);
    /// Null: not disabled.
    const std::string* reason(size_t configuration) const;

    /// The configuration that a call has now; whether it was turned down is what is in force.
    void use(size_t configuration) { used_ = configuration; }
    bool isInForce() const { return reason(used_) != nullptr; }

  private:
    static constexpr size_t kMost = 8;
    std::list<std::pair<size_t, std::string>> refused_;
    size_t used_ = 0;
};

/// Each member is thread-safe by itself; no two locks are ever held together.
struct Endpoint {
    explicit Endpoint(const EndpointSettings& settings = {});

    Guarded<CircuitBreaker> breaker;
    Guarded<Cooldown> cooldown;
    Guarded<Disablement> disablement;
    Guarded<RetryBudget> budget;
    InFlightLimit inFlight;
};

/// What tells endpoints apart; a query of the URI doesn't count.
std::string endpointKey(const std::string& uri, const std::string& model);

/// Endpoints by key. Thread-safe. Times of one endpoint must all come from one clock.
class EndpointRegistry {
  public:
    /// Those of this process, by SteadyClock.
    static EndpointRegistry& shared();

    /// The one that is known, or a new one: then `settings` are its own from now on; how many may
    /// be under way is what the latest says. What nobody uses is remembered too; of more than 64
    /// those go that were looked up longest ago. One that finds no room, because all are in use, is
    /// nobody else's.
    std::shared_ptr<Endpoint> find(const std::string& key, const EndpointSettings& settings = {});

    size_t size() const;

    static constexpr size_t kMost = 64;

  private:
    struct Known {
        std::shared_ptr<Endpoint> endpoint;
        uint64_t lookedUp = 0;
    };
    struct State {
        std::map<std::string, Known> endpoints;
        uint64_t lookups = 0;
    };

    static bool makeRoom(State& state);

    Guarded<State> state_;
};

}  // namespace animatize
