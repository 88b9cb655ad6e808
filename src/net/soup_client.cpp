#include "net/soup_client.h"

#include "base/guarded.h"
#include "net/soup_exchange.h"

namespace animatize {
namespace {

class SoupClient final : public HttpClient {
  public:
    SoupClient(const Clock& clock, const SoupSettings& settings)
        : clock_(clock), connectTimeout_(settings.connectTimeout), thread_(settings.userAgent)
    {}

    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override
    {
        auto ready = readyRequest(request, patience.trace);
        if (!ready)
            return ready.error();
        if (patience.stop.stop_requested())
            return HttpError{HttpFault::Cancelled, "the request is no longer wanted"};
        const uint64_t now = clock_.now();
        if (now >= patience.deadline)
            return HttpError{HttpFault::TimedOut, "there was no time left to send the request"};
        const auto exchange =
            std::make_shared<SoupExchange>(thread_, std::move(*ready), connectTimeout_);
        return exchange->perform(patience.deadline - now, patience.stop);
    }

  private:
    const Clock& clock_;
    const uint64_t connectTimeout_;
    SoupThread thread_;
};

}  // namespace

Result<std::shared_ptr<HttpClient>> makeSoupClient(const Clock& clock, const SoupSettings& settings)
{
    return std::shared_ptr<HttpClient>(std::make_shared<SoupClient>(clock, settings));
}

Result<std::shared_ptr<HttpClient>> sharedSoupClient()
{
    static const SteadyClock clock;
    static Guarded<std::weak_ptr<HttpClient>> shared;
    return shared.with([](std::weak_ptr<HttpClient>& known) {
        std::shared_ptr<HttpClient> client = known.lock();
        if (!client)
            known = client = std::make_shared<SoupClient>(clock, SoupSettings{});
        return client;
    });
}

}  // namespace animatize
