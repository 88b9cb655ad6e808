#include "metrics/prometheus_endpoint.h"

namespace animatize {

Result<std::unique_ptr<PrometheusEndpoint>> PrometheusEndpoint::open(const std::string&,
                                                                     const MetricRegistry&)
{
    return Error{
        "animatize was built without prometheus-cpp: metrics can't be served (Debian's package is "
        "prometheus-cpp-dev)"};
}

}  // namespace animatize
