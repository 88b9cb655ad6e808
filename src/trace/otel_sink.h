// The sink that sends spans to OpenTelemetry: OTLP over HTTP, in batches, from a thread of the SDK.
//
//   OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318 GST_TRACERS=animatize gst-launch-1.0 ...
//
// Configured by the standard environment variables and by nothing else
// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/): where to, by which protocol
// (http/protobuf, http/json), with which headers, certificate and timeout is read by the exporter;
// OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say who sends. What can't be delivered is lost,
// and nobody waits for it.
#pragma once

#include <memory>

#include "base/result.h"
#include "trace/span.h"

namespace animatize {

/// Whether the environment asks for it: an endpoint for traces is named, OTEL_TRACES_EXPORTER is
/// otlp where it is set at all, and OTEL_SDK_DISABLED isn't true.
bool wantsOtel();

/// Errors: built without opentelemetry-cpp. The last of it sends what is left, for 5 s at most.
Result<std::shared_ptr<SpanSink>> makeOtelSink();

}  // namespace animatize
