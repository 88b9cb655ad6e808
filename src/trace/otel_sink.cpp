// A span comes with its ids and times, so that the SDK's own tracer has nothing to do: each is put
// into a recordable of the batch processor as it is.
#include "trace/otel_sink.h"

#include <chrono>
#include <exception>
#include <string>

#include <opentelemetry/exporters/otlp/otlp_http_exporter_factory.h>
#include <opentelemetry/sdk/instrumentationscope/instrumentation_scope.h>
#include <opentelemetry/sdk/resource/resource.h>
#include <opentelemetry/sdk/trace/batch_span_processor_factory.h>
#include <opentelemetry/sdk/trace/batch_span_processor_options.h>
#include <opentelemetry/sdk/trace/exporter.h>
#include <opentelemetry/sdk/trace/processor.h>
#include <opentelemetry/sdk/trace/recordable.h>
#include <stdlib.h>

#include "base/version.h"

namespace animatize {
namespace {

namespace api = opentelemetry::trace;
namespace sdk = opentelemetry::sdk;

constexpr std::chrono::seconds kLongestFarewell{5};

api::SpanContext contextOf(const TraceContext& context)
{
    return {api::TraceId(context.trace), api::SpanId(context.span),
            api::TraceFlags(api::TraceFlags::kIsSampled), false};
}

/// Who sends, by the environment; by our own name if it says none.
sdk::resource::Resource resource()
{
    const char* all = getenv("OTEL_RESOURCE_ATTRIBUTES");
    const bool named = getenv("OTEL_SERVICE_NAME") ||
                       (all && std::string(all).find("service.name=") != std::string::npos);
    sdk::resource::ResourceAttributes attributes;
    if (!named)
        attributes["service.name"] = std::string("animatize");  // else it is a bool
    return sdk::resource::Resource::Create(attributes);
}

class OtelSink final : public SpanSink {
  public:
    OtelSink()
        : processor_(sdk::trace::BatchSpanProcessorFactory::Create(
              opentelemetry::exporter::otlp::OtlpHttpExporterFactory::Create(), {})),
          resource_(resource()),
          scope_(sdk::instrumentationscope::InstrumentationScope::Create("animatize",
                                                                         ANIMATIZE_VERSION))
    {}
    ~OtelSink() override { processor_->Shutdown(kLongestFarewell); }

    void ended(const SpanData& span) override
    {
        auto made = processor_->MakeRecordable();
        describe(span, *made);
        processor_->OnEnd(std::move(made));
    }

  private:
    void describe(const SpanData& span, sdk::trace::Recordable& made) const
    {
        const std::chrono::nanoseconds start(span.start), took(span.end - span.start);
        made.SetIdentity(contextOf(span.context), api::SpanId(span.parent));
        made.SetName(span.name);
        made.SetSpanKind(span.kind == SpanKind::Client ? api::SpanKind::kClient
                                                       : api::SpanKind::kInternal);
        made.SetStartTime(opentelemetry::common::SystemTimestamp(start));
        made.SetDuration(took);
        if (span.status == SpanStatus::Error)
            made.SetStatus(api::StatusCode::kError, "");
        for (const SpanAttribute& one : span.attributes)
            set(one, made);
        made.SetResource(resource_);
        made.SetInstrumentationScope(*scope_);
    }

    static void set(const SpanAttribute& one, sdk::trace::Recordable& made)
    {
        if (const auto* text = std::get_if<std::string>(&one.value))
            made.SetAttribute(one.name, opentelemetry::nostd::string_view(*text));
        else if (const auto* number = std::get_if<double>(&one.value))
            made.SetAttribute(one.name, *number);
        else if (const auto* count = std::get_if<int64_t>(&one.value))
            made.SetAttribute(one.name, *count);
        else
            made.SetAttribute(one.name, std::get<bool>(one.value));
    }

    const std::unique_ptr<sdk::trace::SpanProcessor> processor_;
    const sdk::resource::Resource resource_;
    const std::unique_ptr<sdk::instrumentationscope::InstrumentationScope> scope_;
};

}  // namespace

Result<std::shared_ptr<SpanSink>> makeOtelSink()
{
    try {
        return std::shared_ptr<SpanSink>(std::make_shared<OtelSink>());
    } catch (const std::exception& trouble) {
        return Error{std::string("Spans can't be sent to OpenTelemetry: ") + trouble.what()};
    }
}

}  // namespace animatize
