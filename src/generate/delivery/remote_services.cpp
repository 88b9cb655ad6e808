#include "generate/delivery/remote_services.h"

#include <algorithm>
#include <filesystem>

namespace animatize {
namespace {

/// The manifests of a location, sorted; a location that isn't there is read too, for its error.
std::vector<std::string> filesAt(const std::string& location)
{
    if (location.empty())
        return {};
    std::error_code trouble;
    if (!std::filesystem::is_directory(location, trouble))
        return {location};
    std::vector<std::string> files;
    for (std::filesystem::directory_iterator one(location, trouble), end; !trouble && one != end;
         one.increment(trouble))
        if (one->path().extension() == ".json")
            files.push_back(one->path().string());
    std::sort(files.begin(), files.end());
    return files;
}

PictureCacheSettings cacheOf(const RemoteSettings& settings)
{
    PictureCacheSettings cache;
    cache.location = settings.cacheLocation;
    cache.maxBytes = settings.cacheMaxBytes;
    cache.ttl = settings.cacheTtl;
    return cache;
}

}  // namespace

MakeLink linkOverNetwork()
{
    return [](const Provider& provider, const std::string& model,
              const std::shared_ptr<HttpMeter>& meter) {
        return makeProviderLink(provider, model, meter);
    };
}

RemoteServices::RemoteServices(const Clock& clock, MakeLink link,
                               std::function<std::string()> today,
                               std::shared_ptr<Spending> spending)
    : clock_(clock),
      link_(std::move(link)),
      today_(std::move(today)),
      spending_(spending ? std::move(spending) : std::make_shared<Spending>(clock)),
      alike_(std::make_shared<AlikeRequests>())
{}

// Limits hold at once, whatever becomes of the rest.
Status RemoteServices::use(const RemoteSettings& settings)
{
    const std::lock_guard one(using_);
    const State before = state_.with([](const State& state) {
        return State{state.settings, state.providers, state.read, state.cache, {}};
    });
    if (before.read && before.settings == settings)
        return ok();
    spending_->limit({settings.maxRequestsPerMinute, settings.maxCostPerHour});
    return take(settings, before);
}

// Files are read without the lock, and all of it is in use together or not at all.
Status RemoteServices::take(const RemoteSettings& settings, const State& before)
{
    State after = before;
    if (!before.read || settings.providersLocation != before.settings.providersLocation) {
        auto providers = readProviders(filesAt(settings.providersLocation));
        if (!providers)
            return providers.error();
        after.providers = std::make_shared<const std::vector<Provider>>(std::move(*providers));
    }
    if (!before.cache || settings.cacheLocation != before.settings.cacheLocation) {
        auto opened = PictureCache::shared(cacheOf(settings));
        if (!opened)
            return opened.error();
        after.cache = std::move(*opened);
    } else {
        after.cache->limit(cacheOf(settings));
    }
    after.settings = settings;
    after.read = true;
    const bool same = after.providers == before.providers && after.cache == before.cache &&
                      settings.maxInFlight == before.settings.maxInFlight;
    state_.with([&](State& state) {
        if (same)
            after.services = std::move(state.services);
        state = std::move(after);
    });
    return ok();
}

Result<std::shared_ptr<PictureDelivery>> RemoteServices::find(const std::string& name)
{
    using Found = Result<std::shared_ptr<PictureDelivery>>;
    return state_.with([&](State& state) -> Found {
        if (const auto known = state.services.find(name); known != state.services.end())
            return known->second.delivery;
        const Result<Service> made = make(state, name);
        if (!made)
            return made.error();
        if (state.services.size() == kMostServices)
            state.services.erase(state.services.begin());
        state.services[name] = *made;
        return made->delivery;
    });
}

Result<RemoteServices::Service> RemoteServices::make(const State& state,
                                                     const std::string& name) const
{
    const size_t colon = std::min(name.find(':'), name.size());
    const std::string model = name.substr(std::min(colon + 1, name.size()));
    const Provider* known =
        state.providers ? findProvider(*state.providers, name.substr(0, colon)) : nullptr;
    if (!known)
        return Error{"there is no service \"" + name.substr(0, colon) + "\""};
    Provider provider = *known;
    provider.limits.concurrency =
        std::min<unsigned>(provider.limits.concurrency, state.settings.maxInFlight);
    const auto meter = std::make_shared<HttpMeter>(provider.name);
    const Result<ProviderLink> link = link_(provider, model, meter);
    if (!link)
        return link.error();
    const DeliveryServices services{state.cache, spending_, alike_, clock_, today_};
    return Service{std::make_shared<PictureDelivery>(provider, *link, model, services), meter};
}

std::string RemoteServices::names() const
{
    return state_.with([](const State& state) {
        std::string names;
        for (const Provider& provider :
             state.providers ? *state.providers : std::vector<Provider>())
            names.append(names.empty() ? "" : ", ").append(provider.name);
        return names;
    });
}

unsigned RemoteServices::collectPaid(const std::stop_token& stop)
{
    constexpr uint64_t kLongest = 120 * kSecond;
    const auto cache = state_.with([](const State& state) { return state.cache; });
    const uint64_t deadline = clock_.now() + kLongest;
    unsigned came = 0;
    for (const auto& [key, json] : cache ? cache->jobs() : PictureCache::Jobs()) {
        const auto job = readPaidJob(json, "a job that was kept");
        const auto delivery =
            job ? find(job->provider + (job->model.empty() ? "" : ":" + job->model))
                : Result<std::shared_ptr<PictureDelivery>>(job.error());
        if (delivery && !stop.stop_requested())
            came += (*delivery)->collect(key, *job, {deadline, stop});
    }
    return came;
}

Record RemoteServices::stats() const
{
    const Spending::Totals spent = spending_->totals();
    Record record;
    record.add("requests", spent.requests).add("refused-by-limits", spent.refused);
    record.add("cost", spent.cost).add("cost-last-hour", spent.lastHour);
    state_.with([&](const State& state) {
        if (state.cache)
            record.add("cache", state.cache->stats());
        RecordList& list = record.addList("services", state.services.size(), "service");
        size_t at = 0;
        for (const auto& [name, service] : state.services) {
            Record& one = list[at++];
            one.add("name", name);
            one.append(service.meter->snapshot().toRecord());
        }
    });
    return record;
}

std::vector<std::string> RemoteServices::takeProblems()
{
    const auto cache = state_.with([](const State& state) { return state.cache; });
    return cache ? cache->takeProblems() : std::vector<std::string>();
}

}  // namespace animatize
