#include "net/retrying_client.h"

#include <algorithm>

#include "base/log.h"
#include "net/error_words.h"
#include "net/request_span.h"

namespace animatize {
namespace {

/// 5xx that say "not now", and the like among 4xx.
bool isPassing(unsigned status)
{
    constexpr unsigned kPassing[] = {408, 409, 425, 500, 502, 503, 504, 529};
    return std::find(std::begin(kPassing), std::end(kPassing), status) != std::end(kPassing);
}

/// Whether nobody knows if the request was carried out: a gateway that lost touch counts as well.
bool isAmbiguous(const HttpError& error)
{
    return error.fault == HttpFault::Broken || error.fault == HttpFault::TimedOut ||
           error.status == 502 || error.status == 504;
}

bool mayHeal(const HttpError& error)
{
    switch (error.fault) {
        case HttpFault::Unreachable:
        case HttpFault::Broken:
        case HttpFault::TimedOut:
            return true;
        case HttpFault::Throttled:
            return error.shouldRetry.value_or(true);
        case HttpFault::Server:
            return error.shouldRetry.value_or(isPassing(error.status));
        case HttpFault::Invalid:
            return error.shouldRetry.value_or(false);
        default:
            return false;
    }
}

bool wasSent(const HttpError& error)
{
    return error.fault != HttpFault::Refused && error.fault != HttpFault::Setting;
}

std::string milliseconds(uint64_t nanoseconds)
{
    return std::to_string(nanoseconds / kMillisecond) + " ms";
}

void logAnswer(const HttpRequest& request, unsigned attempt,
               const Result<HttpResponse, HttpError>& answer)
{
    const auto about = [&] {
        return briefly(request) + ", attempt " + std::to_string(attempt) + ": ";
    };
    if (answer)
        return logLine(LogArea::Net, LogLevel::Debug, [&] {
            return about() + "answered " + std::to_string(answer->status) + ", " +
                   std::to_string(answer->body.size()) + " bytes";
        });
    logLine(LogArea::Net, LogLevel::Info, [&] { return about() + briefly(answer.error()); });
}

}  // namespace

RetryingClient::RetryingClient(std::shared_ptr<HttpClient> inner,
                               std::shared_ptr<Endpoint> endpoint, const RetrySettings& settings,
                               const Clock& clock, Sleep sleep)
    : inner_(std::move(inner)),
      endpoint_(std::move(endpoint)),
      settings_(settings),
      clock_(clock),
      sleep_(std::move(sleep)),
      jitter_(Jitter(settings.seed))
{}

Result<HttpResponse, HttpError> RetryingClient::send(const HttpRequest& request,
                                                     const Patience& patience)
{
    endpoint_->budget.with([&](RetryBudget& budget) { budget.called(clock_.now()); });
    std::optional<HttpError> last;
    for (unsigned attempt = 1;; ++attempt) {
        logLine(LogArea::Net, LogLevel::Log,
                [&] { return briefly(request) + ", attempt " + std::to_string(attempt); });
        RequestSpan span(request, patience, attempt);
        auto answer = inner_->send(request, span.patience());
        span.answered(answer);
        logAnswer(request, attempt, answer);
        if (answer) {
            answer->attempts = attempt;
            return answer;
        }
        HttpError error = answer.error();
        error.attempts = wasSent(error) ? attempt : attempt - 1;
        // Meanwhile refused: what went wrong before says more.
        if (last && !wasSent(error))
            return std::move(*last);
        const auto delay = delayBefore(attempt + 1, request, error, patience.deadline);
        if (!delay)
            return error;
        span.retriedAfter(*delay);
        span.end();
        logLine(LogArea::Net, LogLevel::Info, [&] {
            return briefly(request) + ": attempt " + std::to_string(attempt + 1) + " follows in " +
                   milliseconds(*delay);
        });
        if (request.retrying)
            request.retrying(error, attempt + 1, *delay);
        if (!sleep_(*delay, patience.stop)) {
            error.fault = HttpFault::Cancelled;
            error.message.append("; another attempt was no longer wanted");
            return error;
        }
        last = std::move(error);
    }
}

std::optional<uint64_t> RetryingClient::delayBefore(unsigned next, const HttpRequest& request,
                                                    const HttpError& error, uint64_t deadline)
{
    if (next > settings_.mostAttempts || !mayHeal(error))
        return std::nullopt;
    if (!request.repeatable && isAmbiguous(error))
        return std::nullopt;
    const uint64_t now = clock_.now();
    const uint64_t left = deadline > now ? deadline - now : 0;
    const uint64_t asked = error.retryAfter.value_or(0);
    if (asked > settings_.longestAsked || asked >= left)
        return std::nullopt;
    const bool throttled = error.fault == HttpFault::Throttled;
    const uint64_t base = throttled ? settings_.throttledBase : settings_.base;
    const uint64_t backoff = std::min(base << std::min(next - 2, 20u), settings_.longest);
    // Half of what is left stays for the attempt.
    const uint64_t most = std::min(backoff, (left - asked) / 2);
    if (!endpoint_->budget.with([&](RetryBudget& budget) { return budget.take(now); }))
        return std::nullopt;
    const double share = jitter_.with([](Jitter& jitter) { return jitter.share(); });
    return asked + static_cast<uint64_t>(share * static_cast<double>(most));
}

}  // namespace animatize
