// What is promised of many jobs: that nearly all are delivered, nearly all of them by a service,
// and that services which are down aren't beaten. Simulated by a clock that only waiting moves,
// with the real clients around a service of chance; and over real sockets.
#include <fstream>
#include <mutex>

#include <stdlib.h>

#include "desk.h"
#include "generate/backends/remote.h"
#include "generate/image_generator.h"
#include "net/soup_client.h"
#include "support/fault_server.h"
#include "support/folder.h"
#include "weather.h"

using namespace animatize;
using namespace animatize::test;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif
constexpr unsigned kJobs = kSanitized ? 4'000 : 100'000;
constexpr unsigned kRealJobs = kSanitized ? 300 : 2'000;

const std::string& picture()
{
    static const std::string body =
        b64Answer(pngOfPicture(view(goodPicture(), {96, 54}, {48, 27})));
    return body;
}

/// The two services without their start frames (a hundred thousand PNG files would be all that is
/// measured), and elsewhere where `uri` says so.
RemoteSettings withoutFrames(const Folder& folder, const std::string& uri = "")
{
    const std::string begin = "{\"schema\":\"animatize-providers/1\",";
    const auto at = [&](const std::string& path) {
        return uri.empty() ? std::string() : ",\"base-uri\":\"" + uri + path + "\"";
    };
    RemoteSettings remote;
    remote.providersLocation = folder.path("text.json");
    remote.maxCostPerHour = 0.0;
    std::ofstream(remote.providersLocation)
        << begin << "\"providers\":[" << begin
        << "\"name\":\"openai\",\"image-in\":\"none\",\"submit-with-image\":null" << at("/1")
        << "}," << begin << "\"name\":\"localai\"" << at("/2") << "}]}";
    return remote;
}

/// One service under its weather, behind no network.
class ChancyService {
  public:
    ChancyService(FakeClock& clock, const Climate& climate, uint64_t seed)
        : clock_(clock), weather_(climate, seed)
    {}

    FakeClient::Answer answer()
    {
        ++attempts;
        if (down || weather_.isDown(clock_.now()))
            return outage();
        clock_.advance(2 * kSecond);  // as long as a quick picture takes
        if (!weather_.fails())
            return FakeClient::Answer(HttpResponse{200, {}, picture()});
        const double kind = weather_.share();
        if (kind < 0.4)
            return FakeClient::error(HttpFault::Server, 503);
        if (kind < 0.6)
            return FakeClient::error(HttpFault::Throttled, 429, 2 * kSecond);
        if (kind < 0.8)
            return FakeClient::error(HttpFault::Unreachable);
        return FakeClient::error(HttpFault::Broken);
    }

    uint64_t attempts = 0;
    bool down = false;

  private:
    /// Half of the outages hang, half turn away.
    FakeClient::Answer outage()
    {
        if (weather_.share() < 0.5)
            return FakeClient::error(HttpFault::Unreachable);
        clock_.advance(60 * kSecond);
        return FakeClient::error(HttpFault::TimedOut);
    }

    FakeClock& clock_;
    Weather weather_;
};

/// The chain `first,second,local` over two chancy services.
struct Simulation {
    const Folder folder;
    FakeClock clock;
    EndpointRegistry endpoints;
    ChancyService first, second;
    std::shared_ptr<FakeClient> sender = std::make_shared<FakeClient>();
    RemoteServices services;
    ImageGenerator generator;
    KeyframeJob job;
    GeneratorSettings settings;
    unsigned delivered = 0, byFirst = 0, byService = 0;

    explicit Simulation(const Climate& climate)
        : first(clock, climate, 1),
          second(clock, climate, 2),
          services(
              clock,
              [this](const Provider& provider, const std::string& model, const auto& meter) {
                  return Result<ProviderLink>(makeProviderLink(
                      provider, model, meter, {sender, clock, clock.sleep(), endpoints}));
              },
              [] { return std::string("2026-11-29"); }),
          generator(clock, findLocalOrRemote(services, {kMinQuality, false}))
    {
        sender->compute([this](const HttpRequest& request, const Patience&) {
            return (has(request.uri, "openai") ? first : second).answer();
        });
        const Status used = services.use(withoutFrames(folder));
        ck_assert_msg(static_cast<bool>(used), "%s", used ? "" : used.error().message.c_str());
        settings.backends = "openai,localai,local";
        settings.frames = 1;
        job.image = view(goodPicture(), {96, 54}, {48, 27});
    }

    /// `pause`: ns between the end of a job and the next.
    void run(unsigned jobs, uint64_t pause)
    {
        for (unsigned i = 0; i < jobs; ++i) {
            job.prompt = "shot " + std::to_string(++number_);
            const GeneratedSet set = generator.generate(job, settings, {});
            delivered += !set.keyframes.empty();
            byService += set.remote;
            byFirst += set.remote && set.keyframes[0].backend == "openai";
            clock.advance(pause);
        }
    }

  private:
    unsigned number_ = 0;
};

double percent(unsigned part, unsigned all)
{
    return 100.0 * part / all;
}

}  // namespace

START_TEST(nearlyAllJobsAreDeliveredAndNearlyAllByAService)
{
    Simulation simulation({});
    simulation.run(kJobs, 8 * kSecond);
    std::printf(
        "# %u jobs: delivered %.4f %%, by a service %.3f %%, by the preferred one %.2f %%; "
        "%.3f requests a job\n",
        kJobs, percent(simulation.delivered, kJobs), percent(simulation.byService, kJobs),
        percent(simulation.byFirst, kJobs),
        double(simulation.first.attempts + simulation.second.attempts) / kJobs);
    ck_assert_double_ge(percent(simulation.delivered, kJobs), 99.99);
    ck_assert_double_ge(percent(simulation.byService, kJobs), 99.9);
    ck_assert_double_ge(percent(simulation.byFirst, kJobs), 97.0);
}
END_TEST

START_TEST(servicesThatAreDownAreNotBeaten)
{
    constexpr unsigned kSome = kJobs / 40;
    Simulation simulation({0.0, 0.0});
    simulation.run(kSome, 8 * kSecond);
    const uint64_t normal = simulation.first.attempts;
    simulation.first.down = simulation.second.down = true;
    simulation.run(kSome, 8 * kSecond);
    const double rate = double(simulation.first.attempts - normal) / double(normal);
    std::printf("# full outage: %.3f times the requests of a good day\n", rate);
    ck_assert_uint_eq(simulation.delivered, 2 * kSome);
    ck_assert_double_le(rate, 1.2);
    simulation.first.down = simulation.second.down = false;
    const unsigned before = simulation.byService;
    simulation.run(kSome, 8 * kSecond);
    // Found to be back within the longest time that a breaker stays open.
    ck_assert_uint_ge(simulation.byService - before, kSome - 60);
}
END_TEST

START_TEST(theFirstMinuteOfAnOutageIsWithinBoundsToo)
{
    Simulation simulation({0.0, 0.0});
    simulation.run(50, 8 * kSecond);
    const uint64_t normal = simulation.first.attempts;
    simulation.first.down = simulation.second.down = true;
    simulation.run(50, 100 * kMillisecond);  // as fast as it goes
    ck_assert_uint_le(simulation.first.attempts - normal, 60);
    ck_assert_uint_eq(simulation.delivered, 100);
}
END_TEST

namespace {

/// Runs `kTimes` as fast as the world: what waits for seconds is done in a moment.
class FastClock final : public Clock {
  public:
    static constexpr uint64_t kTimes = 20;
    uint64_t now() const override { return clock_.now() * kTimes; }

  private:
    SteadyClock clock_;
};

Reply fault(double kind)
{
    if (kind < 0.2)
        return Reply::failure(503);
    if (kind < 0.35)
        return Reply::tooMany().with("Retry-After", "1");
    if (kind < 0.5)
        return Reply::broken(Reply::How::Reset);
    if (kind < 0.65)
        return Reply::broken(Reply::How::Truncated, picture());
    if (kind < 0.8)
        return Reply::broken(Reply::How::Garbage);
    return Reply::json("{\"data\":[{\"b64_json\":\"bm8gcGljdHVyZQ==\"}]}");  // "no picture"
}

}  // namespace

START_TEST(overRealSocketsItHoldsAsWell)
{
    FaultServer server;
    const FastClock clock;
    EndpointRegistry endpoints;
    std::mutex mutex;
    Weather weather({0.05, 0.0}, 3);
    server.answer([&](const Received&) {
        std::lock_guard lock(mutex);
        return weather.fails() ? fault(weather.share()) : Reply::json(picture());
    });
    const auto sender = makeSoupClient(clock);
    ck_assert(static_cast<bool>(sender));
    const Sleep sleep = [](uint64_t time, const std::stop_token& stop) {
        return sleepFor(time / FastClock::kTimes, stop);
    };
    setenv("OPENAI_API_KEY", "s3cret/0815", 1);
    RemoteServices services(
        clock,
        [&](const Provider& provider, const std::string& model, const auto& meter) {
            return Result<ProviderLink>(
                makeProviderLink(provider, model, meter, {*sender, clock, sleep, endpoints}));
        },
        [] { return std::string("2026-11-29"); });
    const Folder folder;
    ck_assert(static_cast<bool>(services.use(withoutFrames(folder, server.uri("")))));
    const ImageGenerator generator(clock, findLocalOrRemote(services, {kMinQuality, false}));
    GeneratorSettings settings;
    settings.backends = "openai,localai,local";
    settings.frames = 1;
    KeyframeJob job;
    job.image = view(goodPicture(), {96, 54}, {48, 27});
    unsigned delivered = 0, byService = 0;
    for (unsigned i = 0; i < kRealJobs; ++i) {
        job.prompt = "shot " + std::to_string(i);
        const GeneratedSet set = generator.generate(job, settings, {});
        delivered += !set.keyframes.empty();
        byService += set.remote;
    }
    std::printf("# %u jobs over sockets, %zu requests: delivered %.3f %%, by a service %.2f %%\n",
                kRealJobs, server.requests(), percent(delivered, kRealJobs),
                percent(byService, kRealJobs));
    ck_assert_uint_eq(delivered, kRealJobs);
    ck_assert_uint_ge(server.requests(), kRealJobs);
    ck_assert_double_ge(percent(byService, kRealJobs), 97.0);
}
END_TEST

int main()
{
    return animatize::test::run(
        "promises",
        {nearlyAllJobsAreDeliveredAndNearlyAllByAService, servicesThatAreDownAreNotBeaten,
         theFirstMinuteOfAnOutageIsWithinBoundsToo, overRealSocketsItHoldsAsWell});
}
