// Built without opentelemetry-cpp: spans are in the tracer's records, and nowhere else.
#include "trace/otel_sink.h"

namespace animatize {

Result<std::shared_ptr<SpanSink>> makeOtelSink()
{
    return Error{
        "This build can't send spans to OpenTelemetry: it was made without "
        "opentelemetry-cpp. They are in the records of GST_TRACER all the same."};
}

}  // namespace animatize
