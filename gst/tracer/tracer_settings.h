// TracerSettings: what stands between the brackets of GST_TRACERS="animatize(...)".
//
//   animatize                                  spans
//   animatize(metrics)                         spans, and metrics at 127.0.0.1:9464
//   animatize(metrics=0.0.0.0:9000,spans=false)
//
// Parameters are separated by commas; blanks and quotes around a value don't count.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace animatize {

struct TracerSettings {
    std::optional<std::string> metrics;  ///< HOST:PORT where Prometheus is served; none: nowhere
    bool spans = true;
};

/// Errors: a parameter that isn't known, said twice, or has no such value.
Result<TracerSettings> tracerSettings(std::string_view parameters);

}  // namespace animatize
