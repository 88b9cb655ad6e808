#include "gst/tracer/span_records.h"

#include <algorithm>
#include <atomic>
#include <cstdio>

#define GST_USE_UNSTABLE_API
#include <gst/gst.h>
#include <gst/gsttracerrecord.h>

#include "base/utf8.h"
#include "gst/base/ref.h"
#include "trace/otel_sink.h"

namespace animatize {
namespace {

constexpr size_t kMostText = 1000;

std::string textOf(const SpanAttribute::Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* count = std::get_if<int64_t>(&value))
        return std::to_string(*count);
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", std::get<double>(value));
    return text;
}

/// Records put texts where they belong as they are: what reads them wants quotes around blanks.
std::string quoted(std::string text)
{
    std::replace_if(
        text.begin(), text.end(),
        [](unsigned char c) { return c < 32 || c == 127 || c == '"' || c == '\\'; }, '\'');
    return '"' + text + '"';
}

GstStructure* value(GType type, const char* about)
{
    return gst_structure_new("value", "type", G_TYPE_GTYPE, type, "description", G_TYPE_STRING,
                             about, nullptr);
}

GstTracerRecord* newRecord()
{
    const auto text = [](const char* about) { return value(G_TYPE_STRING, about); };
    return gst_tracer_record_new(
        "animatize-span.class", "trace-id", GST_TYPE_STRUCTURE, text("32 hexadecimal digits"),
        "span-id", GST_TYPE_STRUCTURE, text("16 hexadecimal digits"), "parent-id",
        GST_TYPE_STRUCTURE, text("16 hexadecimal digits; zeros: the root of its trace"), "name",
        GST_TYPE_STRUCTURE, text("what was done"), "start", GST_TYPE_STRUCTURE,
        value(G_TYPE_UINT64, "ns since 1970"), "duration", GST_TYPE_STRUCTURE,
        value(G_TYPE_UINT64, "ns"), "status", GST_TYPE_STRUCTURE, text("ok error"), "attributes",
        GST_TYPE_STRUCTURE, text("NAME=VALUE, separated by blanks"), nullptr);
}

class SpanRecords final : public SpanSink {
  public:
    SpanRecords() : record_(newRecord())
    {
        GST_OBJECT_FLAG_SET(record_, GST_OBJECT_FLAG_MAY_BE_LEAKED);
    }
    ~SpanRecords() override { gst_object_unref(record_); }
    SpanRecords(const SpanRecords&) = delete;
    SpanRecords& operator=(const SpanRecords&) = delete;

    void ended(const SpanData& span) override
    {
        if (_gst_debug_min < GST_LEVEL_TRACE)
            return;
        gst_tracer_record_log(record_, animatize::textOf(span.context.trace).c_str(),
                              animatize::textOf(span.context.span).c_str(),
                              animatize::textOf(span.parent).c_str(), quoted(span.name).c_str(),
                              span.start, span.end - span.start,
                              span.status == SpanStatus::Error ? "error" : "ok",
                              quoted(attributesText(span)).c_str());
    }

  private:
    GstTracerRecord* const record_;
};

std::atomic<int> users{0};  // tracers of the process that want spans

}  // namespace

std::string attributesText(const SpanData& span)
{
    std::string text;
    for (const SpanAttribute& one : span.attributes)
        text.append(text.empty() ? "" : " ").append(one.name + "=" + textOf(one.value));
    return validUtf8(text, kMostText);
}

std::shared_ptr<SpanSink> makeSpanRecords()
{
    return std::make_shared<SpanRecords>();
}

Status installSpanRecords()
{
    ++users;
    const auto records = makeSpanRecords();
    if (!wantsOtel()) {
        setSpanSink(records);
        return ok();
    }
    const auto sender = makeOtelSink();
    setSpanSink(sender ? teeSpans({records, *sender}) : records);
    return sender ? ok() : Status(sender.error());
}

void removeSpanRecords()
{
    if (--users == 0)
        setSpanSink(nullptr);
}

}  // namespace animatize
