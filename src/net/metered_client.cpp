#include "net/metered_client.h"

namespace animatize {

Record HttpMetrics::toRecord() const
{
    Record record("http");
    record.add("calls", calls).add("answers", answers).add("attempts", attempts);
    for (size_t i = 0; i < kHttpFaults; ++i)
        if (faults[i] > 0)
            record.add(std::string("fault-").append(nameOf(static_cast<HttpFault>(i))), faults[i]);
    if (calls > 0)
        record.add("latency-mean", latency.mean())
            .add("latency-p50", latency.percentile(0.5))
            .add("latency-p99", latency.percentile(0.99))
            .add("latency-max", latency.maximum());
    return record;
}

HttpMeter::HttpMeter(std::string backend)
    : backend_(backend.empty() ? kOtherValue : std::move(backend)),
      answers_(scope_.counter(Metric::Requests, {backend_, "answered"})),
      attempts_(scope_.counter(Metric::RequestAttempts, {backend_})),
      retries_(scope_.counter(Metric::RequestRetries, {backend_})),
      latency_(scope_.histogram(Metric::RequestDuration, {backend_}))
{
    for (size_t i = 0; i < kHttpFaults; ++i)
        faults_[i] =
            &scope_.counter(Metric::Requests, {backend_, nameOf(static_cast<HttpFault>(i))});
}

void HttpMeter::count(const Result<HttpResponse, HttpError>& answer, uint64_t took)
{
    const unsigned attempts = answer ? answer->attempts : answer.error().attempts;
    attempts_.add(attempts);
    retries_.add(attempts > 1 ? attempts - 1 : 0);
    latency_.add(took);
    (answer ? answers_ : *faults_[static_cast<size_t>(answer.error().fault)]).add();
}

HttpMetrics HttpMeter::snapshot() const
{
    HttpMetrics metrics;
    metrics.answers = metrics.calls = answers_.value();
    metrics.attempts = attempts_.value();
    for (size_t i = 0; i < kHttpFaults; ++i)
        metrics.calls += metrics.faults[i] = faults_[i]->value();
    metrics.latency = latency_.snapshot();
    return metrics;
}

MeteredClient::MeteredClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<HttpMeter> meter,
                             const Clock& clock)
    : inner_(std::move(inner)), meter_(std::move(meter)), clock_(clock)
{}

Result<HttpResponse, HttpError> MeteredClient::send(const HttpRequest& request,
                                                    const Patience& patience)
{
    const uint64_t begin = clock_.now();
    auto answer = inner_->send(request, patience);
    meter_->count(answer, clock_.now() - begin);
    return answer;
}

}  // namespace animatize
