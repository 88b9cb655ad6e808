// PrometheusEndpoint: the registry of the process, served to Prometheus over HTTP.
//
//   auto endpoint = PrometheusEndpoint::open("127.0.0.1:9464");
//   if (!endpoint) return endpoint.error();       // the port is in use, the address is none, ...
//   (*endpoint)->uri()                            // "http://127.0.0.1:9464/metrics"
//
// By prometheus-cpp, with two threads of its own; serves from open() to its end. What it serves
// holds no secrets: names of backends are the only words in it that come from outside.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "metrics/metric_registry.h"

namespace animatize {

class PrometheusEndpoint {
  public:
    /// "IPV4:PORT", "[IPV6]:PORT", "localhost:PORT", or "PORT" of the loopback; port 0: any that is
    /// free. The registry must outlive it. Errors: not such an address, one that can't be listened
    /// on, built without prometheus-cpp.
    static Result<std::unique_ptr<PrometheusEndpoint>> open(
        const std::string& address, const MetricRegistry& registry = MetricRegistry::process());
    virtual ~PrometheusEndpoint() = default;

    /// Where it is, with the port that was taken.
    virtual const std::string& uri() const = 0;
};

}  // namespace animatize
