#include <string_view>

#include <stdlib.h>

#include "trace/otel_sink.h"

namespace animatize {
namespace {

std::string_view variable(const char* name)
{
    const char* text = getenv(name);
    return text ? text : "";
}

}  // namespace

bool wantsOtel()
{
    const bool named = !variable("OTEL_EXPORTER_OTLP_ENDPOINT").empty() ||
                       !variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").empty();
    const std::string_view exporter = variable("OTEL_TRACES_EXPORTER");
    return named && (exporter.empty() || exporter == "otlp") &&
           variable("OTEL_SDK_DISABLED") != "true";
}

}  // namespace animatize
