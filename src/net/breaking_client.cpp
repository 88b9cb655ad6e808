#include "net/breaking_client.h"

#include <functional>
#include <tuple>

#include <stdlib.h>

#include "base/log.h"
#include "net/error_words.h"

namespace animatize {
namespace {

enum class Verdict { Good, Bad, None };

/// What a call says about the health of the service: an answer that we don't like is an answer.
Verdict verdictOf(const Result<HttpResponse, HttpError>& answer)
{
    if (answer)
        return Verdict::Good;
    switch (answer.error().fault) {
        case HttpFault::Unreachable:
        case HttpFault::Broken:
        case HttpFault::TimedOut:
        case HttpFault::Server:
            return Verdict::Bad;
        case HttpFault::Setting:
        case HttpFault::Throttled:
        case HttpFault::Refused:
        case HttpFault::Cancelled:
            return Verdict::None;
        default:
            return Verdict::Good;
    }
}

std::string seconds(uint64_t nanoseconds)
{
    return std::to_string((nanoseconds + kSecond - 1) / kSecond) + " s";
}

HttpError refused(const std::string& message, std::optional<uint64_t> retryAfter = {})
{
    HttpError error{HttpFault::Refused, message};
    error.retryAfter = retryAfter;
    return error;
}

/// What of the configuration isn't in the endpoint's key; never leaves the process.
size_t fingerprint(const HttpRequest& request)
{
    if (!request.key)
        return 0;
    const char* content = getenv(request.key->environment.c_str());
    return std::hash<std::string>()(content ? content : "");
}

const char* wordsFor(BreakerState state)
{
    switch (state) {
        case BreakerState::Closed:
            return "is up: its circuit breaker is closed";
        case BreakerState::Open:
            return "is down: its circuit breaker is open";
        case BreakerState::HalfOpen:
            return "is tried: its circuit breaker is half open";
    }
    return "";
}

void logChange(const HttpRequest& request, BreakerState before, BreakerState after, uint64_t wait)
{
    if (before == after)
        return;
    const bool opens = after == BreakerState::Open;
    logLine(LogArea::Net, opens ? LogLevel::Warning : LogLevel::Info, [&] {
        const std::string line = briefly(request) + ": the service " + wordsFor(after);
        return opens ? line + " for " + seconds(wait) : line;
    });
}

bool needsAPerson(HttpFault fault)
{
    return fault == HttpFault::Billing || fault == HttpFault::Forbidden ||
           fault == HttpFault::Missing;
}

}  // namespace

BreakingClient::BreakingClient(std::shared_ptr<HttpClient> inner,
                               std::shared_ptr<Endpoint> endpoint, const Clock& clock)
    : inner_(std::move(inner)), endpoint_(std::move(endpoint)), clock_(clock)
{}

Result<HttpResponse, HttpError> BreakingClient::send(const HttpRequest& request,
                                                     const Patience& patience)
{
    auto& breaker = endpoint_->breaker;
    const uint64_t begin = clock_.now();
    bool probes = false;
    const auto ticket = breaker.with([&](CircuitBreaker& b) {
        probes = b.state(begin) != BreakerState::Closed;
        return b.admit(begin);
    });
    if (!ticket) {
        const uint64_t wait = breaker.with([&](auto& b) { return b.remaining(begin); });
        if (wait == 0)
            return refused("the service was down; another call is finding out whether it is back");
        return refused("the service is down; it is asked again in " + seconds(wait), wait);
    }
    if (probes)
        logChange(request, BreakerState::Open, BreakerState::HalfOpen, 0);
    auto answer = inner_->send(request, patience);
    const uint64_t end = clock_.now();
    const auto change = breaker.with([&](CircuitBreaker& b) {
        const BreakerState before = b.state(end);
        switch (verdictOf(answer)) {
            case Verdict::Good:
                b.succeeded(*ticket, end);
                break;
            case Verdict::Bad:
                b.failed(*ticket, end);
                break;
            case Verdict::None:
                b.abandoned(*ticket);
                break;
        }
        return std::tuple(before, b.state(end), b.remaining(end));
    });
    logChange(request, std::get<0>(change), std::get<1>(change), std::get<2>(change));
    return answer;
}

CoolingClient::CoolingClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<Endpoint> endpoint,
                             const Clock& clock)
    : inner_(std::move(inner)), endpoint_(std::move(endpoint)), clock_(clock)
{}

Result<HttpResponse, HttpError> CoolingClient::send(const HttpRequest& request,
                                                    const Patience& patience)
{
    auto& cooldown = endpoint_->cooldown;
    const uint64_t begin = clock_.now();
    const uint64_t wait = cooldown.with([&](const Cooldown& c) { return c.remaining(begin); });
    if (wait > 0)
        return refused("the service had too many requests; it is asked again in " + seconds(wait),
                       wait);
    auto answer = inner_->send(request, patience);
    if (answer || answer.error().fault != HttpFault::Throttled) {
        if (verdictOf(answer) == Verdict::Good)
            cooldown.with([](Cooldown& c) { c.answered(); });
        return answer;
    }
    HttpError error = answer.error();
    const uint64_t end = clock_.now();
    error.retryAfter =
        cooldown.with([&](Cooldown& c) { return c.throttled(end, error.retryAfter); });
    logLine(LogArea::Net, LogLevel::Warning, [&] {
        return briefly(request) + ": the service has too many requests and is left alone for " +
               seconds(*error.retryAfter);
    });
    return error;
}

DisablingClient::DisablingClient(std::shared_ptr<HttpClient> inner,
                                 std::shared_ptr<Endpoint> endpoint)
    : inner_(std::move(inner)), endpoint_(std::move(endpoint))
{}

Result<HttpResponse, HttpError> DisablingClient::send(const HttpRequest& request,
                                                      const Patience& patience)
{
    auto& disablement = endpoint_->disablement;
    const size_t configuration = fingerprint(request);
    const auto reason = disablement.with([&](Disablement& d) {
        d.use(configuration);
        const std::string* known = d.reason(configuration);
        return known ? *known : std::string();
    });
    if (!reason.empty())
        return refused("not asked again until the configuration changes: " + reason);
    auto answer = inner_->send(request, patience);
    if (!answer && needsAPerson(answer.error().fault))
        disable(request, configuration, answer.error());
    return answer;
}

void DisablingClient::disable(const HttpRequest& request, size_t configuration,
                              const HttpError& error)
{
    endpoint_->disablement.with([&](Disablement& d) { d.disable(configuration, error.message); });
    logLine(LogArea::Net, LogLevel::Warning, [&] {
        return briefly(request) +
               ": not asked again until the configuration changes: " + briefly(error);
    });
}

}  // namespace animatize
