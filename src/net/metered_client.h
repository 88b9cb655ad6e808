// MeteredClient: counts calls by what became of them, and how long they took.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "metrics/metric_scope.h"
#include "net/http_client.h"
#include "record/record.h"

namespace animatize {

struct HttpMetrics {
    uint64_t calls = 0;     ///< that ended
    uint64_t answers = 0;   ///< of these with success
    uint64_t attempts = 0;  ///< that reached for the network
    std::array<uint64_t, kHttpFaults> faults{};
    TimeHistogram latency;  ///< of all calls, from send() to its return

    /// calls answers attempts, fault-NAME where it isn't 0, latency-{mean,p50,p99,max} in ns.
    Record toRecord() const;
};

/// What clients of one backend count together, in a scope of its own. Thread-safe.
class HttpMeter {
  public:
    /// `backend`: what the process-wide metrics call it.
    explicit HttpMeter(std::string backend = "");

    void count(const Result<HttpResponse, HttpError>& answer, uint64_t took);
    HttpMetrics snapshot() const;
    const std::string& backend() const { return backend_; }

  private:
    const std::string backend_;
    MetricScope scope_;
    Counter &answers_, &attempts_, &retries_;
    Histogram& latency_;
    std::array<Counter*, kHttpFaults> faults_;
};

class MeteredClient final : public HttpClient {
  public:
    /// The clock must outlive it.
    MeteredClient(std::shared_ptr<HttpClient> inner, std::shared_ptr<HttpMeter> meter,
                  const Clock& clock);
    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override;

  private:
    const std::shared_ptr<HttpClient> inner_;
    const std::shared_ptr<HttpMeter> meter_;
    const Clock& clock_;
};

}  // namespace animatize
