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

MeteredClient::MeteredClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<HttpMeter> meter,
                             const Clock& clock)
    : inner_(std::move(inner)), meter_(std::move(meter)), clock_(clock)
{}

Result<HttpResponse, HttpError> MeteredClient::send(const HttpRequest& request,
                                                    const Patience& patience)
{
    const uint64_t begin = clock_.now();
    auto answer = inner_->send(request, patience);
    const uint64_t took = clock_.now() - begin;
    meter_->with([&](HttpMetrics& metrics) {
        ++metrics.calls;
        metrics.attempts += answer ? answer->attempts : answer.error().attempts;
        metrics.latency.add(took);
        if (answer)
            ++metrics.answers;
        else
            ++metrics.faults[static_cast<size_t>(answer.error().fault)];
    });
    return answer;
}

}  // namespace animatize
