// RemoteServices: the services that one generator may ask, by name, and what it may spend on them.
//
//   RemoteServices services(clock, linkOverNetwork(), today);
//   if (const Status status = services.use(settings); !status) return status;   // a bad manifest
//   auto delivery = services.find("flux:flux-2-max");
//
// Manifests are read when their location changes. What is known of a service's health is shared by
// the whole process (net/endpoint.h), pictures by all who name the same cache folder; requests per
// minute and money are the generator's own. Thread-safe; never used on a streaming thread while
// frames flow, except for stats().
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "base/guarded.h"
#include "generate/delivery/picture_delivery.h"
#include "generate/quality/picture_judge.h"

namespace animatize {

struct RemoteSettings {
    std::string
        providersLocation;     ///< a file, or a folder whose *.json files are read; empty: none
    uint32_t maxInFlight = 2;  ///< requests per service at a time, 1..64; manifests may lower it
    uint32_t maxRequestsPerMinute = 0;  ///< 0: no limit
    double maxCostPerHour = 10.0;       ///< USD; 0: no limit
    double minQuality = kMinQuality;    ///< pictures below count as faults, 0..1
    bool dryRun = false;                ///< tell what would be sent, and send nothing
    std::string cacheLocation;          ///< a folder; empty: in memory only
    uint64_t cacheMaxBytes = uint64_t{1} << 30;
    uint64_t cacheTtl = uint64_t{7} * 24 * 3600 * kSecond;

    bool operator==(const RemoteSettings&) const = default;
};

/// Makes the clients of one provider and model.
using MakeLink = std::function<Result<ProviderLink>(
    const Provider& provider, const std::string& model, const std::shared_ptr<HttpMeter>& meter)>;
MakeLink linkOverNetwork();

class RemoteServices {
  public:
    /// The clock is that of the links, and outlives this. `spending` may be one that outlives it
    /// too: what was spent before counts.
    RemoteServices(const Clock& clock, MakeLink link, std::function<std::string()> today,
                   std::shared_ptr<Spending> spending = nullptr);

    /// Errors: a manifest that is wrong (file, pointer, reason), a folder that can't be used. What
    /// was in use before then stays so.
    Status use(const RemoteSettings& settings);

    /// "NAME" or "NAME:MODEL". Errors: no such service; built without HTTP.
    Result<std::shared_ptr<PictureDelivery>> find(const std::string& name);
    /// "a, b, c".
    std::string names() const;

    /// Fetches jobs of earlier processes that are paid, into the cache; returns when none is left
    /// that can be had, at the latest after 2 min. How many came.
    unsigned collectPaid(const std::stop_token& stop);

    /// requests cost cost-last-hour refused; `cache` and `services` as records.
    Record stats() const;
    /// Sentences for the operator since the last call.
    std::vector<std::string> takeProblems();

  private:
    struct Service {
        std::shared_ptr<PictureDelivery> delivery;
        std::shared_ptr<HttpMeter> meter;
    };
    struct State {
        RemoteSettings settings;
        std::shared_ptr<const std::vector<Provider>> providers;
        bool read = false;
        std::shared_ptr<PictureCache> cache;
        std::map<std::string, Service> services;  ///< by the name that was asked for
    };

    Status take(const RemoteSettings& settings, const State& before);
    Result<Service> make(const State& state, const std::string& name) const;

    static constexpr size_t kMostServices = 64;

    const Clock& clock_;
    const MakeLink link_;
    const std::function<std::string()> today_;
    const std::shared_ptr<Spending> spending_;
    const std::shared_ptr<AlikeRequests> alike_;
    std::mutex using_;  ///< one at a time changes what is in use
    Guarded<State> state_;
};

}  // namespace animatize
